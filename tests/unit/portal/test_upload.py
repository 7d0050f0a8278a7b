from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from services import stages
from services.workbench import Workbench
from tests.portals import program, signed_in
from tests.workbenches import SAMPLES, run, workbench

LETTER = (SAMPLES / "letter.pdf").read_bytes()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with workbench(tmp_path, limits={"bytes": 300_000}) as made:
        yield made


def sent(client: TestClient, *files: tuple[str, bytes], document_class: str = "") -> list[dict[str, Any]]:
    answer = client.post(
        "/upload",
        files=[("files", file) for file in files],
        data={"document_class": document_class},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_file_is_stored_and_watched_until_its_outcome(bench: Workbench) -> None:
    client = signed_in(bench, "reviewer")
    (answer,) = sent(client, ("C:\\papers\\letter.pdf", LETTER), document_class="invoice")
    document = answer["document"]
    assert answer["is_new"]
    assert (document["name"], document["status"], document["steps"]) == ("letter.pdf", "waiting", 0)
    assert document["document_class"] == "invoice"
    assert bench.store.get(document["id"]).source == "upload:reviewer"

    def status() -> dict[str, Any]:
        (found,) = client.get("/upload/status", params={"id": [document["id"], "0" * 64]}).json()
        return found

    run(bench, [document["id"]], stages.read_pages, stages.recognize)
    assert (status()["status"], status()["steps"]) == ("waiting", 2)
    stages.extract(bench, [document["id"]])
    assert status()["status"] == "needs_review"
    assert status()["reasons"][0]["message"]
    assert "letter.pdf" in client.get("/upload").text


def test_the_same_bytes_are_recognised(bench: Workbench) -> None:
    client = signed_in(bench, "reviewer")
    first, second = sent(client, ("a.pdf", LETTER), ("b.pdf", LETTER))
    assert (first["is_new"], second["is_new"]) == (True, False)
    assert first["document"]["id"] == second["document"]["id"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.pdf", b"", "empty_document"),
        ("letter.docx", b"PK\x03\x04 no archive", "unsupported_document"),
        ("cut.pdf", LETTER[:600], "unreadable_document"),
        ("page.html", b"<html><script>alert(1)</script></html>", "unsupported_document"),
    ],
)
def test_what_is_no_document_is_kept_and_rejected_with_its_reason(
    bench: Workbench, name: str, content: bytes, code: str
) -> None:
    (answer,) = sent(signed_in(bench, "reviewer"), (name, content))
    document = answer["document"]
    assert (document["status"], document["reasons"][0]["code"]) == ("rejected", code)


def test_a_file_that_is_too_large_is_turned_away(bench: Workbench) -> None:
    (answer,) = sent(signed_in(bench, "reviewer"), ("large.pdf", LETTER + b"\0" * 300_000))
    assert answer["document"] is None
    assert "at most 300000" in answer["problem"]
    too_much = signed_in(bench, "reviewer").post("/upload", files=[("files", ("x.pdf", b"\0" * 1_400_000))])
    assert too_much.status_code == 413


def test_a_browser_without_scripts_gets_a_page(bench: Workbench) -> None:
    client = signed_in(bench, "reviewer")
    files = [("files", ("letter.pdf", LETTER)), ("files", ("large.pdf", LETTER + b"\0" * 300_000))]
    answer = client.post("/upload", files=files, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "Waiting to be read" in answer.text
    assert "at most 300000" in answer.text


def test_only_reviewers_upload_and_only_known_classes(bench: Workbench) -> None:
    for role in ("viewer", "auditor"):
        client = signed_in(bench, role)
        assert client.get("/upload").status_code == 403
        assert client.post("/upload", files=[("files", ("a.pdf", LETTER))]).status_code == 403
    wrong = signed_in(bench, "reviewer").post(
        "/upload", files=[("files", ("a.pdf", LETTER))], data={"document_class": "poem"}
    )
    assert wrong.status_code == 422
    forged = signed_in(bench, "reviewer")
    del forged.headers["X-CSRF-Token"]
    assert forged.post("/upload", files=[("files", ("a.pdf", LETTER))]).status_code == 403
    assert bench.store.counts()["waiting"] == 0


def test_programs_upload_ask_and_list(bench: Workbench) -> None:
    client = program(bench, "reviewer", "documents:write", "documents:read")
    made = client.post("/api/v1/documents", files={"file": ("letter.pdf", LETTER)}, data={"document_class": "invoice"})
    assert (made.status_code, made.json()["is_new"]) == (201, True)
    document_id = made.json()["id"]
    again = client.post("/api/v1/documents", files={"file": ("copy.pdf", LETTER)})
    assert (again.status_code, again.json()["is_new"], again.json()["name"]) == (200, False, "letter.pdf")
    large = client.post("/api/v1/documents", files={"file": ("large.pdf", LETTER + b"\0" * 300_000)})
    assert (large.status_code, large.json()["code"]) == (413, "limit_exceeded")
    assert client.get(f"/api/v1/documents/{document_id}").json()["status"] == "waiting"
    assert [d["id"] for d in client.get("/api/v1/documents?status=waiting").json()] == [document_id]
    assert client.get("/api/v1/documents?document_class=claim").json() == []
    assert client.get(f"/api/v1/documents/{'0' * 64}").status_code == 404
    assert client.get("/api/v1/documents/nonsense").status_code == 422
    assert client.get(f"/api/v1/documents/{document_id}/fields").status_code == 404
    reader = program(bench, "reviewer", "documents:read", name="reader")
    assert reader.post("/api/v1/documents", files={"file": ("a.pdf", LETTER)}).status_code == 403
