"""Why a value is wrong: a misread word, a missed label, a wrong place, or a wrong normal form.

The cause is the first step from pixels to value after which the true value can no longer come out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rapidfuzz import fuzz

from schemas.document import ReadDocument
from schemas.extraction import ExtractedField
from training.align import Target, align_fields
from training.scoring import Judged, right
from values.normalize import compact

NOT_READ = "document not read"
MARK = "mark misread"
MISREAD = "word misread"
SPLIT = "words split, joined or out of order"
MISSED = "label missed"
WRONG_PLACE = "wrong candidate"
CUT = "cut or joined at its ends"
NORMALIZATION = "normalization"
ABSENT = "not on the page: unread, or truth questionable"
INVENTED = "found, not in the truth"

CAUSES = (NOT_READ, MARK, MISREAD, SPLIT, MISSED, WRONG_PLACE, CUT, NORMALIZATION, ABSENT, INVENTED)
"""Every cause, from the pixels to the value."""

LIKE = 75.0
"""rapidfuzz ratio (0-100) from which a stretch of the page is taken as the true value misread."""

FEWEST_DIGITS = 4
"""Shorter numbers look like some stretch of any page."""


def cause(judged: Judged, found: ExtractedField | None, read: ReadDocument | None) -> str:
    """Returns why a judged field is wrong.

    Args:
        judged: A field that is not right.
        found: Its extracted field, also if its value could not be normalized.
        read: The words of the document; None where it was rejected.
    """
    cell = judged.expected
    if cell is None:
        return INVENTED
    if read is None:
        return NOT_READ
    target = Target.of(cell)
    if target.kind == "bool":
        return MARK
    aligned = align_fields(read, {judged.field: target})
    places = [place for a in aligned for place in a.places]
    stated = [place for a in aligned if not a.misread for place in a.places]
    exact = [p for p in stated if target.kind not in ("name", "text") or right(cell, _text(read, p))]
    if exact:
        return _lost_after_reading(exact, found)
    if places:
        return MISREAD
    page = compact(read.text)
    if any(written in page for written in _written(target)):
        return SPLIT
    return MISREAD if any(_is_like(written, page) for written in _written(target)) else ABSENT


def _lost_after_reading(places: Sequence[tuple[int, ...]], found: ExtractedField | None) -> str:
    """Returns the cause where the words of the true value are on the page as they should be."""
    if found is None:
        return MISSED
    chosen = set(found.word_ids)
    if any(chosen == set(place) for place in places):
        return NORMALIZATION
    return CUT if any(chosen.intersection(place) for place in places) else WRONG_PLACE


def _text(read: ReadDocument, place: Sequence[int]) -> str:
    return " ".join(read.words[i].text for i in place)


def _written(target: Target) -> Iterator[str]:
    """Yields the ways in which the value may be printed, letters and digits only."""
    for value in target.values:
        if target.kind == "date":
            yield from _dates(value)
        elif len(compact(value)) >= FEWEST_DIGITS or target.kind in ("name", "text"):
            yield compact(value)


def _dates(value: str) -> Iterator[str]:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return
    for pattern in ("%d%m%Y", "%m%d%Y", "%Y%m%d", "%d%m%y", "%m%d%y", "%d%b%Y", "%b%d%Y", "%d%B%Y", "%B%d%Y"):
        yield compact(day.strftime(pattern))
    yield f"{day.month}{day.day}{day.year % 100:02}"
    yield f"{day.day}{day.month}{day.year}"


def _is_like(written: str, page: str) -> bool:
    return len(written) >= FEWEST_DIGITS and fuzz.partial_ratio(written, page, score_cutoff=LIKE) >= LIKE
