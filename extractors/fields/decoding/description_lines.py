"""Which row of a table a line of text between two rows belongs to: the upper, the lower, or none.

A table has one style: values beside the first line of each description, the last, or the middle. Lines that continue
the line above (a comma, a small letter) are distinguished from new ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from extractors.fields.decoding.table_rows import Row
from extractors.fields.token_scores import Probabilities
from schemas.document import ReadDocument
from schemas.geometry import Box

DESCRIBES = 0.2
"""A line is part of a description from this mean probability on."""

LINE_PITCH = 2.2
"""Lines of one description follow each other within so many heights."""

FULL, WIDE = 0.85, 0.6
"""A line is full, so that the next one may continue it, from this share of the widest line on.

That line must fill the second share of the room before the next column.
"""

GOES_ON, MAY_GO_ON, BEGINS = 1.0, 0.0, -0.7
"""How far a line continues the one above it."""

AS_FIRST = 0.3
"""Score for as many lines above a row's values as above those of the first row."""

_OPEN_ENDS = tuple(",;&+/(-–:")
_CONNECTORS = frozenset({
    "and", "or", "of", "for", "the", "with", "in", "on", "to", "by", "from", "a", "an", "und", "oder", "mit", "für",
    "von", "der", "die", "das", "den", "aus", "zu", "et", "de", "du", "des", "la", "le", "les", "pour", "avec",
    "en", "y", "o", "con", "para", "por", "el", "e", "di", "del", "della", "per", "da", "do", "dos", "com", "na",
    "em", "og", "med", "til", "för", "och", "av", "voor", "van", "met", "het", "een", "i", "z", "w", "dla",
})  # fmt: skip
_CODE = (":", "#")

Segment = list[int]


@dataclass
class TextRow:
    """A row with the segment on its own line and those that were found to belong to it."""

    row: Row
    own: Segment
    parts: list[Segment] = field(default_factory=list)


