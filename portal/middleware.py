"""The outermost middleware: authentication, rate limit, size of the body, and response headers.

Pages and API are closed unless they are listed here: a handler that omits the role check stays closed.
"""

from __future__ import annotations

import time
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.authentication import Visitor, recognize
from portal.context import portal
from portal.limits import Throttle
from portal.problems import answer, answer_error
from schemas.errors import DocumentError
from schemas.settings import PortalSettings, Settings

PUBLIC = frozenset({
    "/sign-in", "/sign-in/link", "/sign-in/oidc", "/sign-in/oidc/callback", "/health", "/metrics",
    "/api/v1/openapi.json",
})  # fmt: skip
"""What may be asked without being signed in, beside ``/static/``; ``/metrics`` checks by itself who asks."""
DENIED = {401: "sign_in", 403: "right"}
"""Statuses of requests that are counted as denied."""
STRANGERS_BYTES = 65_536
"""The largest body that is read from somebody who is not signed in."""
FORM_BYTES = 1_000_000
"""What a request may have beside the file that it uploads."""

POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
))  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
TRANSPORT = "max-age=31536000"


class SecurityHeaders:
    """Puts the headers on every answer, error pages and files too. What is not said to be kept is not kept."""

    def __init__(self, app: ASGIApp, settings: PortalSettings) -> None:
        self._app = app
        self._headers = HEADERS | ({"Strict-Transport-Security": TRANSPORT} if settings.is_https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, sent if scope["type"] == "http" else send)


class Measured:
    """Counts requests and how long they took, by kind and status; never by address, user or search words."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http" or scope["path"].startswith(("/static/", "/metrics", "/health")):
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            kind = "api" if scope["path"].startswith("/api/") else "page"
            telemetry = scope["app"].state.portal.bench.telemetry
            telemetry.request(kind, status, time.perf_counter() - begun)
            if status in DENIED:
                telemetry.denied(DENIED[status])


class AccessControl:
    """Rejects unauthenticated and unauthorized requests."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._throttle = Throttle(settings.portal.requests_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            accounts = portal(request).bench.store.accounts
            found = await run_in_threadpool(recognize, request, accounts, self._settings)
            scope["fieldwright.visitor"] = found
            self._check(request, found)
        except (HTTPException, DocumentError) as error:
            refusal = answer(request, error) if isinstance(error, HTTPException) else answer_error(request, error)
            await refusal(scope, receive, send)
            return
        await self._app(scope, _limited(receive, self._most_bytes(found)), send)

    def _check(self, request: Request, found: Visitor) -> None:
        if "\x00" in unquote(request.url.path + request.url.query):
            raise HTTPException(400, "The address holds a character that no text has.")
        wait_s = self._throttle.wait_s(_who(request, found))
        if wait_s:
            raise HTTPException(429, "Too many requests; wait a little.", {"Retry-After": str(wait_s)})
        if found.user is None and found.link is None and request.url.path not in PUBLIC:
            raise HTTPException(401, "Sign in, or send a token in the Authorization header.")
        if int(request.headers.get("content-length") or 0) > self._most_bytes(found):
            raise HTTPException(413, "The request is larger than is taken here.")

    def _most_bytes(self, found: Visitor) -> int:
        if found.link is not None:
            return found.link.max_bytes
        return STRANGERS_BYTES if found.user is None else self._settings.limits.bytes + FORM_BYTES


def _who(request: Request, found: Visitor) -> str:
    if found.token is not None:
        return f"token {found.token.id}"
    if found.user is not None:
        return f"user {found.user.id}"
    if found.link is not None:
        return f"link {found.link.id}"
    return f"address {request.client.host if request.client else ''}"


def _limited(receive: Receive, most: int) -> Receive:
    """Counts what a body without a stated length really has."""
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > most:
            raise HTTPException(413, "The request is larger than is taken here.")
        return message

    return counted
