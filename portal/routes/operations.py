"""Operations: trends for managers, the figures on call, and details for finding a cause."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from portal import operations_views as views
from portal.charts import written
from portal.context import Bench
from portal.pages import render
from portal.security import require
from schemas.errors import UnknownDocument
from store.accounts import User

router = APIRouter(prefix="/operations", include_in_schema=False)

Operator = Annotated[User, Depends(require("auditor"))]
Days = Annotated[Literal["7", "30", "90"], Query()]

TABS = (("Executive", "/operations"), ("On call", "/operations/on-call"), ("Debug", "/operations/debug"))
QUEUES = {
    "processing": "Processing", "review": "Review", "second_look": "Second look", "escalated": "Hard cases",
}  # fmt: skip


@router.get("")
def executive(request: Request, bench: Bench, user: Operator, days: Days = "30") -> Response:
    """Volume, acceptance, accuracy, cost, reviews."""
    found, title = views.executive(bench, int(days)), bench.catalog.title
    return _page(request, "operations_executive.html", days, found=found, class_title=title)


@router.get("/on-call")
def on_call(request: Request, bench: Bench, user: Operator, days: Days = "7") -> Response:
    """Queues, reasons, latency, errors."""
    found, title = views.on_call(bench, int(days)), bench.catalog.title
    return _page(request, "operations_on_call.html", days, found=found, queues=QUEUES, class_title=title)


@router.get("/debug")
def debug(
    request: Request,
    bench: Bench,
    user: Operator,
    days: Days = "30",
    document: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """Versions, fields, characters, and the stages of a document."""
    wanted, problem = document.strip(), ""
    found_id = None
    if wanted:
        known = bench.store.find(wanted)
        found_id = known[0].id if len(known) == 1 else None
        problem = "" if found_id else "No document, or more than one, has an id that begins so."
    try:
        found = views.debug(bench, int(days), found_id)
    except UnknownDocument:
        found, problem = views.debug(bench, int(days), None), "The document is gone."
    return _page(
        request, "operations_debug.html", days, found=found, document=wanted, document_id=found_id, problem=problem
    )


def _page(request: Request, template: str, days: str, **values: Any) -> Response:
    return render(request, template, tabs=TABS, days=days, periods=views.PERIODS, written=written, **values)
