"""Administration: the system at a glance, users and roles, signed-in browsers, API tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from portal.context import Bench, portal
from portal.pages import render
from portal.security import require
from portal.system import look
from portal.wording import sentence
from schemas.errors import AccountError
from schemas.roles import ROLES, Role
from services.workbench import Workbench
from store.accounts import User

router = APIRouter(prefix="/admin", include_in_schema=False)

Admin = Annotated[User, Depends(require("admin"))]

LINK_LASTS = timedelta(hours=24)
DONE = {
    "role": "The role is changed; it holds from the next click.",
    "disabled": "The user is locked out, with every session and token.",
    "enabled": "The user may sign in again.",
    "session": "That browser is signed out.",
    "token": "The token no longer works.",
}


@router.get("")
def system(request: Request, bench: Bench, user: Admin) -> Response:
    """Counts, queue, index, store and versions."""
    return render(request, "admin_system.html", system=look(portal(request)))


@router.get("/users")
def users(request: Request, bench: Bench, user: Admin, done: str = "") -> Response:
    """Everybody who may sign in."""
    return _users(request, bench, done=DONE.get(done, ""))


@router.post("/users")
def add_user(
    request: Request,
    bench: Bench,
    user: Admin,
    name: Annotated[str, Form(max_length=200)],
    role: Annotated[Role, Form()],
) -> Response:
    """Adds a user and shows the link that lets them in once, to choose a password."""
    try:
        added = bench.store.accounts.add_user(name, role, actor=user.name)
    except AccountError as error:
        return _users(request, bench, status=422, wrong=sentence(error.message))
    return _users(request, bench, invited=added, link=_link(request, bench, added, user))


@router.post("/users/{name}/role")
def change_role(bench: Bench, user: Admin, name: str, role: Annotated[Role, Form()]) -> Response:
    """Gives a user another role."""
    bench.store.accounts.set_role(name, role, actor=user.name)
    return RedirectResponse("/admin/users?done=role", 303)


@router.post("/users/{name}/disable")
def disable_user(bench: Bench, user: Admin, name: str) -> Response:
    """Locks a user out."""
    if name == user.name:
        raise AccountError("you would lock yourself out: ask another admin")
    bench.store.accounts.set_disabled(name, True, actor=user.name)
    return RedirectResponse("/admin/users?done=disabled", 303)


@router.post("/users/{name}/enable")
def enable_user(bench: Bench, user: Admin, name: str) -> Response:
    """Lets a user in again."""
    bench.store.accounts.set_disabled(name, False, actor=user.name)
    return RedirectResponse("/admin/users?done=enabled", 303)


@router.post("/users/{name}/link")
def make_link(request: Request, bench: Bench, user: Admin, name: str) -> Response:
    """Shows a new link for a user who forgot the password."""
    invited = bench.store.accounts.user(name)
    return _users(request, bench, invited=invited, link=_link(request, bench, invited, user))


@router.get("/sessions")
def sessions(request: Request, bench: Bench, user: Admin, done: str = "") -> Response:
    """Every signed-in browser."""
    return render(request, "admin_sessions.html", sessions=bench.store.accounts.sessions(), done=DONE.get(done, ""))


@router.post("/sessions/{session_id}/end")
def end_session(bench: Bench, user: Admin, session_id: str) -> Response:
    """Signs a browser out."""
    if not bench.store.accounts.end_session(session_id, actor=user.name):
        raise HTTPException(404, "That browser is signed out already.")
    return RedirectResponse("/admin/sessions?done=session", 303)


@router.get("/tokens")
def tokens(request: Request, bench: Bench, user: Admin, done: str = "") -> Response:
    """Every API token that works."""
    return render(request, "admin_tokens.html", tokens=bench.store.accounts.tokens(), done=DONE.get(done, ""))


@router.post("/tokens/{token_id}/revoke")
def revoke_token(bench: Bench, user: Admin, token_id: int) -> Response:
    """Ends anybody's token."""
    if not bench.store.accounts.revoke_token(token_id, actor=user.name):
        raise HTTPException(404, "There is no such token.")
    return RedirectResponse("/admin/tokens?done=token", 303)


def _link(request: Request, bench: Workbench, invited: User, actor: User) -> str:
    token = bench.store.accounts.new_link(invited, lasts=LINK_LASTS, actor=actor.name)
    base = bench.settings.portal.url or str(request.base_url)
    return f"{base.rstrip('/')}/sign-in/link?token={token}"


def _users(
    request: Request,
    bench: Workbench,
    *,
    status: int = 200,
    done: str = "",
    wrong: str = "",
    invited: User | None = None,
    link: str = "",
) -> Response:
    users = bench.store.accounts.users()
    return render(
        request,
        "admin_users.html",
        status=status,
        users=users,
        roles=ROLES,
        done=done,
        wrong=wrong,
        invited=invited,
        link=link,
    )
