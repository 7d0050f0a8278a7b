"""What arrives starts a run on a Prefect server at once: nobody waits for the next schedule."""

from __future__ import annotations

import logging
import threading
from typing import Literal

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.exceptions import ObjectNotFound
from prefect.runtime import deployment

logger = logging.getLogger(__name__)

FLOW = "intake"
DEPLOYMENT = f"{FLOW}/arrivals"
"""The deployment of `prefect.yaml` that processes what is waiting, without an inbox and a schedule."""
SOON_S = 1.0
"""Documents that arrive within this time share a run."""
STOP_S = 10.0


class RunTrigger:
    """Creates a run of a deployment whenever it is woken, unless one waits already: that one takes what is new as well.

    Use it in a ``with`` block. Where the server does not answer, the schedules process what waits.

    Args:
        deployment: ``flow/deployment``.
        soon_s: How long it waits for more before it asks the server.
    """

    def __init__(self, deployment: str = DEPLOYMENT, *, soon_s: float = SOON_S) -> None:
        self._deployment = deployment
        self._soon_s = soon_s
        self._wanted = threading.Event()
        self._done = threading.Event()
        self._state: Literal["ready", "failed"] = "ready"
        self._thread = threading.Thread(target=self._keep, name="trigger", daemon=True)

    @property
    def state(self) -> str:
        """``failed`` where the last run could not be created, else ``ready``."""
        return self._state

    def wake(self) -> None:
        """Has a run created soon; returns at once."""
        self._wanted.set()

    def __enter__(self) -> RunTrigger:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self._wanted.set()
        self._thread.join(STOP_S)

    def _keep(self) -> None:
        while self._wanted.wait():
            # Not where the program ends before: what arrived last is told to the server as well.
            is_last = self._done.wait(self._soon_s)
            self._wanted.clear()
            self._create()
            if is_last:
                return

    def _create(self) -> None:
        try:
            with get_client(sync_client=True) as client:
                create_run(client, self._deployment)
            self._state = "ready"
        except ObjectNotFound:
            self._fail(f"there is no deployment {self._deployment}: prefect deploy --all makes it")
        except Exception as error:  # whatever the network or the client raises: documents wait for a schedule then
            self._fail(f"no run was created ({type(error).__name__}); schedules process what waits")

    def _fail(self, message: str) -> None:
        self._state = "failed"
        logger.warning(message)


def create_run(client: SyncPrefectClient, name: str) -> bool:
    """Creates a run of a deployment unless one waits to begin; returns whether it did.

    Raises:
        ObjectNotFound: There is no such deployment.
    """
    found = client.read_deployment_by_name(name)
    waiting = client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[found.id])),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED]))
        ),
        limit=1,
    )
    if waiting:
        return False
    client.create_flow_run_from_deployment(found.id)
    return True


def spread() -> None:
    """Has another run of the running deployment created, for the next worker that is free; without one, does nothing.

    Each run that leaves documents waiting does so when it begins, so all workers of a pool are soon busy.
    """
    name = deployment.name
    if name is None:
        return
    try:
        with get_client(sync_client=True) as client:
            create_run(client, f"{FLOW}/{name}")
    except Exception as error:  # this run processes everything by itself, then
        logger.warning("no further run was created (%s)", type(error).__name__)
