"""The deployments of prefect.yaml on a real server and worker: a schedule fires, and an inbox becomes outcomes."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from datetime import timedelta
from uuid import UUID

import psutil
import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import DeploymentScheduleUpdate, DeploymentUpdate
from prefect.client.schemas.schedules import IntervalSchedule
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Pending, Running

from flows.local_server import LocalPrefect
from schemas.settings import Settings, load_settings
from services.workbench import Workbench
from tests.models import models_folder
from tests.workbenches import SAMPLES

pytestmark = [pytest.mark.service, pytest.mark.slow]

WAIT_S = 300


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def leave_a_run_behind(settings: Settings) -> UUID:
    """Begins a run that holds its deployment's slot on a server that is killed then, as by a power cut."""
    port = free_port()
    local = LocalPrefect(settings, port=port)
    local.start([sys.executable, "-m", "prefect", "server", "start", "--port", str(port)])
    try:
        with temporary_settings({PREFECT_API_URL: f"{local.url}/api"}), get_client(sync_client=True) as client:
            while client.api_healthcheck() is not None:
                time.sleep(0.5)
            flow_id = client.create_flow_from_name("intake")
            deployment_id = client.create_deployment(flow_id, "claims", concurrency_limit=1)
            run = client.create_flow_run_from_deployment(deployment_id)
            for state in (Pending(), Running()):
                client.set_flow_run_state(run.id, state)
            assert [limit.active_slots for limit in client.read_global_concurrency_limits()] == [1]
    finally:
        for process in psutil.Process().children():
            # The server leads a group of its own; helpers of earlier tests do not.
            if os.getpgid(process.pid) == process.pid:
                os.killpg(process.pid, signal.SIGKILL)
        local.stop()
    return run.id


def descendants() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


def test_a_scheduled_deployment_processes_what_is_dropped_into_its_inbox(tmp_path, monkeypatch):
    monkeypatch.setenv("FIELDWRIGHT_MODELS", str(models_folder()))
    monkeypatch.setenv("FIELDWRIGHT_OCR_ENGINE", "null")
    monkeypatch.setenv("FIELDWRIGHT_DPI", "100")
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    settings = load_settings(home=tmp_path / "home")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name in ("invoice_english.pdf", "damaged_on_purpose.pdf"):
        (inbox / name).write_bytes((SAMPLES / name).read_bytes())
        os.utime(inbox / name, (1_700_000_000, 1_700_000_000))
    before = descendants()
    cut_off = leave_a_run_behind(settings)
    with LocalPrefect(settings, port=free_port()) as local:
        with temporary_settings({PREFECT_API_URL: f"{local.url}/api"}), get_client(sync_client=True) as client:
            found = {d.name: d for d in client.read_deployments()}
            assert client.read_flow_run(cut_off).state_name == "Crashed"
            assert {limit.active_slots for limit in client.read_global_concurrency_limits()} == {0}
            assert set(found) == {
                "invoices", "claims", "everything-else", "arrivals", "archive", "release-check", "evaluation", "candidates",
            }  # fmt: skip
            assert all(d.work_pool_name == "fieldwright" for d in found.values())
            assert sorted(d.name for d in found.values() if not d.schedules) == ["archive", "arrivals"]
            limits = {
                name: d.global_concurrency_limit and d.global_concurrency_limit.limit for name, d in found.items()
            }
            assert limits == {name: 64 if name in ("archive", "arrivals") else 1 for name in found}
            stated = {"inbox": "inbox/invoices", "document_class": "invoice", "tier": None}
            assert found["invoices"].parameters == stated
            client.update_deployment(
                found["invoices"].id,
                DeploymentUpdate(
                    parameters={"inbox": str(inbox), "document_class": "invoice"},
                    schedules=[
                        DeploymentScheduleUpdate(schedule=IntervalSchedule(interval=timedelta(seconds=5)), active=True)
                    ],
                ),
            )
        started = descendants() - before
        with Workbench(settings) as bench:
            deadline = time.monotonic() + WAIT_S
            while time.monotonic() < deadline:
                counts = bench.store.counts()
                if counts["needs_review"] + counts["accepted"] + counts["rejected"] == 2:
                    break
                time.sleep(1)
            documents = {d.name: d for d in bench.store.documents(limit=10)}
            outcomes = {name: bench.store.outcome(d.id) for name, d in documents.items()}
    assert outcomes["damaged_on_purpose.pdf"].status == "rejected"
    assert outcomes["invoice_english.pdf"].status in ("accepted", "needs_review")
    assert outcomes["invoice_english.pdf"].document_class == "invoice"
    assert started
    assert descendants() - before == set()
    assert not [pid for pid in started if psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie"]
