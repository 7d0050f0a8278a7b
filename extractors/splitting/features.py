"""Features of the boundary between the pages of a document so far and the page that follows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.splitting.signs import PageSigns

SPARSE = 60
"""A page with fewer words is a rest of the page before, or a cover."""

FEATURES = (
    "page_one", "page_one_of", "goes_on", "later_page", "breaks", "previous_last", "previous_open", "of_differs",
    "loses_number", "heading", "same_heading", "other_heading", "same_number", "other_number", "other_own_number",
    "new_number", "no_number", "same_date", "other_date", "no_date", "part_total", "next_total", "total_again",
    "no_total_yet", "carries", "party", "no_party", "top_alike", "top_alike_previous", "foot_alike", "foot_lost",
    "other_size", "sparse", "empty", "part_unnamed", "number_and_heading", "other_number_and_party",
    "total_and_party", "other_letterhead", "page_one_after_last",
)  # fmt: skip


OWN = ("invoice", "credit")
"""Kinds of numbers that no two documents share; a credit note that names an invoice has another number beside it."""


def can_begin(part: Sequence[PageSigns], following: PageSigns) -> bool:
    """Whether a document can begin: its page names it, and the pages before it were a document, no cover letter.

    Everything else is a page of the same document: terms, a rest of a table, an empty page.
    """
    if following.page_number is not None and following.page_number.number > 1:
        return False
    known = {value for page in part for values in page.numbers.values() for value in values}
    is_named = bool(known) or any(page.has_total for page in part)
    new = {value for values in following.numbers.values() for value in values} - known
    own = {value for kind in OWN for value in following.numbers.get(kind, ())}
    if own and own <= known:
        return False
    names = (
        following.heading is not None
        or bool(new)
        or (following.has_party and (following.words >= SPARSE or following.has_total))
    )
    begins_numbering = following.page_number is not None and following.page_number.of is not None
    return names and (is_named or begins_numbering)


def features_of(part: Sequence[PageSigns], following: PageSigns) -> NDArray[np.float64]:
    """Returns the features of a boundary, each about 0 to 1, in the order of `FEATURES`.

    Args:
        part: The pages of the document so far, at least one.
        following: The page behind them.
    """
    found = {**_numbering(part[-1], following), **_identity(part, following), **_look(part, following)}
    found["number_and_heading"] = found["other_number"] and found["heading"]
    found["other_number_and_party"] = found["other_number"] and found["party"]
    found["total_and_party"] = found["part_total"] and found["party"] and not found["same_number"]
    found["page_one_after_last"] = found["page_one"] and (found["previous_last"] or found["part_total"])
    return np.array([float(found[name]) for name in FEATURES])


def _numbering(last: PageSigns, following: PageSigns) -> dict[str, float]:
    """Features of the page numbers that the pages print."""
    old, new = last.page_number, following.page_number
    return {
        "page_one": new is not None and new.number == 1,
        "page_one_of": new is not None and new.number == 1 and new.of is not None,
        "goes_on": old is not None and new is not None and new.number == old.number + 1,
        "later_page": new is not None and new.number > 1,
        "breaks": old is not None and new is not None and new.number != old.number + 1,
        "previous_last": old is not None and old.of == old.number,
        "previous_open": old is not None and old.of is not None and old.number < old.of,
        "of_differs": old is not None and new is not None and None not in (old.of, new.of) and old.of != new.of,
        "loses_number": old is not None and new is None,
    }


def _identity(part: Sequence[PageSigns], following: PageSigns) -> dict[str, float]:
    """Features of headings, numbers, dates and sums."""
    headings = {page.heading for page in part} - {None}
    numbers: dict[str, set[str]] = {}
    for page in part:
        for kind, values in page.numbers.items():
            numbers.setdefault(kind, set()).update(values)
    shared = [kind for kind in following.numbers if kind in numbers]
    known = {value for values in numbers.values() for value in values}
    is_same = any(values & known for values in following.numbers.values())
    own = [kind for kind in shared if kind in OWN]
    dates = {date for page in part for date in page.dates}
    has_total = any(page.has_total for page in part)
    has_party = any(page.has_party for page in part)
    return {
        "heading": following.heading is not None,
        "same_heading": following.heading in headings,
        "other_heading": following.heading is not None and bool(headings) and following.heading not in headings,
        "same_number": is_same,
        "other_number": bool(shared) and not is_same,
        "other_own_number": any(not following.numbers[kind] & numbers[kind] for kind in own),
        "new_number": bool(following.numbers) and not numbers,
        "no_number": not following.numbers and bool(numbers),
        "same_date": bool(following.dates & dates),
        "other_date": bool(following.dates) and bool(dates) and not following.dates & dates,
        "no_date": not following.dates and bool(dates),
        "part_total": has_total,
        "next_total": following.has_total,
        "total_again": has_total and following.has_total,
        "no_total_yet": not has_total,
        "carries": part[-1].carries or following.carries,
        "party": following.has_party,
        "no_party": has_party and not following.has_party,
        "part_unnamed": not numbers and not has_total,
    }


def _look(part: Sequence[PageSigns], following: PageSigns) -> dict[str, float]:
    """Features of letterhead, foot and size."""
    top = max(_alike(page.top, following.top) for page in (part[0], part[-1]))
    return {
        "top_alike": _alike(part[0].top, following.top),
        "top_alike_previous": _alike(part[-1].top, following.top),
        "foot_alike": max(_alike(page.foot, following.foot) for page in (part[0], part[-1])),
        "foot_lost": bool(part[0].foot) and not following.foot,
        "other_size": abs(part[-1].size - following.size) > 0.03,
        "sparse": following.words < SPARSE,
        "empty": following.words == 0,
        "other_letterhead": bool(following.top) and bool(part[0].top) and top < 0.15 and following.has_party,
    }


def _alike(a: frozenset[str], b: frozenset[str]) -> float:
    """Returns the share of words that two sets have in common, 0 without any words."""
    return len(a & b) / len(a | b) if a | b else 0.0
