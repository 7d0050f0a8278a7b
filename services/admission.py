"""Whether more documents are let in: by how many wait for processing, and for how long the oldest has."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from services.workbench import Workbench
from values.wording import quantity

FRESH_S = 2.0
"""The queue is looked at so often, however many files arrive."""


@dataclass(frozen=True)
class Full:
    """Why nothing is let in: ``message`` is a sentence for the sender, with what to do."""

    message: str
    retry_after_s: int


class Admission:
    """Looks at the queue before something is let in. Threads may share it.

    Args:
        bench: The store and the settings.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._lock = threading.Lock()
        self._looked: tuple[float, int, float] | None = None

    def full(self) -> Full | None:
        """Returns why nothing more is let in now, or None.

        Raises:
            StoreUnavailable: The store does not answer.
        """
        settings = self._bench.settings.flow
        if settings.queue_documents is None and settings.queue_age_s is None:
            return None
        waiting, age_s = self._backlog()
        if settings.queue_documents is not None and waiting >= settings.queue_documents:
            why = f"{quantity(waiting, 'document')} wait for processing"
        elif settings.queue_age_s is not None and age_s > settings.queue_age_s:
            why = f"a document has waited for {age_s / 60:.0f} minutes"
        else:
            return None
        return Full(f"{why}: send it again in {settings.retry_after_s} seconds", settings.retry_after_s)

    def room(self) -> int | None:
        """Returns how many documents may still be let in; None is any number.

        Raises:
            StoreUnavailable: The store does not answer.
        """
        if self.full() is not None:
            return 0
        most = self._bench.settings.flow.queue_documents
        return None if most is None else max(most - self._backlog()[0], 0)

    def _backlog(self) -> tuple[int, float]:
        with self._lock:
            now = time.monotonic()
            if self._looked is None or now - self._looked[0] >= FRESH_S:
                waiting, oldest = self._bench.store.samples.backlog()
                age_s = (datetime.now(UTC) - oldest).total_seconds() if oldest is not None else 0.0
                self._looked = (now, waiting, age_s)
            return self._looked[1:]
