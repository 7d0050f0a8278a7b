"""The list of all documents: what no search finds is there, with why and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from schemas.outcome import Outcome, Reason
from services.workbench import Workbench
from tests.portals import signed_in
from tests.unit.store.test_documents import add
from tests.workbenches import workbench

LOCKED = Reason(code="encrypted_document", message="the PDF needs a password; send it without one", severity="error")
DOUBTS = tuple(
    Reason(code="field_uncertain", message=f"{name} is uncertain: it is blurred.", field=name)
    for name in ("seller_name", "issue_date", "total_amount")
)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with workbench(tmp_path_factory.mktemp("list")) as made:
        for name in ("locked.pdf", "doubtful.pdf", "fine.pdf", "stopped.pdf"):
            add(made.store, name.encode(), name)
        ids = {document.name: document.id for document in made.store.documents()}
        made.store.finish(Outcome(document_id=ids["locked.pdf"], status="rejected", reasons=(LOCKED,)))
        doubtful = Outcome(
            document_id=ids["doubtful.pdf"], status="needs_review", document_class="invoice", reasons=DOUBTS
        )
        made.store.finish(doubtful)
        made.store.finish(Outcome(document_id=ids["fine.pdf"], status="accepted", document_class="receipt"))
        made.store.claim(1, owner="me", lease_s=60)
        made.store.release([ids["stopped.pdf"]], "me", failed=True)
        add(made.store, b"waiting.pdf", "waiting.pdf")
        yield made


def page(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def names(text: str) -> set[str]:
    return {name for name in ("locked", "doubtful", "fine", "stopped", "waiting") if f">{name}.pdf</a>" in text}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "locked doubtful fine stopped waiting"),
        ("?status=rejected", "locked"),
        ("?status=waiting", "stopped waiting"),
        ("?status=stopped", "stopped"),
        ("?status=needs_review", "doubtful"),
        ("?status=accepted", "fine"),
        ("?document_class=receipt", "fine"),
        ("?status=rejected&document_class=receipt", ""),
    ],
)
def test_documents_are_listed_by_status_and_class(bench: Workbench, query: str, expected: str) -> None:
    assert names(page(signed_in(bench, "reviewer"), f"/documents{query}")) == set(expected.split())


def test_each_document_says_why_and_what_to_do(bench: Workbench) -> None:
    text = page(signed_in(bench, "reviewer"), "/documents")
    assert '<p>The PDF needs a password.</p><p class="muted">Send it without one.</p>' in text
    assert "<p>Processing stopped on it once.</p>" in text
    assert '<p>Seller is uncertain: it is blurred.</p><p class="muted small">And 2 more reasons.</p>' in text
    assert "It is read with the next batch." in text
    assert text.count(">Review<") == 2  # the section and the one document that needs it


def test_viewers_see_no_file_name_and_no_review(bench: Workbench) -> None:
    text = page(signed_in(bench, "viewer"), "/documents")
    assert ".pdf" not in text
    assert "The PDF needs a password." in text
    assert ">Review<" not in text


def test_an_unknown_status_is_refused(bench: Workbench) -> None:
    assert signed_in(bench, "viewer").get("/documents?status=odd").status_code == 422
