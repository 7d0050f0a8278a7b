"""Dates that a time clock stamped on a document: "95 JUL 10 PM 4:15", or "NOV 21 4 48 PM '69" by an older clock.

A stamp has its words in this order whatever way it was turned. Its print is poor, so months are recognized by the
letters that are left, where only one month has them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extractors.fields.decoding.captioned import made_field
from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import ExtractedField
from values.normalize import iso_date

STAMPED = "stamped_date"

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

SEVERAL, CLEAR, UNCLEAR = 0.95, 0.9, 0.7
"""Confidence in the date of several stamps, and of one whose month is printed clearly or not."""

RECEIPT = re.compile(r"(?i)\b(?:rec[e0]iv|filed\b)|\d{1,2}[:.]\d\d(?:[:.]\d\d)? ?[ap]\.?m\b")
"""What is printed beside a stamped date: the word, or the time of day."""

REACH = 5
"""Words on either side among which it is looked for."""

_MERIDIEM = re.compile(r"[AP][MHNK]?(?:[\dI:;.,$]+\d?)?")
_GLUED = re.compile(r"(\W*[A-Z0]{3})\W?(\d{1,2})")
_SHORT_YEAR, _YEAR, _LOST_ZERO = (
    re.compile(r"\W?(?!19|20)(\d\d)"),
    re.compile(r"\W?(19\d\d|20\d\d)"),
    re.compile(r"20(\d)"),
)
_LAST_OF_2000 = 30
"""Years of two digits up to here are of this century: the clocks are from the years of such registers."""


@dataclass(frozen=True)
class Stamp:
    """A date with the words that print it; ``clear`` is whether every letter of its month was read."""

    value: str
    words: tuple[PlacedWord, ...]
    clear: bool


def with_clock_stamp(read: ReadDocument, found: Mapping[str, ExtractedField]) -> dict[str, ExtractedField]:
    """Returns the fields with the date that most time clock stamps of the document show.

    Where none is legible, a date without a sign of receipt beside it is dropped: somebody signed on that day.
    """
    stamps = list(clock_stamps(read))
    if not stamps:
        return {name: field for name, field in found.items() if name != STAMPED or _is_receipt(read, field)}
    [(value, count)] = Counter(stamp.value for stamp in stamps).most_common(1)
    chosen = max((s for s in stamps if s.value == value), key=lambda stamp: stamp.clear)
    confidence = SEVERAL if count > 1 else CLEAR if chosen.clear else UNCLEAR
    ids = [word.id for word in chosen.words]
    return dict(found) | {
        STAMPED: made_field(read, STAMPED, "date", ids, value, confidence, "the stamp of a time clock")
    }


def _is_receipt(read: ReadDocument, field: ExtractedField) -> bool:
    if not field.word_ids:
        return False
    around = read.words[max(field.word_ids[0] - REACH, 0) : field.word_ids[-1] + REACH + 1]
    return RECEIPT.search(" ".join(word.text for word in around)) is not None


def clock_stamps(read: ReadDocument) -> Iterator[Stamp]:
    """Yields the legible stamps of time clocks, in reading order."""
    words = read.words
    for i, word in enumerate(words):
        glued = _GLUED.fullmatch(word.text.upper())
        month, day_text, behind = (glued[1], glued[2], i + 1) if glued else (word.text, _text(words, i + 1), i + 2)
        number, day = _month(month), _number(day_text, 31)
        if number is None or day is None:
            continue
        dated = (word,) if glued else (word, words[i + 1])
        year = _year_around(words, i, behind)
        if year is not None:
            value = iso_date(year[0], number, day)
            ordered = (year[1], *dated) if year[1].id < word.id else (*dated, year[1])
            if value is not None:
                yield Stamp(value, ordered, _letters(month) in MONTHS)


def _year_around(words: tuple[PlacedWord, ...], month: int, behind: int) -> tuple[int, PlacedWord] | None:
    """Returns the year of a stamp: before the month if the meridiem follows the day, or behind hour and minutes."""
    if _is_meridiem(_text(words, behind)):
        year = _year(_text(words, month - 1)) if month else None
        return None if year is None else (year, words[month - 1])
    has_time = _number(_text(words, behind), 12) is not None and _is_meridiem(_text(words, behind + 2))
    year = _year(_text(words, behind + 3)) if has_time else None
    return None if year is None else (year, words[behind + 3])


def _text(words: tuple[PlacedWord, ...], index: int) -> str:
    return words[index].text if index < len(words) else ""


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text).upper().replace("0", "O")


def _month(text: str) -> int | None:
    """Returns the month whose abbreviation differs from a text by one letter at most, if it is the only one."""
    from rapidfuzz.distance import Levenshtein

    letters = _letters(text)
    if letters in MONTHS:
        return MONTHS.index(letters) + 1
    if not 2 <= len(letters) <= 3:  # an abbreviation, or what is left of it
        return None
    near = [i for i, name in enumerate(MONTHS) if Levenshtein.distance(letters, name) == 1]
    return near[0] + 1 if len(near) == 1 else None


def _number(text: str, most: int) -> int | None:
    match = re.fullmatch(r"\W*(\d{1,2})\W*", text)
    return int(match[1]) if match and 1 <= int(match[1]) <= most else None


def _is_meridiem(text: str) -> bool:
    return _MERIDIEM.fullmatch(text.upper()) is not None


def _year(text: str) -> int | None:
    """Returns the year of a text; "207" is 2007: its narrow zeros run into one. "20" may be any year since 2000."""
    if match := _YEAR.fullmatch(text):
        return int(match[1])
    if match := _LOST_ZERO.fullmatch(text):
        return 2000 + int(match[1])
    if match := _SHORT_YEAR.fullmatch(text):
        return int(match[1]) + (2000 if int(match[1]) <= _LAST_OF_2000 else 1900)
    return None
