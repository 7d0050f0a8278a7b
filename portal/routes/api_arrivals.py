"""Arrivals without an account or a schedule: signed upload URLs, and notifications of an object store."""

from __future__ import annotations

import tempfile
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, HTTPException, Path, Request
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from portal.context import Bench, portal, visitor
from portal.security import require
from portal.upload_views import admit, admit_from
from schemas.document import DocumentId
from schemas.geometry import Frozen
from schemas.outcome import Reason
from services.arrivals import objects, upload_links
from services.intake import base_name
from services.workbench import Workbench
from store.accounts import User

router = APIRouter(prefix="/api/v1", tags=["documents"])

OPEN = {
    "security": [],
    "requestBody": {"content": {"application/octet-stream": {}}, "required": True},
    "parameters": [{"name": "token", "in": "path", "required": True, "schema": {"type": "string"}}],
}
"""The description of an upload by signed URL: the middleware reads its token, which stands for any other."""

Sender = Annotated[User, Depends(require("reviewer", scope="documents:write"))]


class NewUploadLink(Frozen):
    """What a signed upload URL is to allow; without a value, what the settings allow."""

    document_class: str | None = Field(default=None, max_length=64)
    max_bytes: int | None = Field(default=None, gt=0)
    expires_in_s: int | None = Field(default=None, gt=0)


class UploadLinkView(Frozen):
    """A signed upload URL. Whoever has it uploads one document: send it as you would a password."""

    url: str
    document_class: str | None
    max_bytes: int
    expires_at: datetime


class ReceivedView(Frozen):
    """A document that came by a signed URL. ``reasons`` is why it was rejected on arrival, if it was.

    Nothing else is told: who has a URL may not see what others sent or what became of it.
    """

    id: DocumentId
    size_bytes: int = Field(ge=0)
    reasons: tuple[Reason, ...] = ()


class ObjectsTaken(Frozen):
    """What became of the objects of a notification, in its order."""

    objects: tuple[objects.ObjectTaken, ...]


@router.post("/uploads", status_code=201)
def issue(request: Request, bench: Bench, user: Sender, wanted: NewUploadLink) -> UploadLinkView:
    """Issues a signed URL that one document can be uploaded to by `PUT`, without an account."""
    link, path = upload_links.issue(
        bench,
        issued_by=user.name,
        document_class=wanted.document_class,
        max_bytes=wanted.max_bytes,
        lasts_s=wanted.expires_in_s,
    )
    base = bench.settings.portal.url or str(request.base_url)
    return UploadLinkView(
        url=base.rstrip("/") + path,
        document_class=link.document_class,
        max_bytes=link.max_bytes,
        expires_at=link.expires,
    )


@router.put("/uploads/{token}/{name}", status_code=201, openapi_extra=OPEN)
async def upload_named(request: Request, bench: Bench, name: Annotated[str, Path(max_length=500)]) -> ReceivedView:
    """Uploads the document of a signed URL under a file name: `curl -T invoice.pdf URL/`."""
    return await _received(request, bench, name)


@router.put("/uploads/{token}", status_code=201, openapi_extra=OPEN)
async def upload(request: Request, bench: Bench) -> ReceivedView:
    """Uploads the document of a signed URL. The same bytes may be sent again until it expires."""
    return await _received(request, bench, None)


@router.post("/events/objects")
def object_events(request: Request, bench: Bench, user: Sender, notification: Annotated[Any, Body()]) -> ObjectsTaken:
    """Takes in the objects that a notification of S3, EventBridge, SNS or MinIO names.

    An answer of 200 means that they are stored, known or gone. After any other answer, send the notification again.
    """
    named = objects.notices(notification if isinstance(notification, dict) else "")
    if named:
        admit(request, user, len(named))
    taken = []
    try:
        for notice in named:
            taken.append(objects.take_in_object(bench, notice))
    finally:
        # Those before one that failed are stored.
        if any(one.status == "stored" for one in taken):
            portal(request).wake()
    return ObjectsTaken(objects=tuple(taken))


async def _received(request: Request, bench: Workbench, name: str | None) -> ReceivedView:
    link = visitor(request).link
    if link is None:  # the middleware reads the link of every PUT
        raise HTTPException(403, "Send the document to a signed upload URL.")
    sender = f"link of {link.issued_by}"
    await run_in_threadpool(admit_from, request, sender, sender)
    with tempfile.TemporaryFile() as file:
        async for block in request.stream():
            await run_in_threadpool(file.write, block)
        size = file.tell()
        taken = await run_in_threadpool(
            upload_links.take_in_by_link, bench, link, file, name=base_name(name), size=size
        )
    if taken.document_id is None:
        raise HTTPException(503, "The file could not be stored; send it again.")
    portal(request).wake()
    outcome = taken.outcome
    reasons = outcome.reasons if outcome is not None and outcome.status == "rejected" else ()
    return ReceivedView(id=taken.document_id, size_bytes=size, reasons=reasons)
