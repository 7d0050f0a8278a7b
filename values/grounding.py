"""Where a known value is on a page: runs of words that spell it, mean it, or are within a few edits.

Every search for a known value starts here. What a place is good for differs, and stays with the caller:
`extractors.einvoice.printed` skips other columns, and `review.grounding` prefers the nearest place. `training.align`
accepts similar names, and `redaction.occurrences` also takes parts of a name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from schemas.document import PlacedWord
from schemas.extraction import FieldType, TypedValue
from values.normalize import compact, month_names

Place = tuple[int, ...]
"""The ids of the words that hold a value, in reading order."""

WORDS_OF: dict[FieldType, int] = {"money": 4, "number": 4, "date": 6, "bool": 1, "code": 4, "id": 12}
"""Words of one line that a value of a kind may take: "March 4 , 2024" is a date of four."""


def spellings(
    words: Sequence[PlacedWord],
    most_words: int,
    *,
    most_letters: int | None = None,
    fold: Callable[[str], str] = compact,
    over_lines: bool = False,
) -> Iterator[tuple[str, Place]]:
    """Yields what each run of words spells, and the run, by its first word and then by its length.

    A run neither starts nor ends with a word that folds to nothing, such as one of punctuation.

    Args:
        words: The words of a document, or those of some of its lines, in reading order.
        most_words: The longest run.
        most_letters: The longest spelling; None sets no limit.
        fold: Gives the characters of a word that count.
        over_lines: Whether a run may go on in the next line of its page.
    """
    folded = [fold(word.text) for word in words]
    units = [word.page_number if over_lines else word.line for word in words]
    for first, unit in enumerate(units):
        if not folded[first]:
            continue
        spelled = ""
        for last in range(first, min(first + most_words, len(words))):
            spelled += folded[last]
            if units[last] != unit or (most_letters is not None and len(spelled) > most_letters):
                break
            if folded[last]:
                yield spelled, tuple(word.id for word in words[first : last + 1])


def has_digit(text: str) -> bool:
    """Whether a text holds a digit, as every amount, number and date does."""
    return any(c.isdigit() for c in text)


def stated(
    words: Sequence[PlacedWord],
    most_words: int,
    meanings: Callable[[str], Iterable[TypedValue]],
    *,
    may_mean: Callable[[str], bool] = has_digit,
) -> dict[TypedValue, list[Place]]:
    """Returns the values that runs of words on one line mean, each with its places, the shortest first.

    A place that shares words with a shorter one of the same value is left out: "12.50 EUR" is found as "12.50".

    Args:
        words: The words of a document, or those of some of its lines, in reading order.
        most_words: The longest run.
        meanings: Gives the values that a text may have.
        may_mean: Whether a text is tried at all.
    """
    found: dict[TypedValue, list[Place]] = {}
    for length in range(1, most_words + 1):
        for first in range(len(words) - length + 1):
            run = words[first : first + length]
            if run[0].line != run[-1].line or not may_mean(text := " ".join(word.text for word in run)):
                continue
            place = tuple(word.id for word in run)
            for value in set(meanings(text)):
                places = found.setdefault(value, [])
                if not any(set(place).intersection(other) for other in places):
                    places.append(place)
    return found


def within_edits(spelled: Collection[str], wanted: str, most: int) -> list[str]:
    """Returns the spellings that differ from a text in at most so many characters (Levenshtein distance)."""
    near = process.extract(wanted, spelled, scorer=Levenshtein.distance, score_cutoff=most, limit=None)
    return [text for text, _, _ in near]


@lru_cache(maxsize=256)
def written_dates(day: date) -> frozenset[str]:
    """Returns the letters and digits of a date in the usual orders, with numbers and with month names.

    Years have two or four digits; a day and a month in digits are also written without a leading zero.
    """
    short, long = f"{day:%y}", f"{day:%Y}"
    forms = {f"{day.day}{day.month}{long}", f"{day.month}{day.day}{long}"}
    for year in (short, long):
        forms |= {f"{day:%d%m}{year}", f"{day:%m%d}{year}", f"{year}{day:%m%d}"}
        for name in map(compact, month_names(day.month)):
            for number in (f"{day.day}", f"{day:%d}"):
                forms |= {f"{number}{name}{year}", f"{number}de{name}de{year}", f"{name}{number}{year}"}
    return frozenset(forms)
