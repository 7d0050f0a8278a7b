"""Waiting documents are processed in a process of its own, beside a portal that stays quick.

The process keeps its models loaded between uploads and ends when it was idle for long. One that dies is started again;
what it held waits for its next run, as after any crash.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, Literal

from schemas.settings import Settings

State = Literal["asleep", "working", "ready", "restarting", "failed"]

ROOT = Path(__file__).resolve().parent.parent
IDLE_S = 600.0
"""After this long without work the process ends and gives its memory back."""
STOP_TIMEOUT_S = 10.0
MOST_DEATHS = 5
"""In a row; then only the next upload starts the process again."""
FIRST_PAUSE_S = 1.0


class Background:
    """Runs the intake flow over what waits, whenever it is woken. Use it in a ``with`` block, or call `stop`.

    Args:
        settings: What the flow runs with.
        command: What is started; tests start something smaller.
        first_pause_s: How long it waits after a process died for the first time; doubled each time.
    """

    def __init__(
        self, settings: Settings, *, command: tuple[str, ...] = (), first_pause_s: float = FIRST_PAUSE_S
    ) -> None:
        self._command = command or (sys.executable, "-m", "flows.worker")
        self._environment = {
            **os.environ,
            "FIELDWRIGHT_HOME": str(settings.home),
            # Prefect reads these when it is imported; twenty seconds, its own limit, are too few on a busy machine.
            "PREFECT_LOGGING_LEVEL": os.environ.get("PREFECT_LOGGING_LEVEL", "WARNING"),
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        }
        self._first_pause_s = first_pause_s
        self._changed = threading.Condition()
        self._wanted = False
        self._stopped = False
        self._deaths = 0
        self._child: subprocess.Popen[bytes] | None = None
        self._state: State = "asleep"
        self._keeper = threading.Thread(target=self._keep, name="background", daemon=True)
        self._keeper.start()

    @property
    def state(self) -> State:
        """What the process does: ``failed`` means that it died too often and waits for the next upload."""
        return self._state

    def wake(self) -> None:
        """Has everything processed that waits now; returns at once."""
        with self._changed:
            self._wanted, self._deaths = True, 0
            self._changed.notify_all()

    def stop(self) -> None:
        """Ends the process: what it works on is finished by the next one."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
            child = self._child
        if child is not None:
            _end(child)
        self._keeper.join()

    def __enter__(self) -> Background:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def _keep(self) -> None:
        while self._wait_for_work():
            with self._changed:
                if self._stopped:
                    return
                self._child = child = self._start()
            ended_well = self._serve(child)
            with self._changed:
                self._child = None
                self._wanted = self._wanted or not ended_well
                self._deaths = 0 if ended_well else self._deaths + 1
                self._state = "asleep" if ended_well else "restarting"

    def _wait_for_work(self) -> bool:
        """Waits until there is something to do and the pause after a death is over; False when it is time to end."""
        with self._changed:
            if self._deaths >= MOST_DEATHS:
                self._state, self._wanted = "failed", False
            elif self._deaths:
                self._changed.wait_for(lambda: self._stopped, self._first_pause_s * 2 ** (self._deaths - 1))
            self._changed.wait_for(lambda: self._wanted or self._stopped)
            return not self._stopped

    def _start(self) -> subprocess.Popen[bytes]:
        # A group of its own: Ctrl-C reaches us alone, and we end it.
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,  # a line that lies in a buffer of ours would not be seen by select
            env=self._environment,
            cwd=ROOT,
            start_new_session=True,
        )

    def _serve(self, child: subprocess.Popen[bytes]) -> bool:
        """Tells the process about work until it ends; returns whether it ended with nothing left to do."""
        assert child.stdin is not None
        assert child.stdout is not None
        sent = answered = 0
        with child, suppress(BrokenPipeError):
            while not self._stopped:
                if self._take_wish():
                    sent, self._state = sent + 1, "working"
                    child.stdin.write(b"work\n")
                line = _line_within(child.stdout, 0.2)
                if line == b"":
                    break
                if line is not None:
                    answered += 1
                    self._deaths, self._state = 0, "ready" if sent == answered else "working"
        return sent == answered and child.returncode == 0

    def _take_wish(self) -> bool:
        with self._changed:
            wanted, self._wanted = self._wanted, False
            return wanted


def _line_within(stream: IO[bytes], seconds: float) -> bytes | None:
    """Returns a line, None where none came in time, or nothing at the end of the stream."""
    ready, _, _ = select.select([stream], [], [], seconds)
    return stream.readline() if ready else None


def _end(child: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGINT, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, number)
        with suppress(subprocess.TimeoutExpired):
            child.wait(STOP_TIMEOUT_S)
            return


def work(process: Callable[[], object], *, idle_s: float = IDLE_S) -> None:
    """The other side: processes once for each line on standard input, answers each, and ends when it was idle.

    It ends without a word where nobody reads its answers any more.
    """
    # Whatever a library prints must not be taken for an answer.
    answers = os.dup(1)
    os.dup2(2, 1)
    while select.select([0], [], [], idle_s)[0] and (wishes := os.read(0, 4096).count(b"\n")):
        process()
        try:
            os.write(answers, b"done\n" * wishes)
        except BrokenPipeError:
            return


def _main() -> None:
    from schemas import offline

    offline.settle()
    from flows import temporary_server
    from flows.ingest import intake
    from flows.tasks import bench
    from services.warm_up import load_for_a_run

    with suppress(KeyboardInterrupt):
        temporary_server.start(partial(load_for_a_run, bench()))
        work(lambda: intake(inbox=None))


if __name__ == "__main__":
    _main()
