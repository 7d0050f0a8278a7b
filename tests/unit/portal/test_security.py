"""Who gets in, who does not, and what every answer carries."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.testclient import TestClient

from portal.app import create_app
from portal.authentication import SESSION_COOKIE, VISIT_COOKIE
from portal.middleware import HEADERS, PUBLIC, STRANGERS_BYTES
from portal.password_attempts import LIMITS, checked_user
from portal.reference import requirement
from portal.routes.sign_in import safe_path
from schemas.roles import ROLES, SCOPES
from services.workbench import Workbench
from tests.portals import program, signed_in, stranger, user
from tests.workbenches import workbench

GOOD = "four words and more"
SIGNED = {"/api/v1/uploads/{token}", "/api/v1/uploads/{token}/{name}"}
"""Whoever has a signed URL may upload, without an account: tests/unit/portal/test_upload_links.py."""
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def routes(app: FastAPI) -> Iterator[tuple[str, RouteContext]]:
    """Every method of every route, those of routers within routers too."""
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute):
            for method in sorted(route.methods - {"HEAD"}):
                yield method, route


def address(route: RouteContext) -> str:
    """The route's path with something in the place of each parameter."""
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: "1" if found[1].endswith("number") else "0" * 64, route.path)


def csrf(client: TestClient, path: str = "/sign-in") -> str:
    found = re.search(r'name="csrf-token" content="(\w+)"', client.get(path).text)
    assert found
    return found[1]


def try_sign_in(client: TestClient, name: str, password: str, **form: str) -> Any:
    return client.post("/sign-in", data={"name": name, "password": password, "csrf_token": csrf(client), **form})


@pytest.fixture
def ann(bench: Workbench) -> Workbench:
    """The workbench with a user who has a password."""
    bench.store.accounts.add_user("ann", "admin", password=GOOD, actor="test")
    return bench


# Every route


def test_every_route_is_closed_to_strangers_unless_it_is_listed(bench: Workbench) -> None:
    client = stranger(bench)
    open_to_all = {path for _, route in routes(client.app) if (path := route.path) in PUBLIC}
    assert {"/sign-in", "/sign-in/link", "/health"} <= open_to_all
    assert sum(1 for _ in routes(client.app)) > 50
    for method, route in routes(client.app):
        if route.path in PUBLIC:
            continue
        answer = client.request(method, address(route))
        is_page = method == "GET" and not route.path.startswith("/api/")
        refused = 403 if route.path in SIGNED else 401
        assert answer.status_code == (303 if is_page else refused), (method, route.path)
        assert not is_page or answer.headers["location"].startswith("/sign-in")


def test_every_route_that_is_not_public_asks_for_a_role(bench: Workbench) -> None:
    forgotten = [
        (method, route.path)
        for method, route in routes(create_app(bench))
        if route.path not in PUBLIC | SIGNED and requirement(route) is None
    ]
    assert forgotten == []


@pytest.mark.parametrize("role", ROLES)
def test_every_route_refuses_the_roles_it_does_not_name(bench: Workbench, role: Any) -> None:
    client = signed_in(bench, role)
    refused = 0
    for method, route in routes(client.app):
        needed = requirement(route)
        if needed is None or user(bench, role).is_one_of(*needed.roles):
            continue
        refused += 1
        assert client.request(method, address(route)).status_code == 403, (method, route.path)
    assert (refused == 0) == (role == "admin")


@pytest.mark.parametrize("scope", SCOPES)
def test_every_route_refuses_tokens_without_its_scope(bench: Workbench, scope: Any) -> None:
    client = program(bench, "admin", scope)
    for method, route in routes(client.app):
        needed = requirement(route)
        if needed is None or needed.scope == scope:
            continue
        answer = client.request(method, address(route))
        is_page = method == "GET" and not route.path.startswith("/api/")
        assert answer.status_code in ((303,) if is_page else (401, 403)), (method, route.path)


