"""Documents that are the same business document: one seller, number and amount, in whatever file they came."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Connection, delete, func, select, text

from schemas.document import DocumentId
from store.base import Part
from store.database import Database
from store.identity import fingerprint
from store.models import documents, identities

Identity = tuple[str | None, str | None, Decimal | None]
"""Seller, number and amount."""


class Duplicates(Part):
    """Who was recorded first as which business document."""

    def record_identity(
        self, document_id: DocumentId, seller: str | None, number: str | None, amount: Decimal | None
    ) -> list[DocumentId]:
        """Records which business document this is, and returns the documents that were recorded as the same before.

        Recording and looking are one transaction: of two copies that are processed at one time, exactly one sees the
        other. A document without seller, number or amount is like no other.

        Raises:
            UnknownDocument: The store has no such document.
        """
        with self._database.write() as connection:
            return record(self._database, connection, document_id, (seller, number, amount))

    def duplicates(
        self, document_id: DocumentId, seller: str | None, number: str | None, amount: Decimal | None
    ) -> list[DocumentId]:
        """Returns what `record_identity` would return, and records nothing: a correction is checked."""
        with self._database.read() as connection:
            return _earlier(connection, document_id, fingerprint(seller, number, amount))


def record(database: Database, connection: Connection, document_id: str, identity: Identity) -> list[DocumentId]:
    """Records in an open transaction what a document is, and returns those that were recorded before as the same.

    A document keeps its place while its identity stays. Of two workers that record copies at one time, the second
    waits for the first and sees it.
    """
    digest = fingerprint(*identity)
    mine = identities.c.document_id == document_id
    if digest is None:
        connection.execute(delete(identities).where(mine))
        return []
    if not database.is_sqlite:  # where the write transaction is no lock on the whole database
        key = int.from_bytes(bytes.fromhex(digest)[:8], signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
    if connection.execute(select(identities.c.fingerprint).where(mine)).scalar() != digest:
        last = select(func.max(identities.c.recorded)).where(identities.c.fingerprint == digest)
        row = {"fingerprint": digest, "recorded": (connection.execute(last).scalar() or 0) + 1}
        statement = database.insert(identities).values(document_id=document_id, **row)
        connection.execute(statement.on_conflict_do_update(index_elements=["document_id"], set_=row))
    return _earlier(connection, document_id, digest)


def _earlier(connection: Connection, document_id: str, digest: str | None) -> list[DocumentId]:
    """Returns the other documents with a fingerprint that had it before this one, first come first."""
    if digest is None:
        return []
    same = identities.c.fingerprint == digest
    mine = select(identities.c.recorded).where(same, identities.c.document_id == document_id)
    before = connection.execute(mine).scalar()
    query = select(documents.c.id).join(identities).where(same, documents.c.id != document_id)
    if before is not None:
        query = query.where(identities.c.recorded < before)
    return list(connection.scalars(query.order_by(identities.c.recorded, documents.c.id)))
