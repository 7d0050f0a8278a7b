"""How often somebody may ask."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

REMEMBERED = 10_000
"""Visitors that are counted at the same time; of more, those are forgotten who were quiet for longest."""


class Throttle:
    """A bucket of requests for each visitor that fills up again steadily. Threads may share it.

    Args:
        per_minute: Requests in the long run, and the size of the bucket.
        clock: Seconds; tests turn it.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait_s(self, who: str) -> int:
        """Takes a request out of the visitor's bucket; returns 0, or after how many seconds there will be one."""
        now = self._clock()
        with self._lock:
            left, at = self._buckets.pop(who, (self._size, now))
            left = min(self._size, left + (now - at) * self._size / 60)
            allowed = left >= 1
            self._buckets[who] = (left - 1 if allowed else left, now)
            while len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        return 0 if allowed else math.ceil((1 - left) * 60 / self._size)
