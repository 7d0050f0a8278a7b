"""Originals as they arrived: stored once by content, found by id or name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, RowMapping, Select, func, or_, select, update

from schemas.document import DocumentId, SourceDocument
from schemas.errors import StoreUnavailable, UnknownDocument
from schemas.tiers import Tier
from store.base import BATCH, Part, batches
from store.events import append
from store.images import Pixels
from store.models import documents, outcomes, receptions, seen
from store.sources import Found
from store.types import Added, DocumentFilter, Json
from values.groups import groups

_SOURCE = (
    documents.c.id,
    documents.c.name,
    documents.c.media_type,
    documents.c.size_bytes,
    documents.c.document_class,
    documents.c.source,
    documents.c.received_at,
    documents.c.tier,
)
_HEX = set("0123456789abcdef")
_ID_LENGTH = 64


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
        tier: Tier | None = None,
    ) -> Added:
        """Stores an original, once for each content; it is never changed afterwards.

        Known bytes only leave a record of when and under which name they came again. The first name, media type,
        class and tier stay.

        Args:
            data: The bytes, a file, or a stream that is read to its end.
            name: What the sender calls it.
            media_type: Its kind, such as ``application/pdf``.
            source: Where it came from: a path, an inbox, a URL.
            document_class: Its class, where the sender or the deployment knows.
            tier: How much work it gets, where the sender or the deployment states it.

        Raises:
            OSError: The given path or stream cannot be read.
        """
        document_id, size = self._files.put_original(data)
        came = {"name": _storable(name), "source": _storable(source), "received_at": datetime.now(UTC)}
        facts: dict[str, Json] = {"media_type": media_type, "size_bytes": size, "document_class": document_class}
        if tier is not None:
            facts["tier"] = tier
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

    def classes(self) -> dict[str, int]:
        """Returns the number of documents of each class, by the class that `documents` lists them under."""
        kind = func.coalesce(outcomes.c.document_class, documents.c.document_class)
        joined = documents.outerjoin(outcomes, outcomes.c.document_id == documents.c.id)
        query = select(kind, func.count()).select_from(joined).where(kind.is_not(None)).group_by(kind).order_by(kind)
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def state_tier(self, ids: Sequence[DocumentId], tier: Tier, *, only_unset: bool = False, actor: str) -> int:
        """States the tier of documents for their next run; outcomes and results stay.

        Args:
            ids: The documents; unknown ones are left out.
            tier: The tier.
            only_unset: Whether documents that have a tier of their own keep it.
            actor: Who states it.

        Returns:
            How many documents have another tier now.
        """
        other = documents.c.tier.is_(None) if only_unset else documents.c.tier.is_distinct_from(tier)
        changed: list[str] = []
        with self._database.write() as connection:
            for some in batches(sorted(set(ids))):
                told = update(documents).where(documents.c.id.in_(some), other).values(tier=tier)
                changed += connection.scalars(told.returning(documents.c.id))
            for document_id in sorted(changed):
                append(connection, document_id, "tier_stated", {"tier": tier}, actor=actor)
        return len(changed)

    def original(self, document_id: DocumentId) -> Path:
        """Returns a file with the document's bytes. Read it at once; it is write-protected for a reason.

        Raises:
            UnknownDocument: There is none with this id.
            StoreUnavailable: The file is missing.
        """
        # A path is made of the id: nothing else may become one. A file that is there needs no question to the database.
        path = self._files.original(document_id) if _is_id(document_id) else None
        if path is None:
            self.get(document_id)
            message = "the original is missing from the store's files: is their disk mounted? Else add the file again"
            raise StoreUnavailable(message, document_id=document_id)
        return path

    def save_image(self, document_id: DocumentId, page_number: int, pixels: Pixels) -> int:
        """Stores the upright image of a page without loss: (height, width, 3) uint8 RGB; pages count from 1.

        Returns:
            Bytes of its file.
        """
        return self._files.put_image(document_id, page_number, pixels)

    def load_image(self, document_id: DocumentId, page_number: int) -> Pixels | None:
        """Returns the saved image of a page, or None if there is none or the file is damaged."""
        return self._files.get_image(document_id, page_number)

    def unseen(self, found: Iterable[Found]) -> Iterator[Found]:
        """Returns those of an inbox's files that were not marked as seen with this size and time of change.

        Files whose place gives neither time nor tag are always returned: `add` recognizes them by content.
        """
        for some in groups(found, BATCH):
            known = self._known([entry.key for entry in some if entry.key is not None])
            yield from (entry for entry in some if entry.key not in known)

    def mark_seen(self, found: Found, document_id: DocumentId | None) -> None:
        """Records that a file was taken in under this id, or rejected, so `unseen` omits it until it changes.

        The id of a file that was refused on arrival need not be one of a document.
        """
        if found.key is None:
            return
        row = {"document_id": document_id, "url": _storable(found.url), "seen_at": datetime.now(UTC)}
        statement = self._database.insert(seen).values(key=found.key, **row)
        with self._database.write() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=row))

    def reserve(self, key: str, url: str, document_id: DocumentId) -> bool:
        """Records under a key which document may come from there, the first time.

        Returns:
            Whether it is this document; False where another one was recorded before.
        """
        row = {"key": key, "document_id": document_id, "url": _storable(url), "seen_at": datetime.now(UTC)}
        with self._database.write() as connection:
            connection.execute(self._database.insert(seen).values(row).on_conflict_do_nothing())
            found = connection.execute(select(seen.c.document_id).where(seen.c.key == key)).scalar_one()
        return bool(found == document_id)

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


def _is_id(text: str) -> bool:
    return len(text) == _ID_LENGTH and set(text) <= _HEX
