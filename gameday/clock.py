"""The clock of a drill: waiting times pass at once, because every moment that the drill's system keeps moves back.

A document that waited for an hour is one whose arrival lies an hour back. Only for an SQLite store of a drill.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from registry.releases import CARD, RELEASES

DAY_S = 86_400
_FORMAT = "%Y-%m-%d %H:%M:%S.%f"
_FIXED = ("events", "event_head", "alembic_version")
"""The audit log cannot be changed: its moments stay."""


def pass_time(database: Path, models: Path, seconds: float) -> None:
    """Moves every moment of a store and of its releases back.

    Args:
        database: The SQLite file of the store.
        models: The models folder of the drill.
        seconds: How much time passes; days of counts move by whole days.
    """
    by = timedelta(seconds=seconds)
    with closing(sqlite3.connect(database, timeout=30)) as connection, connection:
        for table, column, kind in _columns(connection):
            if kind == "DATETIME":
                _move(connection, table, column, lambda text: _moment(text, by))
            elif kind == "DATE" and by.days:
                _move(connection, table, column, lambda text: _day(text, by))
    for card in (models / RELEASES).glob(f"*/{CARD}"):
        about = json.loads(card.read_text(encoding="utf-8"))
        for name in ("added_at", "since"):
            about[name] = (datetime.fromisoformat(about[name]) - by).isoformat()
        card.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def _columns(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        if table not in _FIXED:
            for _, column, kind, *_ in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
                yield table, column, kind.upper()


def _move(connection: sqlite3.Connection, table: str, column: str, earlier: Callable[[str], str]) -> None:
    query = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL ORDER BY 1'
    # The earliest first: where moments are keys, the place of each next one is free.
    for (value,) in connection.execute(query).fetchall():
        statement = f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" = ?'
        connection.execute(statement, (earlier(value), value))


def _moment(text: str, by: timedelta) -> str:
    moment = datetime.fromisoformat(text)
    return (moment - by).strftime(_FORMAT)


def _day(text: str, by: timedelta) -> str:
    day = datetime.fromisoformat(text).date()
    return text if day.year < 2000 else (day - timedelta(days=by.days)).isoformat()
