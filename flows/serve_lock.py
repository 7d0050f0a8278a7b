"""One `fieldwright serve` for each home folder: a lock file that names the process, its server and its children."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from schemas.errors import ConfigurationError
from schemas.geometry import Frozen
from store.leases import is_dead, pid_of, process_name, this_process

FILE = "serve.lock"
END_TIMEOUT_S = 15.0


class Served(Frozen):
    """The record of a running ``fieldwright serve``; processes are named as in `store.leases`."""

    process: str
    url: str
    children: tuple[str, ...] = ()


class ServeLock:
    """The lock of one folder, held by this process until it ends, however it ends.

    Args:
        lock: The lock file, open and locked.
        url: Address of the Prefect server.
    """

    def __init__(self, lock: IO[str], url: str) -> None:
        self._lock = lock
        self._served = Served(process=this_process(), url=url)
        self._write()

    def note_children(self, pids: Sequence[int]) -> None:
        """Names the processes that are to end with this one: the next ``serve`` ends those that outlive it."""
        self._served = self._served.model_copy(update={"children": tuple(process_name(pid) for pid in pids)})
        self._write()

    def _write(self) -> None:
        self._lock.seek(0)
        self._lock.truncate()
        self._lock.write(self._served.model_dump_json())
        self._lock.flush()


@contextmanager
def held(folder: Path, url: str) -> Iterator[ServeLock]:
    """Holds the lock of a folder; ends what an earlier ``serve`` that was killed left running.

    Raises:
        ConfigurationError: Another ``fieldwright serve`` that runs holds it.
    """
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            other = _read(folder)
            who = f"process {pid_of(other.process)} at {other.url}" if other else "another process"
            raise ConfigurationError(
                f"fieldwright serve runs already for {folder} ({who}): use it, end it, or set another FIELDWRIGHT_HOME"
            ) from None
        earlier = _read(folder)
        _end(earlier.children if earlier else ())
        yield ServeLock(lock, url)
        # What ended in order left no children: the next one need not look for any.
        lock.truncate(0)


def running(folder: Path) -> Served | None:
    """Returns what serves a folder now, or None."""
    served = _read(folder)
    return served if served is not None and not is_dead(served.process) else None


def _read(folder: Path) -> Served | None:
    try:
        return Served.model_validate_json((folder / FILE).read_text())
    except (OSError, ValueError):
        return None


def _end(processes: Sequence[str]) -> None:
    """Ends process groups by an interrupt, the last begun first; kills what does not end in time."""
    for process in reversed(processes):
        for number in (signal.SIGINT, signal.SIGKILL):
            if is_dead(process):
                break
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid_of(process), number)
            deadline = time.monotonic() + END_TIMEOUT_S
            while not is_dead(process) and time.monotonic() < deadline:
                time.sleep(0.1)
