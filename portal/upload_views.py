"""Documents as uploads and the API show them: the status of each, and what became of one that came in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import BinaryIO

from fastapi import HTTPException, Request
from pydantic import Field

from portal.context import portal, visitor
from portal.wording import sentence, step_title
from schemas.document import DocumentId, SourceDocument
from schemas.geometry import Frozen
from schemas.outcome import Outcome, Reason
from services import stages
from services.documents import shown_name
from services.intake import Taken, base_name, take_in_upload
from services.workbench import Workbench
from store.accounts import User
from store.types import DocumentStatus


class DocumentView(Frozen):
    """A document and its status.

    ``steps`` of ``steps_total`` are done while it waits for its outcome; ``doing`` names the one in work.
    """

    id: DocumentId
    name: str
    media_type: str
    size_bytes: int = Field(ge=0)
    document_class: str | None = None
    status: DocumentStatus
    reasons: tuple[Reason, ...] = ()
    received_at: datetime
    steps: int = Field(default=0, ge=0)
    steps_total: int = len(stages.ORDER)
    doing: str = ""


class UploadView(DocumentView):
    """A document that came in. ``is_new`` is false where the store had these very bytes already."""

    is_new: bool


def admit(request: Request, user: User, files: int = 1) -> None:
    """Refuses an upload where the queue is full or the sender is too fast.

    Raises:
        HTTPException: 429, with when to try again.
    """
    token = visitor(request).token
    admit_from(request, f"token {token.id}" if token is not None else f"user {user.id}", user.name, files)


def admit_from(request: Request, sender: str, source: str, files: int = 1) -> None:
    """Refuses an upload as `admit` does.

    Args:
        request: The request.
        sender: Who is counted: a user, a token or the issuer of a link.
        source: The name under which its documents are kept, without ``upload:``.
        files: How many files it brings.

    Raises:
        HTTPException: 429, with when to try again.
        SourcePaused: The source is held or too fast; the answer is 429 as well.
    """
    found = portal(request)
    telemetry = found.bench.telemetry
    wait_s = max(found.uploads.wait_s(sender) for _ in range(files))
    if wait_s:
        telemetry.refused("source")
        raise HTTPException(429, f"Too many files a minute; wait {wait_s} seconds.", {"Retry-After": str(wait_s)})
    found.sources.check(f"upload:{source}", files)
    full = found.admission.full()
    if full is not None:
        telemetry.refused("queue")
        raise HTTPException(429, sentence(full.message), {"Retry-After": str(full.retry_after_s)})


def receive(
    bench: Workbench, stream: BinaryIO, *, name: str | None, size: int, sender: str, document_class: str | None
) -> Taken:
    """Takes one uploaded file in; a file that is no document is kept and rejected, with its reason."""
    return take_in_upload(bench, stream, name=base_name(name), size=size, sender=sender, document_class=document_class)


def views(bench: Workbench, documents: Sequence[SourceDocument], *, whole: bool = True) -> list[DocumentView]:
    """Returns the status of documents, in their order; without ``whole`` under names that everybody may see."""
    outcomes = bench.store.outcomes([document.id for document in documents])
    return [_view(bench, document, outcomes.get(document.id), whole=whole) for document in documents]


def view(bench: Workbench, document_id: str, *, whole: bool = True) -> DocumentView:
    """Returns the status of one document; see `views`.

    Raises:
        UnknownDocument: There is none with this id.
    """
    return views(bench, [bench.store.get(document_id)], whole=whole)[0]


def _view(bench: Workbench, document: SourceDocument, outcome: Outcome | None, *, whole: bool) -> DocumentView:
    steps = len(stages.ORDER) if outcome else _steps_done(bench.store.stages(document.id))
    return DocumentView(
        id=document.id,
        name=document.name if whole else shown_name(bench, document, outcome),
        media_type=document.media_type,
        size_bytes=document.size_bytes,
        document_class=outcome.document_class if outcome else document.document_class,
        status=outcome.status if outcome else "waiting",
        reasons=outcome.reasons if outcome else (),
        received_at=document.received_at,
        steps=steps,
        doing="" if outcome else step_title(stages.ORDER[steps - 1] if steps else None),
    )


def _steps_done(saved: Collection[str]) -> int:
    """Returns how far a document is: stages that it does not need count as done with those after them."""
    return max((number for number, name in enumerate(stages.ORDER, 1) if name in saved), default=0)
