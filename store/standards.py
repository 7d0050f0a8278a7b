"""Promise and critical fields that admins state for a class, and the documents that people checked."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, exists, func, select

from schemas.document import DocumentId
from schemas.standards import Check, StatedStandard
from store.base import ClockPart
from store.events import append
from store.models import outcomes
from store.review_tables import comparisons
from store.standard_tables import checks, stated_standards


class Standards(ClockPart):
    """What is promised, and what shows whether it is kept. Every method is one transaction."""

    def stated(self) -> dict[str, StatedStandard]:
        """Returns what was stated, by class."""
        with self._database.read() as connection:
            payloads = connection.scalars(select(stated_standards.c.payload))
            found = [StatedStandard.model_validate_json(payload) for payload in payloads]
        return {one.document_class: one for one in found}

    def state(self, stated: StatedStandard, *, actor: str) -> None:
        """Keeps what an admin states for a class, in place of an earlier statement."""
        changed = {"payload": stated.model_dump_json(), "changed_at": self.now(), "changed_by": actor}
        row = {"document_class": stated.document_class, **changed}
        data = {"class": stated.document_class, "promise": stated.promise, "importance": dict(stated.importance)}
        with self._database.write() as connection:
            statement = self._database.insert(stated_standards).values(row)
            connection.execute(statement.on_conflict_do_update(index_elements=["document_class"], set_=changed))
            append(connection, None, "promise_stated", data, actor=actor)

    def withdraw(self, document_class: str, *, actor: str) -> bool:
        """Removes what was stated for a class, so that the settings hold; False where nothing was."""
        with self._database.write() as connection:
            mine = stated_standards.c.document_class == document_class
            if not connection.execute(delete(stated_standards).where(mine)).rowcount:
                return False
            append(connection, None, "promise_withdrawn", {"class": document_class}, actor=actor)
        return True

    def was_audited(self, document_id: DocumentId) -> bool:
        """Whether a document was accepted by the machine and drawn for a second look."""
        drawn = exists().where(comparisons.c.document_id == document_id, comparisons.c.kind == "accepted")
        with self._database.read() as connection:
            return bool(connection.scalar(select(drawn)))

    def record(self, made: Iterable[Check]) -> None:
        """Keeps checked documents, in place of earlier checks of the same ones; the first moment stays."""
        rows = [{**check.model_dump(), "at": self.now()} for check in made]
        if not rows:
            return
        with self._database.write() as connection:
            statement = self._database.insert(checks)
            changed = {n: statement.excluded[n] for n in Check.model_fields if n != "document_id"}
            connection.execute(statement.on_conflict_do_update(index_elements=["document_id"], set_=changed), rows)

    def checks(self, document_class: str, limit: int) -> list[Check]:
        """Returns the newest checked documents of a class, the newest first."""
        query = select(checks).where(checks.c.document_class == document_class)
        query = query.order_by(checks.c.at.desc(), checks.c.document_id).limit(limit)
        with self._database.read() as connection:
            return [
                Check(**{name: getattr(row, name) for name in Check.model_fields}) for row in connection.execute(query)
            ]

    def accepted(self, document_class: str) -> int:
        """Returns how many documents of a class are accepted and were checked by nobody."""
        mine = outcomes.c.document_class == document_class, outcomes.c.status == "accepted"
        unchecked = ~exists().where(checks.c.document_id == outcomes.c.document_id)
        with self._database.read() as connection:
            return int(connection.scalar(select(func.count()).select_from(outcomes).where(*mine, unchecked)) or 0)
