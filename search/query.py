"""What a person asks for: a frozen tree of clauses, the same for both indexes.

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

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from schemas.errors import DocumentError
from schemas.geometry import Frozen
from search.analysis import MIN_PART
from search.vocabulary import Filter, SearchVocabulary

MAX_LIMIT = 500
MAX_OFFSET = 9_000
"""Hits beyond this many are reached with `SearchQuery.after` only. Elasticsearch opens a window of 10,000 hits
(index.max_result_window), of which the page itself and one more take a part."""


class QueryError(DocumentError, ValueError):
    """The query cannot be understood. ``position`` counts its characters from 0; the message counts from 1."""

    code = "query_error"

    def __init__(self, message: str, *, position: int = 0) -> None:
        super().__init__(message)
        self.position = position

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild_query_error, (self.message, self.position)


def _rebuild_query_error(message: str, position: int) -> QueryError:
    return QueryError(message, position=position)


Part = Literal["begins", "ends", "holds"]
"""What a word in the document does with the text that a person wrote with a star."""

MIN_STARRED: dict[Part, int] = {"begins": 2, "ends": MIN_PART, "holds": MIN_PART}
"""The letters that a star needs beside it."""


class Word(Frozen):
    """A word somewhere in the document.

    ``part``: it was written with a star, so it is this part of a word.
    ``joins``: it written together with the word before and after it. ``misread``: how OCR may have read it
    (``search.confusions.expand``), in the ocr view of ``search.analysis``.
    """

    type: Literal["word"] = "word"
    text: str
    part: Part | None = None
    joins: tuple[str, ...] = ()
    misread: tuple[str, ...] = ()


class Phrase(Frozen):
    """Words in this order."""

    type: Literal["phrase"] = "phrase"
    text: str


class Match(Frozen):
    """A field holds this text.

    ``exact``: it was in quotes, so nothing is forgiven. ``part`` and ``misread`` as in `Word`.
    """

    type: Literal["match"] = "match"
    filter: Filter
    text: str
    exact: bool = False
    part: Part | None = None
    misread: tuple[str, ...] = ()


class AmountRange(Frozen):
    """A field's number lies between two bounds; None is no bound."""

    type: Literal["amount_range"] = "amount_range"
    filter: Filter
    low: Decimal | None = None
    high: Decimal | None = None
    include_low: bool = True
    include_high: bool = True


class DateRange(Frozen):
    """A field's day lies between two days, both included; None is no bound."""

    type: Literal["date_range"] = "date_range"
    filter: Filter
    first: datetime.date | None = None
    last: datetime.date | None = None


class Not(Frozen):
    """The clause does not hold."""

    type: Literal["not"] = "not"
    clause: Clause


class All(Frozen):
    """All clauses hold."""

    type: Literal["all"] = "all"
    clauses: tuple[Clause, ...] = Field(min_length=1)


class Either(Frozen):
    """At least one clause holds."""

    type: Literal["either"] = "either"
    clauses: tuple[Clause, ...] = Field(min_length=1)


Clause = Annotated[Word | Phrase | Match | AmountRange | DateRange | Not | All | Either, Field(discriminator="type")]

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
    """Returns the query that a person wrote; an empty text asks for every document.

    Raises:
        QueryError: The text breaks the rules at the top of this module, or the page lies too deep.
    """
    from search.parser import parse  # the parser builds on the clauses above

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
    from search.parser import parse

    more = [clause for text in filters if (clause := parse(text, vocabulary)) is not None]
    if not more:
        return query
    clauses = ([query.clause] if query.clause is not None else []) + more
    return query.model_copy(update={"clause": clauses[0] if len(clauses) == 1 else All(clauses=tuple(clauses))})
