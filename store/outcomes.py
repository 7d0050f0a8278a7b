"""How documents ended, and which of them a search index holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, delete, select, update

from schemas.document import DocumentId
from schemas.errors import UnknownDocument
from schemas.outcome import Outcome, Status
from store.base import Part, batches
from store.events import append
from store.models import documents, indexed, outcomes
from store.review_queue import forget
from store.webhooks import announce


class Outcomes(Part):
    """The one end of each document, and what follows from it."""

    def finish(self, outcome: Outcome, *, actor: str = "fieldwright") -> bool:
        """Records how a document ended, with its event, and ends its lease.

        The first outcome is kept: for a document that has one, nothing is changed and False is returned.

        Raises:
            UnknownDocument: The store has no such document.
        """
        document_id = outcome.document_id
        row = {
            "document_id": document_id,
            "status": outcome.status,
            "document_class": outcome.document_class,
            "payload": outcome.model_dump_json(),
            "finished_at": datetime.now(UTC),
        }
        with self._database.write() as connection:
            if _lock(connection, document_id) != "waiting":
                return False
            connection.execute(outcomes.insert().values(row))
            ended = {"status": outcome.status, "lease_owner": None, "lease_until": None}
            connection.execute(update(documents).where(documents.c.id == document_id).values(ended))
            # An index may still hold the outcome from before the document was reopened.
            connection.execute(delete(indexed).where(indexed.c.document_id == document_id))
            reasons = [reason.code for reason in outcome.reasons[:20]]
            data = {"status": outcome.status, "class": outcome.document_class, "reasons": reasons}
            announce(connection, outcome)
            append(connection, document_id, "finished", {**data, "versions": outcome.versions}, actor=actor)
        return True

    def reopen(self, document_id: DocumentId, why: str, *, actor: str = "fieldwright") -> bool:
        """Takes a document's outcome back, so that it waits again; False when it had none.

        Stage results stay: the next run redoes what another version made. The search index keeps the document until
        its next outcome.

        Args:
            document_id: The document.
            why: A sentence for the audit log, without text of the document.
            actor: Who requested it.

        Raises:
            UnknownDocument: The store has no such document.
        """
        with self._database.write() as connection:
            status = _lock(connection, document_id)
            if status == "waiting":
                return False
            connection.execute(delete(outcomes).where(outcomes.c.document_id == document_id))
            forget(connection, document_id)
            waiting = {"status": "waiting", "attempts": 0, "failures": 0, "alone_in_stage": None}
            connection.execute(update(documents).where(documents.c.id == document_id).values(waiting))
            append(connection, document_id, "reopened", {"was": status, "why": why}, actor=actor)
        return True

    def outcome(self, document_id: DocumentId) -> Outcome | None:
        """Returns how a document ended, or None while it waits."""
        return self.outcomes([document_id]).get(document_id)

    def outcomes(self, ids: Sequence[DocumentId]) -> dict[DocumentId, Outcome]:
        """Returns the outcomes of those documents that have one, in the order of ``ids``."""
        found: dict[str, Outcome] = {}
        with self._database.read() as connection:
            for some in batches(ids):
                query = select(outcomes.c.document_id, outcomes.c.payload).where(outcomes.c.document_id.in_(some))
                for row in connection.execute(query):
                    found[row.document_id] = Outcome.model_validate_json(row.payload)
        return {document_id: found[document_id] for document_id in ids if document_id in found}

    def mark_indexed(self, ids: Sequence[DocumentId], index_name: str, version: str) -> None:
        """Notes that an index holds the present state of these documents."""
        now = datetime.now(UTC)
        with self._database.write() as connection:
            # In one order everywhere, so that two processes never wait for each other in a circle.
            for some in batches(sorted(set(ids))):
                rows = [
                    {"index_name": index_name, "document_id": i, "version": version, "indexed_at": now} for i in some
                ]
                statement = self._database.insert(indexed).values(rows)
                keep = {"version": statement.excluded.version, "indexed_at": statement.excluded.indexed_at}
                keys = ["index_name", "document_id"]
                connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=keep))

    def unindexed(
        self,
        index_name: str,
        limit: int,
        *,
        version: str | None = None,
        statuses: Sequence[Status] = ("accepted", "needs_review", "rejected"),
    ) -> list[DocumentId]:
        """Returns documents with an outcome whose present state an index lacks, earliest outcome first.

        Args:
            index_name: The index.
            limit: Documents at most.
            version: Where given, what was indexed under another version counts as missing.
            statuses: Only these outcomes, for an index that doesn't take all.
        """
        held = and_(indexed.c.document_id == outcomes.c.document_id, indexed.c.index_name == index_name)
        if version is not None:
            held = and_(held, indexed.c.version == version)
        query = (
            select(outcomes.c.document_id)
            .outerjoin(indexed, held)
            .where(indexed.c.document_id.is_(None), outcomes.c.status.in_(statuses))
            .order_by(outcomes.c.finished_at, outcomes.c.document_id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return list(connection.scalars(query))


def _lock(connection: Connection, document_id: str) -> str:
    """Returns the status of a document, which no one else changes until the transaction ends."""
    query = select(documents.c.status).where(documents.c.id == document_id).with_for_update()
    status: str | None = connection.execute(query).scalar()
    if status is None:
        raise UnknownDocument("the store has no such document; add it first", document_id=document_id)
    return status
