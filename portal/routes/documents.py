"""The document page, its page images and its downloads. What a reader may not see is in none of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, HTTPException, Path, Query, Request
from starlette.responses import FileResponse, RedirectResponse, Response

from portal.context import Bench, portal
from portal.document_views import Shown, show
from portal.page_images import Form as ImageForm
from portal.page_images import encoded, tag_of
from portal.pages import render
from portal.security import require
from schemas.document import DocumentId
from search.clauses import QueryError
from search.index import HitBox
from services import review
from services.documents import MEDIA_TYPES, DocumentView, Format, export, export_name, view
from services.documents import hits as words_found
from services.naming import class_title
from services.workbench import Workbench
from store.accounts import User

router = APIRouter(prefix="/documents", include_in_schema=False)

Reader = Annotated[User, Depends(require("viewer"))]
WholeReader = Annotated[User, Depends(require("reviewer", "auditor"))]
Number = Annotated[int, Path(ge=1, le=1_000_000, description="Counts from 1.")]
Width = Annotated[int | None, Query(ge=1, le=20_000)]

LOOK_LASTS_S = 1800
"""Images and words of a document that somebody has just opened belong to that look at it."""


@router.get("/{document_id}")
def document(
    request: Request,
    bench: Bench,
    user: Reader,
    document_id: str,
    page: Annotated[int, Query(ge=1)] = 1,
    q: Annotated[str, Query(max_length=1000)] = "",
    hits: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """The document with everything that is known of it. ``hits`` is the search that led here, as its address has it."""
    found = view(bench, document_id, whole=user.sees_personal_data)
    if found.whole and found.read is not None:
        bench.store.append_event(document_id, "viewed", {"what": "document"}, actor=user.name)
    marked, problem = _marked(bench, found, q)
    title = class_title(found.document_class)
    shown = show(found, title, hits=marked)
    return render(
        request,
        "document.html",
        document=found,
        shown=shown,
        number=_number(shown, page),
        q=q,
        problem=problem,
        absence=bench.catalog.absence((found.outcome or found.source).document_class),
        events=bench.store.events(document_id) if user.is_one_of("reviewer", "auditor") else (),
        stages=bench.store.stages(document_id),
        standing=found.outcome.status if found.outcome else "waiting",
        hits=hits,
        may_review=user.is_one_of("reviewer"),
        may_reopen=user.is_one_of("reviewer") and review.can_reopen(found.outcome),
    )


@router.post("/{document_id}/reopen")
def reopen(
    request: Request,
    bench: Bench,
    user: Annotated[User, Depends(require("reviewer"))],
    document_id: DocumentId,
    why: Annotated[str, Form(min_length=1, max_length=200)],
) -> Response:
    """Puts a finished document into the review queue again, or has it processed again where nothing was read."""
    if review.reopen(bench, document_id, why.strip(), user=user.name):
        return RedirectResponse(f"/review/{document_id}", 303)
    portal(request).wake()
    return RedirectResponse(f"/documents/{document_id}", 303)


@router.get("/{document_id}/pages/{number}.{form}")
def page_image(
    request: Request,
    bench: Bench,
    user: Reader,
    document_id: str,
    number: Number,
    form: ImageForm,
    width: Width = None,
    redacted: bool = False,
) -> Response:
    """A page's image as its reader may see it; with ``redacted``, as everybody may."""
    return image_answer(request, bench, user, document_id, number, form, width=width, redacted=redacted)


@router.get("/{document_id}/export/{form}")
def download(bench: Bench, user: Reader, document_id: str, form: Format, redacted: bool = False) -> Response:
    """The document in another format."""
    return exported(bench, user, document_id, form, redacted=redacted)


@router.get("/{document_id}/original")
def original(bench: Bench, user: WholeReader, document_id: str) -> Response:
    """The file as it came in."""
    source = bench.store.get(document_id)
    bench.store.append_event(source.id, "downloaded", {"what": "original"}, actor=user.name)
    # Never shown in place: an original is a file of unknown origin.
    return FileResponse(
        bench.store.original(source.id), media_type="application/octet-stream", headers=_attached(source.name)
    )


def image_answer(
    request: Request,
    bench: Workbench,
    user: User,
    document_id: str,
    number: int,
    form: ImageForm,
    *,
    width: int | None,
    redacted: bool,
) -> Response:
    """Returns a page image that the browser keeps and asks about each time: rights and documents change.

    Raises:
        HTTPException: 404 where there is no such page, or none that this reader may see.
        UnknownDocument: There is no such document.
    """
    bench.store.get(document_id)
    whole = user.sees_personal_data and not redacted
    tag = tag_of(bench, document_id, number, whole=whole, width=width, form=form)
    headers = {"Cache-Control": "private, no-cache", "ETag": f'"{tag}"', "Vary": "Cookie, Authorization"}
    if tag is not None and f'"{tag}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    memory = portal(request).images
    image = tag and encoded(bench, memory, tag, document_id, number, whole=whole, width=width, form=form)
    if not image:
        raise HTTPException(404, "There is no image of this page, or not yet.")
    if whole:
        note_look(bench, user, document_id, "page")
    return Response(image.data, media_type=image.media_type, headers=headers)


def exported(bench: Workbench, user: User, document_id: str, form: Format, *, redacted: bool) -> Response:
    """Returns an export as a file, and notes who took it.

    Raises:
        NothingToShow: The document was not read.
        UnknownDocument: There is no such document.
    """
    whole = user.sees_personal_data and not redacted
    shown = view(bench, document_id, whole=whole)
    data = export(bench, shown, form)
    bench.store.append_event(document_id, "exported", {"format": form, "redacted": not whole}, actor=user.name)
    return Response(data, media_type=MEDIA_TYPES[form][0], headers=_attached(export_name(shown, form)))


def note_look(bench: Workbench, user: User, document_id: str, what: str) -> None:
    """Notes that somebody saw unredacted content, unless they opened the same document a moment ago."""
    last = bench.store.event_page(1, kind="viewed", actor=user.name, document_id=document_id)
    if not last or (datetime.now(UTC) - last[0].at).total_seconds() > LOOK_LASTS_S:
        bench.store.append_event(document_id, "viewed", {"what": what}, actor=user.name)


def _marked(bench: Workbench, found: DocumentView, query: str) -> tuple[tuple[HitBox, ...], str]:
    """Returns the words that answer a query, and what is wrong with it, if anything is."""
    try:
        return (words_found(bench, found, query) if query.strip() else ()), ""
    except QueryError as error:
        return (), error.message


def _number(shown: Shown, wanted: int) -> int:
    numbers = [sheet.number for sheet in shown.sheets]
    return min(max(wanted, numbers[0]), numbers[-1]) if numbers else 1


def _attached(name: str) -> dict[str, str]:
    """Returns the header that makes a file of an answer, under any name (RFC 6266)."""
    plain = re.sub(r'[^\x20-\x7e]|["\\/%]', "_", name)
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}
