"""What processes counted, added up over all of them: by day for charts, and in total for a scraper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, delete, func, select

from store.base import ClockPart
from store.models import OLD_DAYS, counters

Labels = tuple[tuple[str, str], ...]

KEPT_DAYS = 120
"""Days that a chart can show; older ones only count in totals."""
ROWS_AT_ONCE = 100


@dataclass(frozen=True)
class DayCount:
    """What was counted of one name and labels on one day."""

    day: date
    name: str
    labels: Mapping[str, str]
    value: float


class Counters(ClockPart):
    """Sums of counts. Every method is one transaction."""

    def add(self, counts: Mapping[tuple[str, Labels], float]) -> None:
        """Adds counts to those of today (UTC)."""
        today = self.now().astimezone(UTC).date()
        # In one order everywhere, so that two processes never wait for each other in a circle.
        rows = sorted((name, _written(labels), value) for (name, labels), value in counts.items() if value)
        if not rows:
            return
        with self._database.write() as connection:
            is_new_day = connection.execute(select(counters.c.name).where(counters.c.day == today).limit(1)).first()
            for start in range(0, len(rows), ROWS_AT_ONCE):
                self._put(connection, rows[start : start + ROWS_AT_ONCE], today)
            if is_new_day is None:
                self._add_up(connection, today - timedelta(days=KEPT_DAYS))

    def totals(self) -> dict[tuple[str, Labels], float]:
        """Returns the sum over all days, by name and labels."""
        columns = counters.c.name, counters.c.labels
        query = select(*columns, func.sum(counters.c.value).label("total")).group_by(*columns)
        with self._database.read() as connection:
            return {(row.name, tuple(_read(row.labels).items())): row.total for row in connection.execute(query)}

    def by_day(self, names: Sequence[str], since: date) -> list[DayCount]:
        """Returns the counts of some names, day by day from ``since`` on, the oldest first."""
        query = select(counters).where(counters.c.day >= max(since, OLD_DAYS + timedelta(days=1)))
        query = query.where(counters.c.name.in_(names)).order_by(counters.c.day)
        with self._database.read() as connection:
            return [DayCount(r.day, r.name, _read(r.labels), r.value) for r in connection.execute(query)]

    def _put(self, connection: Connection, rows: Iterable[tuple[str, str, float]], day: date) -> None:
        values = [{"name": name, "labels": labels, "day": day, "value": value} for name, labels, value in rows]
        statement = self._database.insert(counters).values(values)
        more = {"value": counters.c.value + statement.excluded.value}
        keys = ["name", "labels", "day"]
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=more))

    def _add_up(self, connection: Connection, before: date) -> None:
        """Adds the days before one up, so that the table does not grow for ever."""
        old = counters.c.day < before, counters.c.day > OLD_DAYS
        columns = counters.c.name, counters.c.labels
        query = select(*columns, func.sum(counters.c.value)).where(*old).group_by(*columns).order_by(*columns)
        rows = [(row[0], row[1], row[2]) for row in connection.execute(query)]
        for start in range(0, len(rows), ROWS_AT_ONCE):
            self._put(connection, rows[start : start + ROWS_AT_ONCE], OLD_DAYS)
        connection.execute(delete(counters).where(*old))


def _written(labels: Labels) -> str:
    return json.dumps(dict(labels), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _read(labels: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(labels)
    return found


def utc_today() -> date:
    """Returns the day that counts of now belong to."""
    return datetime.now(UTC).date()
