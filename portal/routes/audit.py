"""The audit log, for auditors and admins."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from portal.context import Bench, portal
from portal.pages import render
from portal.security import require
from store.accounts import User

router = APIRouter(prefix="/audit", include_in_schema=False)

Auditor = Annotated[User, Depends(require("auditor"))]

PAGE_SIZE = 100
CHECKED_UNASKED = 5_000
"""A log up to this length is checked whenever the page is opened; that takes well under a tenth of a second."""


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
