"""Where a known value is in a document: exactly, over line breaks, and as OCR may have misread it.

What differs from `values.grounding`: parts of a name count in any order, and look-alike characters are equal. A word
too many that is removed costs less than a name that stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from redaction.entities import Entity
from redaction.lookalikes import skeleton
from redaction.page_grid import is_caption_word
from schemas.document import PlacedWord
from values.grounding import spellings, within_edits, written_dates

LONGEST_WINDOW = 8
"""Words that a repeated value may be spread over."""

SHORTEST_DATE = 6
"""Characters of a birth date that are looked for; fewer are too often a part of another number."""

_NOT_NAMES = frozenset(
    """
    jr sr ii iii iv md do phd dds rn dr mr mrs ms miss prof herr frau mme van von der den de la le du and und the
    on file
    """.split()  # noqa: SIM905 - the list would take forty lines
)


class Occurrences:
    """Finds values among the words of one document. Word ranges are ``(first, last)`` ids, both included."""

    def __init__(self, words: Sequence[PlacedWord]) -> None:
        self._folded = [skeleton(w.text) for w in words]
        self._words = words
        self._windows: dict[str, list[tuple[int, int]]] = {}
        for text, place in spellings(words, LONGEST_WINDOW, fold=skeleton, over_lines=True):
            self._windows.setdefault(text, []).append((place[0], place[-1]))
        self._single: dict[str, list[int]] = {}
        for i, folded in enumerate(self._folded):
            self._single.setdefault(folded, []).append(i)

    def of(self, value: str, entity: Entity) -> Iterator[tuple[int, int]]:
        """Returns where a value of this kind is."""
        if entity is Entity.PERSON:
            yield from self._person(value)
        elif entity is Entity.BIRTH_DATE:
            yield from self._birth_date(value)
        elif entity is Entity.PHONE_NUMBER:
            digits = "".join(c for c in value if c.isdigit())
            for form in {digits, digits[-10:], digits[-7:]}:
                yield from self._exact(form, shortest=7)
        else:
            yield from self._exact(skeleton(value), shortest=4)
            yield from self._similar(skeleton(value))

    def exactly(self, value: str) -> Sequence[tuple[int, int]]:
        """Returns where the same words are, whatever their case and punctuation."""
        return self._windows.get(skeleton(value), ())

    def _exact(self, folded: str, *, shortest: int) -> Iterator[tuple[int, int]]:
        if len(folded) >= shortest:
            yield from self._windows.get(folded, ())

    def _similar(self, folded: str) -> Iterator[tuple[int, int]]:
        """Returns windows that differ in one character, or in two of sixteen and more."""
        if len(folded) < 8:
            return
        allowed = 1 if len(folded) < 16 else 2
        for text in within_edits(self._windows.keys(), folded, allowed):
            yield from self._windows[text]

    def _person(self, value: str) -> Iterator[tuple[int, int]]:
        """Returns the whole name, its parts in any order, and parts with one misread character."""
        yield from self._exact(skeleton(value), shortest=4)
        yield from self._similar(skeleton(value))
        for part in value.replace(",", " ").split():
            folded = skeleton(part)
            if len(folded) < 3 or folded in _NOT_NAMES or is_caption_word(part):
                continue
            for i in self._single.get(folded, ()):
                yield i, i
            if len(folded) >= 6:
                for text in within_edits(self._single.keys(), folded, 1):
                    yield from ((i, i) for i in self._single[text] if not is_caption_word(self._words[i].text))

    def _birth_date(self, value: str) -> Iterator[tuple[int, int]]:
        """Returns the date in every usual order of day, month and year, in digits and in words."""
        for form in _written(value):
            for first, last in self._exact(form, shortest=SHORTEST_DATE):
                # Six digits in one run are more often an amount or a number than a short date.
                if len(form) > 6 or last > first or not self._words[first].text.strip(".,;:").isdigit():
                    yield first, last


@lru_cache(maxsize=256)
def _written(value: str) -> frozenset[str]:
    """Returns the skeletons of a date's written forms; of a text that is no ISO date, its own."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return frozenset({skeleton(value)})
    return frozenset(form for text in written_dates(day) if len(form := skeleton(text)) >= SHORTEST_DATE)


def merged(ranges: Iterable[tuple[int, int]]) -> set[int]:
    """Returns all word ids of some ranges."""
    return {i for first, last in ranges for i in range(first, last + 1)}
