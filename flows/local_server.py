"""A Prefect server, a worker and the deployments on one machine, as child processes that end together."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import httpx

from flows import serve_lock
from schemas.errors import ConfigurationError, EngineUnavailable
from schemas.settings import Settings
from values.wording import quantity

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
        needed: Ports on 127.0.0.1 that programs started later listen on.
        say: Receives what is being started.

    Raises:
        ConfigurationError: prefect.yaml is missing, a deployment is wrong, the port is taken, or another ``serve`` runs
            for this home folder.
        EngineUnavailable: The server did not answer in time.
    """

    def __init__(
        self, settings: Settings, *, port: int, needed: Sequence[int] = (), say: Callable[[str], None] = lambda _: None
    ) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._port = port
        self._ports = (port, *needed)
        self._say = say
        self._children: list[subprocess.Popen[bytes]] = []
        self._locks = contextlib.ExitStack()
        self._held: list[serve_lock.ServeLock] = []
        # Runs and slots of one home folder concern no other: two servers on one Prefect database would share them.
        self._prefect_home = Path(os.environ.get("PREFECT_HOME") or settings.home / "prefect").expanduser()
        self._folders = dict.fromkeys((settings.home.absolute(), self._prefect_home.absolute()))
        self._environment = {
            **os.environ,
            "PREFECT_API_URL": f"{self.url}/api",
            "PREFECT_HOME": str(self._prefect_home.absolute()),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            # The worker runs flows from the repository; a relative home would be another folder there.
            "FIELDWRIGHT_HOME": str(settings.home),
        }

    def __enter__(self) -> LocalPrefect:
        if not (ROOT / "prefect.yaml").exists():
            raise ConfigurationError(f"{ROOT / 'prefect.yaml'} is missing: run fieldwright from its repository")
        try:
            # Before anything is started: what an earlier serve left running may still hold the ports.
            self._held = [self._locks.enter_context(serve_lock.held(folder, self.url)) for folder in self._folders]
            for port in self._ports:
                check_port(port)
            for name in INBOXES:
                (ROOT / "inbox" / name).mkdir(parents=True, exist_ok=True)
            self._say(f"starting the Prefect server at {self.url}")
            self.start(_prefect("server", "start", "--host", "127.0.0.1", "--port", str(self._port)))
            self._wait_for_server()
            self._end_dead_runs()
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

    def wait(self) -> None:
        """Waits until one of the processes ends by itself.

        Raises:
            EngineUnavailable: It has ended; the message names it.
        """
        while True:
            for child in self._children:
                code = child.poll()
                if code is not None:
                    name = _name(child.args)
                    raise EngineUnavailable(f"the {name} ended with exit code {code}: see its messages above")
            time.sleep(0.5)

    def stop(self) -> None:
        """Ends the processes, the worker first; what does not end in time is killed."""
        if self._children:
            self._say("ending: a document that is worked on is finished at the next start")
        for child in reversed(self._children):
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGINT)
            try:
                child.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self._children.clear()
        self._locks.close()

    def start(self, command: Sequence[str]) -> None:
        """Starts another program beside the server; it knows the server's address and ends with it."""
        # A group of its own: Ctrl-C reaches us alone, and we end the children in order.
        self._children.append(subprocess.Popen(command, env=self._environment, cwd=ROOT, start_new_session=True))
        for lock in self._held:
            lock.note_children([started.pid for started in self._children])

    def _end_dead_runs(self) -> None:
        # Imported here: Prefect takes seconds, and the server starts meanwhile.
        from flows.recovery import end_dead_runs

        if ended := end_dead_runs(self.url, fresh=True):
            self._say(f"{quantity(ended, 'run')} of an earlier start cut off: the documents are processed again")

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


def check_port(port: int, host: str = "127.0.0.1") -> None:
    """Checks that a port of this machine can be listened on.

    Raises:
        ConfigurationError: It is out of range, another program listens on it, or the address is not of this machine.
    """
    if not 0 < port < 65536:
        raise ConfigurationError(f"{port} is no port: choose one from 1 to 65535")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as error:
        raise ConfigurationError(f"port {port} of {host} cannot be used ({error.strerror}): choose another") from None


def _name(command: object) -> str:
    words = " ".join(str(word) for word in command) if isinstance(command, Sequence) else ""
    return next((name for name in ("server", "worker", "portal") if f" {name} " in words), "program")
