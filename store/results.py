"""What the stages made of a document, so that an interrupted run continues where it stopped."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import to_json
from sqlalchemy import Connection, Row, func, select

from schemas.document import DocumentId
from store.base import Part, batches, from_row
from store.database import Database
from store.models import documents, results
from store.types import Made, StageRecord

T = TypeVar("T")

_log = logging.getLogger(__name__)

COMPRESSION = 3
"""zlib level: a read page of 500 words shrinks to about an eighth, faster than the disk takes it."""


class Results(Part):
    """Stage results, one for each document and stage."""

    def save(
        self,
        document_id: DocumentId,
        stage: str,
        version: str,
        result: BaseModel | Sequence[BaseModel],
        *,
        timing_s: float,
        made_from: int | None = None,
    ) -> None:
        """Keeps what a stage made of a document, instead of an earlier result of the same stage.

        Args:
            document_id: The document.
            stage: The stage, such as ``recognize``.
            version: Engine and model that made it.
            result: The model or models.
            timing_s: Seconds that it took.
            made_from: The newest revision among the results that it was made from; None means the present state.

        Raises:
            UnknownDocument: The store has no such document.
        """
        self.save_all([Made(document_id, stage, version, result, timing_s, made_from)])

    def save_all(self, made: Sequence[Made]) -> list[StageRecord]:
        """Keeps results as `save` does, all or none of them; returns their records in the same order.

        Raises:
            UnknownDocument: The store lacks one of the documents.
        """
        with self._database.write() as connection:
            return put_results(self._database, connection, made, datetime.now(UTC))

    def load(self, document_id: DocumentId, stage: str, kind: type[T], *, version: str | None = None) -> T | None:
        """Returns a stage's result, or None when there is none, another version made it, or it no longer fits.

        Args:
            document_id: The document.
            stage: The stage.
            kind: The type that was saved, such as ``ReadDocument`` or ``list[Page]``.
            version: Only a result of this version; None takes any.
        """
        query = select(results.c.payload).where(results.c.document_id == document_id, results.c.stage == stage)
        if version is not None:
            query = query.where(results.c.version == version)
        with self._database.read() as connection:
            payload = connection.execute(query).scalar()
        return None if payload is None else _parsed(document_id, stage, kind, payload)

    def load_all(self, ids: Sequence[DocumentId], stage: str, kind: type[T]) -> Iterator[tuple[DocumentId, T | None]]:
        """Yields one stage's results of many documents from one query; None for a result that no longer fits."""
        rows: list[Row[Any]] = []
        with self._database.read() as connection:
            for some in batches(ids):
                query = select(results.c.document_id, results.c.payload)
                rows += connection.execute(query.where(results.c.document_id.in_(some), results.c.stage == stage))
        for document_id, payload in rows:
            yield document_id, _parsed(document_id, stage, kind, payload)

    def made_by(self, stage: str, *, containing: str = "", since: datetime | None = None) -> dict[DocumentId, str]:
        """Returns the documents with a result of a stage, and who made it; the earliest saved first.

        Args:
            stage: The stage.
            containing: Only results whose version holds this text.
            since: Only results that were saved since.
        """
        query = select(results.c.document_id, results.c.version).where(results.c.stage == stage)
        if containing:
            query = query.where(results.c.version.contains(containing, autoescape=True))
        if since is not None:
            query = query.where(results.c.saved_at >= since)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(results.c.saved_at, results.c.document_id))
            return {row.document_id: row.version for row in rows}

    def stages(self, document_id: DocumentId) -> dict[str, StageRecord]:
        """Returns version and timing of every saved stage, in the order in which they were saved."""
        return self.stages_of([document_id])[document_id]

    def stages_of(self, ids: Sequence[DocumentId]) -> dict[DocumentId, dict[str, StageRecord]]:
        """Returns what `stages` does for many documents, from one query."""
        columns = (results.c[field.name] for field in fields(StageRecord))
        query = select(results.c.document_id, results.c.stage, *columns).order_by(results.c.revision)
        found: dict[str, dict[str, StageRecord]] = {document_id: {} for document_id in ids}
        with self._database.read() as connection:
            for some in batches(ids):
                for row in connection.execute(query.where(results.c.document_id.in_(some))):
                    found[row.document_id][row.stage] = from_row(StageRecord, row)
        return found


def put_results(
    database: Database, connection: Connection, made: Sequence[Made], saved_at: datetime
) -> list[StageRecord]:
    """Writes stage results in an open transaction, instead of earlier ones; returns their records in this order."""
    ids = sorted({one.document_id for one in made})
    revisions: dict[str, int] = {}
    for some in batches(ids):
        # The lock lets no other process take the same revision; SQLite has one writer at a time anyway.
        lock = select(documents.c.id).where(documents.c.id.in_(some)).order_by(documents.c.id)
        connection.execute(lock.with_for_update())
        last = select(results.c.document_id, func.max(results.c.revision)).where(results.c.document_id.in_(some))
        revisions |= {row[0]: row[1] for row in connection.execute(last.group_by(results.c.document_id))}
    records = []
    for one in made:
        revision = revisions[one.document_id] = revisions.get(one.document_id, 0) + 1
        made_from = revision if one.made_from is None else one.made_from
        record = StageRecord(one.version, one.timing_s, saved_at, revision, made_from)
        row = {**asdict(record), "payload": zlib.compress(to_json(one.result), COMPRESSION)}
        statement = database.insert(results).values(document_id=one.document_id, stage=one.stage, **row)
        connection.execute(statement.on_conflict_do_update(index_elements=["document_id", "stage"], set_=row))
        records.append(record)
    return records


def _parsed(document_id: str, stage: str, kind: type[T], payload: bytes) -> T | None:
    try:
        return TypeAdapter(kind).validate_json(zlib.decompress(payload))
    except (ValidationError, zlib.error) as error:
        # The type, never the error itself: it quotes the text of the document.
        _log.warning("the %s result of %s no longer fits (%s)", stage, document_id, type(error).__name__)
        return None
