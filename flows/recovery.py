"""Flow runs whose process is dead: which they are, how their concurrency slots become free, which slots are stuck.

Prefect frees a slot when its run ends or when the lease on the slot runs out. A killed run does not end, and a
restarted server forgets the leases. Later runs would wait forever in ``AwaitingConcurrencySlot``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import FlowRunFilter, TaskRunFilter
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.responses import GlobalConcurrencyLimitResponse
from prefect.exceptions import PrefectException
from prefect.runtime import flow_run
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Crashed

from schemas.errors import EngineUnavailable
from store.leases import is_dead, this_process

PROCESS_LABEL = "fieldwright.process"
"""Label of a flow run that names the process it runs in, as in `store.leases`."""
ACTIVE = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
DEPLOYMENT, TAG = "deployment:", "tag:"
"""What the names of Prefect's limits begin with; a deployment's id or a tag follows."""
PAGE = 200
LOOK_AGAIN_S = 3.0
"""A run takes its slot a moment before its state shows it."""


@dataclass(frozen=True)
class Stuck:
    """A limit with more slots taken than living runs hold."""

    limit: str
    slots: int


def note_process() -> None:
    """Writes this process's name on the current flow run, by which others see when it has died."""
    if flow_run.id:
        with get_client(sync_client=True) as client:
            client.update_flow_run_labels(flow_run.id, {PROCESS_LABEL: this_process()})


def end_dead_runs(url: str, *, fresh: bool = False) -> int:
    """Marks runs of dead processes as crashed, which frees their slots; returns how many runs it were.

    Args:
        url: Address of the Prefect server.
        fresh: The server has just started and has no worker yet. Runs of deployments without a known process are dead,
            and the server forgot who held which slot.

    Raises:
        EngineUnavailable: The server does not answer.
    """
    with _client(url) as client:
        active = _active_runs(client)
        dead = [run for run in active if _is_dead(run, fresh=fresh)]
        for run in dead:
            # Forced: an orderly transition would take a crashed run for one that may be tried again.
            client.set_flow_run_state(run.id, Crashed(message="The process of this run has ended."), force=True)
        if fresh:
            ended = {run.id for run in dead}
            _count_slots(client, [run for run in active if run.id not in ended])
    return len(dead)


def stuck_slots(url: str) -> list[Stuck]:
    """Returns the limits whose slots are held by runs that are dead.

    Raises:
        EngineUnavailable: The server does not answer.
    """
    with _client(url) as client:
        if not (found := _stuck(client)):
            return []
        time.sleep(LOOK_AGAIN_S)
        return [stuck for stuck in _stuck(client) if stuck.limit in {first.limit for first in found}]


@contextmanager
def _client(url: str) -> Iterator[SyncPrefectClient]:
    try:
        with temporary_settings({PREFECT_API_URL: f"{url}/api"}), get_client(sync_client=True) as client:
            yield client
    except (httpx.HTTPError, PrefectException):
        raise EngineUnavailable(f"the Prefect server at {url} does not answer: check that it runs") from None


def _stuck(client: SyncPrefectClient) -> list[Stuck]:
    living = [run for run in _active_runs(client) if not _is_dead(run, fresh=False)]
    counted = [(limit, limit.active_slots - _held(client, limit, living)) for limit in _limits(client)]
    return [Stuck(_title(client, limit.name), extra) for limit, extra in counted if extra > 0]


def _is_dead(run: FlowRun, *, fresh: bool) -> bool:
    process = run.labels.get(PROCESS_LABEL)
    if process is None:
        return fresh and run.deployment_id is not None
    return is_dead(str(process))


def _active_runs(client: SyncPrefectClient) -> list[FlowRun]:
    wanted = FlowRunFilter.model_validate({"state": {"type": {"any_": list(ACTIVE)}}})
    found: list[FlowRun] = []
    while page := client.read_flow_runs(flow_run_filter=wanted, limit=PAGE, offset=len(found)):
        found += page
    return found


def _limits(client: SyncPrefectClient) -> list[GlobalConcurrencyLimitResponse]:
    found: list[GlobalConcurrencyLimitResponse] = []
    while page := client.read_global_concurrency_limits(limit=PAGE, offset=len(found)):
        found += page
    return [limit for limit in found if limit.name.startswith((DEPLOYMENT, TAG))]


def _count_slots(client: SyncPrefectClient, living: Sequence[FlowRun]) -> None:
    """Takes no more slots of a limit than living runs hold."""
    for limit in _limits(client):
        if limit.active_slots > (held := _held(client, limit, living)):
            client.update_global_concurrency_limit(limit.name, GlobalConcurrencyLimitUpdate(active_slots=held))


def _held(client: SyncPrefectClient, limit: GlobalConcurrencyLimitResponse, living: Sequence[FlowRun]) -> int:
    """Returns how many slots of a limit living runs hold."""
    if limit.name.startswith(DEPLOYMENT):
        return sum(limit.name == f"{DEPLOYMENT}{run.deployment_id}" for run in living)
    wanted = {"tags": {"all_": [limit.name.removeprefix(TAG)]}, "state": {"type": {"any_": [StateType.RUNNING]}}}
    tasks = client.read_task_runs(task_run_filter=TaskRunFilter.model_validate(wanted), limit=PAGE)
    ids = {run.id for run in living}
    return sum(task.flow_run_id in ids for task in tasks)


def _title(client: SyncPrefectClient, limit: str) -> str:
    if not limit.startswith(DEPLOYMENT):
        return limit.replace(TAG, "tag ", 1)
    deployments = {str(found.id): found.name for found in client.read_deployments()}
    return f"deployment {deployments.get(limit.removeprefix(DEPLOYMENT), 'that was removed')}"