def test_every_change_is_refused_without_the_csrf_token(bench: Workbench) -> None:
    client = signed_in(bench, "admin")
    for wrong in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "0" * 64}):
        client.headers.pop("X-CSRF-Token", None)
        client.headers.update(wrong)
        for method, route in routes(client.app):
            if method in UNSAFE:
                assert client.request(method, address(route)).status_code == 403, (method, route.path)


@pytest.mark.parametrize(
    ("site", "is_refused"), [("same-origin", False), ("none", False), ("cross-site", True), ("same-site", True)]
)
def test_a_change_that_another_site_sends_is_refused_even_with_the_token(
    bench: Workbench, site: str, is_refused: bool
) -> None:
    answer = signed_in(bench, "viewer").post("/sign-out", headers={"Sec-Fetch-Site": site})
    assert (answer.status_code == 403) == is_refused


@pytest.mark.parametrize(
    "path",
    ["/sign-in", "/", "/nowhere", "/static/style.css", "/static/nowhere", "/api/v1/nowhere", "/health", "/account"],
)
@pytest.mark.parametrize("make", [stranger, lambda bench: signed_in(bench, "viewer")], ids=["stranger", "viewer"])
def test_every_answer_carries_the_headers(bench: Workbench, path: str, make: Callable[..., TestClient]) -> None:
    answer = make(bench).get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    kept = answer.headers["cache-control"]
    assert kept == ("no-cache" if path == "/static/style.css" else kept if "static" in path else "no-store")


