"""Sources of documents: which are held, and how many documents each sent lately."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from store.base import ClockPart, from_row
from store.events import append
from store.models import receptions
from store.source_tables import held_sources


@dataclass(frozen=True)
class HeldSource:
    """A source whose documents are not let in; ``source`` is how the sources begin that it covers."""

    source: str
    why: str
    held_at: datetime
    held_by: str


class SourceControl(ClockPart):
    """Holds and releases sources, and counts their documents. Every method is one transaction."""

    def hold(self, source: str, why: str, *, actor: str) -> None:
        """Holds a source; a source that is held already keeps its first moment and gets the new reason."""
        row = {"source": source, "why": why, "held_at": self.now(), "held_by": actor}
        with self._database.write() as connection:
            statement = self._database.insert(held_sources).values(row)
            changed = {"why": why, "held_by": actor}
            connection.execute(statement.on_conflict_do_update(index_elements=["source"], set_=changed))
            append(connection, None, "source_held", {}, actor=actor)

    def release(self, source: str, *, actor: str) -> bool:
        """Lets a source in again; False where it was not held."""
        with self._database.write() as connection:
            mine = held_sources.c.source == source
            if not connection.execute(delete(held_sources).where(mine)).rowcount:
                return False
            append(connection, None, "source_released", {}, actor=actor)
        return True

    def held(self) -> list[HeldSource]:
        """Returns the sources that are held, in the order of their names."""
        with self._database.read() as connection:
            rows = connection.execute(select(held_sources).order_by(held_sources.c.source))
            return [from_row(HeldSource, row) for row in rows]

    def count(self, beginning: str, since: datetime) -> int:
        """Returns how many documents came from sources that begin so since a moment, known ones included."""
        query = select(func.count()).where(receptions.c.received_at >= since)
        query = query.where(receptions.c.source.startswith(beginning, autoescape=True))
        with self._database.read() as connection:
            return int(connection.scalar(query) or 0)

    def arrived(self, since: datetime) -> Counter[str]:
        """Returns how many documents came from each place since a moment."""
        query = select(receptions.c.source, func.count().label("n")).where(receptions.c.received_at >= since)
        with self._database.read() as connection:
            return Counter({row.source: row.n for row in connection.execute(query.group_by(receptions.c.source))})
