"""Signed upload URLs over HTTP: what they let in, and what they do not."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from schemas.settings import load_settings
from services.arrivals import upload_links
from services.workbench import Workbench
from tests.portals import program, signed_in, stranger
from tests.workbenches import SAMPLES, workbench

LETTER = (SAMPLES / "letter.pdf").read_bytes()
OTHER = (SAMPLES / "order_english.pdf").read_bytes()
SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with workbench(tmp_path, limits={"bytes": 300_000}, uploads={"secret": SECRET}) as made:
        yield made


def issued(bench: Workbench, **wanted: Any) -> str:
    """The path of a new URL."""
    answer = program(bench, "reviewer", "documents:write").post("/api/v1/uploads", json=wanted)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["url"]).removeprefix("http://testserver")


def put(bench: Workbench, path: str, data: bytes, **headers: str) -> Any:
    return stranger(bench).put(path, content=data, headers=headers)


def test_whoever_has_the_url_uploads_a_document_of_its_class(bench: Workbench) -> None:
    path = issued(bench, document_class="invoice", max_bytes=200_000)
    answer = put(bench, f"{path}/C:\\papers\\letter.pdf", LETTER)
    assert answer.status_code == 201, answer.text
    assert answer.json() == {"id": hashlib.sha256(LETTER).hexdigest(), "size_bytes": len(LETTER), "reasons": []}
    stored = bench.store.get(answer.json()["id"])
    assert (stored.name, stored.document_class, stored.source) == ("letter.pdf", "invoice", "upload:link of reviewer")
    assert [event.actor for event in bench.store.event_page(10, kind="upload_link_issued")] == ["reviewer"]


def test_the_upload_wakes_the_processing(bench: Workbench) -> None:
    class Processor:
        state, woken = "ready", 0

        def wake(self) -> None:
            self.woken += 1

    processor = Processor()
    path = issued(bench)
    client = stranger(bench, background=processor)  # type: ignore[arg-type]
    assert client.put(path, content=LETTER).status_code == 201
    assert processor.woken == 1


def test_the_same_bytes_may_come_again_and_no_others(bench: Workbench) -> None:
    path = issued(bench)
    assert put(bench, path, LETTER).status_code == 201
    assert put(bench, path, LETTER).status_code == 201
    replayed = put(bench, path, OTHER)
    assert (replayed.status_code, replayed.json()["code"]) == (409, "upload_link_used")
    assert "use a new URL" in replayed.json()["detail"]
    assert bench.store.count_documents() == 1


def test_of_two_uploads_at_once_one_wins(bench: Workbench) -> None:
    path = issued(bench)
    answers: list[int] = []
    clients = [(stranger(bench), data) for data in (LETTER, OTHER)]
    threads = [
        threading.Thread(target=lambda c=c, d=d: answers.append(c.put(path, content=d).status_code)) for c, d in clients
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [201, 409]
    assert bench.store.count_documents() == 1


def test_an_expired_url_is_refused(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    path = issued(bench, expires_in_s=60)
    now = upload_links.time.time()
    monkeypatch.setattr(upload_links.time, "time", lambda: now + 61)
    answer = put(bench, path, LETTER)
    assert (answer.status_code, answer.json()["code"]) == (403, "upload_link_refused")
    assert "expired" in answer.json()["detail"]
    assert bench.store.count_documents() == 0


def changed(token: str, **facts: Any) -> str:
    """A token with other facts under its old signature."""
    payload, _, signature = token.partition(".")
    known = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    text = json.dumps(known | facts, separators=(",", ":"), sort_keys=True)
    return f"{base64.urlsafe_b64encode(text.encode()).rstrip(b'=').decode()}.{signature}"


def signed_otherwise(token: str) -> str:
    payload = token.partition(".")[0]
    digest = hmac.new(SECRET.encode(), payload.encode(), hashlib.sha256).digest()
    return f"{payload}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: changed(token, max_bytes=10**9),
        lambda token: changed(token, expires_at=2**40),
        lambda token: changed(token, document_class="claim"),
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token.partition(".")[0],
        lambda token: token.partition(".")[0] + ".",
        lambda token: "." + token.partition(".")[2],
        signed_otherwise,
        lambda token: "x" * 5000,
        lambda token: "%C3%BC." + token.partition(".")[2],
    ],
)
def test_a_url_that_was_changed_is_refused_before_its_body_is_read(bench: Workbench, forge: Any) -> None:
    path = issued(bench, document_class="invoice")
    answer = put(bench, upload_links.PATH + forge(path.removeprefix(upload_links.PATH)), LETTER)
    assert answer.status_code == 403, answer.text
    assert "signature" in answer.json()["detail"]
    assert bench.store.count_documents() == 0


def test_a_url_of_another_secret_is_refused(bench: Workbench, tmp_path: Path) -> None:
    path = issued(bench)
    with workbench(tmp_path / "other", uploads={"secret": SECRET[::-1]}) as other:
        assert put(other, path, LETTER).status_code == 403


def test_the_size_holds_whether_it_is_stated_or_not(bench: Workbench) -> None:
    path = issued(bench, max_bytes=len(LETTER) - 1)
    assert put(bench, path, LETTER).status_code == 413
    unstated = stranger(bench).put(path, content=iter([LETTER[:100], LETTER[100:]]))
    assert unstated.status_code == 413
    assert bench.store.count_documents() == 0
    assert put(bench, issued(bench, max_bytes=len(LETTER)), LETTER).status_code == 201


def test_what_is_no_document_is_named(bench: Workbench) -> None:
    answer = put(bench, f"{issued(bench)}/letter.docx", b"PK\x03\x04 no archive")
    assert answer.status_code == 201
    assert [reason["code"] for reason in answer.json()["reasons"]] == ["unsupported_document"]


def test_a_url_opens_nothing_else(bench: Workbench) -> None:
    path = issued(bench)
    for method in ("GET", "POST", "DELETE"):
        assert stranger(bench).request(method, path).status_code in (401, 405)
    assert put(bench, "/api/v1/uploads", LETTER).status_code == 401
    assert put(bench, upload_links.PATH, LETTER).status_code == 403
    # What only begins like it is no upload.
    assert put(bench, f"{path}/a/b", LETTER).status_code == 404


def test_only_who_may_upload_issues_urls(bench: Workbench) -> None:
    assert stranger(bench).post("/api/v1/uploads", json={}).status_code == 401
    assert program(bench, "viewer", "documents:read").post("/api/v1/uploads", json={}).status_code == 403
    assert program(bench, "reviewer", "search").post("/api/v1/uploads", json={}).status_code == 403
    assert signed_in(bench, "reviewer").post("/api/v1/uploads", json={}).status_code == 201


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"document_class": "poem"}, "known are"),
        ({"max_bytes": 300_001}, "FIELDWRIGHT_LIMITS__BYTES"),
        ({"expires_in_s": 86_401}, "86400 seconds"),
        ({"expires_in_s": 0}, "greater than 0"),
    ],
)
def test_more_than_settings_allow_is_refused(bench: Workbench, wanted: dict[str, Any], told: str) -> None:
    answer = program(bench, "reviewer", "documents:write").post("/api/v1/uploads", json=wanted)
    assert answer.status_code == 422
    assert told in answer.json()["detail"]


def test_without_a_secret_the_setting_is_named(tmp_path: Path) -> None:
    with workbench(tmp_path) as bench:
        answer = program(bench, "reviewer", "documents:write").post("/api/v1/uploads", json={})
        assert answer.status_code == 422
        assert "FIELDWRIGHT_UPLOADS__SECRET" in answer.json()["detail"]


def test_too_much_waiting_answers_429(tmp_path: Path) -> None:
    with workbench(tmp_path, uploads={"secret": SECRET}, flow={"queue_documents": 1}) as bench:
        first, second = issued(bench), issued(bench)
        assert put(bench, first, LETTER).status_code == 201
        client: TestClient = stranger(bench)
        answer = client.put(second, content=OTHER)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0


def test_a_short_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from schemas.errors import ConfigurationError

    monkeypatch.setenv("FIELDWRIGHT_UPLOADS__SECRET", "short and bad")
    with pytest.raises(ConfigurationError, match="32 characters") as refused:
        load_settings()
    assert "short and bad" not in str(refused.value)
