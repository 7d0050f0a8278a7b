"""Signing in and out."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from portal.authentication import (
    SESSION_COOKIE,
    VISIT_COOKIE,
    Visitor,
    clear_cookie,
    cookie_name,
    csrf_token,
    set_cookie,
)
from portal.context import Bench, visitor
from portal.pages import render
from portal.password_attempts import checked_user
from portal.security import require
from services.workbench import Workbench
from store.accounts import SignInMethod, User

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def sign_in_page(request: Request, bench: Bench, next: str = "/") -> Response:
    """The sign-in page; redirects users who are signed in."""
    if visitor(request).user is not None:
        return RedirectResponse(safe_path(next), 303)
    return _page(request, bench, next)


@router.post("/sign-in")
def sign_in(
    request: Request,
    bench: Bench,
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=1000)],
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Signs in with a password."""
    user = checked_user(bench.store.accounts, name, password, address_of(request))
    if user is None:
        return _page(request, bench, next, name=name, wrong=True)
    return begin(request, bench, user, "password", next)


@router.get("/sign-in/link")
def link_page(request: Request, bench: Bench, token: str = "") -> Response:
    """Asks before a link is used: a mail program that looks at links must not use it up."""
    return _with_visit(request, bench, "sign_in_link.html", token=token, failed=False)


@router.post("/sign-in/link")
def use_link(request: Request, bench: Bench, token: Annotated[str, Form(max_length=200)]) -> Response:
    """Signs in with a link that works once."""
    user = bench.store.accounts.use_link(token)
    if user is None:
        return _with_visit(request, bench, "sign_in_link.html", status=403, token="", failed=True)
    return begin(request, bench, user, "link", "/" if user.has_password else "/account")


@router.post("/sign-out")
def sign_out(request: Request, bench: Bench, user: Annotated[User, Depends(require("viewer"))]) -> Response:
    """Ends the session, here and in the store."""
    session = visitor(request).session
    if session is not None:
        bench.store.accounts.end_session(session.id, actor=user.name)
    response = RedirectResponse("/sign-in", 303)
    clear_cookie(response, SESSION_COOKIE, bench.settings)
    # What the browser kept of pages is private too.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def begin(request: Request, bench: Workbench, user: User, method: SignInMethod, next_path: str) -> Response:
    """Begins a new session, whatever session the browser came with, and redirects to the requested page."""
    accounts, settings = bench.store.accounts, bench.settings
    before = visitor(request).session
    if before is not None:
        accounts.end_session(before.id, actor=before.user.name)
    lasts = timedelta(seconds=settings.portal.session_s)
    browser = request.headers.get("user-agent", "")
    token = accounts.begin_session(user, method, lasts=lasts, address=address_of(request), browser=browser)
    response = RedirectResponse(safe_path(next_path), 303)
    set_cookie(response, SESSION_COOKIE, token, settings, lasts_s=int(settings.portal.session_s))
    clear_cookie(response, VISIT_COOKIE, settings)
    return response


def safe_path(path: str) -> str:
    """Returns a path of this site, or the start page where an address would lead elsewhere."""
    # Browsers read a backslash as a slash and skip control characters: //host and /\\host are other sites.
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_ours and path.isprintable() and "\\" not in path else "/"


def _page(request: Request, bench: Workbench, next_path: str, *, name: str = "", wrong: bool = False) -> Response:
    no_users = not wrong and not bench.store.accounts.users()
    oidc = bench.settings.portal.oidc
    values = {"next": safe_path(next_path), "name": name, "wrong": wrong, "no_users": no_users and oidc is None}
    values["oidc_title"] = oidc.title if oidc else ""
    return _with_visit(request, bench, "sign_in.html", status=401 if wrong else 200, **values)


def _with_visit(request: Request, bench: Workbench, template: str, *, status: int = 200, **values: Any) -> Response:
    """Renders a form for a visitor who is not signed in, with a CSRF token bound to this visit's cookie."""
    settings = bench.settings
    visit = request.cookies.get(cookie_name(VISIT_COOKIE, settings)) or secrets.token_urlsafe(32)
    if visitor(request).user is None:
        request.scope["fieldwright.visitor"] = Visitor(csrf_token=csrf_token(visit))
    response = render(request, template, status=status, **values)
    set_cookie(response, VISIT_COOKIE, visit, settings)
    return response


def address_of(request: Request) -> str:
    """Returns where a request comes from, as far as trusted proxies state it."""
    return request.client.host if request.client else ""
