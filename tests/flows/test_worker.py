"""The process beside the portal: it works when woken, comes back when it dies, gives up when that happens too often."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE

import pytest

from flows.worker import MOST_DEATHS, Background, State
from schemas.settings import Settings
from tests.waiting import until

WORKER = """
import os, sys
from pathlib import Path
from flows.worker import work
log = Path(sys.argv[1])
def process():
    with log.open("a") as out:
        out.write(f"{os.getpid()}\\n")
    print("chatter that is no answer")
    script
work(process, idle_s=float(sys.argv[2]))
"""


@pytest.fixture
def begun(tmp_path: Path):
    """Starts a background whose process notes its pid for every piece of work, then does what the test says."""
    started: list[Background] = []

    def begin(script: str = "", idle_s: float = 60.0) -> tuple[Background, Callable[[], list[str]]]:
        log = tmp_path / "log"
        command = sys.executable, "-c", WORKER.replace("script", script), str(log), str(idle_s)
        background = Background(Settings(home=tmp_path), command=command, first_pause_s=0.01)
        started.append(background)
        return background, lambda: log.read_text().split() if log.exists() else []

    yield begin
    for background in started:
        background.stop()


def test_nothing_is_started_before_there_is_work(begun) -> None:
    background, pids = begun()
    assert (background.state, pids()) == ("asleep", [])


def test_one_process_does_one_piece_of_work_after_the_other(begun) -> None:
    background, pids = begun()
    for done in (1, 2, 3):
        background.wake()
        until(lambda done=done: len(pids()) == done and background.state == "ready")
    assert len(set(pids())) == 1


def test_a_process_that_dies_is_started_again_and_does_the_work(begun) -> None:
    background, pids = begun("if len(log.read_text().split()) < 3: os._exit(9)")
    background.wake()
    until(lambda: background.state == "ready")
    assert len(pids()) == len(set(pids())) == 3


def test_one_that_always_dies_is_given_up_until_the_next_wish(begun) -> None:
    background, pids = begun("os._exit(9)")
    background.wake()
    until(lambda: background.state == "failed")
    assert len(pids()) == MOST_DEATHS
    background.wake()
    until(lambda: len(pids()) > MOST_DEATHS)


def test_an_idle_process_ends_and_another_takes_the_next_work(begun) -> None:
    background, pids = begun(idle_s=0.1)
    background.wake()
    until(lambda: background.state == "asleep" and len(pids()) == 1)
    background.wake()
    until(lambda: len(set(pids())) == 2)


@pytest.mark.parametrize("state", ["asleep", "ready", "failed"])
def test_stopping_leaves_no_process_behind(begun, state: State) -> None:
    background, pids = begun("os._exit(9)" if state == "failed" else "")
    if state != "asleep":
        background.wake()
    until(lambda: background.state == state)
    background.stop()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids())


def test_a_process_whose_portal_has_ended_ends_without_a_word(tmp_path: Path) -> None:
    command = sys.executable, "-c", WORKER.replace("script", "sys.stdin.read()"), str(tmp_path / "log"), "60"
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"work\n")
        process.stdin.flush()
        process.stdout.close()
        process.stdin.close()
        told = process.stderr.read().decode()
    assert (process.returncode, told) == (0, "chatter that is no answer\n")
