"""What the stages made of a document, so that a run that was cut off goes on where it stopped."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import to_json
from sqlalchemy import Connection, select

from schemas.document import DocumentId
from store.base import Part
from store.database import Database
from store.models import results
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
    ) -> None:
        """See `DocumentStore.save`."""
        made = {"timing_s": timing_s, "saved_at": datetime.now(UTC)}
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
        columns = results.c.stage, results.c.version, results.c.timing_s, results.c.saved_at
        query = select(*columns).where(results.c.document_id == document_id).order_by(results.c.saved_at)
        with self._database.read() as connection:
            rows = connection.execute(query)
            return {row.stage: StageRecord(row.version, row.timing_s, row.saved_at) for row in rows}


def put_result(
    database: Database,
    connection: Connection,
    document_id: str,
    stage: str,
    version: str,
    result: BaseModel | Sequence[BaseModel],
    **made: Any,
) -> None:
    """Writes a stage's result in an open transaction, instead of an earlier one; ``made`` is its timing and time."""
    made |= {"version": version, "payload": zlib.compress(to_json(result), COMPRESSION)}
    statement = database.insert(results).values(document_id=document_id, stage=stage, **made)
    connection.execute(statement.on_conflict_do_update(index_elements=["document_id", "stage"], set_=made))
