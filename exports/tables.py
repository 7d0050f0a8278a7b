"""The cells of a table that the layout model found: rows by height, columns by the white between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from schemas.document import Page, Word

SAME_ROW = 0.5
"""Share of the lower word's height that two words of one row have in common."""

GAP = 0.5
"""Words of a cell are at most this many word heights apart."""

CROSSED = 0.12
"""Share of the rows whose text may cross the white between two columns: headings, sums, long descriptions."""


def rows_of(page: Page, lines: Sequence[int]) -> list[list[str]]:
    """Returns the cells of a table from top to bottom, each row as long as there are columns; empty cells are "".

    Args:
        page: The page of the table.
        lines: The table's lines, as indices into those of the page.
    """
    words = [word for index in lines for word in page.lines[index].words]
    rows = [_phrases(row, page) for row in _rows(words)]
    cuts = _cuts([[(words[0].box.left, words[-1].box.right) for words in row] for row in rows])
    made = []
    for row in rows:
        cells: list[list[str]] = [[] for _ in range(len(cuts) + 1)]
        for phrase in row:
            # A phrase over several columns belongs to the one where it begins.
            column = sum(phrase[0].box.left + 1e-9 >= cut for cut in cuts)
            cells[column].append(" ".join(word.text for word in phrase))
        made.append([" ".join(cell) for cell in cells])
    return made


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box.center[1]):
        last = rows[-1][-1].box if rows else None
        shared = min(last.bottom, word.box.bottom) - max(last.top, word.box.top) if last else 0.0
        if last and shared >= SAME_ROW * min(last.height, word.box.height):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.box.left) for row in rows]


def _phrases(row: Sequence[Word], page: Page) -> list[list[Word]]:
    """Returns runs of words that are close together."""
    phrases: list[list[Word]] = []
    for word in row:
        gap = (word.box.left - phrases[-1][-1].box.right) * page.width if phrases else 0.0
        if phrases and gap <= GAP * word.box.height * page.height:
            phrases[-1].append(word)
        else:
            phrases.append([word])
    return phrases


def _cuts(rows: Sequence[Sequence[tuple[float, float]]]) -> list[float]:
    """Returns where columns are parted: the middle of each stretch that nearly no row crosses."""
    edges = sorted({edge for row in rows for span in row for edge in span})
    most = CROSSED * len(rows)
    cuts: list[float] = []
    begin: float | None = None
    end = 0.0
    for left, right in pairwise(edges):
        middle = (left + right) / 2
        crossing = sum(any(a < middle < b for a, b in row) for row in rows)
        if crossing <= most:
            begin = left if begin is None else begin
            end = right
            continue
        if begin is not None:
            cuts.append((begin + end) / 2)
        begin = None
    return cuts
