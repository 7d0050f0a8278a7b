"""Who may scrape, what a scraper gets, and that no document and no person is named there."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from portal.app import create_app
from services import stages
from tests.portals import signed_in
from tests.workbenches import TEXT_PDFS, ingest, workbench

LOOPBACK, OUTSIDE = ("127.0.0.1", 5000), ("192.0.2.7", 5000)


@pytest.mark.parametrize(
    ("token", "client", "headers", "status"),
    [
        (None, LOOPBACK, {}, 200),
        (None, ("::1", 5000), {}, 200),
        (None, OUTSIDE, {}, 403),
        (None, LOOPBACK, {"X-Forwarded-For": "192.0.2.7"}, 403),
        ("secret", OUTSIDE, {"Authorization": "Bearer secret"}, 200),
        ("secret", OUTSIDE, {"Authorization": "Bearer wrong"}, 401),
        ("secret", LOOPBACK, {}, 401),
        ("secret", LOOPBACK, {"Authorization": "Basic secret"}, 401),
    ],
)
def test_this_machine_or_whoever_has_the_token_may_scrape(tmp_path, token, client, headers, status):
    with workbench(tmp_path, telemetry={"token": token}) as bench:
        browser = TestClient(create_app(bench), client=client, raise_server_exceptions=False)
        assert browser.get("/metrics", headers=headers).status_code == status


def test_requests_are_counted_by_kind_and_status_and_nobody_is_named(tmp_path):
    with workbench(tmp_path) as bench:
        ids = ingest(bench, TEXT_PDFS[1])
        stages.extract(bench, ids)
        browser = signed_in(bench, "reviewer", name="anna.berg")
        assert browser.get("/documents?q=geheimwort").status_code == 200
        assert browser.get("/api/v1/nothing").status_code in (401, 404)
        answer = TestClient(browser.app, client=LOOPBACK).get("/metrics")
        assert answer.status_code == 200
        assert 'fieldwright_http_request_seconds_count{kind="page",status="2xx"} 1.0' in answer.text
        assert 'kind="api",status="4xx"' in answer.text
        assert "fieldwright_documents_total" in answer.text
        for private in ("anna.berg", "geheimwort", ids[0][:8], TEXT_PDFS[1], "/documents"):
            assert private not in answer.text
