"""Slots of runs whose process is dead, on a real Prefect server."""

from __future__ import annotations

import subprocess
import sys
from uuid import UUID

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.settings import PREFECT_API_URL
from prefect.states import Pending, Running
from prefect.testing.utilities import prefect_test_harness

from flows import recovery
from flows.ingest import intake
from store.leases import process_name, this_process

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def client():
    with prefect_test_harness(server_startup_timeout=180), get_client(sync_client=True) as found:
        flow_id = found.create_flow_from_name(intake.name)
        for name in ("dead", "alive"):
            found.create_deployment(flow_id, name, concurrency_limit=1)
        found.create_concurrency_limit("gpu", 1)
        yield found


@pytest.fixture(scope="module")
def url(client) -> str:
    return PREFECT_API_URL.value().removesuffix("/api")


@pytest.fixture(scope="module")
def dead_process() -> str:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        name = process_name(process.pid)
        process.kill()
    return name


def begin(client: SyncPrefectClient, deployment: str, process: str | None) -> UUID:
    """Begins a run that holds its deployment's slot, as a worker does."""
    run = client.create_flow_run_from_deployment(client.read_deployment_by_name(f"intake/{deployment}").id)
    for state in (Pending(), Running()):
        client.set_flow_run_state(run.id, state)
    if process:
        client.update_flow_run_labels(run.id, {recovery.PROCESS_LABEL: process})
    return run.id


def end(client: SyncPrefectClient, *runs: UUID) -> None:
    for run in runs:
        client.delete_flow_run(run)
    for limit in client.read_global_concurrency_limits():
        client.update_global_concurrency_limit(limit.name, GlobalConcurrencyLimitUpdate(active_slots=0))


def state(client: SyncPrefectClient, run: UUID) -> str:
    return str(client.read_flow_run(run).state_name)


def slots(client: SyncPrefectClient) -> dict[str, int]:
    names = {f"deployment:{found.id}": found.name for found in client.read_deployments()}
    limits = client.read_global_concurrency_limits()
    return {names.get(limit.name, limit.name): limit.active_slots for limit in limits}


def test_a_dead_run_loses_its_slot_and_a_living_one_keeps_it(client, url, dead_process):
    dead, alive = begin(client, "dead", dead_process), begin(client, "alive", this_process())
    assert slots(client) == {"dead": 1, "alive": 1, "tag:gpu": 0}
    assert recovery.stuck_slots(url) == [recovery.Stuck("deployment dead", 1)]
    assert recovery.end_dead_runs(url) == 1
    assert (state(client, dead), state(client, alive)) == ("Crashed", "Running")
    assert slots(client) == {"dead": 0, "alive": 1, "tag:gpu": 0}
    assert recovery.stuck_slots(url) == []
    waiting = client.create_flow_run_from_deployment(client.read_deployment_by_name("intake/dead").id)
    client.set_flow_run_state(waiting.id, Pending())
    assert state(client, waiting.id) == "Pending"
    end(client, alive, waiting.id)


def test_a_run_without_a_known_process_is_dead_only_where_the_server_has_just_started(client, url):
    run = begin(client, "dead", None)
    assert recovery.end_dead_runs(url) == 0
    assert state(client, run) == "Running"
    assert recovery.end_dead_runs(url, fresh=True) == 1
    assert state(client, run) == "Crashed"
    assert slots(client)["dead"] == 0
    end(client, run)


def test_slots_that_nobody_holds_are_seen_and_free_after_a_start(client, url):
    client.update_global_concurrency_limit("tag:gpu", GlobalConcurrencyLimitUpdate(active_slots=1))
    assert recovery.stuck_slots(url) == [recovery.Stuck("tag gpu", 1)]
    assert recovery.end_dead_runs(url, fresh=True) == 0
    assert slots(client)["tag:gpu"] == 0
