"""Rows and cells of a page by geometry, and what is beside or above a value: its caption."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractors.fields.decoding.spans import gap
from schemas.document import PlacedWord, ReadDocument
from schemas.geometry import Box

ROW_HEIGHT = 0.5
"""Words are in one row where their middles are less than this share of a word's height apart."""

LOW = 0.4
"""Words of less than this share of the page's usual height are dashes, dots and the like."""

CELL_GAP = 1.2
"""Words of one row that are so many heights apart are in two cells."""

ABOVE = 3.5
"""A caption above a value is at most so many heights over it."""

FARTHEST_LEFT = 0.8
"""A caption beside a value is at most this share of the page's width from it."""


@dataclass(frozen=True)
class Cell:
    """Words of one row that are close together, left to right."""

    words: tuple[PlacedWord, ...]

    @cached_property
    def box(self) -> Box:
        """The box around the words."""
        return Box.around(word.box for word in self.words)

    @property
    def text(self) -> str:
        """The words, a blank between them."""
        return " ".join(word.text for word in self.words)

    @property
    def has_letters(self) -> bool:
        """Whether any word has two letters, so that the cell may caption something."""
        return any(sum(c.isalpha() for c in word.text) > 1 for word in self.words)


Row = tuple[Cell, ...]


class PageGrid:
    """The rows and cells of all pages of a document."""

    def __init__(self, read: ReadDocument) -> None:
        self.read = read
        self.rows: list[Row] = [row for page in read.pages for row in _rows(read, page.number)]
        self._at = {
            word.id: (r, c) for r, row in enumerate(self.rows) for c, cell in enumerate(row) for word in cell.words
        }

    def row_of(self, word_id: int) -> Row:
        """Returns the row in which a word is."""
        return self.rows[self._at[word_id][0]]

    def row_index(self, word_id: int) -> int:
        """Returns the number of the row in which a word is, from 0 over all pages."""
        return self._at[word_id][0]

    def cell_of(self, word_id: int) -> Cell:
        """Returns the cell in which a word is."""
        row, cell = self._at[word_id]
        return self.rows[row][cell]

    def before(self, word_ids: Sequence[int]) -> Cell | None:
        """Returns what is before a value in its own cell ("Datum: 4.5.2024")."""
        first = self.read.words[word_ids[0]]
        words = tuple(w for w in self.cell_of(first.id).words if w.box.left < first.box.left)
        return Cell(words) if words else None

    def left_cells(self, word_ids: Sequence[int]) -> Iterator[Cell]:
        """Yields the cells to the left of a value's cell in its row, nearest first."""
        row, cell = self._at[word_ids[0]]
        left = self.read.words[word_ids[0]].box.left
        for other in reversed(self.rows[row][:cell]):
            if left - other.box.right < FARTHEST_LEFT:
                yield other

    def above(self, word_ids: Sequence[int]) -> Iterator[Cell]:
        """Yields the words above a value within its column, row by row, nearest first.

        The column reaches half the way to the value's neighbors in its row. Adjacent captions in one run of words are
        separated by the values below them.
        """
        first = self.read.words[word_ids[0]]
        height = max(self.read.words[i].box.height for i in word_ids)
        left, right = self._column(word_ids)
        for row in reversed(self.rows[: self._at[first.id][0]]):
            top = row[0].words[0]
            if top.page_number != first.page_number or first.box.top - row[0].box.bottom > ABOVE * height:
                return
            inside = tuple(w for cell in row for w in cell.words if left < w.box.center[0] < right)
            if inside:
                yield Cell(inside)

    def _column(self, word_ids: Sequence[int]) -> tuple[float, float]:
        box = Box.around(self.read.words[i].box for i in word_ids)
        others = [w for cell in self.row_of(word_ids[0]) for w in cell.words if w.id not in word_ids]
        lefts = [w.box.right for w in others if w.box.center[0] < box.left]
        rights = [w.box.left for w in others if w.box.center[0] > box.right]
        reach = max(box.width, 0.06)
        left = max((max(lefts, default=0.0) + box.left) / 2, box.left - reach)
        right = min((min(rights, default=1.0) + box.right) / 2, box.right + reach)
        return left, right


def grid_of(read: ReadDocument) -> PageGrid:
    """Returns the rows and cells of a document, made once."""
    grid: PageGrid = read.derived.get(PageGrid) or read.derived.setdefault(PageGrid, PageGrid(read))
    return grid


def _rows(read: ReadDocument, page_number: int) -> Iterator[Row]:
    words = sorted(read.words_of_page(page_number), key=lambda w: w.box.center[1])
    low = LOW * statistics.median([word.box.height for word in words]) if words else 0.0
    rows: list[list[PlacedWord]] = []
    # Dashes and dots at last: their boxes are too low to tell the row of a word beside them.
    for word in (word for word in words if word.box.height >= low):
        last = rows[-1] if rows else []
        if last and word.box.center[1] - _middle(last) < ROW_HEIGHT * min(word.box.height, last[0].box.height):
            last.append(word)
        else:
            rows.append([word])
    for word in (word for word in words if word.box.height < low):
        around = [row for row in rows if _top(row) <= word.box.center[1] <= _bottom(row)]
        if around:
            min(around, key=lambda row: abs(_middle(row) - word.box.center[1])).append(word)
        else:
            rows.append([word])
    for row in sorted(rows, key=_middle):
        yield tuple(_cells(read, sorted(row, key=lambda w: w.box.left)))


def _top(row: Sequence[PlacedWord]) -> float:
    return min(word.box.top for word in row)


def _bottom(row: Sequence[PlacedWord]) -> float:
    return max(word.box.bottom for word in row)


def _middle(row: Sequence[PlacedWord]) -> float:
    return sum(word.box.center[1] for word in row) / len(row)


def _cells(read: ReadDocument, row: Sequence[PlacedWord]) -> Iterator[Cell]:
    cell: list[PlacedWord] = []
    for word in row:
        if cell and gap(read, cell[-1], word) > CELL_GAP:
            yield Cell(tuple(cell))
            cell = []
        cell.append(word)
    if cell:
        yield Cell(tuple(cell))
