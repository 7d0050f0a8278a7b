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
    environment = {key: value for key, value in os.environ.items() if key != "PREFECT_API_URL"}
    environment |= {"PREFECT_HOME": str(tmp_path), "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180"}
    done = subprocess.run(
        [sys.executable, "-c", START % (signal, signal)],
        env=environment,
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
