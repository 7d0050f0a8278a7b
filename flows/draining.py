"""A run that SIGTERM ends finishes its batch first, takes no further one, and gives back what it cannot finish."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Handler = Callable[[int, FrameType | None], object]

_handlers: list[Handler] = []
"""The handlers of the blocks that this process is in, the innermost last."""


class Drain:
    """Whether this run was told to end."""

    def __init__(self) -> None:
        self._wanted = threading.Event()

    @property
    def wanted(self) -> bool:
        """Whether no further batch may be taken."""
        return self._wanted.is_set()

    def begin(self) -> None:
        """Notes that the run was told to end."""
        self._wanted.set()


@contextmanager
def draining(patience_s: float) -> Iterator[Drain]:
    """Yields what the first SIGTERM sets; a second one, or the end of patience, ends the block as it would have before.

    Outside of the main thread, where no signal can be handled, SIGTERM ends the process as before.

    Args:
        patience_s: Seconds that the batch in work has to finish.
    """
    drain = Drain()
    if threading.current_thread() is not threading.main_thread():
        yield drain
        return
    before = signal.getsignal(signal.SIGTERM)
    timers: list[threading.Timer] = []

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, before)
        if drain.wanted:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        drain.begin()
        timer = threading.Timer(patience_s, os.kill, (os.getpid(), signal.SIGTERM))
        timer.daemon = True
        timers.append(timer)
        timer.start()

    signal.signal(signal.SIGTERM, end)
    _handlers.append(end)
    try:
        yield drain
    finally:
        _handlers.remove(end)
        for timer in timers:
            timer.cancel()
        signal.signal(signal.SIGTERM, before)


@contextmanager
def still_draining() -> Iterator[None]:
    """Lets SIGTERM reach the drain of the run around a flow: Prefect sets its own handler in each inner flow."""
    if not _handlers or threading.current_thread() is not threading.main_thread():
        yield
        return
    theirs = signal.signal(signal.SIGTERM, _handlers[-1])
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGTERM) is _handlers[-1]:
            signal.signal(signal.SIGTERM, theirs)
