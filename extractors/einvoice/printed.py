"""Where the pages print the values of an e-invoice's XML.

Pages of electronic invoices are typeset, so a value is spelled exactly or not printed. What differs from
`values.grounding`: a text continues below other cells of its row, and an address may lack lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import FieldType, TypedValue, typed
from values.grounding import WORDS_OF, Place, stated
from values.normalize import Hints, compact, currency_code, normalize

WORDS_BETWEEN = 14
"""Most words of other cells between the first and the second line of a description."""

LINES_OF_A_TEXT = 6
INSIDE_A_WORD = 4
"""An id of so many characters is also taken from inside of a word: "No.471102"."""


class Pages:
    """The words of one document, ready for many questions."""

    def __init__(self, read: ReadDocument, hints: Hints) -> None:
        self.words: Sequence[PlacedWord] = read.words
        self._hints = hints
        self._compact = [compact(word.text) for word in self.words]

    def find(self, kind: FieldType, name: str, value: str) -> list[Place]:
        """Returns every place of a value, in reading order; those with nothing else in their words first."""
        if name == "currency":
            return [(w.id,) for w in self.words if currency_code(w.text, self._hints) == value]
        if kind in ("money", "number", "date"):
            return self._meant(kind, value)
        if kind == "text" and ", " in value:
            return self._parts(value.split(", "))
        return self._runs(compact(value), is_id=kind in ("id", "code"))

    def _meant(self, kind: FieldType, value: str) -> list[Place]:
        try:
            meant = typed(kind, value)
        except ValueError:
            return []
        return (self._dates if kind == "date" else self._numbers).get(meant, [])

    @cached_property
    def _numbers(self) -> dict[TypedValue, list[Place]]:
        found = stated(self.words, WORDS_OF["money"], self._meaning("money"))
        for places in found.values():
            # "3m" holds the number 3, but a cell with nothing else is a better place for it.
            places.sort(key=lambda place: _GLUED.search(self._text(place)) is not None)
        return found

    @cached_property
    def _dates(self) -> dict[TypedValue, list[Place]]:
        return stated(self.words, WORDS_OF["date"], self._meaning("date"))

    def _meaning(self, kind: FieldType) -> Callable[[str], Iterable[TypedValue]]:
        def meaning(text: str) -> Iterable[TypedValue]:
            value = normalize(kind, text, hints=self._hints).value
            return () if value is None else (typed(kind, value),)

        return meaning

    def _text(self, place: Place) -> str:
        return " ".join(self.words[i].text for i in place)

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
