"""Layouts in the database: taught by reviews, listed and forgotten."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from schemas.document import DocumentId
from schemas.errors import UnknownLayout
from schemas.layouts import KnownLayout, Layout
from store.base import ClockPart
from store.events import append
from store.layout_tables import layouts

MOST_TEACHERS = 50
"""Reviewed documents that are named for a layout: the newest."""


class Layouts(ClockPart):
    """What reviews taught of layouts. Every method is one transaction."""

    def revision(self) -> tuple[int, datetime | None]:
        """Returns what changes with every change of a layout."""
        with self._database.read() as connection:
            row = connection.execute(select(func.count().label("n"), func.max(layouts.c.changed_at).label("at"))).one()
        return row.n, row.at

    def known(self, document_class: str | None = None) -> list[KnownLayout]:
        """Returns the layouts of a class or of all, the oldest first."""
        query = select(layouts).order_by(layouts.c.id)
        if document_class is not None:
            query = query.where(layouts.c.document_class == document_class)
        with self._database.read() as connection:
            return [_known(row) for row in connection.execute(query)]

    def one(self, layout_id: int) -> KnownLayout:
        """Returns the layout with this number.

        Raises:
            UnknownLayout: There is none.
        """
        with self._database.read() as connection:
            row = connection.execute(select(layouts).where(layouts.c.id == layout_id)).one_or_none()
        if row is None:
            raise UnknownLayout(f"there is no layout {layout_id}: fieldwright layouts list shows those there are")
        return _known(row)

    def teach(self, layout: Layout, document_id: DocumentId, *, actor: str, known: KnownLayout | None = None) -> int:
        """Keeps what a reviewed document taught and returns the layout's number.

        Args:
            layout: The layout as it is now.
            document_id: The document.
            actor: Who reviewed it.
            known: The layout that it belongs to; None for a new one, or where that was forgotten meanwhile.
        """
        before = tuple(i for i in known.taught_by if i != document_id) if known else ()
        taught_by = json.dumps([*before, document_id][-MOST_TEACHERS:])
        row: dict[str, Any] = {"document_class": layout.document_class, "payload": layout.model_dump_json()}
        row |= {"taught_by": taught_by, "changed_at": self.now(), "changed_by": actor}
        with self._database.write() as connection:
            changed = None
            if known is not None:
                statement = update(layouts).where(layouts.c.id == known.id).values(row)
                changed = known.id if connection.execute(statement).rowcount else None
            number = changed or int(
                connection.execute(insert(layouts).values(row).returning(layouts.c.id)).scalar_one()
            )
            data = {"layout": number, "values": len(layout.values), "new": changed is None}
            append(connection, document_id, "layout_taught", data, actor=actor)
        return number

    def forget(self, layout_id: int, *, actor: str) -> None:
        """Removes a layout.

        Raises:
            UnknownLayout: There is none with this number.
        """
        with self._database.write() as connection:
            if not connection.execute(delete(layouts).where(layouts.c.id == layout_id)).rowcount:
                raise UnknownLayout(f"there is no layout {layout_id}: fieldwright layouts list shows those there are")
            append(connection, None, "layout_forgotten", {"layout": layout_id}, actor=actor)


def _known(row: Row[Any]) -> KnownLayout:
    return KnownLayout(
        id=row.id,
        layout=Layout.model_validate_json(row.payload),
        taught_by=tuple(json.loads(row.taught_by)),
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )
