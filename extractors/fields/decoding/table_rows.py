"""One row of a table: where it is, and the words of its cells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from schemas.document import PlacedWord

ROW_HEIGHT = 0.8
"""Cells of a row lie within so many line heights of its middle."""


@dataclass
class Row:
    """One line of the table: where it is, and the words of its cells by column."""

    page_number: int
    middle: float
    height: float
    cells: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    adds_up: bool = False

    def holds(self, word: PlacedWord) -> bool:
        """Whether a word is beside this row's anchor."""
        reach = ROW_HEIGHT * max(self.height, word.box.height)
        return word.page_number == self.page_number and abs(word.box.center[1] - self.middle) < reach
