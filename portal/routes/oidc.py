"""Signing in by OpenID Connect."""

from __future__ import annotations

from itertools import count
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import RedirectResponse, Response

from portal.authentication import OIDC_COOKIE, clear_cookie, cookie_name, set_cookie
from portal.context import Bench, portal
from portal.oidc import Attempt, OidcClient, Person, SignInRefused
from portal.routes.sign_in import begin, safe_path
from services.workbench import Workbench
from store.accounts import User
from store.users import usable_name

router = APIRouter(prefix="/sign-in/oidc", include_in_schema=False)

ACTOR = "oidc"
"""Who adds users and changes roles here, in the audit log."""
LASTS_S = 600


@router.get("")
def leave(request: Request, bench: Bench, next: str = "/") -> Response:
    """Sends the person to the identity provider."""
    address, attempt = _client(request).begin(safe_path(next))
    response = RedirectResponse(address, 303)
    set_cookie(response, OIDC_COOKIE, attempt.to_cookie(), bench.settings, lasts_s=LASTS_S)
    return response


@router.get("/callback")
def come_back(
    request: Request,
    bench: Bench,
    state: Annotated[str, Query(max_length=500)] = "",
    code: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """Signs in the person that the provider authenticated."""
    kept = request.cookies.get(cookie_name(OIDC_COOKIE, bench.settings), "")
    attempt = Attempt.from_cookie(kept)
    if attempt is None or not code:
        raise SignInRefused("the identity provider did not let you in, or it took too long: begin again")
    user = admitted(bench, _client(request).finish(attempt, state, code))
    response = begin(request, bench, user, "oidc", attempt.next)
    clear_cookie(response, OIDC_COOKIE, bench.settings)
    return response


def admitted(bench: Workbench, person: Person) -> User:
    """Returns the user of a person: added on the first visit, with the role that the provider gives today.

    A person never becomes a user that somebody created here under the same name: a provider may let people choose
    names.

    Raises:
        SignInRefused: The user was locked out here.
    """
    accounts = bench.store.accounts
    user = accounts.user_of_subject(person.subject)
    if user is None:
        return _added(bench, person)
    if user.disabled:
        raise SignInRefused("you are locked out of this portal: ask an admin")
    return user if user.role == person.role else accounts.set_role(user.name, person.role, actor=ACTOR)


def _added(bench: Workbench, person: Person) -> User:
    wanted = usable_name(person.name)
    taken = {user.name for user in bench.store.accounts.users()}
    names = (wanted if number == 1 else f"{wanted[:60]}-{number}" for number in count(1))
    name = next(name for name in names if name not in taken)
    return bench.store.accounts.add_user(name, person.role, subject=person.subject, actor=ACTOR)


def _client(request: Request) -> OidcClient:
    client = portal(request).oidc
    if client is None:
        raise HTTPException(404, "OpenID Connect is not set up here.")
    return client
