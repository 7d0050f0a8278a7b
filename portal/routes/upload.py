"""Uploading in a browser: files are sent one by one with their progress, and watched until their outcome."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, HTTPException, Query, Request, UploadFile
from starlette.responses import JSONResponse, Response

from extractors.input.file_types import MEDIA_TYPES
from portal.context import Bench, portal
from portal.pages import render
from portal.routes.api_documents import checked_class
from portal.security import require
from portal.upload_views import DocumentView, admit, receive, view, views
from schemas.errors import UnknownDocument
from services.workbench import Workbench
from store.accounts import User

router = APIRouter(prefix="/upload", include_in_schema=False)

RECENT = 12
MOST_WATCHED = 100
MOST_FILES = 100

Sender = Annotated[User, Depends(require("reviewer"))]


@router.get("")
def upload_page(request: Request, bench: Bench, user: Sender) -> Response:
    """The upload page, with what came in last."""
    return _page(request, bench)


@router.post("")
def upload(
    request: Request,
    bench: Bench,
    user: Sender,
    files: Annotated[list[UploadFile], File()],
    document_class: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Takes files in; a browser with scripts sends one at a time and reads the answer as JSON."""
    known = checked_class(bench.catalog, document_class)
    if len(files) > MOST_FILES:
        raise HTTPException(413, f"At most {MOST_FILES} files at once.")
    admit(request, user, len(files))
    answers = [_taken(bench, file, user, known) for file in files if file.filename]
    portal(request).wake()
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(answers)
    return _page(request, bench, answers)


@router.get("/status")
def status(bench: Bench, user: Sender, id: Annotated[list[str], Query(max_length=MOST_WATCHED)]) -> list[DocumentView]:
    """Returns the status of documents; unknown ones are left out."""
    found = []
    for document_id in id:
        try:
            found.append(view(bench, document_id))
        except UnknownDocument:
            continue
    return found


def _taken(bench: Workbench, file: UploadFile, user: User, document_class: str | None) -> dict[str, Any]:
    """Returns what became of a file: its document, or the sentence why there is none."""
    taken = receive(
        bench, file.file, name=file.filename, size=file.size or 0, sender=user.name, document_class=document_class
    )
    answer: dict[str, Any] = {"name": file.filename, "problem": taken.problem, "is_new": taken.is_new}
    try:
        document = view(bench, taken.document_id) if taken.document_id else None
    except UnknownDocument:  # too large: rejected without being stored
        document = None
        answer["problem"] = taken.outcome.reasons[0].message if taken.outcome else "The file was rejected."
    return answer | {"document": document.model_dump(mode="json") if document else None}


def _page(request: Request, bench: Workbench, answers: list[dict[str, Any]] | None = None) -> Response:
    return render(
        request,
        "upload.html",
        classes=[("", "Recognize the class"), *((c.name, c.title) for c in bench.catalog.classes)],
        accepted=",".join((*MEDIA_TYPES, ".pdf", ".tif", ".tiff")),
        limit=bench.settings.limits.bytes,
        recent=views(bench, bench.store.documents(limit=RECENT)),
        answers=answers or [],
        background=_state(request),
    )


def _state(request: Request) -> str:
    background = portal(request).background
    return background.state if background else ""
