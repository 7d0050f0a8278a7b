"""Originals as they arrived: stored once by content, found by id or name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, RowMapping, Select, func, or_, select

from schemas.document import DocumentId, SourceDocument
from schemas.errors import StoreUnavailable, UnknownDocument
from store.base import BATCH, Part, batches
from store.events import append
from store.files import Pixels
from store.models import documents, outcomes, receptions, seen
from store.sources import Found
from store.types import Added, DocumentFilter, Json

_SOURCE = (
    documents.c.id,
    documents.c.name,
    documents.c.media_type,
    documents.c.size_bytes,
    documents.c.document_class,
    documents.c.source,
    documents.c.received_at,
)
_HEX = set("0123456789abcdef")


class Documents(Part):
    """Documents, their originals and page images, and the inbox files they came from."""

    def add(
        self,
        data: bytes | Path | BinaryIO,
        *,
        name: str,
        media_type: str,
        source: str,
        document_class: str | None = None,
    ) -> Added:
        """Stores an original, once for each content; it is never changed afterwards.

        Bytes that the store has already only leave a note of when and under which name they came again; the first
        name, media type and class stay.

        Args:
            data: The bytes, a file, or a stream that is read to its end.
            name: What the sender calls it.
            media_type: Its kind, such as ``application/pdf``.
            source: Where it came from: a path, an inbox, a URL.
            document_class: Its class, where the sender or the deployment knows.

        Raises:
            OSError: The given path or stream cannot be read.
        """
        document_id, size = self._files.put_original(data)
        came = {"name": _storable(name), "source": _storable(source), "received_at": datetime.now(UTC)}
        facts: dict[str, Json] = {"media_type": media_type, "size_bytes": size, "document_class": document_class}
        row = {"id": document_id, **came, **facts, "status": "waiting", "attempts": 0}
        with self._database.write() as connection:
            new = self._database.insert(documents).values(row).on_conflict_do_nothing()
            is_new = connection.execute(new.returning(documents.c.id)).first() is not None
            connection.execute(receptions.insert().values(document_id=document_id, **came))
            append(connection, document_id, "received" if is_new else "received_again", facts, actor="fieldwright")
        return Added(document=self.get(document_id), is_new=is_new)

    def get(self, document_id: DocumentId) -> SourceDocument:
        """Returns a document.

        Raises:
            UnknownDocument: There is none with this id.
        """
        with self._database.read() as connection:
            row = connection.execute(select(*_SOURCE).where(documents.c.id == document_id)).first()
        if row is None:
            raise UnknownDocument("the store has no such document; add it first", document_id=document_id)
        return _document(row._mapping)

    def sources(self, ids: Sequence[DocumentId]) -> dict[DocumentId, SourceDocument]:
        """Returns those of the documents that the store has, in one query."""
        found: dict[str, SourceDocument] = {}
        with self._database.read() as connection:
            for some in batches(ids):
                rows = connection.execute(select(*_SOURCE).where(documents.c.id.in_(some)))
                found |= {row.id: _document(row._mapping) for row in rows}
        return found

    def find(self, prefix_or_name: str) -> list[SourceDocument]:
        """Returns the documents whose id begins so or which came under this file name, newest first.

        Of a path only the last part counts.
        """
        name = _storable(Path(prefix_or_name).name)
        wanted: ColumnElement[bool] = documents.c.id.in_(
            select(receptions.c.document_id).where(receptions.c.name == name)
        )
        prefix = prefix_or_name.lower()
        if prefix and set(prefix) <= _HEX:
            wanted = or_(wanted, documents.c.id.startswith(prefix))
        with self._database.read() as connection:
            query = select(*_SOURCE).where(wanted).order_by(documents.c.received_at.desc(), documents.c.id)
            return [_document(row._mapping) for row in connection.execute(query)]

    def documents(
        self,
        status: DocumentFilter | None = None,
        document_class: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[SourceDocument]:
        """Returns documents, newest first; the class is that of the outcome, or the one known on arrival."""
        query = _narrowed(select(*_SOURCE), status, document_class)
        query = query.order_by(documents.c.received_at.desc(), documents.c.id).limit(limit).offset(offset)
        with self._database.read() as connection:
            return [_document(row._mapping) for row in connection.execute(query)]

    def count_documents(self, status: DocumentFilter | None = None, document_class: str | None = None) -> int:
        """Returns the number of documents that `documents` lists."""
        query = _narrowed(select(func.count(documents.c.id)), status, document_class)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def original(self, document_id: DocumentId) -> Path:
        """Returns the file with the document's bytes. Read it; it is write-protected for a reason.

        Raises:
            UnknownDocument: There is none with this id.
            StoreUnavailable: The file is missing.
        """
        path = self._files.original_path(self.get(document_id).id)
        if not path.exists():
            message = "the original is missing from the store's folder: is its disk mounted? Else add the file again"
            raise StoreUnavailable(message, document_id=document_id)
        return path

    def save_image(self, document_id: DocumentId, page_number: int, pixels: Pixels) -> None:
        """Stores the upright image of a page without loss: (height, width, 3) uint8 RGB; pages count from 1."""
        self._files.put_image(document_id, page_number, pixels)

    def load_image(self, document_id: DocumentId, page_number: int) -> Pixels | None:
        """Returns the image of a page as it was saved, or None when there is none or the file is damaged."""
        return self._files.get_image(document_id, page_number)

    def unseen(self, found: Iterable[Found]) -> Iterator[Found]:
        """Returns those of an inbox's files that were not marked as seen with this size and time of change.

        Files whose place gives neither time nor tag are always returned: `add` recognizes them by content.
        """
        entries = iter(found)
        while some := list(islice(entries, BATCH)):
            known = self._known([entry.key for entry in some if entry.key is not None])
            yield from (entry for entry in some if entry.key not in known)

    def mark_seen(self, found: Found, document_id: DocumentId | None) -> None:
        """Notes that a file was taken in under this id, or refused, so that `unseen` leaves it out until it changes.

        The id of a file that was refused on arrival need not be one of a document.
        """
        if found.key is None:
            return
        row = {"document_id": document_id, "url": _storable(found.url), "seen_at": datetime.now(UTC)}
        statement = self._database.insert(seen).values(key=found.key, **row)
        with self._database.write() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=row))

    def _known(self, keys: Sequence[str]) -> set[str]:
        with self._database.read() as connection:
            return set(connection.scalars(select(seen.c.key).where(seen.c.key.in_(keys))))


def _narrowed(query: Select[Any], status: DocumentFilter | None, document_class: str | None) -> Select[Any]:
    query = query.outerjoin(outcomes, outcomes.c.document_id == documents.c.id)
    if status == "stopped":
        # The claim in force is counted too: from the second one on, an earlier one ended with its process.
        stopped = or_(documents.c.failures > 0, documents.c.attempts > 1)
        query = query.where(documents.c.status == "waiting", stopped)
    elif status is not None:
        query = query.where(documents.c.status == status)
    if document_class is not None:
        query = query.where(func.coalesce(outcomes.c.document_class, documents.c.document_class) == document_class)
    return query


def _document(row: RowMapping) -> SourceDocument:
    return SourceDocument(**row)


def _storable(text: str) -> str:
    """Returns a name that every database takes; bytes of a file name that are no text are spelled out."""
    return text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()
