"""Who asks: a signed-in browser, a program with a token, or nobody; and the cookies by which they are known."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import HTTPConnection
from starlette.responses import Response

from schemas.settings import Settings
from services.arrivals.upload_links import PATH, UploadLink, verified
from store.accounts import Accounts, ApiToken, Session, User

SESSION_COOKIE = "fieldwright_session"
VISIT_COOKIE = "fieldwright_visit"
"""Known before anybody signs in: the sign-in form's CSRF token hangs on it."""

OIDC_COOKIE = "fieldwright_oidc"
"""A sign-in by OpenID Connect that has begun."""


@dataclass(frozen=True)
class Visitor:
    """Who asks. At most one of session, token and link is set; ``csrf_token`` is empty for those who need none."""

    session: Session | None = None
    token: ApiToken | None = None
    link: UploadLink | None = None
    """A signed upload URL: it names no user and allows one upload."""
    csrf_token: str = ""

    @property
    def user(self) -> User | None:
        """The user, or None before signing in."""
        known = self.session or self.token
        return known.user if known else None


NOBODY = Visitor()


def recognize(connection: HTTPConnection, accounts: Accounts, settings: Settings) -> Visitor:
    """Returns who asks. Tokens count for the API only, so that a leaked one never opens a page.

    Raises:
        UploadLinkRefused: A signed upload URL is wrong or expired.
    """
    if connection.scope["method"] == "PUT" and connection.url.path.startswith(PATH):
        # Its own signature says all that it may do; a session or token beside it adds nothing.
        return Visitor(link=verified(connection.url.path.removeprefix(PATH).partition("/")[0], settings))
    scheme, _, credentials = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and connection.url.path.startswith("/api/"):
        token = accounts.token(credentials.strip())
        return Visitor(token=token) if token else NOBODY
    cookie = connection.cookies.get(cookie_name(SESSION_COOKIE, settings))
    if cookie:
        idle = timedelta(seconds=settings.portal.session_idle_s)
        session = accounts.session(cookie, idle=idle)
        if session:
            return Visitor(session=session, csrf_token=csrf_token(cookie))
    visit = connection.cookies.get(cookie_name(VISIT_COOKIE, settings))
    return Visitor(csrf_token=csrf_token(visit) if visit else "")


def csrf_token(cookie: str) -> str:
    """Returns the token that forms carry. It follows from the cookie, which no other site can read or set."""
    return hmac.new(cookie.encode(errors="surrogatepass"), b"fieldwright csrf", hashlib.sha256).hexdigest()


def cookie_name(name: str, settings: Settings) -> str:
    """Returns the name with the prefix that binds the cookie to this host and to HTTPS, where HTTPS is used."""
    return f"__Host-{name}" if settings.portal.is_https else name


def set_cookie(response: Response, name: str, value: str, settings: Settings, *, lasts_s: int | None = None) -> None:
    """Sets a cookie that no script reads and no other site sends."""
    response.set_cookie(
        cookie_name(name, settings),
        value,
        max_age=lasts_s,
        path="/",
        secure=settings.portal.is_https,
        httponly=True,
        # Not strict: a link in a mail must find its reader signed in.
        samesite="lax",
    )


def clear_cookie(response: Response, name: str, settings: Settings) -> None:
    """Takes a cookie away."""
    response.delete_cookie(cookie_name(name, settings), path="/", secure=settings.portal.is_https, httponly=True)