def test_pages_have_nothing_that_the_policy_forbids() -> None:
    """No inline script or style, no handler attribute, no address of another host, in any template or script."""
    folder = Path(__file__).parents[3] / "portal"
    forbidden = re.compile(
        r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)(?![^>]*json)|javascript:|eval\(|new Function"
    )
    elsewhere = re.compile(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//(?!www\.w3\.org)")
    for path in (*folder.rglob("*.html"), *folder.rglob("*.js"), *folder.rglob("*.css")):
        text = path.read_text()
        assert not forbidden.search(text), (path.name, forbidden.search(text))
        assert not elsewhere.search(text), (path.name, elsewhere.search(text))


# Signing in


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(ann: Workbench) -> None:
    client = stranger(ann)
    answer = try_sign_in(client, "Ann", GOOD, next="/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    token = client.cookies[SESSION_COOKIE]
    assert VISIT_COOKIE not in client.cookies
    assert client.get("/account").status_code == 200
    assert client.post("/sign-out", data={"csrf_token": csrf(client, "/account")}).status_code == 303
    assert SESSION_COOKIE not in client.cookies
    client.cookies.set(SESSION_COOKIE, token)
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize(("name", "password"), [("ann", "wrong"), ("nobody", GOOD), ("", ""), ("ann", "")])
def test_a_wrong_password_and_an_unknown_name_are_answered_alike(ann: Workbench, name: str, password: str) -> None:
    answer = try_sign_in(stranger(ann), name, password)
    assert answer.status_code in (401, 422)
    assert answer.status_code == 422 or "The name or the password is wrong." in answer.text
    assert "set-cookie" not in answer.headers or SESSION_COOKIE not in answer.headers["set-cookie"]


def test_a_planted_session_is_not_taken_over(ann: Workbench) -> None:
    """Fixation: the token that a browser came with never becomes the token it is signed in with."""
    client = stranger(ann)
    client.cookies.set(SESSION_COOKIE, "planted")
    try_sign_in(client, "ann", GOOD)
    tokens = {cookie.value for cookie in client.cookies.jar if cookie.name == SESSION_COOKIE}
    assert tokens - {"planted"}
    fresh = stranger(ann)
    fresh.cookies.set(SESSION_COOKIE, "planted")
    assert fresh.get("/account").status_code == 303


def test_signing_in_again_ends_the_session_before(ann: Workbench) -> None:
    client = stranger(ann)
    try_sign_in(client, "ann", GOOD)
    before = client.cookies[SESSION_COOKIE]
    token = csrf(client, "/account")
    client.post("/sign-in", data={"name": "ann", "password": GOOD, "csrf_token": token})
    assert client.cookies[SESSION_COOKIE] != before
    assert len(ann.store.accounts.sessions()) == 1


def test_guessing_is_stopped_for_the_pair_and_not_for_everybody(ann: Workbench) -> None:
    client = stranger(ann)
    for _ in range(LIMITS.of_pair):
        assert try_sign_in(client, "ann", "wrong").status_code == 401
    assert try_sign_in(client, "ann", GOOD).status_code == 429
    assert try_sign_in(client, "ANN ", GOOD).status_code == 429
    ann.store.accounts.add_user("bob", "viewer", password=GOOD, actor="test")
    assert try_sign_in(client, "bob", GOOD).status_code == 303
    elsewhere = TestClient(client.app, follow_redirects=False, client=("10.9.9.9", 1))
    assert try_sign_in(elsewhere, "ann", GOOD).status_code == 303


def test_guesses_that_are_made_at_one_time_are_counted_before_they_are_looked_at(ann: Workbench, monkeypatch) -> None:
    looked_at: list[str] = []
    check = ann.store.accounts.check_sign_in

    def slow(name: str, password: str) -> Any:
        looked_at.append(password)
        time.sleep(0.1)
        return check(name, password)

    def guess(number: int) -> int:
        try:
            checked_user(ann.store.accounts, "ann", f"wrong {number}", "1.2.3.4")
        except HTTPException as refused:
            return refused.status_code
        return 401

    monkeypatch.setattr(ann.store.accounts, "check_sign_in", slow)
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(guess, range(40)))
    assert len(looked_at) == answers.count(401) == LIMITS.of_pair
    assert answers.count(429) == 40 - LIMITS.of_pair


def test_right_passwords_are_not_counted(ann: Workbench) -> None:
    for _ in range(2 * LIMITS.of_pair):
        assert checked_user(ann.store.accounts, "ann", GOOD, "1.2.3.4") is not None


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("/documents/1?page=2", "/documents/1?page=2"), ("/", "/"), ("/a//b", "/a//b"),
        ("", "/"), ("documents", "/"), ("//evil.example", "/"), ("///evil.example", "/"), ("/\\evil.example", "/"),
        ("https://evil.example", "/"), ("javascript:alert(1)", "/"), ("/\t/evil.example", "/"), ("/\n/evil", "/"),
        ("\\\\evil.example", "/"), ("/a\\b", "/"), (" /a", "/"), ("/\x00", "/"),
    ],
)  # fmt: skip
def test_after_signing_in_one_stays_on_this_site(path: str, safe: str) -> None:
    assert safe_path(path) == safe


def test_the_page_that_was_asked_for_is_where_one_ends(ann: Workbench) -> None:
    client = stranger(ann)
    asked = client.get("/audit?kind=signed_in&actor=a%26b")
    assert 'name="next" value="/audit?kind=signed_in&amp;actor=a%26b"' in client.get(asked.headers["location"]).text


def test_a_link_signs_in_once_and_only_when_it_is_confirmed(ann: Workbench) -> None:
    accounts = ann.store.accounts
    link = accounts.new_link(accounts.user("ann"), lasts=timedelta(hours=1), actor="test")
    client = stranger(ann)
    assert client.get(f"/sign-in/link?token={link}").status_code == 200
    form = {"token": link, "csrf_token": csrf(client)}
    assert client.post("/sign-in/link", data={"token": link}).status_code == 403
    assert client.post("/sign-in/link", data=form).status_code == 303
    again = stranger(ann)
    assert again.post("/sign-in/link", data={"token": link, "csrf_token": csrf(again)}).status_code == 403


