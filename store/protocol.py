"""`DocumentStore`: what the rest of Fieldwright may ask of the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

from pydantic import BaseModel

from schemas.document import DocumentId, SourceDocument
from schemas.outcome import Outcome, Status
from store.accounts import Accounts
from store.files import Pixels
from store.parties import Parties
from store.reviews import Reviews
from store.sources import Found
from store.types import Added, Chain, DocumentFilter, Event, Json, StageRecord
from store.webhooks import Webhooks

T = TypeVar("T")


class DocumentStore(Protocol):
    """Documents, what was made of them, and what happened to them.

    Every method is one transaction: done as a whole, or not at all.

    Raises (every method):
        StoreUnavailable: Database or disk do not answer, are locked for too long or full; the same call may succeed
            later.
        ConfigurationError: Database or folder may not be used by this process.
    """

    accounts: Accounts
    """Users, sessions and API tokens."""
    reviews: Reviews
    """The review queue, who works on what, and corrections."""
    webhooks: Webhooks
    parties: Parties
    """Who is told about outcomes, and what was sent."""

    # Documents

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
        ...

    def get(self, document_id: DocumentId) -> SourceDocument:
        """Returns a document.

        Raises:
            UnknownDocument: There is none with this id.
        """
        ...

    def find(self, prefix_or_name: str) -> list[SourceDocument]:
        """Returns the documents whose id begins so or which came under this file name, newest first.

        Of a path only the last part counts.
        """
        ...

    def documents(
        self,
        status: DocumentFilter | None = None,
        document_class: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[SourceDocument]:
        """Returns documents, newest first; the class is that of the outcome, or the one known on arrival."""
        ...

    def count_documents(self, status: DocumentFilter | None = None, document_class: str | None = None) -> int:
        """Returns the number of documents that `documents` lists."""
        ...

    def original(self, document_id: DocumentId) -> Path:
        """Returns the file with the document's bytes. Read it; it is write-protected for a reason.

        Raises:
            UnknownDocument: There is none with this id.
            StoreUnavailable: The file is missing.
        """
        ...

    def save_image(self, document_id: DocumentId, page_number: int, pixels: Pixels) -> None:
        """Stores the upright image of a page without loss: (height, width, 3) uint8 RGB; pages count from 1."""
        ...

    def load_image(self, document_id: DocumentId, page_number: int) -> Pixels | None:
        """Returns the image of a page as it was saved, or None when there is none or the file is damaged."""
        ...

    def unseen(self, found: Iterable[Found]) -> Iterator[Found]:
        """Returns those of an inbox's files that were not marked as seen with this size and time of change.

        Files whose place tells neither time nor tag are always returned: `add` recognizes them by content.
        """
        ...

    def mark_seen(self, found: Found, document_id: DocumentId | None) -> None:
        """Notes that a file was taken in under this id, or refused, so that `unseen` leaves it out until it changes.

        The id of a file that was refused at the door need not be one of a document.
        """
        ...

    # The queue

    def waiting(self, limit: int, document_class: str | None = None) -> list[DocumentId]:
        """Returns documents without an outcome that no one works on, oldest first; of one class where given."""
        ...

    def claim(self, limit: int, *, owner: str, lease_s: float, document_class: str | None = None) -> list[DocumentId]:
        """Takes up to ``limit`` waiting documents for one owner, oldest first; no one else gets them meanwhile.

        A lease ends with `finish` or `release`, when it runs out, or at once when its owner is a process of this host
        that has died. A document whose leases ended badly twice is handed out alone and after the others: should it be
        what kills the process, it takes no other document down.

        Args:
            limit: Documents at most.
            owner: `this_process()`.
            lease_s: Seconds until the lease runs out unless it is renewed.
            document_class: Only documents that arrived as this class.
        """
        ...

    def renew(self, ids: Sequence[DocumentId], owner: str, lease_s: float) -> list[DocumentId]:
        """Lets the owner's leases run ``lease_s`` seconds from now; returns those it still held."""
        ...

    def release(self, ids: Sequence[DocumentId], owner: str, *, failed: bool = False) -> None:
        """Gives documents back unfinished; those that the owner doesn't hold are left alone.

        With ``failed`` the claim stays counted, as an attempt and as a failure of the document.
        """
        ...

    def attempts(self, ids: Sequence[DocumentId]) -> dict[DocumentId, int]:
        """Returns how often each document was claimed and not given back; its process died, or it failed alone."""
        ...

    def failures(self, ids: Sequence[DocumentId]) -> dict[DocumentId, int]:
        """Returns how often each document failed by itself, where no other document and no machine can be the cause.

        These are releases with ``failed``, and processes that died in one and the same stage while a suspected document
        was alone in it. A machine that was restarted counts for nothing.
        """
        ...

    def alone(self, document_id: DocumentId, stage: str) -> None:
        """Notes that a document is alone in a stage; should its process die there, it is counted as a failure.

        A later stage than the one in which it failed before takes those failures back. Only documents whose leases
        ended badly twice are noted.
        """
        ...

    def counts(self) -> dict[str, int]:
        """Returns the number of documents ``waiting``, ``processing``, ``accepted``, ``needs_review``, ``rejected``."""
        ...

    # Stage results

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
        ...

    def load(self, document_id: DocumentId, stage: str, kind: type[T], *, version: str | None = None) -> T | None:
        """Returns a stage's result, or None when there is none, another version made it, or it no longer fits.

        Args:
            document_id: The document.
            stage: The stage.
            kind: The type that was saved, such as ``ReadDocument`` or ``list[Page]``.
            version: Only a result of this version; None takes any.
        """
        ...

    def stages(self, document_id: DocumentId) -> dict[str, StageRecord]:
        """Returns version and timing of every saved stage, in the order in which they were saved."""
        ...

    # Outcomes

    def finish(self, outcome: Outcome, *, actor: str = "fieldwright") -> bool:
        """Records how a document ended, with its event, and ends its lease.

        The first outcome stands: for a document that has one, nothing is changed and False is returned.

        Raises:
            UnknownDocument: The store has no such document.
        """
        ...

    def reopen(self, document_id: DocumentId, why: str, *, actor: str = "fieldwright") -> bool:
        """Takes a document's outcome back, so that it waits again; False when it had none.

        Stage results stay: the next run redoes what another version made. The search index keeps the document until
        its next outcome.

        Args:
            document_id: The document.
            why: A sentence for the audit log, without text of the document.
            actor: Who asked for it.

        Raises:
            UnknownDocument: The store has no such document.
        """
        ...

    def outcome(self, document_id: DocumentId) -> Outcome | None:
        """Returns how a document ended, or None while it waits."""
        ...

    def outcomes(self, ids: Sequence[DocumentId]) -> dict[DocumentId, Outcome]:
        """Returns the outcomes of those documents that have one, in the order of ``ids``."""
        ...

    def record_identity(
        self, document_id: DocumentId, seller: str | None, number: str | None, amount: Decimal | None
    ) -> list[DocumentId]:
        """Records which business document this is, and returns the documents that were recorded as the same before.

        Recording and looking are one transaction: of two copies that are processed at one time, exactly one sees the
        other. A document without seller, number or amount is like no other.

        Raises:
            UnknownDocument: The store has no such document.
        """
        ...

    def duplicates(
        self, document_id: DocumentId, seller: str | None, number: str | None, amount: Decimal | None
    ) -> list[DocumentId]:
        """Returns what `record_identity` would return, and records nothing: a correction is checked."""
        ...

    # Search index

    def mark_indexed(self, ids: Sequence[DocumentId], index_name: str, version: str) -> None:
        """Notes that an index holds the present state of these documents."""
        ...

    def mark_unindexed(self, ids: Sequence[DocumentId], index_name: str) -> None:
        """Notes that an index no longer holds these documents."""
        ...

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
        ...

    # The audit log

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
        ...

    def events(self, document_id: str | None = None) -> list[Event]:
        """Returns what happened to a document, or to all, oldest first."""
        ...

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
        ...

    def event_kinds(self) -> list[str]:
        """Returns the kinds of events there are, by name."""
        ...

    def event_count(self) -> int:
        """Returns how many events the log has."""
        ...

    def verify_events(self) -> Chain:
        """Checks that no event was changed, removed or slipped in, by the chain of hashes."""
        ...

    def close(self) -> None:
        """Closes the connections."""
        ...
