"""Finds identifiers and dates whose words hold recognition errors: one misread letter must not lose an example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rapidfuzz.distance import Levenshtein

from schemas.document import PlacedWord
from values.confusions import OTHER_DIGITS, digits_of_capitals
from values.normalize import compact, month_names

SHORTEST = 5
"""Shorter identifiers are never looked for within edits: too many words are like them."""

LETTERS_AN_EDIT = 6
"""An identifier of twelve letters and more may have one edit for each so many."""

WORDS_OF_AN_IDENTIFIER = 12
WORDS_OF_A_DATE = 6


def misread_runs(words: Sequence[PlacedWord], wanted: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Yields the runs of words on one line that are nearest to one of some texts, within the edits allowed for each.

    A letter that looks like the digit is no edit; a digit that looks like the other one, an added and a missing
    character are one. Any other character is two, so that the number before or behind is not taken for it.

    Args:
        words: The words of a document.
        wanted: Letters and digits of the texts, as `compact` gives them.
    """
    found: dict[int, list[tuple[int, ...]]] = {}
    for text in wanted:
        allowed = edits_allowed(text)
        for joined, ids in _runs(words, len(text) + allowed) if allowed else ():
            if (edits := distance(digits_of_capitals(joined), digits_of_capitals(text), allowed)) is not None:
                found.setdefault(edits, []).append(ids)
    yield from found[min(found)] if found else ()


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


def misread_date(words: Sequence[PlacedWord], values: Iterable[str]) -> Iterator[tuple[int, ...]]:
    """Yields the runs of words on one line that write a date with at most one edit.

    Two-digit years and the order of year, month and day are written too, without an edit: six digits are like many.

    Args:
        words: The words of a document.
        values: Dates as yyyy-mm-dd; others are left out.
    """
    long, short = set(), set()
    for value in values:
        try:
            written = set(_writings(date.fromisoformat(value)))
        except ValueError:
            continue
        long |= {text for text in written if len(text) > WORDS_OF_A_DATE}
        short |= written
    exact, near = [], []
    for joined, ids in _runs(words, max(map(len, short), default=0) + 1, WORDS_OF_A_DATE):
        if joined in short:
            exact.append(ids)
        elif any(distance(joined, text, 1) is not None for text in long):
            near.append(ids)
    yield from exact or near


def _writings(day: date) -> Iterator[str]:
    two, four = f"{day.year % 100:02}", str(day.year)
    for year in (two, four):
        yield f"{day.day:02}{day.month:02}{year}"
        yield f"{day.month:02}{day.day:02}{year}"
        yield f"{year}{day.month:02}{day.day:02}"
        for name in month_names(day.month):
            yield f"{day.day:02}{compact(name)}{year}"


def _runs(
    words: Sequence[PlacedWord], longest: int, most_words: int = WORDS_OF_AN_IDENTIFIER
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yields the letters and digits of every run of words on one line, up to a length, with the words' ids."""
    texts = [compact(word.text) for word in words]
    for start in range(len(words)):
        joined = ""
        for end in range(start, min(start + most_words, len(words))):
            joined += texts[end]
            if words[end].line != words[start].line or len(joined) > longest:
                break
            if texts[start] and texts[end]:
                yield joined, tuple(word.id for word in words[start : end + 1])
