"""Documents for programs: send one, get its status, list them, read its fields."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, HTTPException, Path, Query, Request, Response, UploadFile

from portal.context import Bench, portal
from portal.routes.documents import note_look
from portal.security import require
from portal.upload_views import DocumentView, UploadView, admit, receive, view, views
from schemas.classes import SHIPPED, ClassCatalog
from schemas.document import DocumentId
from schemas.errors import LimitExceeded, UnknownDocument
from schemas.extraction import Extraction
from services.documents import view as content
from store.accounts import User
from store.types import DocumentFilter

router = APIRouter(prefix="/api/v1/documents", tags=["documents"])

MOST_LISTED = 200
MOST_OFFSET = 1_000_000_000

Reader = Annotated[User, Depends(require("viewer", scope="documents:read"))]
Sender = Annotated[User, Depends(require("reviewer", scope="documents:write"))]
Id = Annotated[DocumentId, Path(description="sha256 of the document's bytes.")]
CLASS_NAMES = f"If you know: {', '.join(SHIPPED.names)}, or one that was taught."
ClassName = Annotated[str | None, Form(description=CLASS_NAMES, max_length=64)]


@router.post("", status_code=201, responses={200: {"model": UploadView, "description": "It was there already."}})
def upload(
    request: Request,
    response: Response,
    bench: Bench,
    user: Sender,
    file: Annotated[UploadFile, File(description="A PDF, TIFF, JPEG, PNG or GIF.")],
    document_class: ClassName = None,
) -> UploadView:
    """Takes a document in. It is processed soon; poll its status, or add a webhook.

    A file that is no document, or damaged or encrypted, is kept as well: rejected, with the reason.
    """
    known = checked_class(bench.catalog, document_class)
    admit(request, user)
    taken = receive(bench, file.file, name=file.filename, size=file.size or 0, sender=user.name, document_class=known)
    if taken.document_id is None:
        raise HTTPException(422, taken.problem or "The file could not be read.")
    try:
        shown = view(bench, taken.document_id)
    except UnknownDocument:  # too large: rejected without being stored
        raise LimitExceeded(taken.outcome.reasons[0].message if taken.outcome else "the file is too large") from None
    portal(request).wake()
    response.status_code = 201 if taken.is_new else 200
    return UploadView(**dict(shown), is_new=taken.is_new)


@router.get("")
def documents(
    bench: Bench,
    user: Reader,
    status: Annotated[DocumentFilter | None, Query()] = None,
    document_class: Annotated[str | None, Query(max_length=64)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 50,
    offset: Annotated[int, Query(ge=0, le=MOST_OFFSET)] = 0,
) -> list[DocumentView]:
    """Lists documents, the newest first."""
    return views(bench, bench.store.documents(status, document_class, limit, offset), whole=user.sees_personal_data)


@router.get("/{document_id}")
def document(bench: Bench, user: Reader, document_id: Id) -> DocumentView:
    """Returns the status of a document: waiting with the steps that are done, or its outcome with the reasons."""
    return view(bench, document_id, whole=user.sees_personal_data)


@router.get("/{document_id}/fields")
def fields(bench: Bench, user: Reader, document_id: Id) -> Extraction:
    """Returns the fields with their evidence. Who may not see personal data gets none of it."""
    found = content(bench, document_id, whole=user.sees_personal_data)
    if found.extraction is None:
        raise HTTPException(404, "No fields were read in this document, or not yet.")
    if found.whole:
        note_look(bench, user, document_id, "fields")
    return found.extraction


def checked_class(catalog: ClassCatalog, name: str | None) -> str | None:
    """Returns the name of a class, or None where none was given.

    Raises:
        HTTPException: There is no such class.
    """
    if name and name not in catalog:
        raise HTTPException(422, f"There is no class of this name; known are {', '.join(catalog.names)}.")
    return name or None
