"""The clauses that a query is made of: a frozen tree, the same for both indexes."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from schemas.errors import DocumentError
from schemas.geometry import Frozen
from search.analysis import MIN_PART
from search.vocabulary import Filter


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
