"""``fieldwright user`` and the first words of ``fieldwright portal``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from fieldwright.portal import _invite
from schemas.settings import load_settings
from services.portal_address import DEFAULT, FILE, known_address, listening
from services.workbench import Workbench
from tests.workbenches import workbench

GOOD = "four words and more"


@pytest.fixture
def call(run_cli, tmp_path, monkeypatch):
    """Runs the command line on a home of its own."""
    monkeypatch.setenv("FIELDWRIGHT_HOME", str(tmp_path / "home"))
    return run_cli


@pytest.fixture
def accounts(call):
    with Workbench(load_settings()) as bench:
        yield bench.store.accounts


def test_a_user_is_added_with_a_typed_password(call, accounts):
    code, out, err = call("user", "add", "Ann", "--role", "admin", "--password-stdin", typed=f"{GOOD}\n")
    assert (code, out) == (0, "")
    assert "ann may sign in as admin" in err
    assert accounts.check_sign_in("ann", GOOD).role == "admin"
    assert GOOD not in err


def test_a_made_password_is_shown_once_alone_on_standard_output(call, accounts):
    _, out, _ = call("user", "add", "ann", "--generate")
    assert accounts.check_sign_in("ann", out.strip()).role == "viewer"
    _, again, _ = call("user", "password", "ann", "--generate")
    assert again != out
    assert accounts.check_sign_in("ann", out.strip()) is None
    assert accounts.check_sign_in("ann", again.strip()) is not None


@pytest.mark.parametrize("arguments", [("add", "ann", "--link"), ("link", "ann")])
def test_a_link_is_printed_whole_for_pipes(call, accounts, arguments):
    if arguments[0] == "link":
        accounts.add_user("ann", "viewer", actor="test")
    _, out, _ = call("user", *arguments)
    found = re.fullmatch(r"http://127\.0\.0\.1:8000/sign-in/link\?token=([\w-]+)\n", out)
    assert found
    assert accounts.use_link(found[1]).name == "ann"


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        ("127.0.0.1", 9001, "http://127.0.0.1:9001"),
        ("0.0.0.0", 80, "http://127.0.0.1:80"),
        ("::", 9001, "http://[::1]:9001"),
        ("papers.lan", 9001, "http://papers.lan:9001"),
    ],
)
def test_links_have_the_address_of_the_last_start(call, accounts, host, port, address):
    accounts.add_user("ann", "viewer", actor="test")
    listening(load_settings(), "127.0.0.1", 8001)
    assert listening(load_settings(), host, port) == address
    assert call("user", "link", "ann")[1].startswith(f"{address}/sign-in/link?token=")


def test_a_stated_address_is_that_of_links_and_is_known_to_programs_that_were_not_told(call, accounts, monkeypatch):
    accounts.add_user("ann", "viewer", actor="test")
    monkeypatch.setenv("FIELDWRIGHT_PORTAL__URL", "https://papers.example/")
    assert listening(load_settings(), "127.0.0.1", 9001) == "https://papers.example/"
    assert call("user", "link", "ann")[1].startswith("https://papers.example/sign-in/link?token=")
    monkeypatch.delenv("FIELDWRIGHT_PORTAL__URL")
    assert known_address(load_settings()) == "https://papers.example"


@pytest.mark.parametrize("noted", [b"", b"\xff\xfe", b"javascript:1", b"http://evil@host:1\nx"])
def test_a_note_that_is_no_address_counts_as_none(call, accounts, noted):
    (load_settings().home / FILE).write_bytes(noted)
    assert known_address(load_settings()) is None
    accounts.add_user("ann", "viewer", actor="test")
    assert call("user", "link", "ann")[1].startswith(f"{DEFAULT}/sign-in/link?token=")


def test_role_disable_enable_and_list(call, accounts):
    call("user", "add", "ann", "--role", "admin", "--generate")
    call("user", "add", "bob", "--generate")
    assert call("user", "role", "bob", "auditor")[0] == 0
    assert call("user", "disable", "bob")[0] == 0
    listed = json.loads(call("user", "list", "--json")[1])
    assert [(u["name"], u["role"], u["disabled"], u["signs_in_by"]) for u in listed] == [
        ("ann", "admin", False, "password"),
        ("bob", "auditor", True, "password"),
    ]
    assert "disabled" in call("user", "list")[1]
    assert call("user", "enable", "bob")[0] == 0
    assert not accounts.user("bob").disabled


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "ann", "--role", "emperor", "--generate"), "viewer, reviewer, auditor, admin"),
        (("add", "a n n", "--generate"), "letters"),
        (("add", "root", "--generate"), "already"),
        (("add", "ann", "--password-stdin"), "12 characters"),
        (("role", "nobody", "admin"), "no user"),
        (("role", "root", "viewer"), "only admin"),
        (("disable", "root"), "only admin"),
        (("password", "nobody", "--generate"), "no user"),
        (("link", "nobody"), "no user"),
    ],
)
def test_what_cannot_be_ends_with_2_and_the_reason(call, accounts, arguments, told):
    accounts.add_user("root", "admin", actor="test")
    code, _, err = call("user", *arguments, typed="short\n")
    assert code == 2
    assert told in " ".join(err.split())
    assert [user.name for user in accounts.users()] == ["root"]


# The first start of the portal


def invited(bench: Workbench, capsys, *, is_local: bool) -> str:
    _invite(bench, "http://127.0.0.1:9", is_local=is_local)
    out, err = capsys.readouterr()
    return out + err


def test_the_first_start_on_this_machine_prints_a_link_that_makes_an_admin(tmp_path: Path, capsys):
    with workbench(tmp_path) as bench:
        told = invited(bench, capsys, is_local=True)
        found = re.search(r"http://127\.0\.0\.1:9/sign-in/link\?token=([\w-]+)", told)
        assert found
        again = re.search(r"token=([\w-]+)", invited(bench, capsys, is_local=True))
        assert again
        assert len(bench.store.accounts.users()) == 1
        assert bench.store.accounts.use_link(found[1]) is None  # the newer link ended it
        assert bench.store.accounts.use_link(again[1]).role == "admin"


def test_a_start_for_other_machines_prints_no_link(tmp_path: Path, capsys):
    with workbench(tmp_path) as bench:
        told = invited(bench, capsys, is_local=False)
        assert "token=" not in told
        assert "fieldwright user add" in told
        assert bench.store.accounts.users() == []
    with workbench(tmp_path / "2", portal={"url": "https://papers.example"}) as bench:
        assert "token=" not in invited(bench, capsys, is_local=True)


def test_who_has_an_admin_already_is_told_nothing(tmp_path: Path, capsys):
    with workbench(tmp_path) as bench:
        bench.store.accounts.add_user("ann", "admin", password=GOOD, actor="test")
        assert invited(bench, capsys, is_local=True) == ""
