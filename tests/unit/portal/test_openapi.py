"""The HTTP API against its own description: schemathesis makes requests of every kind, and none may break the server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import checks
from starlette.testclient import TestClient

from portal.app import create_app
from services.workbench import Workbench
from tests.builders import index_entry
from tests.portals import program, user
from tests.reviewing import process, reviewing

EXAMPLES = 6
"""Requests for each operation: few enough for every run of the suite."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with reviewing(tmp_path_factory.mktemp("api"), portal={"requests_per_minute": 1_000_000}) as made:
        process(made, "invoice_english.pdf")
        made.index.put([index_entry(["copper pipes"])])
        yield made


@pytest.fixture(scope="module")
def token(bench: Workbench) -> str:
    scopes = ("documents:read", "documents:write", "search", "review", "admin")
    return bench.store.accounts.add_token(user(bench, "admin"), "schemathesis", scopes)[1]


def test_no_request_breaks_the_server(bench: Workbench, token: str) -> None:
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_app(bench))
    wanted = [checks.not_a_server_error, checks.status_code_conformance, checks.response_schema_conformance]
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=wanted)

        ask()
        tried += 1
    assert tried > 25


def test_the_description_says_how_to_sign_in_and_what_refusals_look_like(bench: Workbench) -> None:
    client: TestClient = program(bench, "viewer", "search")
    described = client.get("/api/v1/openapi.json").json()
    assert described["security"] == [{"token": []}]
    for path, operations in described["paths"].items():
        assert path.startswith("/api/v1/")
        for operation in operations.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]
            assert operation["summary"]
            assert operation["description"], path
    refused = client.get("/api/v1/webhooks").json()
    assert set(refused) >= set(described["components"]["schemas"]["Problem"]["required"])
