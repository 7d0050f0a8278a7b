"""All documents, also those that no search finds: waiting, stopped and rejected ones, with why and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from portal.context import Bench
from portal.document_views import sentence
from portal.pages import render
from portal.security import require
from portal.upload_views import DocumentView, views
from portal.wording import cause_and_advice
from schemas.vocabulary import DocumentClass
from services.workbench import Workbench
from store.accounts import User
from store.types import DocumentFilter

router = APIRouter(prefix="/documents", include_in_schema=False)

PAGE_SIZE = 50
Part = Literal["", "waiting", "stopped", "needs_review", "accepted", "rejected"]
PARTS: tuple[DocumentFilter | None, ...] = (None, "waiting", "stopped", "needs_review", "accepted", "rejected")


@dataclass(frozen=True)
class Line:
    """One document of the list: the reasons of its status, and what a person may do."""

    document: DocumentView
    why: tuple[str, ...] = ()
    more: int = 0
    to_do: str = ""


@router.get("")
def documents(
    request: Request,
    bench: Bench,
    user: Annotated[User, Depends(require("viewer"))],
    status: Annotated[Part, Query()] = "",
    document_class: Annotated[str, Query(max_length=64)] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    """The documents of the store, the newest first."""
    chosen = {"status": status, "document_class": document_class}
    found = bench.store.documents(status or None, document_class or None, PAGE_SIZE, (page - 1) * PAGE_SIZE)
    counts = {part or "": bench.store.count_documents(part, document_class or None) for part in PARTS}
    return render(
        request,
        "documents.html",
        lines=lines(bench, views(bench, found, whole=user.sees_personal_data)),
        counts=counts,
        chosen=chosen,
        number=page,
        last=max(1, -(-counts[status] // PAGE_SIZE)),
        part_url=lambda part: _url(chosen | {"status": part}),
        page_url=lambda number: _url(chosen, page=number),
        classes=[("", "All"), *((known.name, known.title) for known in bench.catalog.classes)],
        class_title=bench.catalog.title,
    )


def lines(bench: Workbench, found: list[DocumentView]) -> list[Line]:
    """Returns documents with the reasons of their status, and what to do."""
    waiting = [document.id for document in found if document.status == "waiting"]
    failures, attempts = bench.store.failures(waiting), bench.store.attempts(waiting)
    return [
        _waiting(document, failures[document.id], attempts[document.id])
        if document.status == "waiting"
        else _ended(document, bench.catalog.or_other(document.document_class))
        for document in found
    ]


def _ended(document: DocumentView, kind: DocumentClass) -> Line:
    if document.status == "rejected":
        told = [cause_and_advice(reason.message) for reason in document.reasons]
        return Line(document, tuple(cause for cause, _ in told), to_do=told[0][1] if told else "")
    heavy = [sentence(reason, kind) for reason in document.reasons if reason.severity != "info"]
    return Line(document, tuple(heavy[:1]), more=max(len(heavy) - 1, 0))


def _waiting(document: DocumentView, failures: int, attempts: int) -> Line:
    if failures or attempts > 1:
        times = "once" if max(failures, attempts - 1) == 1 else f"{max(failures, attempts - 1)} times"
        why = f"Processing stopped on it {times}."
        return Line(document, (why,), to_do="It is tried again by itself, and rejected if it stops processing again.")
    if document.steps:
        return Line(document, (f"{document.steps} of {document.steps_total} steps are done.",))
    return Line(document, to_do="It is read with the next batch. If nothing happens for minutes, ask an admin.")


def _url(chosen: dict[str, str], **more: int) -> str:
    named = {name: value for name, value in chosen.items() if value}
    return "/documents" + (f"?{urlencode(named | more)}" if named or more else "")
