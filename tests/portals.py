"""A portal for tests: signed-in clients of any role over an embedded workbench."""

from __future__ import annotations

from datetime import timedelta

from starlette.testclient import TestClient

from flows.worker import Background
from portal.app import create_app
from portal.authentication import SESSION_COOKIE, cookie_name, csrf_token
from schemas.errors import AccountError
from schemas.roles import Role, Scope
from services.workbench import Workbench
from store.accounts import User


def stranger(bench: Workbench, *, background: Background | None = None) -> TestClient:
    """A browser that nobody is signed in with. It follows no redirects, so that a test sees where they lead."""
    return TestClient(create_app(bench, background=background), follow_redirects=False, raise_server_exceptions=False)


def user(bench: Workbench, role: Role, name: str | None = None) -> User:
    """A user of this role, named like it unless a name is given; made when there is none yet."""
    accounts = bench.store.accounts
    try:
        return accounts.user(name or role)
    except AccountError:
        return accounts.add_user(name or role, role, actor="test")


def signed_in(
    bench: Workbench, role: Role, *, name: str | None = None, background: Background | None = None
) -> TestClient:
    """A browser in which a user of this role is signed in; it sends the CSRF token in the header by itself."""
    client = stranger(bench, background=background)
    token = bench.store.accounts.begin_session(user(bench, role, name), "password", lasts=timedelta(hours=1))
    client.cookies.set(cookie_name(SESSION_COOKIE, bench.settings), token)
    client.headers["X-CSRF-Token"] = csrf_token(token)
    return client


def program(bench: Workbench, role: Role, *scopes: Scope, name: str | None = None) -> TestClient:
    """A program with an API token of a user of this role."""
    client = stranger(bench)
    _, token = bench.store.accounts.add_token(user(bench, role, name), "test", scopes)
    client.headers["Authorization"] = f"Bearer {token}"
    return client