class DescriptionLines:
    """Gives the lines of the description column to the rows of a table.

    Args:
        read: The document.
        inside: Probability of each word to be part of a description.
        segments: The runs of words on its lines.
    """

    def __init__(self, read: ReadDocument, inside: Probabilities, segments: Sequence[Segment]) -> None:
        self._read, self._inside, self._segments = read, inside, segments

    def settle(self, rows: Sequence[TextRow]) -> None:
        """Changes the parts of each row: adds continued lines, removes headings and lines of the next row."""
        pages = {text_row.row.page_number for text_row in rows}
        for page in pages:
            self._settle_page([t for t in rows if t.row.page_number == page])

    def _settle_page(self, rows: Sequence[TextRow]) -> None:
        boxes = [self._box(t.own) for t in rows]
        self._left, self._right = min(b.left for b in boxes), max(b.right for b in boxes)
        column = [s for s in self._segments if self._in_column(s, rows)]
        first = self._chain(rows[0].own, column, -1, least=DESCRIBES)
        last = self._chain(rows[-1].own, column, 1, least=0.0)
        self._room = self._next_column(rows) - self._left
        self._widest = max(self._box(s).width for s in [*column, *(t.own for t in rows)])
        if not first:
            self._values_first(rows, column)
        elif not self._continued(rows[-1].own, last) and self._under_headings(rows, column):
            for text_row in rows:
                self._keep_going_on(text_row)
        elif self._continued(rows[-1].own, last):
            self._values_between(rows, column, first, last)

    def _next_column(self, rows: Sequence[TextRow]) -> float:
        lefts = [
            word.box.left
            for t in rows
            for word in self._read.words_of_page(t.row.page_number)
            if t.row.holds(word) and word.box.left > self._right
        ]
        return min(lefts, default=1.0)

    def _in_column(self, segment: Segment, rows: Sequence[TextRow]) -> bool:
        box, word = self._box(segment), self._read.words[segment[0]]
        if word.page_number != rows[0].row.page_number or any(t.row.holds(word) for t in rows):
            return False
        return min(box.right, self._right) - max(box.left, self._left) > 0.5 * box.width

    def _chain(self, start: Segment, column: Sequence[Segment], step: int, *, least: float) -> list[Segment]:
        """Returns the lines that follow each other up (-1) or down (1) from a line, nearest first."""
        chain: list[Segment] = []
        at = self._box(start)
        while True:
            near = [s for s in column if 0 < step * (self._box(s).center[1] - at.center[1]) < LINE_PITCH * at.height]
            near = [s for s in near if float(self._inside[s].mean()) >= least]
            if not near:
                return chain
            nearest = min(near, key=lambda s: abs(self._box(s).center[1] - at.center[1]))
            chain.append(nearest)
            at = self._box(nearest)

    def _continued(self, own: Segment, below: Sequence[Segment]) -> list[Segment]:
        """Returns the lines below a row that continue it, or that the model takes for a description."""
        kept: list[Segment] = []
        for segment in below:
            above = kept[-1] if kept else own
            if self._goes_on(above, segment) < GOES_ON and float(self._inside[segment].mean()) < DESCRIBES:
                break
            kept.append(segment)
        return kept

    # ------------------------------------------------------------------------------------------------------------------

    def _values_first(self, rows: Sequence[TextRow], column: Sequence[Segment]) -> None:
        """Adds the lines below each row that continue it."""
        for text_row, following in zip(rows, [*rows[1:], None], strict=True):
            below = self._chain(text_row.own, column, 1, least=0.0)
            if following is not None:
                end = self._box(following.own).top
                below = [s for s in below if self._box(s).center[1] < end]
            for segment in self._continued(text_row.own, below):
                if not any(set(segment) & set(part) for part in text_row.parts):
                    text_row.parts.append(segment)
                if following is not None:
                    following.parts = [part for part in following.parts if not set(part) & set(segment)]

    def _under_headings(self, rows: Sequence[TextRow], column: Sequence[Segment]) -> bool:
        """Whether the lines right above the rows are headings of sections: the rows begin anew below them."""
        votes = []
        for text_row in rows:
            above = self._chain(text_row.own, column, -1, least=DESCRIBES)
            if above and not any(mark in self._text(text_row.own) for mark in _CODE):
                votes.append(self._goes_on(above[0], text_row.own))
        return bool(votes) and float(np.mean(votes)) < MAY_GO_ON

    def _keep_going_on(self, text_row: TextRow) -> None:
        """Leaves a row the lines that continue it, and none above it."""
        top = self._box(text_row.own).center[1]
        text_row.parts = [part for part in text_row.parts if self._box(part).center[1] >= top or part == text_row.own]

    def _values_between(
        self, rows: Sequence[TextRow], column: Sequence[Segment], first: list[Segment], last: list[Segment]
    ) -> None:
        """Parts the lines between two rows where a line begins anew, most likely after as many as below the last."""
        owned: list[list[Segment]] = [[t.own] for t in rows]
        owned[0] = [*first[::-1], *owned[0]]
        for k in range(len(rows) - 1):
            between = self._chain(rows[k].own, column, 1, least=0.0)
            end = self._box(rows[k + 1].own).top
            between = [s for s in between if self._box(s).center[1] < end]
            chain = [rows[k].own, *between, rows[k + 1].own]
            scores = [
                self._goes_on(chain[i], chain[i + 1]) - AS_FIRST * (len(between) - i == len(first))
                for i in range(len(chain) - 1)
            ]
            cut = scores.index(min(scores))
            owned[k] += between[:cut]
            owned[k + 1] = [*between[cut:], *owned[k + 1]]
        owned[-1] += self._continued(rows[-1].own, last)
        for text_row, lines in zip(rows, owned, strict=True):
            text_row.parts = lines

    # ------------------------------------------------------------------------------------------------------------------

    def _goes_on(self, upper: Segment, lower: Segment) -> float:
        """Returns the score for a line continuing the one above it, by their end and beginning."""
        above, below = self._text(upper), self._text(lower)
        if above.endswith(_OPEN_ENDS) or above.split()[-1].casefold() in _CONNECTORS or below[0].islower():
            return GOES_ON
        is_full = self._box(upper).width >= FULL * max(self._widest, WIDE * self._room)
        return MAY_GO_ON if is_full or not below[0].isalpha() else BEGINS

    def _text(self, segment: Segment) -> str:
        return " ".join(self._read.words[i].text for i in segment)

    def _box(self, segment: Segment) -> Box:
        return Box.around(self._read.words[i].box for i in segment)
