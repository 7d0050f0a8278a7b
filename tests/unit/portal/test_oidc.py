"""Sign-in by OpenID Connect against a provider on this machine that can err in every way we know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey
from starlette.testclient import TestClient

from portal.app import create_app
from portal.authentication import OIDC_COOKIE, SESSION_COOKIE
from portal.oidc import Attempt, role_of
from schemas.errors import ConfigurationError
from schemas.settings import OidcSettings
from services.workbench import Workbench
from tests.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider, identity_provider
from tests.workbenches import workbench

URL = "http://testserver"


@pytest.fixture(scope="module")
def running() -> Iterator[IdentityProvider]:
    with identity_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: IdentityProvider) -> IdentityProvider:
    """The provider as it was in the beginning."""
    running.__init__(running.issuer)  # type: ignore[misc]
    return running


@pytest.fixture
def bench(tmp_path: Path, provider: IdentityProvider) -> Iterator[Workbench]:
    oidc = {"issuer": provider.issuer, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "title": "Office"}
    oidc["roles"] = {"office": "reviewer", "bosses": "admin", "guests": "viewer"}  # type: ignore[assignment]
    with workbench(tmp_path, portal={"url": URL, "oidc": oidc}) as made:
        yield made


@pytest.fixture
def client(bench: Workbench) -> TestClient:
    return TestClient(create_app(bench), follow_redirects=False, raise_server_exceptions=False)


def go(client: TestClient, next_path: str = "/account") -> Any:
    """Signs in as a browser would: to the provider and back."""
    leaving = client.get("/sign-in/oidc", params={"next": next_path})
    if leaving.status_code != 303:
        return leaving
    back = httpx.get(leaving.headers["location"])
    return client.get(back.headers["location"])


def test_who_comes_for_the_first_time_becomes_a_user_with_the_role_of_their_groups(
    client: TestClient, bench: Workbench, provider: IdentityProvider
) -> None:
    assert "Sign in with Office" in client.get("/sign-in").text
    answer = go(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert client.get("/account").status_code == 200
    user = bench.store.accounts.user("grace")
    assert (user.role, user.has_password, user.subject) == ("reviewer", False, f"{provider.issuer}|42")
    assert OIDC_COOKIE not in client.cookies


def test_who_comes_again_is_the_same_user_with_the_role_of_today(
    client: TestClient, bench: Workbench, provider: IdentityProvider
) -> None:
    go(client)
    provider.person |= {"groups": ["guests"], "preferred_username": "renamed"}
    go(client)
    assert [(u.name, u.role) for u in bench.store.accounts.users()] == [("grace", "viewer")]


def test_nobody_becomes_a_user_of_this_portal_by_choosing_their_name(
    client: TestClient, bench: Workbench, provider: IdentityProvider
) -> None:
    bench.store.accounts.add_user("grace", "admin", password="four words and more", actor="test")
    go(client)
    assert {u.name: u.role for u in bench.store.accounts.users()} == {"grace": "admin", "grace-2": "reviewer"}
    assert ">grace-2<" in client.get("/account").text


def test_who_is_locked_out_here_stays_out(client: TestClient, bench: Workbench) -> None:
    go(client)
    bench.store.accounts.set_disabled("grace", True, actor="test")
    answer = go(client)
    assert answer.status_code == 403
    assert "locked out" in answer.text


WRONG: dict[str, dict[str, Any]] = {
    "another issuer": {"wrong": {"iss": "https://elsewhere.example"}},
    "another audience": {"wrong": {"aud": "another"}},
    "no audience": {"wrong": {"aud": None}},
    "for another party": {"wrong": {"aud": [CLIENT_ID, "another"], "azp": "another"}},
    "too old": {"shifted": {"exp": -120}},
    "without an end": {"wrong": {"exp": None}},
    "from the future": {"shifted": {"iat": 600}},
    "replayed": {"wrong": {"nonce": "that of another sign-in"}},
    "without nonce": {"wrong": {"nonce": None}},
    "without subject": {"wrong": {"sub": None}},
    "by another key": {"sign_with": ECKey.generate_key("P-256")},
    "by another kind of key": {"sign_with": RSAKey.generate_key(2048)},
    "by the client's secret": {"sign_with": OctKey.import_key(CLIENT_SECRET)},
    "not signed": {"header": {"alg": "none"}},
    "in no group": {"person": {"sub": "42", "groups": []}},
    "groups that are no list": {"person": {"sub": "42", "groups": {"office": True}}},
    "configuration of another": {"other_issuer": "https://elsewhere.example"},
    "down": {"is_down": True},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_what_is_not_right_lets_nobody_in(
    client: TestClient, bench: Workbench, provider: IdentityProvider, wrong: dict[str, Any]
) -> None:
    for name, value in wrong.items():
        setattr(provider, name, value)
    answer = go(client)
    assert answer.status_code == 403
    assert SESSION_COOKIE not in client.cookies
    assert bench.store.accounts.users() == []


def test_an_answer_to_another_browser_lets_nobody_in(client: TestClient, bench: Workbench) -> None:
    """A forged sign-in: the attacker's own code, brought into the victim's browser."""
    attacker = TestClient(client.app, follow_redirects=False)
    code = httpx.get(attacker.get("/sign-in/oidc").headers["location"]).headers["location"]
    assert client.get(code).status_code == 403
    client.get("/sign-in/oidc")
    assert client.get(code).status_code == 403
    assert bench.store.accounts.users() == []


def test_a_code_is_used_once(client: TestClient) -> None:
    back = httpx.get(client.get("/sign-in/oidc").headers["location"]).headers["location"]
    cookies = dict(client.cookies)
    assert client.get(back).status_code == 303
    again = TestClient(client.app, cookies=cookies, follow_redirects=False)
    assert again.get(back).status_code == 403


def test_new_keys_of_the_provider_are_fetched(client: TestClient, provider: IdentityProvider) -> None:
    assert go(client).status_code == 303
    provider.rotate_keys()
    assert go(client).status_code == 303
    assert go(client).status_code == 303
    assert provider.asked.count("keys") == 2
    assert provider.asked.count("configuration") == 1


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_after_signing_in_one_stays_on_this_site(client: TestClient, path: str) -> None:
    assert go(client, path).headers["location"] == "/"


@pytest.mark.parametrize("cookie", ["", "x", "e30=", "bnVsbA==", "W10=", "eyJzdGF0ZSI6ICJ4In0="])
def test_a_cookie_that_is_none_is_none(cookie: str) -> None:
    assert Attempt.from_cookie(cookie) is None


def test_without_settings_there_is_no_such_page(tmp_path: Path) -> None:
    with workbench(tmp_path) as bench:
        client = TestClient(create_app(bench), follow_redirects=False)
        assert client.get("/sign-in/oidc").status_code == 404
        assert client.get("/sign-in/oidc/callback?code=x").status_code == 403


def test_it_needs_to_know_its_own_address(tmp_path: Path) -> None:
    oidc = {"issuer": "https://login.example", "client_id": "x"}
    with workbench(tmp_path, portal={"oidc": oidc}) as bench, pytest.raises(ConfigurationError, match="PORTAL__URL"):
        create_app(bench)


@pytest.mark.parametrize(
    ("issuer", "is_fine"),
    [
        ("https://login.example.org/realms/office", True), ("http://localhost:8080/realms/x", True),
        ("http://127.0.0.1:9", True), ("http://login.example.org", False), ("http://localhost.evil.example", False),
        ("ftp://x", False), ("https://x?y", False), ("", False),
    ],
)  # fmt: skip
def test_an_issuer_is_asked_over_https_unless_it_is_this_machine(issuer: str, is_fine: bool) -> None:
    try:
        OidcSettings(issuer=issuer, client_id="x")
    except ValueError:
        assert not is_fine
    else:
        assert is_fine


@pytest.mark.parametrize(
    ("claims", "claim", "default", "role"),
    [
        ({"groups": ["a"]}, "groups", None, "viewer"),
        ({"groups": "a"}, "groups", None, "viewer"),
        ({"groups": ["a", "b", "x"]}, "groups", None, "reviewer"),
        ({"groups": ["b", "c", "d"]}, "groups", None, "admin"),
        ({"groups": ["b", "d"]}, "groups", None, "reviewer"),
        ({"groups": ["x"]}, "groups", None, None),
        ({"groups": ["x"]}, "groups", "viewer", "viewer"),
        ({}, "groups", None, None),
        ({"groups": 5}, "groups", None, None),
        ({"groups": [5, None, ["a"]]}, "groups", None, None),
        ({"realm": {"roles": ["a"]}}, "realm.roles", None, "viewer"),
        ({"realm": ["a"]}, "realm.roles", None, None),
    ],
)
def test_groups_become_a_role(claims: dict[str, Any], claim: str, default: Any, role: str | None) -> None:
    roles = {"a": "viewer", "b": "reviewer", "c": "admin", "d": "auditor"}
    settings = OidcSettings(
        issuer="https://x.example",
        client_id="x",
        role_claim=claim,
        roles=roles,
        default_role=default,  # type: ignore[arg-type]
    )
    assert role_of(claims, settings) == role
