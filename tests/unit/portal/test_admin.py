"""The pages of administration: what they say about the system, and how users come and go."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from portal.context import Portal
from portal.system import Part, look
from schemas.errors import IndexUnavailable
from services.workbench import Workbench
from store.accounts import User
from tests.portals import signed_in, stranger
from tests.workbenches import ingest, workbench


def part(bench: Workbench, name: str, **portal: Any) -> Part:
    return next(part for part in look(Portal(bench, **portal)).parts if part.name == name)


@pytest.mark.parametrize(
    ("state", "tone"),
    [("asleep", "good"), ("working", "good"), ("ready", "good"), ("restarting", "warn"), ("failed", "bad")],
)
def test_the_system_page_says_how_processing_is(bench: Workbench, state: str, tone: str) -> None:
    assert part(bench, "Processing", background=SimpleNamespace(state=state)).tone == tone
    assert part(bench, "Processing").state == "by Prefect workers"


def test_an_index_that_is_down_hides_nothing_else(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(_: object) -> str:
        raise IndexUnavailable("the index does not answer; start it")

    ingest(bench, "letter.pdf")
    monkeypatch.setattr(type(bench.index), "health", down)
    page = signed_in(bench, "admin").get("/admin").text
    assert "the index does not answer; start it" in page
    assert re.search(r"<strong>1</strong><span>Waiting", page)


def test_an_index_that_lacks_documents_is_behind(bench: Workbench) -> None:
    from schemas.outcome import Outcome

    (document_id,) = ingest(bench, "letter.pdf")
    assert part(bench, "Search index").tone == "good"
    bench.store.finish(Outcome(document_id=document_id, status="needs_review"))
    assert part(bench, "Search index").state == "1 behind"


def test_a_database_password_is_not_shown(bench: Workbench) -> None:
    url = "postgresql+psycopg://fieldwright:secret@db.example/papers"
    told = SimpleNamespace(store=bench.store, index=bench.index, index_name=bench.index_name)
    told.settings = bench.settings.model_copy(update={"database_url": url})
    found = part(told, "Store")  # type: ignore[arg-type]
    assert (found.state, found.detail) == ("postgresql", "db.example/papers")


def test_an_invited_user_comes_in_once_by_the_link_and_no_other_way(bench: Workbench) -> None:
    admin = signed_in(bench, "admin")
    page = admin.post("/admin/users", data={"name": "Grace", "role": "reviewer"})
    link = re.search(r"http://testserver(/sign-in/link\?token=[\w-]+)", page.text)
    assert link
    assert link[1] not in admin.get("/admin/users").text
    guest = stranger(bench)
    form = re.search(r'name="csrf_token" value="(\w+)"', guest.get(link[1]).text)
    assert form
    token = link[1].partition("=")[2]
    answer = guest.post("/sign-in/link", data={"token": token, "csrf_token": form[1]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "Choose a password" in guest.get("/account").text


def test_the_link_leads_to_the_address_that_people_use(tmp_path: Any) -> None:
    with workbench(tmp_path, portal={"url": "https://papers.example/"}) as bench:
        client = signed_in(bench, "admin")
        client.base_url = "https://testserver"
        page = client.post("/admin/users", data={"name": "grace", "role": "viewer"}).text
    assert "https://papers.example/sign-in/link?token=" in page


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"name": "admin", "role": "viewer"}, "already"),
        ({"name": "a b", "role": "viewer"}, "letters"),
        ({"name": "<script>alert(1)</script>", "role": "viewer"}, "letters"),
        ({"name": "grace", "role": "emperor"}, "role"),
        ({"role": "viewer"}, "name"),
    ],
)
def test_a_user_that_cannot_be_is_refused_with_the_reason(bench: Workbench, form: dict[str, str], told: str) -> None:
    answer = signed_in(bench, "admin").post("/admin/users", data=form)
    assert answer.status_code == 422
    assert told in answer.text
    assert "<script>alert" not in answer.text
    assert [user.name for user in bench.store.accounts.users()] == ["admin"]


def test_changes_are_done_and_told(bench: Workbench) -> None:
    bench.store.accounts.add_user("a+b@example.org", "viewer", actor="test")
    admin, address = signed_in(bench, "admin"), "/admin/users/a%2Bb%40example.org"

    def grace() -> User:
        return bench.store.accounts.user("a+b@example.org")

    assert admin.post(f"{address}/role", data={"role": "auditor"}).status_code == 303
    assert grace().role == "auditor"
    assert admin.post(f"{address}/disable").headers["location"] == "/admin/users?done=disabled"
    assert grace().disabled
    assert admin.post(f"{address}/enable").status_code == 303
    assert not grace().disabled
    assert "The role is changed" in admin.get("/admin/users?done=role").text
    assert "hello" not in admin.get("/admin/users?done=hello").text
    kinds = [event.kind for event in bench.store.event_page(3)]
    assert kinds == ["user_enabled", "user_disabled", "role_changed"]
