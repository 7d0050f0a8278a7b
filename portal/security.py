"""What handlers say about who may call them, and the check against forged requests."""

from __future__ import annotations

import hmac
from collections.abc import Callable

from fastapi import HTTPException, Request
from fastapi.openapi.models import HTTPBearer as HTTPBearerModel
from fastapi.security.base import SecurityBase
from starlette.datastructures import FormData

from portal.context import visitor
from schemas.roles import Role, Scope
from store.accounts import User

CSRF_FIELD = "csrf_token"
CSRF_HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Requirement(SecurityBase):
    """A dependency that returns the user, or refuses. Made by `require`; the API's description names the token.

    Args:
        roles: One of them must be the user's, or be included in it.
        scope: What an API token needs; without one, the handler is for browsers only.
    """

    def __init__(self, roles: tuple[Role, ...], scope: Scope | None) -> None:
        self.roles = roles
        self.scope = scope
        self.scheme_name = "token"
        self.model = HTTPBearerModel(description="An API token, made on the account page, with the operation's scope.")

    def __call__(self, request: Request) -> User:
        """Returns the user.

        Raises:
            HTTPException: 401 where nobody is signed in, 403 where role or scope do not reach.
        """
        found = visitor(request)
        if found.user is None:
            raise HTTPException(401, "Sign in, or send a token in the Authorization header.")
        if found.token is not None and self.scope not in found.token.scopes:
            needed = f"the scope {self.scope}" if self.scope else "a signed-in person"
            raise HTTPException(403, f"This needs {needed}, which the token is not.")
        if not found.user.is_one_of(*self.roles):
            raise HTTPException(403, f"This needs the role {' or '.join(self.roles)}; yours is {found.user.role}.")
        return found.user


def require(*roles: Role, scope: Scope | None = None) -> Callable[[Request], User]:
    """Returns a dependency: ``user: User = Depends(require("reviewer", scope="review"))``.

    A role includes others: ``require("viewer")`` admits everybody who is signed in, ``admin`` passes
    everywhere.
    """
    return Requirement(roles or ("viewer",), scope)


async def forgery_checked(request: Request) -> None:
    """Refuses a change that another site had a browser send.

    Two things must match: the request's origin, where the browser sends it, and the token in the form or header.
    Programs with an API token or a signed URL need neither: no browser adds them by itself.

    Raises:
        HTTPException: 403.
    """
    found = visitor(request)
    if request.method in SAFE_METHODS or found.token is not None or found.link is not None:
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "The request came from another site.")
    sent = request.headers.get(CSRF_HEADER) or await _token_of_form(request)
    if not found.csrf_token or not hmac.compare_digest(sent.encode(), found.csrf_token.encode()):
        raise HTTPException(403, "The page is too old: load it again, then repeat what you did.")


async def _token_of_form(request: Request) -> str:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return ""
    form: FormData = await request.form()
    value = form.get(CSRF_FIELD)
    return value if isinstance(value, str) else ""
