"""Finds identifiers and dates whose words hold recognition errors: one misread letter must not lose an example.

Edits have weights here, unlike in `values.grounding`: a wrong place teaches a model a wrong label.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rapidfuzz.distance import Levenshtein

from schemas.document import PlacedWord
from values.confusions import OTHER_DIGITS, digits_of_capitals
from values.grounding import WORDS_OF, Place, spellings, within_edits, written_dates

SHORTEST = 5
"""Shorter identifiers are never looked for within edits: too many words are like them."""

LETTERS_AN_EDIT = 6
"""An identifier of twelve letters and more may have one edit for each so many."""

SHORTEST_DATE = 7
"""A date written with fewer characters is never looked for within edits."""


def misread_runs(words: Sequence[PlacedWord], wanted: Sequence[str]) -> Iterator[Place]:
    """Yields the runs of words on one line that are nearest to one of some texts, within its edits.

    A letter that looks like the digit costs nothing. A digit that looks like the other one, an added and a missing
    character cost one edit. Any other character is two, so that the number before or behind is not taken for it.

    Args:
        words: The words of a document.
        wanted: Letters and digits of the texts, as `compact` gives them.
    """
    found: dict[int, list[Place]] = {}
    for text in wanted:
        if not (allowed := edits_allowed(text)):
            continue
        digits, runs = digits_of_capitals(text), defaultdict[str, list[Place]](list)
        for spelled, place in spellings(words, WORDS_OF["id"], most_letters=len(text) + allowed):
            runs[digits_of_capitals(spelled)].append(place)
        for spelled in within_edits(runs.keys(), digits, allowed):
            if (edits := distance(spelled, digits, allowed)) is not None:
                found.setdefault(edits, []).extend(runs[spelled])
    yield from sorted(found[min(found)]) if found else ()


def edits_allowed(text: str) -> int:
    """Returns how many edits a text of letters and digits may have."""
    return 0 if len(text) < SHORTEST else max(1, len(text) // LETTERS_AN_EDIT)


def distance(read: str, wanted: str, most: int) -> int | None:
    """Returns the edits between two texts, None where they are more than ``most``."""
    if Levenshtein.distance(read, wanted, score_cutoff=most) > most:
        return None
    row = list(range(len(wanted) + 1))
    for i, seen in enumerate(read, start=1):
        above, row = row, [i]
        for j, right in enumerate(wanted, start=1):
            kept = above[j - 1] + (0 if seen == right else 1 if _alike(seen, right) else 2)
            row.append(min(kept, above[j] + 1, row[j - 1] + 1))
    return row[-1] if row[-1] <= most else None


def _alike(first: str, second: str) -> bool:
    return second in OTHER_DIGITS.get(first, "") or first.isdigit() != second.isdigit()


def misread_date(words: Sequence[PlacedWord], values: Iterable[str]) -> Iterator[Place]:
    """Yields the runs of words on one line that write a date with at most one edit.

    A short spelling, such as six digits, must be exact: many numbers resemble it.

    Args:
        words: The words of a document.
        values: Dates as yyyy-mm-dd; others are left out.
    """
    written = set[str]()
    for value in values:
        try:
            written |= written_dates(date.fromisoformat(value))
        except ValueError:
            continue
    runs = list(spellings(words, WORDS_OF["date"], most_letters=max(map(len, written), default=0) + 1))
    long = [text for text in written if len(text) >= SHORTEST_DATE]
    exact = [place for spelled, place in runs if spelled in written]
    yield from exact or (
        place for spelled, place in runs if any(distance(spelled, text, 1) is not None for text in long)
    )
