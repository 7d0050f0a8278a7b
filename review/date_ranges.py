"""Ranges of dates that a document may mean otherwise than they were read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from schemas.document import ReadDocument
from schemas.extraction import Extraction
from values.locale_hints import hints_of
from values.normalize import RANGE_END, RANGE_START, numeric_dates

Range = tuple[str, str]

LOOSE = timedelta(days=4)
"""So far from both ends of a range are the dates inside of it, where it is the time that was billed and not used."""

SEVERAL = 3
"""So many dates inside of a range show what it was used for."""


def is_doubtful(extraction: Extraction, read: ReadDocument) -> bool:
    """Whether a range of an extraction has another one around it, or holds dates that stay far from its ends.

    An invoice states the month that is billed and the days on which something was done; either may be taken for the
    other.
    """
    own = list(_ranges(extraction))
    if not own:
        return False
    hints = hints_of(read.text)
    lines = [numeric_dates(line.text, hints) for page in read.pages for line in page.lines]
    printed = {(a, b) for line in lines for a, b in pairwise(line) if a is not None and b is not None and a <= b}
    dates = [day for line in lines for day in line if day is not None]
    return any(_is_inside(one, printed) or _is_loose(one, dates) for one in own)


def _ranges(extraction: Extraction) -> Iterator[Range]:
    for start in extraction.fields:
        if start.name.endswith(RANGE_START):
            end = extraction.field(start.name.removesuffix(RANGE_START) + RANGE_END)
            if end is not None and start.value is not None and end.value is not None:
                yield start.value, end.value


def _is_inside(own: Range, printed: set[Range]) -> bool:
    return any(first <= own[0] and own[1] <= last and (first, last) != own for first, last in printed)


def _is_loose(own: Range, dates: list[str]) -> bool:
    inside = sorted(day for day in dates if own[0] < day < own[1])
    if len(inside) < SEVERAL or dates.count(own[0]) > 1:
        return False
    first, last, start, end = map(date.fromisoformat, (inside[0], inside[-1], *own))
    return first - start >= LOOSE and end - last >= LOOSE
