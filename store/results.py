"""What the stages made of a document, so that a run that was cut off goes on where it stopped."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import to_json
from sqlalchemy import Connection, func, select

from schemas.document import DocumentId
from store.base import Part, from_row
from store.database import Database
from store.models import documents, results
from store.types import StageRecord

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
        """See `DocumentStore.save`."""
        made = {"timing_s": timing_s, "saved_at": datetime.now(UTC), "made_from": made_from}
        with self._database.write() as connection:
            put_result(self._database, connection, document_id, stage, version, result, **made)

    def load(self, document_id: DocumentId, stage: str, kind: type[T], *, version: str | None = None) -> T | None:
        """See `DocumentStore.load`."""
        query = select(results.c.payload).where(results.c.document_id == document_id, results.c.stage == stage)
        if version is not None:
            query = query.where(results.c.version == version)
        with self._database.read() as connection:
            payload = connection.execute(query).scalar()
        if payload is None:
            return None
        try:
            return TypeAdapter(kind).validate_json(zlib.decompress(payload))
        except (ValidationError, zlib.error) as error:
            # The type, never the error itself: it quotes the text of the document.
            _log.warning("the %s result of %s no longer fits (%s)", stage, document_id, type(error).__name__)
            return None

    def stages(self, document_id: DocumentId) -> dict[str, StageRecord]:
        """See `DocumentStore.stages`."""
        columns = (results.c[field.name] for field in fields(StageRecord))
        query = select(results.c.stage, *columns).where(results.c.document_id == document_id)
        with self._database.read() as connection:
            return {
                row.stage: from_row(StageRecord, row) for row in connection.execute(query.order_by(results.c.revision))
            }


def put_result(
    database: Database,
    connection: Connection,
    document_id: str,
    stage: str,
    version: str,
    result: BaseModel | Sequence[BaseModel],
    **made: Any,
) -> None:
    """Writes a stage's result in an open transaction, instead of an earlier one.

    ``made`` holds its timing and time, and what it was made from where that is not the present state.
    """
    # The lock lets no other process take the same revision; SQLite has one writer at a time anyway.
    connection.execute(select(documents.c.id).where(documents.c.id == document_id).with_for_update())
    last = select(func.max(results.c.revision)).where(results.c.document_id == document_id)
    revision = (connection.execute(last).scalar() or 0) + 1
    made |= {"version": version, "payload": zlib.compress(to_json(result), COMPRESSION), "revision": revision}
    if made.get("made_from") is None:
        made["made_from"] = revision
    statement = database.insert(results).values(document_id=document_id, stage=stage, **made)
    connection.execute(statement.on_conflict_do_update(index_elements=["document_id", "stage"], set_=made))
