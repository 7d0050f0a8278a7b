"""Users, sessions, links, tokens: what is kept, what ends when, what is never kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from schemas.errors import AccountError
from store.accounts import Accounts, AttemptLimits, User
from store.secrets import new_password, verify_password
from store.store import DocumentStore
from store.users import usable_name
from tests.databases import execute

GOOD = "four words and more"
HOUR = timedelta(hours=1)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock(store: DocumentStore) -> Clock:
    turned = Clock()
    store.accounts.now = turned
    return turned


@pytest.fixture
def accounts(store: DocumentStore, clock: Clock) -> Accounts:
    return store.accounts


@pytest.fixture
def ann(accounts: Accounts) -> User:
    return accounts.add_user("Ann", "admin", password=GOOD, actor="test")


@pytest.fixture
def bob(accounts: Accounts) -> User:
    return accounts.add_user("bob", "viewer", actor="test")


def kinds(store: DocumentStore) -> list[str]:
    return [event.kind for event in store.events()]


@pytest.mark.parametrize(
    ("name", "password", "is_let_in"),
    [
        ("ann", GOOD, True),
        (" ANN ", GOOD, True),
        ("ann", GOOD + " ", False),
        ("ann", GOOD.upper(), False),
        ("ann", "", False),
        ("ann", "x" * 100_000, False),
        ("an", GOOD, False),
        ("bob", "", False),  # has no password
        ("bob", "None", False),
        ("", "", False),
        ("ann\x00", GOOD, False),
        ("ä" * 300, GOOD, False),
    ],
)
def test_only_the_right_password_lets_in(
    accounts: Accounts, ann: User, bob: User, name: str, password: str, is_let_in: bool
) -> None:
    assert (accounts.check_sign_in(name, password) is not None) == is_let_in


@pytest.mark.parametrize("name", ["ann", "ann.b@example.org", "0", "a_b-c+d"])
def test_names_that_can_be_had(accounts: Accounts, name: str) -> None:
    assert accounts.add_user(name, "viewer", actor="test").name == name


@pytest.mark.parametrize("name", ["", " ", ".ann", "ann b", "ann/b", "ann\n", "Ännchen", "a" * 65, "<b>", "../etc"])
def test_names_that_cannot(accounts: Accounts, name: str) -> None:
    with pytest.raises(AccountError, match="name"):
        accounts.add_user(name.replace("\n", "\nx"), "viewer", actor="test")


@pytest.mark.parametrize("name", ["", "...", "Ännchen Müller", "ann b", "DOMAIN\\ann", "a" * 300, "名前"])
def test_a_foreign_name_becomes_one_that_can_be_had(accounts: Accounts, name: str) -> None:
    assert accounts.add_user(usable_name(name), "viewer", actor="test").name


def test_a_name_is_had_once_whatever_its_case(accounts: Accounts, ann: User) -> None:
    with pytest.raises(AccountError, match="already"):
        accounts.add_user("aNN", "viewer", actor="test")


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "elevenchars",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "ann123456789"[:11],
        "annannannanna",
        "x" * 513,
    ],
)
def test_weak_passwords_are_refused(accounts: Accounts, ann: User, password: str) -> None:
    with pytest.raises(AccountError):
        accounts.set_password("ann", password, actor="test")
    assert accounts.check_sign_in("ann", GOOD) is not None


def test_a_made_password_is_good_enough_and_new_each_time(accounts: Accounts, ann: User) -> None:
    made = {new_password() for _ in range(20)}
    assert len(made) == 20
    accounts.set_password("ann", made.pop(), actor="test")


def test_no_secret_is_kept(store: DocumentStore, accounts: Accounts, ann: User, store_url: str) -> None:
    secrets = [
        GOOD,
        accounts.begin_session(ann, "password", lasts=HOUR),
        accounts.new_link(ann, lasts=HOUR, actor="test"),
        accounts.add_token(ann, "x", ["search"])[1],
        "a password typed as name",
    ]
    failed(accounts, secrets[-1], "1.2.3.4")
    tables = "users", "sessions", "sign_in_links", "api_tokens", "sign_in_failures", "events"
    kept = "".join(str(execute(store_url, f"SELECT * FROM {table}")) for table in tables)
    assert "$argon2id$" in kept
    assert not [secret for secret in secrets if secret in kept]


def test_a_hash_of_nothing_fits_nothing() -> None:
    assert not verify_password("", "")
    assert not verify_password("x", "no hash at all")


# Sessions


@pytest.mark.parametrize(
    ("minutes_between", "times", "is_open"),
    [(29, 1, True), (29, 10, True), (31, 1, False), (29, 24, True), (29, 25, False)],
    ids=["used", "used often", "idle", "just before its end", "past its end"],
)
def test_a_session_ends_by_idleness_and_by_age(
    accounts: Accounts, clock: Clock, ann: User, minutes_between: int, times: int, is_open: bool
) -> None:
    token = accounts.begin_session(ann, "password", lasts=timedelta(hours=12))
    for _ in range(times):
        clock.forward(minutes=minutes_between)
        found = accounts.session(token, idle=timedelta(minutes=30))
    assert (found is not None) == is_open


def test_a_session_says_who_and_how_and_changes_with_the_user(accounts: Accounts, ann: User, bob: User) -> None:
    token = accounts.begin_session(bob, "link", lasts=HOUR, address="1.2.3.4", browser="B" * 1000)
    found = accounts.session(token, idle=HOUR)
    assert found is not None
    assert (found.user.name, found.method, found.address, len(found.browser)) == ("bob", "link", "1.2.3.4", 256)
    accounts.set_role("bob", "reviewer", actor="ann")
    again = accounts.session(token, idle=HOUR)
    assert again is not None
    assert again.user.role == "reviewer"


def test_ending_a_session_ends_that_one(accounts: Accounts, ann: User) -> None:
    first, second = (accounts.begin_session(ann, "password", lasts=HOUR) for _ in range(2))
    found = accounts.session(first, idle=HOUR)
    assert found is not None
    assert accounts.end_session(found.id, actor="ann")
    assert not accounts.end_session(found.id, actor="ann")
    assert accounts.session(first, idle=HOUR) is None
    assert accounts.session(second, idle=HOUR) is not None


@pytest.mark.parametrize("token", ["", "x", "\udcff", "a" * 10_000])
def test_what_is_no_token_opens_nothing(accounts: Accounts, ann: User, token: str) -> None:
    accounts.begin_session(ann, "password", lasts=HOUR)
    assert accounts.session(token, idle=HOUR) is None
    assert accounts.token(token) is None
    assert accounts.use_link(token) is None


def test_the_id_of_a_session_is_no_token(accounts: Accounts, ann: User) -> None:
    accounts.begin_session(ann, "password", lasts=HOUR)
    (session,) = accounts.sessions(ann)
    assert accounts.session(session.id, idle=HOUR) is None


def test_a_new_password_signs_out_everywhere_else(accounts: Accounts, ann: User) -> None:
    kept, other = (accounts.begin_session(ann, "password", lasts=HOUR) for _ in range(2))
    link = accounts.new_link(ann, lasts=HOUR, actor="test")
    here = accounts.session(kept, idle=HOUR)
    assert here is not None
    accounts.set_password("ann", "another good password", actor="ann", keep_session=here.id)
    assert accounts.session(kept, idle=HOUR) is not None
    assert accounts.session(other, idle=HOUR) is None
    assert accounts.use_link(link) is None


def test_who_is_locked_out_is_out_everywhere_at_once(accounts: Accounts, ann: User, bob: User) -> None:
    session = accounts.begin_session(bob, "link", lasts=HOUR)
    link = accounts.new_link(bob, lasts=HOUR, actor="test")
    _, token = accounts.add_token(bob, "x", ["search"])
    accounts.set_disabled("bob", True, actor="ann")
    assert accounts.session(session, idle=HOUR) is None
    assert accounts.token(token) is None
    assert accounts.use_link(link) is None
    accounts.set_disabled("bob", False, actor="ann")
    assert accounts.session(session, idle=HOUR) is None
    assert accounts.token(token) is None


@pytest.mark.parametrize("change", ["role", "disable"])
def test_the_last_admin_stays(accounts: Accounts, ann: User, bob: User, change: str) -> None:
    def demote() -> None:
        if change == "role":
            accounts.set_role("ann", "viewer", actor="ann")
        else:
            accounts.set_disabled("ann", True, actor="ann")

    with pytest.raises(AccountError, match="only admin"):
        demote()
    assert accounts.user("ann").is_one_of("admin")
    accounts.set_role("bob", "admin", actor="ann")
    demote()


def test_changes_of_nobody_are_refused(accounts: Accounts, ann: User) -> None:
    with pytest.raises(AccountError, match="no user"):
        accounts.set_role("nobody", "admin", actor="ann")


# Links and tokens


def test_a_link_works_once_within_its_time(accounts: Accounts, clock: Clock, ann: User) -> None:
    link = accounts.new_link(ann, lasts=HOUR, actor="test")
    assert accounts.use_link(link) == accounts.user("ann")
    assert accounts.use_link(link) is None
    old = accounts.new_link(ann, lasts=HOUR, actor="test")
    clock.forward(hours=1)
    assert accounts.use_link(old) is None


def test_a_new_link_ends_the_one_before(accounts: Accounts, ann: User) -> None:
    first = accounts.new_link(ann, lasts=HOUR, actor="test")
    accounts.new_link(ann, lasts=HOUR, actor="test")
    assert accounts.use_link(first) is None


def test_a_token_does_what_it_was_made_for_until_it_ends(accounts: Accounts, clock: Clock, ann: User) -> None:
    kept, token = accounts.add_token(ann, " import ", ["search", "documents:read"], lasts=HOUR)
    assert token.startswith(kept.hint)
    assert (kept.name, kept.scopes) == ("import", {"search", "documents:read"})
    found = accounts.token(token)
    assert found is not None
    assert found.user.name == "ann"
    assert accounts.tokens(ann)[0].used_at == clock.now
    clock.forward(hours=1)
    assert accounts.token(token) is None


def test_only_its_owner_or_an_admin_revokes_a_token(accounts: Accounts, ann: User, bob: User) -> None:
    kept, token = accounts.add_token(ann, "x", ["search"])
    assert not accounts.revoke_token(kept.id, owner=bob, actor="bob")
    assert accounts.token(token) is not None
    assert accounts.revoke_token(kept.id, owner=ann, actor="ann")
    assert accounts.token(token) is None
    assert not accounts.revoke_token(kept.id, actor="ann")
    assert accounts.tokens() == []


@pytest.mark.parametrize(("name", "scopes"), [("", ["search"]), (" ", ["search"]), ("x", []), ("x", ["everything"])])
def test_a_token_needs_name_and_scope(accounts: Accounts, ann: User, name: str, scopes: list) -> None:
    with pytest.raises(AccountError):
        accounts.add_token(ann, name, scopes)


# Failed sign-ins and the audit log


def failed(accounts: Accounts, name: str, address: str) -> None:
    attempt = accounts.begin_attempt(name, address, AttemptLimits(timedelta(minutes=15), 99, 99, 99))
    assert attempt is not None
    accounts.end_attempt(attempt, name, succeeded=False)


def test_failures_are_counted_by_name_and_address_in_a_window(accounts: Accounts, clock: Clock, ann: User) -> None:
    for name, address in (("ann", "1"), ("ANN ", "1"), ("ann", "2"), ("nobody", "1")):
        failed(accounts, name, address)

    def allowed(name: str, address: str, **limits: int) -> bool:
        most = {"of_pair": 9, "of_name": 9, "of_address": 9} | limits
        attempt = accounts.begin_attempt(name, address, AttemptLimits(timedelta(minutes=15), **most))
        if attempt is not None:
            accounts.end_attempt(attempt, name, succeeded=True)
        return attempt is not None

    assert [allowed("Ann", "3", of_name=most) for most in (3, 4)] == [False, True]
    assert [allowed("bob", "1", of_address=most) for most in (3, 4)] == [False, True]
    assert [allowed("ann", "1", of_pair=most) for most in (2, 3)] == [False, True]
    clock.forward(minutes=15)
    assert allowed("ann", "1", of_pair=1)


def test_the_audit_log_tells_what_happened_to_whom_by_whom(
    store: DocumentStore, accounts: Accounts, ann: User, bob: User
) -> None:
    failed(accounts, "bob", "1")
    accounts.set_role("bob", "auditor", actor="ann")
    session = accounts.session(accounts.begin_session(bob, "password", lasts=HOUR), idle=HOUR)
    assert session is not None
    accounts.end_session(session.id, actor="bob")
    accounts.set_disabled("bob", True, actor="ann")
    told = [(event.kind, event.actor, event.data.get("user")) for event in store.events()]
    assert told == [
        ("user_added", "test", "ann"),
        ("user_added", "test", "bob"),
        ("sign_in_failed", "bob", "bob"),
        ("role_changed", "ann", "bob"),
        ("signed_in", "bob", None),
        ("signed_out", "bob", "bob"),
        ("user_disabled", "ann", "bob"),
    ]
    assert store.verify_events().intact


def test_events_are_paged_newest_first(store: DocumentStore, accounts: Accounts, ann: User) -> None:
    for number in range(5):
        store.append_event("a" * 64 if number % 2 else None, "tried", {"n": number}, actor=f"by{number % 2}")
    assert [e.sequence for e in store.event_page(3)] == [6, 5, 4]
    assert [e.sequence for e in store.event_page(9, before=3)] == [2, 1]
    assert [e.data["n"] for e in store.event_page(9, document_id="a" * 64)] == [3, 1]
    assert [e.data["n"] for e in store.event_page(9, kind="tried", actor="by0")] == [4, 2, 0]
    assert (store.event_kinds(), store.event_count()) == (["tried", "user_added"], 6)