@pytest.mark.parametrize(
    ("url", "is_secure"), [(None, False), ("http://x.example", False), ("https://x.example", True)]
)
def test_cookies_are_bound_to_https_where_it_is_used(tmp_path: Path, url: str | None, is_secure: bool) -> None:
    with workbench(tmp_path, portal={"url": url}) as bench:
        answer = stranger(bench).get("/sign-in")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "domain" not in cookie
    assert ("secure" in cookie, cookie.startswith("__host-"), "strict-transport-security" in answer.headers) == (
        is_secure, is_secure, is_secure,
    )  # fmt: skip


# Limits


def test_too_many_requests_are_answered_with_when_to_come_again(tmp_path: Path) -> None:
    with workbench(tmp_path, portal={"requests_per_minute": 10}) as bench:
        client = program(bench, "viewer", "search")
        answers = [client.get("/api/v1/nowhere") for _ in range(12)]
        assert [a.status_code for a in answers].count(429) >= 1
        assert int(answers[-1].headers["retry-after"]) >= 1
        # Another user is not held up, nor are the style sheet and the scripts.
        assert signed_in(bench, "admin").get("/account").status_code == 200
        assert client.get("/static/style.css").status_code == 200


def test_strangers_send_small_bodies_only(ann: Workbench) -> None:
    client = stranger(ann)
    form = {"name": "ann", "password": "x", "csrf_token": csrf(client)}
    assert client.post("/sign-in", data=form | {"next": "x" * STRANGERS_BYTES}).status_code == 413

    def pieces() -> Iterator[bytes]:
        yield from [b"name=ann&password=" + b"x" * 1000] * 100

    chunked = client.post("/sign-in", content=pieces(), headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert chunked.status_code == 413


@pytest.mark.parametrize("path", ["/audit?actor=%00", "/documents/%00", "/%00"])
def test_an_address_with_a_null_character_is_refused(bench: Workbench, path: str) -> None:
    assert signed_in(bench, "admin").get(path).status_code == 400


# Tokens


def test_a_token_opens_the_api_and_no_page(bench: Workbench) -> None:
    client = program(bench, "admin", *SCOPES)
    assert client.get("/account").status_code == 303
    assert client.get("/api/v1/nowhere").status_code == 404
    client.headers["Authorization"] = "Bearer fw_wrong"
    refused = client.get("/api/v1/nowhere")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert refused.headers["content-type"] == "application/problem+json"


def test_a_token_never_does_more_than_its_owner(bench: Workbench) -> None:
    client = program(bench, "viewer", *SCOPES)
    for method, route in routes(client.app):
        needed = requirement(route)
        if needed and needed.scope and "viewer" not in needed.roles:
            assert client.request(method, address(route)).status_code == 403, (method, route.path)


def test_the_description_of_the_api_asks_for_the_token_everywhere(bench: Workbench) -> None:
    described = stranger(bench).get("/api/v1/openapi.json").json()
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    operations = [(path, one) for path, methods in described["paths"].items() for one in methods.values()]
    assert operations
    for path, operation in operations:
        assert operation["security"] == ([] if path in SIGNED else [{"token": []}]), path


# The account page


def test_the_present_password_is_asked_for_and_cannot_be_guessed_there(ann: Workbench) -> None:
    client = stranger(ann)
    try_sign_in(client, "ann", GOOD)
    form = {"csrf_token": csrf(client, "/account"), "new": "another good password"}
    for _ in range(LIMITS.of_pair):
        assert client.post("/account/password", data=form | {"current": "wrong"}).status_code == 422
    assert client.post("/account/password", data=form | {"current": GOOD}).status_code == 429
    assert ann.store.accounts.check_sign_in("ann", GOOD) is not None


def test_a_new_password_signs_other_browsers_out_and_this_one_stays(ann: Workbench) -> None:
    here, there = stranger(ann), stranger(ann)
    for client in (here, there):
        try_sign_in(client, "ann", GOOD)
    form = {"csrf_token": csrf(here, "/account"), "current": GOOD, "new": "another good password"}
    assert here.post("/account/password", data=form | {"new": "short"}).status_code == 422
    assert there.get("/account").status_code == 200
    assert here.post("/account/password", data=form).status_code == 303
    assert (here.get("/account").status_code, there.get("/account").status_code) == (200, 303)


def test_a_token_is_shown_once(bench: Workbench) -> None:
    client = signed_in(bench, "viewer")
    page = client.post("/account/tokens", data={"name": "Import", "scopes": ["search", "review"], "lasts": "30"}).text
    token = re.search(r"fw_[\w-]{40,}", page)
    assert token
    assert token[0] not in client.get("/account").text
    assert "Import" in client.get("/account").text


def test_nobody_ends_what_is_anothers(ann: Workbench) -> None:
    accounts = ann.store.accounts
    owner = accounts.user("ann")
    accounts.begin_session(owner, "password", lasts=timedelta(hours=1))
    token, _ = accounts.add_token(owner, "x", ["search"])
    (session,) = accounts.sessions(owner)
    client = signed_in(ann, "reviewer")
    assert client.post(f"/account/sessions/{session.id}/end").status_code == 404
    assert client.post(f"/account/tokens/{token.id}/revoke").status_code == 404
    assert len(accounts.sessions(owner)) == len(accounts.tokens(owner)) == 1


# Administration


def test_an_admin_cannot_lock_themselves_or_the_last_admin_out(ann: Workbench) -> None:
    client = stranger(ann)
    try_sign_in(client, "ann", GOOD)
    client.headers["X-CSRF-Token"] = csrf(client, "/account")
    assert client.post("/admin/users/ann/disable").status_code == 422
    assert client.post("/admin/users/ann/role", data={"role": "viewer"}).status_code == 422
    assert client.post("/admin/users/ann/role", data={"role": "emperor"}).status_code == 422
    assert ann.store.accounts.user("ann").role == "admin"


def test_the_audit_page_tells_when_the_log_was_changed(bench: Workbench) -> None:
    import sqlite3

    client = signed_in(bench, "auditor")
    bench.store.append_event(None, "tried", {"n": 1}, actor="test")
    assert "No event was changed" in client.get("/audit").text
    with sqlite3.connect(bench.settings.home / "fieldwright.db") as database:
        database.execute("DROP TRIGGER events_no_update")
        database.execute("UPDATE events SET actor = 'nobody' WHERE kind = 'tried'")
    database.close()
    assert "The chain is broken at event" in client.get("/audit").text


def test_programs_read_the_audit_log_page_by_page_and_check_it(bench: Workbench) -> None:
    client = program(bench, "auditor", "admin")
    for number in range(3):
        bench.store.append_event(None, "tried", {"n": number}, actor="test")
    newest = client.get("/api/v1/events", params={"kind": "tried", "limit": 2}).json()
    assert [event["data"]["n"] for event in newest] == [2, 1]
    older = client.get("/api/v1/events", params={"kind": "tried", "before": newest[-1]["sequence"]}).json()
    assert [event["data"]["n"] for event in older] == [0]
    found = client.get("/api/v1/events/chain").json()
    assert (found["intact"], found["events"]) == (True, bench.store.event_count())
    assert found["head"] == bench.store.verify_events().head


def test_the_reference_lists_what_the_description_has(bench: Workbench) -> None:
    client = signed_in(bench, "viewer")
    page = client.get("/api").text
    described = client.get("/api/v1/openapi.json").json()["paths"]
    assert all(f">{path}</code>" in page for path in described)
    assert page.count('class="operation"') == sum(len(operations) for operations in described.values())


# Errors


def test_an_unforeseen_error_shows_and_logs_nothing_of_a_document(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("text of a document")

    monkeypatch.setattr(type(bench.store.accounts), "tokens", broken)
    answer = signed_in(bench, "viewer").get("/account")
    assert answer.status_code == 500
    assert "defect" in answer.text
    assert "text of a document" not in answer.text + caplog.text
    assert "/account failed: RuntimeError" in caplog.text
