"""A real Elasticsearch node of ../shared/elasticsearch, for one test or for a whole session."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NODE = Path(__file__).resolve().parents[2] / "shared" / "elasticsearch" / "run"
START_TIMEOUT_S = 180


@contextmanager
def start_node(*arguments: str, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Gives the process and the address of a node on a free port, and ends it afterwards."""
    command = [str(NODE), "--port", str(port), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield process, _address(process)
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    lines: list[str] = []
    deadline = time.monotonic() + START_TIMEOUT_S
    for line in process.stdout:
        lines.append(line)
        if found := re.search(r"answers on (http://\S+)", line):
            return found.group(1)
        if time.monotonic() > deadline:
            break
    raise AssertionError(f"the node did not start: {''.join(lines)[-2000:]}")
