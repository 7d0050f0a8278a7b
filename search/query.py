"""A parsed query: a frozen tree of clauses, the same for both indexes.

======================================  ==========================================================================
``acme invoice``                        both words, anywhere in the document or its name, forgiving OCR errors
``"total amount due"``                  these words in this order, exactly
``acme OR globex``                      one of the two; OR binds closer than the blank, so
                                        ``class:invoice status:rejected OR status:needs_review`` does what it says
``-draft``  ``-status:rejected``        not this (exactly: what only looks like it stays)
``(acme berlin) OR globex``             brackets group
``class:invoice``  ``status:accepted``  one of the names that there are
``refurb*``  ``*werk``  ``*stat*``      words that begin with, end with or contain this
``seller:acme``  ``seller:"acme ag"``   words in a field; ``name:`` is the file's name
``invoice_number:INV-2024/001``         a whole identifier; blanks and punctuation do not matter
``amount:100..500``  ``amount:>=100``   numbers; also ``..500``, ``100..``, ``<``, ``<=``, ``>``
``date:2024``  ``date:2024-01..2024-03``  days, whole months and years, both ends included; also ``>`` and the like
``received:2024-05-01``                 the day it came in, UTC
``id:3fa9c1``                           the start of a document id
======================================  ==========================================================================

Every indexed field of every class is a name before a colon: a `SearchVocabulary` has them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from schemas.geometry import Frozen
from search.clauses import All, Clause, Either, Phrase, QueryError, Word
from search.parser import parse
from search.vocabulary import SearchVocabulary

MAX_LIMIT = 500
MAX_OFFSET = 9_000
"""Hits beyond this many are reached with `SearchQuery.after` only. Elasticsearch opens a window of 10,000 hits
(index.max_result_window), of which the page itself and one more take a part."""


Sort = Literal["relevance", "date", "amount", "received"]


class SearchQuery(Frozen):
    """A parsed query with the page of hits that is wanted.

    ``clause`` None means every document. A query without words has no relevance: its hits come newest received first.
    Documents without the value that is sorted by come last. ``after`` is `SearchResult.next` of the page before and
    replaces ``offset``.
    ``tolerant=False`` finds exact words only.
    """

    text: str = ""
    clause: Clause | None = None
    sort: Sort = "relevance"
    descending: bool = True
    limit: int = Field(default=20, ge=0, le=MAX_LIMIT)
    offset: int = Field(default=0, ge=0, le=MAX_OFFSET)
    after: str | None = None
    facets: bool = True
    tolerant: bool = True

    @property
    def order(self) -> Sort:
        """The sort in effect: relevance means nothing where there are no words to weigh."""
        return "received" if self.sort == "relevance" and not any(self.words()) else self.sort

    def words(self) -> Iterator[Word | Phrase]:
        """Yields the words and phrases that a hit may contain; negated ones are left out."""
        if self.clause is not None:
            yield from _positive(self.clause)


def _positive(clause: Clause) -> Iterator[Word | Phrase]:
    if isinstance(clause, Word | Phrase):
        yield clause
    elif isinstance(clause, All | Either):
        for part in clause.clauses:
            yield from _positive(part)


def parse_query(
    text: str,
    vocabulary: SearchVocabulary,
    *,
    sort: Sort = "relevance",
    descending: bool = True,
    limit: int = 20,
    offset: int = 0,
    after: str | None = None,
    facets: bool = True,
    tolerant: bool = True,
) -> SearchQuery:
    """Returns the query that a person wrote; an empty text finds every document.

    Raises:
        QueryError: The text breaks the rules at the top of this module, or the page lies too deep.
    """
    if offset > MAX_OFFSET:
        raise QueryError(f"hits beyond {MAX_OFFSET} are reached page by page: pass the mark of the page before")
    # Half a character (a lone surrogate, from a broken paste) is no text: neither JSON nor an index takes it.
    text = text.encode("utf-8", "replace").decode("utf-8")
    return SearchQuery(
        text=text,
        clause=parse(text, vocabulary),
        sort=sort,
        descending=descending,
        limit=limit,
        offset=offset,
        after=after,
        facets=facets,
        tolerant=tolerant,
    )


def narrow(query: SearchQuery, filters: Iterable[str], vocabulary: SearchVocabulary) -> SearchQuery:
    """Returns the query with more conditions, each written like a query of its own: ``class:invoice``.

    Unlike text that is put behind the query's, they cannot change what it means.

    Raises:
        QueryError: A condition breaks the rules.
    """
    more = [clause for text in filters if (clause := parse(text, vocabulary)) is not None]
    if not more:
        return query
    clauses = ([query.clause] if query.clause is not None else []) + more
    return query.model_copy(update={"clause": clauses[0] if len(clauses) == 1 else All(clauses=tuple(clauses))})
