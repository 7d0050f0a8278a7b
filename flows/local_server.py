"""A Prefect server, a worker and the deployments on one machine, as child processes that end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import httpx

from schemas.errors import ConfigurationError, EngineUnavailable
from schemas.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
POOL = "fieldwright"
START_TIMEOUT_S = 180.0
STOP_TIMEOUT_S = 15.0
INBOXES = ("invoices", "claims", "other")
"""Folders in ``inbox`` that the deployments of prefect.yaml look into; one that is missing fails its runs."""


class LocalPrefect:
    """Server, worker and deployments. Use it in a ``with`` block: leaving it ends every process it started.

    Args:
        settings: What the flows will run with.
        port: Port of the server on 127.0.0.1.
        say: Is told what is being started.

    Raises:
        ConfigurationError: prefect.yaml is missing or a deployment is wrong.
        EngineUnavailable: The server did not answer in time.
    """

    def __init__(self, settings: Settings, *, port: int, say: Callable[[str], None] = lambda _: None) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._port = port
        self._say = say
        self._children: list[subprocess.Popen[bytes]] = []
        self._environment = {
            **os.environ,
            "PREFECT_API_URL": f"{self.url}/api",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            # The worker runs flows from the repository; a relative home would be another folder there.
            "FIELDWRIGHT_HOME": str(settings.home),
        }

    def __enter__(self) -> LocalPrefect:
        if not (ROOT / "prefect.yaml").exists():
            raise ConfigurationError(f"{ROOT / 'prefect.yaml'} is missing: run fieldwright from its repository")
        for name in INBOXES:
            (ROOT / "inbox" / name).mkdir(parents=True, exist_ok=True)
        try:
            self._say(f"starting the Prefect server at {self.url}")
            self.start(_prefect("server", "start", "--host", "127.0.0.1", "--port", str(self._port)))
            self._wait_for_server()
            self._say("creating the work pool and the deployments of prefect.yaml")
            self._done("work-pool", "create", POOL, "--type", "process", "--overwrite")
            self._done("concurrency-limit", "create", "gpu", "1")
            self._done("--no-prompt", "deploy", "--all")
            self._say("starting a worker")
            self.start(_prefect("worker", "start", "--pool", POOL, "--type", "process"))
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def wait(self) -> int:
        """Waits until one of the processes ends, and returns its exit code."""
        while True:
            for child in self._children:
                code = child.poll()
                if code is not None:
                    return code
            time.sleep(0.5)

    def stop(self) -> None:
        """Ends the processes, the worker first; what does not end in time is killed."""
        for child in reversed(self._children):
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGINT)
            try:
                child.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self._children.clear()

    def start(self, command: Sequence[str]) -> None:
        """Starts another program beside the server; it knows the server's address and ends with it."""
        # A group of its own: Ctrl-C reaches us alone, and we end the children in order.
        self._children.append(subprocess.Popen(command, env=self._environment, cwd=ROOT, start_new_session=True))

    def _done(self, *arguments: str) -> None:
        done = subprocess.run(
            _prefect(*arguments), env=self._environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:]
            raise ConfigurationError(f"prefect {' '.join(arguments[:3])} failed: {' '.join(last)}")

    def _wait_for_server(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if self._children[0].poll() is not None:
                raise ConfigurationError(f"the Prefect server ended at once: is port {self._port} taken?")
            try:
                if httpx.get(f"{self.url}/api/health", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.3)
        raise EngineUnavailable(f"the Prefect server did not answer within {START_TIMEOUT_S:.0f} s")


def _prefect(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "prefect", *arguments]
