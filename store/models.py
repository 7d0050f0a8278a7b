"""The tables. What they hold is said here; how they came to be is said in ``migrations/versions``.

A later table (corrections of a reviewer, say) refers to ``documents.id`` and comes with its own migration.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

HEAD = "0013"
"""The revision these tables are at: the newest file in ``migrations/versions``."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its time zone, also on SQLite, which forgets it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Writes UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Reads UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EpochNow(FunctionElement[float]):
    """The database's clock in seconds since 1970: leases of several machines are judged by one clock."""

    type = Double()
    inherit_cache = True


@compiles(EpochNow, "sqlite")
def _epoch_now_sqlite(element: EpochNow, compiler: Any, **options: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(EpochNow, "postgresql")
def _epoch_now_postgresql(element: EpochNow, compiler: Any, **options: Any) -> str:
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS DOUBLE PRECISION)"


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _document_id(*, primary_key: bool = False) -> Column[str]:
    return Column("document_id", String(64), ForeignKey("documents.id"), primary_key=primary_key, nullable=False)


def _counter(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


documents = Table(
    "documents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("document_class", Text),
    Column("source", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("status", String(16), nullable=False),
    Column("lease_owner", Text),
    Column("lease_until", Double),
    Column("attempts", Integer, nullable=False),
    _counter("failures"),
    Column("alone_in_stage", String(64)),
    Column("tier", String(16)),
    CheckConstraint("status IN ('waiting', 'accepted', 'needs_review', 'rejected')", name="status"),
    Index(None, "status", "received_at", "id"),
)
"""One row for each distinct content. A lease is held while ``lease_until`` lies in the future.

``attempts`` counts claims that were not given back, ``failures`` those that the document alone can have caused.
``alone_in_stage`` is the stage that processes a suspected document by itself. ``tier`` is the one that was stated for
the document; NULL leaves it to the settings.
"""

receptions = Table(
    "receptions",
    metadata,
    Column("id", Integer, primary_key=True),
    _document_id(),
    Column("name", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Index(None, "document_id"),
    Index(None, "name"),
    Index(None, "received_at"),
)
"""Every time a content arrived, under which name. Names may be personal, so they are here and not in the events."""

results = Table(
    "results",
    metadata,
    _document_id(primary_key=True),
    Column("stage", String(64), primary_key=True),
    Column("version", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("timing_s", Double, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    _counter("revision"),
    _counter("made_from"),
)
"""What each stage made: JSON, compressed by zlib.

``revision`` counts what was saved for the document, whatever the clock shows. ``made_from`` is the newest revision that
the stage had read. A result is stale once one of its inputs has a later revision.
"""

outcomes = Table(
    "outcomes",
    metadata,
    _document_id(primary_key=True),
    Column("status", String(16), nullable=False),
    Column("document_class", Text),
    Column("payload", Text, nullable=False),
    Column("finished_at", UtcDateTime, nullable=False),
)
"""How each document ended; the primary key is what makes it exactly one."""

identities = Table(
    "identities",
    metadata,
    _document_id(primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    _counter("recorded"),
    Index(None, "fingerprint"),
)
"""Digest of seller, number and amount, where a document has all three; ``recorded`` is its place among equal ones."""

indexed = Table(
    "indexed",
    metadata,
    Column("index_name", String(255), primary_key=True),
    _document_id(primary_key=True),
    Column("version", Text, nullable=False),
    Column("indexed_at", UtcDateTime, nullable=False),
)
"""Which documents a search index holds in their present state."""

seen = Table(
    "seen",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("url", Text, nullable=False),
    # No foreign key: a file that was refused on arrival has an id and is no document.
    Column("document_id", String(64)),
    Column("seen_at", UtcDateTime, nullable=False),
)
"""Files that were taken in before: ``key`` is a digest of URL, size and modification stamp."""

events = Table(
    "events",
    metadata,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    # No foreign key: the log outlives what it records.
    Column("document_id", String(64)),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("data", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Index(None, "document_id", "sequence"),
)
"""The audit log. Triggers refuse every change; ``hash`` covers the row and the hash before it."""

event_head = Table(
    "event_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""The end of the log in one row: the lock for appending, and the proof that no event was cut off."""

counters = Table(
    "counters",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("labels", String(1000), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("value", Double, nullable=False),
    Index(None, "day"),
)
"""What was counted, by day (UTC). ``labels`` is JSON with sorted names. Old days are added up in `OLD_DAYS`."""

OLD_DAYS = date(1970, 1, 1)
"""The day under which counts are kept that are too old for a chart."""
