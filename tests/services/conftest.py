from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

NODE = Path(__file__).resolve().parents[2].parent / "shared" / "elasticsearch" / "run"
START_TIMEOUT_S = 180


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """The address of a real node: FIELDWRIGHT_TEST_ELASTICSEARCH_URL, else one started here and ended afterwards."""
    if url := os.environ.get("FIELDWRIGHT_TEST_ELASTICSEARCH_URL"):
        yield url
        return
    if not NODE.exists():
        pytest.skip(f"no Elasticsearch: {NODE} is absent and FIELDWRIGHT_TEST_ELASTICSEARCH_URL is not set")
    if shutil.which("java") is None:
        pytest.skip("no Elasticsearch: the test node needs Java 17, such as apt-get install openjdk-17-jre-headless")
    with start_node() as (_, url):
        yield url


class start_node:  # noqa: N801 - used like a function
    """A node of its own on a free port; also for tests that kill it."""

    def __init__(self, *arguments: str, port: int = 0) -> None:
        self.command = [str(NODE), "--port", str(port), *arguments]

    def __enter__(self) -> tuple[subprocess.Popen[str], str]:
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        deadline = time.monotonic() + START_TIMEOUT_S
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if found := re.search(r"answers on (http://\S+)", line):
                return self.process, found.group(1)
            assert time.monotonic() < deadline, "the node did not start in time"
        raise AssertionError(f"the node ended: {''.join(lines)[-2000:]}")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
