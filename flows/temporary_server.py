"""Prefect's temporary server ends with the process that started it, also where that process is killed.

Prefect starts one for each process that runs a flow without ``PREFECT_API_URL``.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Thread
from types import SimpleNamespace

import prefect.server.api.server
from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import get_current_settings

GUARD = 'read line; kill "$1" 2>/dev/null || :'
"""Waits for the end of a pipe, which the kernel closes when the process that holds its other end is gone."""


def start(meanwhile: Callable[[], object] | None = None) -> int | None:
    """Starts the temporary server of this process, unless a server is set.

    Prefect ends it at Python's exit only: a killed process would leave a server of 190 MB behind.

    Args:
        meanwhile: What to do while the server starts, which takes seconds of another process.

    Returns:
        The server's process id; None where ``PREFECT_API_URL`` is set.
    """
    if get_current_settings().api.url:
        return None
    server = SubprocessASGIServer()  # one for each process: Prefect's clients get this one
    failures: list[BaseException] = []
    # A daemon: after Ctrl-C nobody waits for the server's answer.
    starting = Thread(target=_start, args=(server, failures), name="server", daemon=True)
    starting.start()
    if meanwhile is not None:
        meanwhile()
    starting.join()
    if failures:
        raise failures[0]
    assert server.server_process is not None
    pid = server.server_process.pid
    theirs, _ = os.pipe()  # our end stays open as long as this process lives
    # A session of its own: Ctrl-C must not end the guard before the server.
    guard = ["/bin/sh", "-c", GUARD, "guard", str(pid)]
    os.posix_spawn(guard[0], guard, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, theirs, 0)], setsid=True)
    os.close(theirs)
    return pid


def _start(server: SubprocessASGIServer, failures: list[BaseException]) -> None:
    try:
        with _in_a_group_of_its_own():
            server.start()
    except BaseException as error:
        failures.append(error)


@contextmanager
def _in_a_group_of_its_own() -> Iterator[None]:
    """Has Prefect start its server where Ctrl-C does not reach it.

    A terminal sends Ctrl-C to the whole group. With the server gone, Prefect's client tried for minutes to report the
    interrupted run to it. Prefect has no setting for this.
    """
    theirs = vars(prefect.server.api.server)
    theirs["subprocess"] = SimpleNamespace(**vars(subprocess) | {"Popen": partial(subprocess.Popen, process_group=0)})
    try:
        yield
    finally:
        theirs["subprocess"] = subprocess
