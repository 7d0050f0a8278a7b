"""Where on the pages a value is that is known from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import FieldType
from values.normalize import Hints, compact, currency_code, normalize

Place = tuple[int, ...]
"""The ids of the words that hold a value."""

WORDS_OF_A_NUMBER = 4
WORDS_OF_A_DATE = 6
WORDS_BETWEEN = 14
"""Between the first and the second line of a description stand the other cells of its row: so many words at most."""

LINES_OF_A_TEXT = 6
INSIDE_A_WORD = 4
"""An id of so many characters is also taken from inside of a word: "No.471102"."""


class Pages:
    """The words of one document, ready for many questions."""

    def __init__(self, read: ReadDocument, hints: Hints) -> None:
        self.words: Sequence[PlacedWord] = read.words
        self._hints = hints
        self._compact = [compact(word.text) for word in self.words]
        self._numbers: dict[Decimal, list[Place]] | None = None
        self._dates: dict[str, list[Place]] | None = None

    def find(self, kind: FieldType, name: str, value: str) -> list[Place]:
        """Returns every place of a value, in reading order; those with nothing else in their words first."""
        if name == "currency":
            return [(w.id,) for w in self.words if currency_code(w.text, self._hints) == value]
        if kind in ("money", "number"):
            return self._numbers_by_value().get(Decimal(value), [])
        if kind == "date":
            return self._dates_by_value().get(value, [])
        if kind == "text" and ", " in value:
            return self._parts(value.split(", "))
        return self._runs(compact(value), is_id=kind in ("id", "code"))

    def _numbers_by_value(self) -> dict[Decimal, list[Place]]:
        if self._numbers is None:
            self._numbers = {}
            for place in self._windows(WORDS_OF_A_NUMBER):
                found = normalize("money", self._text(place), hints=self._hints).value
                if found is not None:
                    _add(self._numbers.setdefault(Decimal(found), []), place)
            for places in self._numbers.values():
                # "3m" holds the number 3, but a cell with nothing else is a better place for it.
                places.sort(key=lambda place: _GLUED.search(self._text(place)) is not None)
        return self._numbers

    def _dates_by_value(self) -> dict[str, list[Place]]:
        if self._dates is None:
            self._dates = {}
            for place in self._windows(WORDS_OF_A_DATE):
                if (found := normalize("date", self._text(place), hints=self._hints).value) is not None:
                    _add(self._dates.setdefault(found, []), place)
        return self._dates

    def _text(self, place: Place) -> str:
        return " ".join(self.words[i].text for i in place)

    def _windows(self, longest: int) -> Iterator[Place]:
        """Yields runs of words on one line that hold a digit, by their length."""
        for length in range(1, longest + 1):
            for start in range(len(self.words) - length + 1):
                if self.words[start].line == self.words[start + length - 1].line:
                    place = tuple(range(start, start + length))
                    if any(c.isdigit() for i in place for c in self.words[i].text):
                        yield place

    def _runs(self, target: str, *, is_id: bool) -> list[Place]:
        """Returns the runs of words that spell a text; other cells may be between its lines."""
        if not target:
            return []
        starts = [i for i, part in enumerate(self._compact) if part and target.startswith(part)]
        found = [run for i in starts if (run := self._run(i, target, is_id=is_id))]
        if not found and is_id and len(target) >= INSIDE_A_WORD:
            found = [(i,) for i, part in enumerate(self._compact) if target in part]
        return found

    def _run(self, start: int, target: str, *, is_id: bool) -> Place | None:
        place, spelled = [start], self._compact[start]
        between: list[int] = []
        for i in range(start + 1, len(self.words)):
            if spelled == target:
                break
            word, part = self.words[i], self._compact[i]
            goes_on = word.line == self.words[place[-1]].line
            skipped = [j for j in between if self._compact[j]]
            if part and target.startswith(spelled + part) and not (goes_on and skipped):
                place += [*(between if goes_on else ()), i]
                spelled, between = spelled + part, []
            elif (part and is_id) or len(skipped) >= WORDS_BETWEEN or self._is_far(word, start):
                return None
            else:
                between.append(i)
        return tuple(place) if spelled == target else None

    def _is_far(self, word: PlacedWord, start: int) -> bool:
        first = self.words[start]
        return word.page_number != first.page_number or word.line_index - first.line_index > LINES_OF_A_TEXT

    def _parts(self, parts: Sequence[str]) -> list[Place]:
        """Returns where the lines of an address are together; a line that is not printed may be missing."""
        targets = [target for part in parts if (target := compact(part))]
        firsts = [run for target in targets for run in self._runs(target, is_id=False)]
        found: list[tuple[int, Place]] = []
        for first in firsts:
            near = [self._nearest(target, first) for target in targets]
            spelled = sum(len(target) for target, run in zip(targets, near, strict=True) if run)
            if 2 * spelled >= sum(map(len, targets)):
                found.append((spelled, tuple(sorted({i for run in near for i in run}))))
        best = max((spelled for spelled, _ in found), default=0)
        return list(dict.fromkeys(place for spelled, place in found if spelled == best))

    def _nearest(self, target: str, first: Place) -> Place:
        page, middle = self.words[first[0]].page_number, self.words[first[0]].box.center[1]
        height = self.words[first[0]].box.height
        near = [
            (gap, run)
            for run in self._runs(target, is_id=False)
            if self.words[run[0]].page_number == page
            and (gap := abs(self.words[run[0]].box.center[1] - middle)) < LINES_OF_A_TEXT * 2 * height
        ]
        return min(near, default=(0.0, ()))[1]


_GLUED = re.compile(r"\d[^\W\d_]")


def _add(known: list[Place], place: Place) -> None:
    """Notes a place unless a shorter one in it is known: "12.50 EUR" is found as "12.50" already."""
    if not any(set(other) <= set(place) for other in known):
        known.append(place)
