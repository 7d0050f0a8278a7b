"""Waiting for what other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable


def until(condition: Callable[[], object]) -> None:
    """Waits for something that must come; the test's own time limit is the only one."""
    while not condition():
        time.sleep(0.02)
