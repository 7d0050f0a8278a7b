"""The review queue, the screen and the JSON behind it: who may what, what is stored, what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest

from portal.routes.review import due_in
from schemas.extraction import Extraction
from schemas.roles import Role
from services import stages
from services.workbench import Workbench
from tests.portals import program, signed_in, stranger
from tests.reviewing import TrueFields, process, reviewing
from tests.workbenches import ingest

FIELDS = TrueFields({"total_amount": 0.4, "seller_name": 0.2}, {"total_amount": "$8,115"})
KEY = "0123456789abcdef"


@pytest.fixture(scope="module")
def processed(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, str]:
    """A home with one doubtful invoice, which every test gets a copy of."""
    home = tmp_path_factory.mktemp("home")
    with reviewing(home, FIELDS) as bench:
        [ident] = process(bench, "invoice_english.pdf")
    return home, ident


@pytest.fixture
def bench(processed, tmp_path) -> Iterator[Workbench]:
    import shutil

    home, _ = processed
    shutil.copytree(home, tmp_path / "home")
    with reviewing(tmp_path / "home", FIELDS) as opened:
        yield opened


@pytest.fixture
def ident(processed) -> str:
    return processed[1]


def version(client, ident: str) -> str:
    found: str = client.get(f"/api/v1/review/{ident}").json()["version"]
    return found


def sheet(client, ident: str, *answers: dict, **more) -> dict:
    known = {"answers": list(answers), "acknowledged": more.pop("acknowledged", [])}
    return {"version": version(client, ident), "answers": known, **more}


TOTAL = {"field": "total_amount", "action": "correct", "text": "8,835.21"}
SELLER = {"field": "seller_name", "action": "accept"}


@pytest.mark.parametrize(
    ("role", "queue", "quality"), [("viewer", 403, 403), ("reviewer", 200, 403), ("auditor", 200, 200), ("admin", 200, 200)]
)  # fmt: skip
def test_who_sees_the_queue(bench, ident, role: Role, queue: int, quality: int) -> None:
    client = signed_in(bench, role)
    assert client.get("/review").status_code == queue
    assert client.get(f"/review/{ident}").status_code == queue
    assert client.get("/api/v1/review/queue").status_code == queue
    assert client.get(f"/api/v1/review/{ident}").status_code == queue
    assert client.get("/review/quality").status_code == quality


def test_a_stranger_is_led_to_the_sign_in_page(bench, ident) -> None:
    answer = stranger(bench).get(f"/review/{ident}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next=/review/{ident}")


@pytest.mark.parametrize(
    "path", ["check", "corrections", "skip", "escalate", "reject", "class", "parts", "take", "renew"]
)
def test_an_auditor_reads_and_changes_nothing(bench, ident, path: str) -> None:
    client = signed_in(bench, "auditor")
    assert client.post(f"/api/v1/review/{ident}/{path}", json={}).status_code == 403
    page = client.get(f"/review/{ident}").text
    assert 'data-readonly="1"' in page
    assert "data-approve" not in page
    assert bench.store.reviews.row(ident).assignee is None


def test_a_token_needs_the_scope(bench, ident) -> None:
    assert program(bench, "reviewer", "search").get("/api/v1/review/queue").status_code == 403
    assert program(bench, "reviewer", "review").get("/api/v1/review/queue").json()["total"] == 1


def test_the_queue_shows_its_documents_and_filters_them(bench, ident) -> None:
    client = signed_in(bench, "reviewer")
    page = client.get("/review").text
    assert "invoice_english.pdf" in page
    assert "8,115.00" in page
    for query, expected in (
        ("document_class=invoice", True), ("document_class=claim", False), ("due=late", False), ("due=week", True),
        ("assignee=nobody", True), ("assignee=somebody", False), ("part=escalated", False), ("part=second", False),
    ):  # fmt: skip
        assert ("invoice_english.pdf" in client.get(f"/review?{query}").text) == expected, query


@pytest.mark.parametrize("query", ["part=all", "due=never", "order=name", "page=0", "page=x"])
def test_a_filter_that_does_not_exist_is_refused(bench, query: str) -> None:
    assert signed_in(bench, "reviewer").get(f"/review?{query}").status_code == 422


def test_starting_takes_the_first_document(bench, ident) -> None:
    client = signed_in(bench, "reviewer", name="anna")
    answer = client.post("/review/next")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/review/{ident}")
    assert bench.store.reviews.row(ident).assignee == "anna"
    other = signed_in(bench, "reviewer", name="ben").post("/review/next")
    assert other.headers["location"] == "/review"


def test_opening_a_document_takes_it_and_is_noted(bench, ident) -> None:
    page = signed_in(bench, "reviewer", name="anna").get(f"/review/{ident}")
    assert page.status_code == 200
    event = bench.store.events(ident)[-1]
    assert (event.kind, event.actor, event.data) == ("viewed", "anna", {"what": "review", "round": 1})
    assert bench.store.reviews.row(ident).assignee == "anna"
    ben = signed_in(bench, "reviewer", name="ben").get(f"/review/{ident}").text
    assert "<strong>anna</strong> is working on this document" in ben
    assert 'data-readonly="1"' in ben


def test_the_page_keeps_to_its_content_security_policy(bench, ident) -> None:
    page = signed_in(bench, "reviewer").get(f"/review/{ident}").text
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style", page)
    assert all('type="application/json"' in tag or "src=" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_an_admin_takes_over_and_the_other_cannot_save(bench, ident) -> None:
    anna = signed_in(bench, "reviewer", name="anna")
    anna.get(f"/review/{ident}")
    assert signed_in(bench, "reviewer", name="ben").post(f"/review/{ident}/take").status_code == 403
    assert signed_in(bench, "admin", name="root").post(f"/review/{ident}/take").status_code == 303
    answer = anna.post(f"/api/v1/review/{ident}/check", json=sheet(anna, ident, TOTAL))
    assert (answer.status_code, answer.json()["code"]) == (409, "review_conflict")
    assert anna.post(f"/api/v1/review/{ident}/renew").json() == {"held": False, "assignee": "root"}


def test_checking_tells_what_answers_mean_and_keeps_a_draft(bench, ident) -> None:
    client = signed_in(bench, "reviewer", name="anna")
    answer = client.post(f"/api/v1/review/{ident}/check", json=sheet(client, ident, TOTAL, seconds=3.5)).json()
    assert answer["complete"] is False  # the seller is still doubtful
    assert answer["fields"]["total_amount"]["value"] == "8835.21"
    assert answer["fields"]["total_amount"]["place"]["words"]
    assert answer["findings"] == []
    wrong = {"field": "total_amount", "action": "correct", "text": "much"}
    [problem] = client.post(f"/api/v1/review/{ident}/check", json=sheet(client, ident, wrong)).json()["problems"]
    assert (problem["field"], problem["code"]) == ("total_amount", "not_understood")
    assert bench.store.outcome(ident).status == "needs_review"
    page = client.get(f"/review/{ident}").text
    assert 'id="review-draft"' in page
    assert 'id="review-draft"' not in signed_in(bench, "auditor").get(f"/review/{ident}").text


def test_a_complete_submission_is_stored_and_a_second_one_is_refused(bench, ident) -> None:
    client = signed_in(bench, "reviewer", name="anna")
    sent = sheet(client, ident, TOTAL, SELLER, key=KEY)
    for _ in range(2):
        answer = client.post(f"/api/v1/review/{ident}/corrections", json=sent)
        assert (answer.status_code, answer.json()["stored"], answer.json()["status"]) == (200, True, "accepted")
    assert stages.extraction_of(bench, ident).field("total_amount").value == "8835.21"
    assert bench.store.load(ident, "fields", Extraction).field("total_amount").value == "8115"
    made = client.get(f"/api/v1/documents/{ident}/corrections").json()
    assert [(m["field"], m["action"], m["before"], m["after"], m["actor"]) for m in made] == [
        ("total_amount", "correct", "8115", "8835.21", "anna"),
        ("seller_name", "accept", "GURVU PRINTING CO.", "GURVU PRINTING CO.", "anna"),
    ]
    late = signed_in(bench, "reviewer", name="ben").post(
        f"/api/v1/review/{ident}/corrections", json={**sent, "key": KEY[::-1]}
    )
    assert (late.status_code, late.json()["detail"]) == (409, "anna has finished this document already")
    # The index was brought up to date behind the answer.
    assert bench.store.unindexed(bench.index_name, 10, statuses=("accepted",)) == []


def test_an_incomplete_submission_says_what_is_left(bench, ident) -> None:
    client = signed_in(bench, "reviewer")
    answer = client.post(f"/api/v1/review/{ident}/corrections", json=sheet(client, ident, SELLER, key=KEY)).json()
    assert (answer["stored"], answer["status"]) == (False, "needs_review")
    assert [f["key"] for f in answer["judgement"]["findings"]] == ["total_adds_up:total_amount"] or answer["judgement"][
        "findings"
    ]
    assert list(bench.store.reviews.corrections(ident)) == []


def test_findings_are_let_pass_by_name(bench, ident) -> None:
    client = signed_in(bench, "reviewer", name="anna")
    accept = {"field": "total_amount", "action": "accept"}
    first = client.post(
        f"/api/v1/review/{ident}/corrections", json=sheet(client, ident, accept, SELLER, key=KEY)
    ).json()
    keys = [finding["key"] for finding in first["judgement"]["findings"]]
    assert keys
    again = sheet(client, ident, accept, SELLER, key=KEY, acknowledged=keys)
    assert client.post(f"/api/v1/review/{ident}/corrections", json=again).json()["stored"]
    assert {"reviewed", "layout_taught"} <= {event.kind for event in bench.store.events(ident)}
    [reason] = [r for r in bench.store.outcome(ident).reasons if "let it pass" in r.message]
    assert reason.severity == "info"


def test_skip_escalate_and_release(bench, ident) -> None:
    anna, ben = signed_in(bench, "reviewer", name="anna"), signed_in(bench, "reviewer", name="ben")
    anna.post(f"/api/v1/review/{ident}/take")
    assert ben.post(f"/api/v1/review/{ident}/skip", json={"why": "mine"}).status_code == 409
    assert anna.post(f"/api/v1/review/{ident}/skip", json={"why": " "}).status_code == 422
    assert anna.post(f"/api/v1/review/{ident}/skip", json={"why": "not my language"}).status_code == 204
    assert anna.post("/api/v1/review/next", json={}).json()["document_id"] is None
    assert ben.post("/api/v1/review/next", json={}).json()["url"] == f"/review/{ident}"
    assert ben.post(f"/api/v1/review/{ident}/escalate", json={"why": "two totals"}).status_code == 204
    assert "two totals" in anna.get("/review?part=escalated").text
    taken = anna.post("/api/v1/review/next", json={"state": "escalated"}).json()
    assert taken["document_id"] == ident
    assert anna.post(f"/api/v1/review/{ident}/release").status_code == 204
    assert bench.store.reviews.row(ident).assignee is None


def test_a_rejected_document_leaves_the_queue(bench, ident) -> None:
    client = signed_in(bench, "reviewer", name="anna")
    said = {"why": "an advertisement", "version": version(client, ident), "key": KEY}
    assert client.post(f"/api/v1/review/{ident}/reject", json=said).json()["status"] == "rejected"
    assert bench.store.outcome(ident).status == "rejected"
    assert client.get("/api/v1/review/queue").json()["total"] == 0


def test_an_approved_document_is_reopened_and_keeps_what_people_established(bench, ident) -> None:
    client = signed_in(bench, "reviewer", name="anna")
    client.post(f"/api/v1/review/{ident}/corrections", json=sheet(client, ident, TOTAL, SELLER, key=KEY))
    assert f'action="/documents/{ident}/reopen"' in client.get(f"/documents/{ident}").text
    answer = client.post(f"/documents/{ident}/reopen", data={"why": "the seller is wrong"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/review/{ident}")
    assert client.get("/api/v1/review/queue").json()["total"] == 1
    assert "the seller is wrong" in client.get("/review").text
    page = client.get(f"/documents/{ident}").text
    assert f'href="/review/{ident}"' in page
    assert "This document was reopened by anna." in page
    fields = {f["name"]: f["value"] for f in client.get(f"/api/v1/review/{ident}").json()["fields"]}
    assert fields["total_amount"] == "8835.21"
    again = sheet(client, ident, acknowledged=["reopened"], key=KEY[::-1])
    assert client.post(f"/api/v1/review/{ident}/corrections", json=again).json()["status"] == "accepted"


def test_a_document_rejected_by_a_person_is_reopened_and_one_that_waits_is_not(bench, ident) -> None:
    client = signed_in(bench, "reviewer", name="anna")
    assert client.post(f"/documents/{ident}/reopen", data={"why": "x"}).status_code == 409
    said = {"why": "an advertisement", "version": version(client, ident), "key": KEY}
    client.post(f"/api/v1/review/{ident}/reject", json=said)
    assert client.post(f"/documents/{ident}/reopen", data={"why": "it is none"}).status_code == 303
    assert bench.store.outcome(ident).status == "needs_review"
    codes = [reason.code for reason in bench.store.outcome(ident).reasons]
    assert "rejected_by_person" not in codes


def test_a_document_that_was_never_read_is_tried_again(bench, tmp_path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    [broken_id] = ingest(bench, broken)
    client = signed_in(bench, "reviewer")
    assert bench.store.outcome(broken_id).status == "rejected"
    assert "Try again" in client.get(f"/documents/{broken_id}").text
    answer = client.post(f"/documents/{broken_id}/reopen", data={"why": "the disk was full"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/documents/{broken_id}")
    assert bench.store.outcome(broken_id) is None


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_only_reviewers_reopen(bench, ident, role: Role) -> None:
    client = signed_in(bench, role)
    assert client.post(f"/documents/{ident}/reopen", data={"why": "x"}).status_code == 403
    assert f"/review/{ident}" not in client.get(f"/documents/{ident}").text


def test_the_review_screen_leads_to_the_next_document_of_the_queue(bench, ident) -> None:
    [other] = process(bench, "invoice_german.pdf")
    client = signed_in(bench, "reviewer")
    beside = {one: 'in the queue" title' in client.get(f"/review/{one}").text for one in (ident, other)}
    assert any(beside.values())
    client.post(f"/api/v1/review/{ident}/release", json={})
    page = client.get(f"/review/{other}").text
    assert f'href="/review/{ident}"' in page


def test_a_document_leads_back_to_the_hits(bench, ident) -> None:
    client = signed_in(bench, "viewer")
    hit = re.search(
        rf'href="(/documents/{ident}[^"]*)"', client.get("/search?q=printing&f=class:invoice&sort=date").text
    )
    assert hit is not None
    page = client.get(unescape(hit[1])).text
    assert 'href="/search?q=printing&amp;f=class%3Ainvoice&amp;sort=date"' in page
    assert "data-back" not in client.get(f"/documents/{ident}").text


def test_another_class_sends_a_document_back(bench, ident) -> None:
    client = signed_in(bench, "reviewer")
    pages = {"version": version(client, ident), "first_pages": [99]}
    refused = client.post(f"/api/v1/review/{ident}/parts", json=pages)
    assert (refused.status_code, refused.json()["detail"]) == (422, "A document can begin only on a page of the file.")
    said = {"version": version(client, ident), "document_class": "nonsense"}
    assert client.post(f"/api/v1/review/{ident}/class", json=said).status_code == 422
    assert client.post(f"/api/v1/review/{ident}/class", json={**said, "document_class": "receipt"}).status_code == 204
    assert bench.store.waiting(10) == [ident]
    assert client.get(f"/review/{ident}").status_code == 404


def test_answers_to_a_past_state_are_refused(bench, ident) -> None:
    client = signed_in(bench, "reviewer")
    sent = sheet(client, ident, TOTAL, SELLER, key=KEY)
    bench.store.reopen(ident, "a better model")
    stages.conclude(stages.Batch(bench, [ident]))
    answer = client.post(f"/api/v1/review/{ident}/corrections", json=sent)
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "the document was processed again after you opened it",
    )


def test_a_second_look_shows_nothing_of_the_first_answer(bench, ident) -> None:
    from services.stages.review_queue import _item

    outcome = bench.store.outcome(ident)
    assert outcome is not None
    bench.store.reviews.enqueue(
        [_item(stages.Batch(bench, [ident]), outcome, {}, round=2, kind="reviewed", first="anna")]
    )
    anna, ben = signed_in(bench, "reviewer", name="anna"), signed_in(bench, "reviewer", name="ben")
    assert anna.get(f"/review/{ident}?round=2").status_code == 409
    assert "scan" not in anna.get("/review?part=second").text
    assert anna.post("/api/v1/review/next", json={"round": 2}).json()["document_id"] is None
    assert ben.post("/api/v1/review/next", json={"round": 2}).json()["url"] == f"/review/{ident}?round=2"
    shown = ben.get(f"/api/v1/review/{ident}?round=2").json()
    assert {f["raw"] for f in shown["fields"]} == {""}
    assert {(f["value"], f["confidence"], f["place"] is None) for f in shown["fields"]} == {(None, None, True)}
    assert (shown["rows"], shown["findings"]) == ([], [])
    assert ben.get(f"/review/{ident}?round=3").status_code == 422
    sent = {"version": shown["version"], "answers": {"answers": [TOTAL]}, "key": KEY}
    checked = ben.post(f"/api/v1/review/{ident}/check?round=2", json=sent).json()
    assert checked["fields"]["total_amount"]["value"] == "8835.21"
    assert checked["fields"]["seller_name"]["value"] is None
    done = ben.post(f"/api/v1/review/{ident}/corrections?round=2", json=sent).json()
    assert done["stored"]
    assert done["agreeing"] < len(shown["fields"])
    assert "total_amount" in [d["field"] for d in ben.get(f"/api/v1/documents/{ident}/disputes").json()]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-90, ("1 h late", "bad")), (-3, ("3 min late", "bad")), (5, ("in 5 min", "warn")), (200, ("in 3 h", "warn")),
        (600, ("in 10 h", "neutral")), (60 * 24 * 5, ("in 5 days", "neutral")),
    ],
)  # fmt: skip
def test_due_times_are_said_in_words(minutes: int, expected: tuple[str, str]) -> None:
    from datetime import UTC, datetime, timedelta

    now = datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert due_in(now + timedelta(minutes=minutes), now) == expected
