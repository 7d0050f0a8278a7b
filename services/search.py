"""Searching as people do: the index, and what corrections taught about misreadings."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from schemas.document import ReadDocument
from schemas.errors import DocumentError
from schemas.review import CorrectionRecord
from services.stage_results import READ

if TYPE_CHECKING:
    from schemas.redacted import RedactedPage
    from search.confusions import Confusions
    from search.index import HitBox, SearchIndex, SearchResult
    from search.query import SearchQuery
    from store.store import DocumentStore

LEARNED_FROM = 500
"""The latest corrections: scanners and engines change, and each one costs a look into its document."""

RELEARN_S = 1800.0

logger = logging.getLogger(__name__)


class Finder:
    """Answers queries with their likely misreadings. Threads may share it.

    What corrections teach is learned in a thread of its own; searches never wait for it. `close` ends the thread: one
    that still runs when the interpreter exits aborts the process.
    """

    def __init__(self, index: SearchIndex, store: DocumentStore) -> None:
        from search.confusions import Confusions

        self._index = index
        self._store = store
        self._confusions = Confusions()
        self._learned_at = float("-inf")
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._learner: threading.Thread | None = None

    def search(self, query: SearchQuery) -> SearchResult:
        """Returns one page of matching documents; see `SearchIndex.search`."""
        from search.confusions import expand

        self._learn_now_and_then()
        return self._index.search(expand(query, self._confusions))

    def marks(self, pages: Iterable[RedactedPage], query: SearchQuery) -> tuple[HitBox, ...]:
        """Returns all words of a document that answer a query, by the same likely misreadings as `search`."""
        from search.confusions import expand
        from search.highlight import highlight
        from search.packing import pack, unpack

        expanded = expand(query, self._confusions)
        # Page by page, for of a whole document only the best pages would be marked.
        return tuple(box for page in pages for box in highlight([unpack(pack(page))], expanded)[1])

    def learn(self) -> Confusions:
        """Learns from the latest corrections, and returns what will be used from now on."""
        from search.confusions import learn

        pairs = takewhile(lambda _: not self._closing.is_set(), misreadings(self._store))
        self._confusions = learn(pairs)
        return self._confusions

    def close(self) -> None:
        """Stops learning; returns once its thread has ended, at most one document later."""
        self._closing.set()
        with self._lock:
            learner = self._learner
        if learner is not None:
            learner.join()

    def _learn_now_and_then(self) -> None:
        with self._lock:
            if self._closing.is_set() or time.monotonic() - self._learned_at < RELEARN_S:
                return
            self._learned_at = time.monotonic()
            self._learner = threading.Thread(target=self._learn_quietly, name="confusions")
            self._learner.start()

    def _learn_quietly(self) -> None:
        try:
            self.learn()
        except DocumentError as error:
            # Searches continue what was learned before.
            logger.warning("corrections could not be learned from: %s", error.code)


def misreadings(store: DocumentStore) -> Iterator[tuple[str, str]]:
    """Yields (read, true) of the latest values that people typed instead of what is in the words there."""
    read: tuple[str, ReadDocument | None] = ("", None)
    for correction in _typed(store):
        if correction.document_id != read[0]:
            read = correction.document_id, store.load(correction.document_id, READ, ReadDocument)
        words = read[1].words if read[1] is not None else ()
        # After another reading the numbers may be those of other words, or of none.
        if words and max(correction.word_ids) < len(words):
            yield " ".join(words[i].text for i in correction.word_ids), correction.raw


def _typed(store: DocumentStore) -> Iterable[CorrectionRecord]:
    typed = (c for c in store.reviews.corrections() if c.action == "correct" and c.word_ids and c.raw)
    return deque(typed, maxlen=LEARNED_FROM)
