"""Listens to a mailbox and a queue of notifications: what arrives is stored, and processing is woken."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Self

from schemas.errors import ConfigurationError, DocumentError, NotificationError
from schemas.settings import ENV_PREFIX, Settings
from services.admission import Admission
from services.arrivals import mail
from services.arrivals.objects import notices, take_in_object
from services.workbench import Workbench
from store.object_queue import LONGEST_WAIT_S, ObjectQueue

logger = logging.getLogger(__name__)

LONGEST_PAUSE_S = 300.0
"""Between two looks at something that does not answer: pauses double up to this."""

Look = Callable[[], int]


def is_set(settings: Settings) -> bool:
    """Whether there is a mailbox or a queue to listen to."""
    return settings.mail is not None or settings.objects.queue_url is not None


class Listener:
    """Looks at the mailbox and the queue of the settings, each in a thread of its own. Use it in a ``with`` block.

    Args:
        bench: Store and settings.
        wake: Starts the processing of what waits; returns at once.

    Raises:
        ConfigurationError: Neither a mailbox nor a queue is set.
    """

    def __init__(self, bench: Workbench, wake: Callable[[], None]) -> None:
        self._bench = bench
        self._wake = wake
        self._done = threading.Event()
        self._queue: ObjectQueue | None = None
        if not is_set(bench.settings):
            raise ConfigurationError(
                f"there is nothing to listen to: set {ENV_PREFIX}MAIL__HOST or {ENV_PREFIX}OBJECTS__QUEUE_URL"
            )
        self._threads = [
            threading.Thread(target=self._listen, args=(name, look, pause_s), name=name, daemon=True)
            for name, look, pause_s in self._looks()
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()
        if self._queue is not None:
            self._queue.close()

    def look(self) -> int:
        """Looks once at everything, and returns how many documents are new.

        Raises:
            ConfigurationError: A setting is wrong.
            StoreUnavailable: Something does not answer.
        """
        return sum(self._looked(look) for _, look, _ in self._looks(wait_s=0))

    def _looks(self, wait_s: int = LONGEST_WAIT_S) -> Iterator[tuple[str, Look, float]]:
        settings = self._bench.settings
        if settings.mail is not None:
            yield "mail", self._mail, settings.mail.every_s
        if settings.objects.queue_url is not None:
            # No pause: a look waits by itself until something comes.
            yield "objects", lambda: self._objects(wait_s), 0.0

    def _listen(self, name: str, look: Look, pause_s: float) -> None:
        wait_s, failures = 0.0, 0
        while not self._done.wait(wait_s):
            try:
                self._looked(look)
                failures, wait_s = 0, pause_s
            except DocumentError as error:
                failures += 1
                wait_s = min(max(pause_s, 1.0) * 2**failures, LONGEST_PAUSE_S)
                logger.warning("%s: %s (the next look is in %.0f seconds)", name, error.message, wait_s)

    def _looked(self, look: Look) -> int:
        new = look()
        if new:
            self._bench.save_counts()
            self._wake()
        return new

    def _mail(self) -> int:
        assert self._bench.settings.mail is not None
        new = 0
        try:
            for taken in mail.collect(self._bench, self._bench.settings.mail):
                new += taken.is_new
        except DocumentError:
            # What came before the line broke is processed now.
            if new:
                self._wake()
            raise
        return new

    def _objects(self, wait_s: int) -> int:
        full = Admission(self._bench).full()
        if full is not None:
            # The queue keeps its messages.
            self._done.wait(full.retry_after_s)
            return 0
        if self._queue is None:
            self._queue = ObjectQueue(self._bench.settings.objects.queue_url or "")
        new = 0
        for message in self._queue.receive(wait_s):
            try:
                for notice in notices(message.body):
                    new += take_in_object(self._bench, notice).status == "stored"
                self._queue.delete(message)
            except NotificationError:
                logger.warning("message %s of the queue is no notification; its redrive policy decides", message.id)
            except DocumentError as error:
                logger.warning("message %s of the queue stays there: %s", message.id, error.message)
        return new
