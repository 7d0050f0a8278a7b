"""The audit log, for auditors and admins."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import AwareDatetime
from starlette.responses import RedirectResponse, Response

from portal.context import Bench, portal
from portal.pages import render
from portal.security import require
from schemas.geometry import Frozen
from store.accounts import User

router = APIRouter(prefix="/audit", include_in_schema=False)

Auditor = Annotated[User, Depends(require("auditor"))]

PAGE_SIZE = 100
CHECKED_UNASKED = 5_000
"""A log up to this length is verified on each visit, which takes well under a tenth of a second."""


@router.get("")
def audit(
    request: Request,
    bench: Bench,
    user: Auditor,
    kind: Annotated[str, Query(max_length=64)] = "",
    actor: Annotated[str, Query(max_length=64)] = "",
    document: Annotated[str, Query(max_length=64)] = "",
    before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
) -> Response:
    """The newest events, or those before a number; of one kind, actor or document where asked."""
    store = bench.store
    events = store.event_page(
        PAGE_SIZE + 1, before=before, kind=kind or None, actor=actor or None, document_id=document.lower() or None
    )
    state = portal(request)
    if store.event_count() <= CHECKED_UNASKED:
        state.check_chain()
    return render(
        request,
        "audit.html",
        events=events[:PAGE_SIZE],
        older=events[PAGE_SIZE - 1].sequence if len(events) > PAGE_SIZE else None,
        kinds=store.event_kinds(),
        chosen={"kind": kind, "actor": actor, "document": document},
        chain=state.chain,
        total=store.event_count(),
    )


@router.post("/check")
def check(request: Request, bench: Bench, user: Auditor) -> Response:
    """Checks the chain of hashes from the first event to the last."""
    chain = portal(request).check_chain().chain
    data = {"events": chain.events, "intact": chain.intact}
    bench.store.append_event(None, "log_checked", data, actor=user.name)
    return RedirectResponse("/audit", 303)


api = APIRouter(prefix="/api/v1/events", tags=["audit"])

ProgramOfAuditor = Annotated[User, Depends(require("auditor", scope="admin"))]


class EventView(Frozen):
    """An event as programs get it. ``hash`` covers the event and the hash before it."""

    sequence: int
    at: AwareDatetime
    kind: str
    actor: str
    document_id: str | None
    data: dict[str, Any]
    hash: str


class ChainView(Frozen):
    """What checking the chain found; ``broken_at`` is the first event that does not fit."""

    events: int
    head: str
    intact: bool
    broken_at: int | None


@api.get("", summary="Events")
def events(
    bench: Bench,
    user: ProgramOfAuditor,
    kind: Annotated[str | None, Query(max_length=64)] = None,
    actor: Annotated[str | None, Query(max_length=64)] = None,
    document_id: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")] = None,
    before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> list[EventView]:
    """Returns the newest events of the audit log, or those before a sequence number."""
    found = bench.store.event_page(limit, before=before, kind=kind, actor=actor, document_id=document_id)
    return [EventView(**vars(event)) for event in found]


@api.get("/chain", summary="Chain")
def chain(request: Request, user: ProgramOfAuditor) -> ChainView:
    """Checks the whole chain of hashes: a monitor notes the head, and compares it with the next one."""
    found = portal(request).check_chain().chain
    return ChainView(events=found.events, head=found.head, intact=found.intact, broken_at=found.broken_at)
