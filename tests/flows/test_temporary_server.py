"""Prefect's temporary server ends with the process that started it."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

START = """
import os, signal
from flows import temporary_server
print(temporary_server.start(), flush=True)
if %r:
    os.kill(os.getpid(), %r)
"""

INTERRUPTED = """
import os, signal
import httpx
from flows import temporary_server
pid = temporary_server.start(lambda: print("meanwhile", flush=True))
signal.signal(signal.SIGINT, signal.SIG_IGN)
os.killpg(os.getpgrp(), signal.SIGINT)
from prefect.server.api.server import SubprocessASGIServer
print(httpx.get(SubprocessASGIServer().api_url + "/health").status_code, pid, flush=True)
"""


def _environment(folder):
    environment = {key: value for key, value in os.environ.items() if key != "PREFECT_API_URL"}
    return environment | {"PREFECT_HOME": str(folder), "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180"}


def _gone(pid: int, within_s: float = 10.0) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("signal", [0, 9], ids=["ends", "is killed"])
def test_the_server_is_gone_when_its_process(signal, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", START % (signal, signal)],
        env=_environment(tmp_path),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == -signal
    assert _gone(int(done.stdout))


def test_a_server_that_is_set_is_used(tmp_path):
    environment = {**os.environ, "PREFECT_HOME": str(tmp_path), "PREFECT_API_URL": "http://127.0.0.1:9/api"}
    done = subprocess.run(
        [sys.executable, "-c", START % (0, 0)], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "None"


def test_ctrl_c_in_a_terminal_leaves_the_server_to_the_run_that_is_interrupted(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED], env=_environment(tmp_path), stdout=subprocess.PIPE, text=True,
        check=True, start_new_session=True,
    )  # fmt: skip
    meanwhile, status, pid = done.stdout.split()
    assert (meanwhile, status) == ("meanwhile", "200")
    assert _gone(int(pid))
