"""The audit log: appended, chained by hashes, never changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from store.base import Part
from store.models import event_head, events
from store.types import Chain, Event, Json

GENESIS = "0" * 64
"""The hash before the first event."""
DATA_LIMIT = 4096
"""Characters of an event's JSON. Events record what happened, and never text of a document."""


def append(connection: Connection, document_id: str | None, kind: str, data: Mapping[str, Json], *, actor: str) -> None:
    """Appends an event as the last step of a transaction: its lock on the log is held until that ends.

    Raises:
        ValueError: The data is no JSON object or too long to be free of document text.
    """
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False)
    if len(text) > DATA_LIMIT:
        raise ValueError(f"the data of a {kind} event has {len(text)} characters, more than {DATA_LIMIT}")
    head = connection.execute(select(event_head).with_for_update()).one()
    sequence, at = head.sequence + 1, datetime.now(UTC)
    digest = _digest(head.hash, sequence, document_id, at, actor, kind, text)
    row = {"sequence": sequence, "document_id": document_id, "at": at, "actor": actor, "kind": kind}
    connection.execute(insert(events).values(**row, data=text, hash=digest))
    connection.execute(update(event_head).values(sequence=sequence, hash=digest))


class Events(Part):
    """Reading the log, and adding to it from outside."""

    def append_event(self, document_id: str | None, kind: str, data: Mapping[str, Json], *, actor: str) -> None:
        """Adds an event to the audit log, which only grows.

        Args:
            document_id: The document it is about, if one.
            kind: What happened, as one past participle: ``exported``.
            data: A few codes and numbers, never text of a document.
            actor: Who did it.

        Raises:
            ValueError: The data is too long or no JSON.
        """
        with self._database.write() as connection:
            append(connection, document_id, kind, data, actor=actor)

    def events(self, document_id: str | None = None) -> list[Event]:
        """Returns what happened to a document, or to all, oldest first."""
        query = select(events).order_by(events.c.sequence)
        if document_id is not None:
            query = query.where(events.c.document_id == document_id)
        with self._database.read() as connection:
            return [_event(row) for row in connection.execute(query)]

    def event_page(
        self,
        limit: int,
        *,
        before: int | None = None,
        kind: str | None = None,
        actor: str | None = None,
        document_id: str | None = None,
    ) -> list[Event]:
        """Returns events newest first, those before a sequence number, of one kind, actor or document where given."""
        query = select(events).order_by(events.c.sequence.desc()).limit(limit)
        for column, wanted in ((events.c.kind, kind), (events.c.actor, actor), (events.c.document_id, document_id)):
            if wanted is not None:
                query = query.where(column == wanted)
        if before is not None:
            query = query.where(events.c.sequence < before)
        with self._database.read() as connection:
            return [_event(row) for row in connection.execute(query)]

    def event_kinds(self) -> list[str]:
        """Returns the kinds of events there are, by name."""
        with self._database.read() as connection:
            return list(connection.execute(select(events.c.kind).distinct().order_by(events.c.kind)).scalars())

    def event_count(self) -> int:
        """Returns how many events the log has."""
        with self._database.read() as connection:
            return int(connection.execute(select(event_head.c.sequence)).scalar_one())

    def verify_events(self) -> Chain:
        """Checks that no event was changed, removed or slipped in, by the chain of hashes."""
        sequence, digest = 0, GENESIS
        with self._database.read() as connection:
            head = connection.execute(select(event_head)).one()
            query = select(events).order_by(events.c.sequence)
            with connection.execution_options(yield_per=1000).execute(query) as rows:
                for row in rows:
                    content = row.sequence, row.document_id, row.at, row.actor, row.kind, row.data
                    if row.sequence != sequence + 1 or row.hash != _digest(digest, *content):
                        return Chain(events=sequence, head=digest, broken_at=sequence + 1)
                    sequence, digest = row.sequence, row.hash
        is_whole = (sequence, digest) == (head.sequence, head.hash)
        return Chain(events=sequence, head=digest, broken_at=None if is_whole else sequence + 1)


def _event(row: Row[Any]) -> Event:
    return Event(row.sequence, row.document_id, row.at, row.actor, row.kind, json.loads(row.data), row.hash)


def _digest(
    previous: str, sequence: int, document_id: str | None, at: datetime, actor: str, kind: str, data: str
) -> str:
    content = json.dumps([previous, sequence, document_id, at.isoformat(timespec="microseconds"), actor, kind, data])
    return hashlib.sha256(content.encode()).hexdigest()
