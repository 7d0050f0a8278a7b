"""The content of documents for programs: words, images, exports, history."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from starlette.responses import Response

from portal.context import Bench
from portal.document_views import words_of
from portal.page_images import Form
from portal.routes.documents import Number, Width, exported, image_answer, note_look
from portal.security import require
from schemas.document import DocumentId
from services.documents import Format, view
from store.accounts import User

router = APIRouter(prefix="/api/v1/documents/{document_id}", tags=["documents"])

Reader = Annotated[User, Depends(require("viewer", scope="documents:read"))]
Historian = Annotated[User, Depends(require("reviewer", "auditor", scope="documents:read"))]
Id = Annotated[DocumentId, Path(description="sha256 of the document's bytes.")]
Redacted = Annotated[bool, Query(description="Without personal data; always so for the role viewer.")]


@router.get(
    "/pages/{number}.{form}",
    response_class=Response,
    responses={200: {"content": {"image/webp": {}, "image/png": {}, "image/jpeg": {}}}},
)
def image(
    request: Request,
    bench: Bench,
    user: Reader,
    document_id: Id,
    number: Number,
    form: Form,
    width: Width = None,
    redacted: Redacted = False,
) -> Response:
    """Returns the image of a page, at most a third wider than requested."""
    return image_answer(request, bench, user, document_id, number, form, width=width, redacted=redacted)


@router.get("/pages/{number}")
def page(bench: Bench, user: Reader, document_id: Id, number: Number) -> dict[str, Any]:
    """Returns the words of a page in reading order, each with its box on a page of 10000 x 10000."""
    shown = view(bench, document_id, whole=user.sees_personal_data)
    pages = shown.read.pages if shown.read else ()
    found = next((page for page in pages if page.number == number), None)
    if found is None or shown.read is None:
        raise HTTPException(404, "The document has no such page, or it was not read.")
    if shown.whole:
        note_look(bench, user, document_id, "words")
    words = words_of(shown.read, number)
    return {"number": number, "width": found.width, "height": found.height, "dpi": found.dpi, "words": words}


@router.get(
    "/export/{form}",
    response_class=Response,
    responses={
        200: {"content": {"application/pdf": {}, "text/html": {}, "application/xml": {}, "application/json": {}}}
    },
)
def export(bench: Bench, user: Reader, document_id: Id, form: Format, redacted: Redacted = False) -> Response:
    """Returns the document as searchable PDF, hOCR, ALTO or JSON (fields, evidence, words, outcome)."""
    return exported(bench, user, document_id, form, redacted=redacted)


@router.get("/history")
def history(bench: Bench, user: Historian, document_id: Id) -> list[dict[str, Any]]:
    """Returns what happened to the document, oldest first."""
    events = bench.store.events(bench.store.get(document_id).id)
    return [{"at": event.at, "kind": event.kind, "actor": event.actor, "data": event.data} for event in events]
