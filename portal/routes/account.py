"""A user's own page: password, signed-in browsers, API tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from portal.context import Bench, visitor
from portal.pages import render
from portal.password_attempts import checked_user
from portal.routes.sign_in import address_of
from portal.security import require
from portal.wording import sentence
from schemas.errors import AccountError
from schemas.roles import SCOPES, Scope
from services.workbench import Workbench
from store.accounts import Session, User

router = APIRouter(prefix="/account", include_in_schema=False)

Me = Annotated[User, Depends(require("viewer"))]

TOKEN_LASTS = {"30": timedelta(days=30), "90": timedelta(days=90), "365": timedelta(days=365), "": None}
"""What may be chosen in the form, in days."""
DONE = {
    "password": "Your password is changed. Other browsers were signed out.",
    "session": "That browser is signed out.",
    "token": "The token no longer works.",
}


@router.get("")
def account(request: Request, bench: Bench, user: Me, done: str = "") -> Response:
    """The user's own page."""
    return _page(request, bench, user, done=DONE.get(done, ""))


@router.post("/password")
def change_password(
    request: Request,
    bench: Bench,
    user: Me,
    new: Annotated[str, Form(max_length=1000)],
    current: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Sets a new password. It requires the old one, so that an open browser does not give an account away."""
    accounts = bench.store.accounts
    if user.has_password and checked_user(accounts, user.name, current, address_of(request)) is None:
        return _page(request, bench, user, status=422, wrong="The present password is not right.")
    try:
        accounts.set_password(user.name, new, actor=user.name, keep_session=_session(request).id)
    except AccountError as error:
        return _page(request, bench, user, status=422, wrong=sentence(error.message))
    return RedirectResponse("/account?done=password", 303)


@router.post("/sessions/{session_id}/end")
def end_session(bench: Bench, user: Me, session_id: str) -> Response:
    """Signs one of the user's browsers out."""
    if session_id not in {session.id for session in bench.store.accounts.sessions(user)}:
        raise HTTPException(404, "That browser is signed out already.")
    bench.store.accounts.end_session(session_id, actor=user.name)
    return RedirectResponse("/account?done=session", 303)


@router.post("/tokens")
def add_token(
    request: Request,
    bench: Bench,
    user: Me,
    name: Annotated[str, Form(max_length=200)] = "",
    scopes: Annotated[tuple[Scope, ...], Form()] = (),
    lasts: Annotated[str, Form()] = "90",
) -> Response:
    """Makes an API token and shows it, this once."""
    if lasts not in TOKEN_LASTS:
        raise HTTPException(422, "A token lasts 30, 90 or 365 days, or until it is revoked.")
    try:
        _, token = bench.store.accounts.add_token(user, name, scopes, lasts=TOKEN_LASTS[lasts])
    except AccountError as error:
        return _page(request, bench, user, status=422, wrong=sentence(error.message))
    return _page(request, bench, user, new_token=token)


@router.post("/tokens/{token_id}/revoke")
def revoke_token(bench: Bench, user: Me, token_id: int) -> Response:
    """Ends one of the user's tokens."""
    if not bench.store.accounts.revoke_token(token_id, owner=user, actor=user.name):
        raise HTTPException(404, "There is no such token of yours.")
    return RedirectResponse("/account?done=token", 303)


def _page(
    request: Request,
    bench: Workbench,
    user: User,
    *,
    status: int = 200,
    done: str = "",
    wrong: str = "",
    new_token: str = "",
) -> Response:
    accounts = bench.store.accounts
    return render(
        request,
        "account.html",
        status=status,
        sessions=accounts.sessions(user),
        current=_session(request),
        tokens=accounts.tokens(user),
        scopes=SCOPES,
        done=done,
        wrong=wrong,
        new_token=new_token,
    )


def _session(request: Request) -> Session:
    """Returns the session that asks; these pages are not for tokens, so there is one."""
    session = visitor(request).session
    if session is None:
        raise HTTPException(403, "This needs a signed-in person.")
    return session
