"""Answers for what went wrong: a page for people, problem details (RFC 9457) for programs."""

from __future__ import annotations

import logging
from http import HTTPStatus
from urllib.parse import quote

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from portal.oidc import SignInRefused
from portal.pages import render
from schemas.errors import (
    AccountError,
    DocumentError,
    LimitExceeded,
    NotificationError,
    PermanentError,
    ReviewConflict,
    SourcePaused,
    TransientError,
    UnknownDocument,
    UnknownLayout,
    UnknownParty,
    UnknownWebhook,
    UploadLinkError,
    UploadLinkRefused,
    UploadLinkUsed,
    WebhookError,
)
from search.clauses import QueryError

logger = logging.getLogger(__name__)

STATUS: tuple[tuple[type[DocumentError], int], ...] = (
    (UnknownDocument, 404), (AccountError, 422), (SignInRefused, 403), (ReviewConflict, 409), (LimitExceeded, 413),
    (PermanentError, 422), (QueryError, 422), (UnknownWebhook, 404), (WebhookError, 422), (UnknownParty, 404),
    (UploadLinkUsed, 409), (UploadLinkRefused, 403), (UploadLinkError, 422), (NotificationError, 422),
    (UnknownLayout, 404), (SourcePaused, 429),
    (TransientError, 503),
)  # fmt: skip
"""The first kind that fits; any other error of ours is 500."""
TITLES = {
    401: "Please sign in", 403: "No access", 404: "Nothing here", 405: "Not possible here", 409: "Changed meanwhile",
    413: "Too large", 422: "Not as expected", 429: "Too many requests", 500: "Something broke",
    503: "Not available now",
}  # fmt: skip


def wants_json(request: Request) -> bool:
    """Whether a program asks: the API, or a script of a page."""
    accept = request.headers.get("accept", "")
    return request.url.path.startswith("/api/") or ("application/json" in accept and "text/html" not in accept)


def answer(request: Request, error: Exception) -> Response:
    """Answers an `HTTPException`; somebody who is not signed in and looks at a page is led to the sign-in page."""
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.UNAUTHORIZED and request.method in ("GET", "HEAD") and not wants_json(request):
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse("/sign-in" if here == "/" else f"/sign-in?next={quote(here)}", 303)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return problem(request, error.status_code, _sentence(error), headers=headers)


def _sentence(error: HTTPException) -> str:
    """Returns what happened; the framework's own errors say no more than their title."""
    if error.detail != HTTPStatus(error.status_code).phrase:
        return str(error.detail)
    said = {404: "There is no such page. The address may be mistyped, or what it led to is gone."}
    return said.get(error.status_code, "This cannot be done at this address.")


def answer_error(request: Request, error: Exception) -> Response:
    """Answers a `DocumentError`; its message is written for people and holds no text of a document."""
    assert isinstance(error, DocumentError)
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    headers = {"Retry-After": str(error.retry_after_s)} if isinstance(error, SourcePaused) else None
    return problem(request, status, error.message, code=error.code, headers=headers)


def answer_invalid(request: Request, error: Exception) -> Response:
    """Answers a request whose parameters do not fit; what was sent is not repeated."""
    assert isinstance(error, RequestValidationError)
    wrong = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors())
    return problem(request, 422, wrong, code="invalid_request")


def answer_defect(request: Request, error: Exception) -> Response:
    """Answers what nobody foresaw. The log gets the kind and the place: an exception's text may be a document's."""
    logger.error("%s %s failed: %s", request.method, _route(request), type(error).__name__)
    return problem(request, 500, "This is a defect of Fieldwright. What you did last may not be stored.")


def problem(
    request: Request, status: int, detail: str, *, code: str | None = None, headers: dict[str, str] | None = None
) -> Response:
    """Returns a problem as JSON or as a page."""
    title = TITLES.get(status, HTTPStatus(status).phrase)
    if wants_json(request):
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        body |= {"code": code} if code else {}
        return JSONResponse(body, status, headers=headers, media_type="application/problem+json")
    return render(request, "problem.html", status=status, headers=headers, title=title, detail=detail, number=status)


def _route(request: Request) -> str:
    route = request.scope.get("route")
    return str(getattr(route, "path", "?"))
