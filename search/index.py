"""The seam: what every search index does, and what an answer looks like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from pydantic import Field

from schemas.document import DocumentId
from schemas.errors import PermanentError
from schemas.geometry import Box, Frozen
from search.entry import EntrySummary, IndexEntry
from search.query import SearchQuery


class EntriesRefused(PermanentError):
    """The index took the other entries and refused these: they break its mapping or are too large.

    ``document_ids`` names them. The message has the index's error types, never a value.
    """

    code = "entries_refused"

    def __init__(self, message: str, *, document_ids: Sequence[str] = ()) -> None:
        super().__init__(message, document_id=document_ids[0] if len(document_ids) == 1 else None, stage="index")
        self.document_ids = tuple(document_ids)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_entries_refused, (self.message, self.document_ids)


def _rebuild_entries_refused(message: str, document_ids: tuple[str, ...]) -> EntriesRefused:
    return EntriesRefused(message, document_ids=document_ids)


class HitBox(Frozen):
    """A word that the query found, and where it is. ``word_id`` is its id in the `ReadDocument`."""

    page_number: int = Field(ge=1)
    word_id: int
    text: str
    box: Box


class Snippet(Frozen):
    """A piece of a page around found words; ``marks`` are their (start, end) offsets in ``text``."""

    page_number: int = Field(ge=1)
    text: str
    marks: tuple[tuple[int, int], ...] = ()


class Hit(Frozen):
    """One found document. ``boxes`` covers the (at most three) pages with most of the searched words."""

    entry: EntrySummary
    score: float
    snippets: tuple[Snippet, ...] = ()
    boxes: tuple[HitBox, ...] = ()


class Bucket(Frozen):
    """How many of all found documents share a value. ``query`` narrows the search to it."""

    value: str
    count: int
    query: str


class Facet(Frozen):
    """The values of one property among all found documents: class, status, seller, month or amount."""

    name: str
    buckets: tuple[Bucket, ...] = ()


class SearchResult(Frozen):
    """One page of hits. ``total`` counts all found documents; ``next`` is the cursor of the next page, or None."""

    total: int
    hits: tuple[Hit, ...] = ()
    facets: tuple[Facet, ...] = ()
    next: str | None = None


class SearchIndex(Protocol):
    """An index of redacted documents, keyed by document id.

    What `put` and `delete` return from is found by the next search. All methods raise ``IndexUnavailable`` if the index
    does not answer (try again later). They raise ``ConfigurationError`` if it was built for other fields (`rebuild`).
    """

    def put(self, entries: Sequence[IndexEntry]) -> None:
        """Adds entries; one with a known id replaces the one before, so that a rerun changes nothing.

        Raises:
            EntriesRefused: Some entries cannot be indexed; all others are in.
        """

    def delete(self, document_ids: Sequence[DocumentId]) -> None:
        """Removes documents; unknown ids are ignored."""

    def search(self, query: SearchQuery) -> SearchResult:
        """Returns one page of the documents that match, with facets over all of them.

        Raises:
            QueryError: ``query.after`` is no mark of this index.
        """

    def rebuild(self, entries: Iterable[IndexEntry]) -> int:
        """Fills a new index with all entries, replaces the old one by it, and returns its size.

        Searches are answered from the old index until then. What is put or deleted meanwhile by any process is kept:
        it wins over ``entries``. If filling fails, the old index stays and the error is raised.

        Raises:
            EntriesRefused: Some entries cannot be indexed; the new index with all others is in place.
        """

    def count(self) -> int:
        """Returns the number of documents in the index."""

    def health(self) -> str:
        """Returns one line for ``fieldwright doctor``: what answers, and how many entries it holds."""

    def close(self) -> None:
        """Lets go of connections and files."""
