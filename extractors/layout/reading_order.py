"""Reading order of a page, from the geometry of its words.

Puts lines in the order of reading: columns of running text from top to bottom, tables, forms and captioned values row
by row. Nothing is recognized again: every word is kept exactly once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from schemas.document import Line, Page, Word

SPLIT_GAP = 2.5
"""A gap of this many line heights between two words separates lines: a gutter or a table's white space."""

MERGE_GAP = 0.6
"""Two lines on one baseline that are at most this many line heights apart are one line."""

SAME_ROW = 0.5
"""Share of the lower line's height that two lines must share to be in one row."""

GUTTER = 0.9
"""Smallest width of the white space between two columns, in line heights."""

PROSE_FILL = 0.55
"""Lines of running text fill at least this share of their column, in the median."""


class Piece:
    """A line with its box in pixels, so that widths and heights compare."""

    __slots__ = ("bottom", "height", "is_cell", "left", "line", "middle", "right", "top", "width", "words")

    def __init__(self, words: Sequence[Word], page: Page) -> None:
        self.line = Line(words=tuple(words))
        self.left = min(w.box.left for w in self.line.words) * page.width
        self.right = max(w.box.right for w in self.line.words) * page.width
        self.top = min(w.box.top for w in self.line.words) * page.height
        self.bottom = max(w.box.bottom for w in self.line.words) * page.height
        self.width, self.height = self.right - self.left, self.bottom - self.top
        self.middle = (self.top + self.bottom) / 2
        self.words = len(self.line.words)
        self.is_cell = _is_caption_or_value(self.line.text)

    @property
    def upright(self) -> bool:
        """Whether the text runs from left to right, not up or down a margin."""
        return self.height <= 1.5 * self.width or len(self.line.text) <= 2

    def turned_order(self) -> tuple[float, float]:
        """Returns what sorts turned lines: first those that run down, from right to left, then those that run up."""
        runs_down = self.line.words[0].box.center[1] < self.line.words[-1].box.center[1]
        return (-self.right if runs_down else self.left), self.top

    def beside(self, other: Piece) -> bool:
        """Whether both are on one row."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared >= SAME_ROW * min(self.height, other.height)


def arrange(page: Page) -> Page:
    """Returns the page with its lines in reading order; blocks, which point to lines, are dropped.

    Words keep their text, box and confidence. A line is split at a wide gap between words. Two lines become one if they
    are close together on the same baseline.
    """
    if not page.lines:
        return page
    pieces = [piece for line in page.lines for piece in _split(line, page)]
    upright = _merged([p for p in pieces if p.upright], page)
    ordered = _ordered(upright) if upright else []
    # Text that runs up a margin belongs to no row: it would glue together all rows that it passes.
    ordered += sorted((p for p in pieces if not p.upright), key=Piece.turned_order)
    lines = tuple(p.line for p in ordered)
    return page.model_copy(update={"lines": lines, "blocks": ()})


def _split(line: Line, page: Page) -> list[Piece]:
    """Returns the parts of a line that wide gaps separate, each with its words from left to right.

    A line that runs up or down stays as it was read.
    """
    if not (whole := Piece(line.words, page)).upright:
        return [whole]
    words = sorted(line.words, key=lambda w: (w.box.left, w.box.right))
    height = _median([w.box.height for w in words]) * page.height
    parts, right = [[words[0]]], words[0].box.right
    for word in words[1:]:
        if (word.box.left - right) * page.width > SPLIT_GAP * height:
            parts.append([])
        parts[-1].append(word)
        right = max(right, word.box.right)
    return [Piece(part, page) for part in parts]


def _merged(pieces: Sequence[Piece], page: Page) -> list[Piece]:
    """Joins pieces that are on one baseline and nearly touch; boxes that overlap sideways are left apart."""
    done: list[Piece] = []
    for row in _rows(pieces):
        current = row[0]
        for piece in row[1:]:
            height = min(current.height, piece.height)
            gap = piece.left - current.right
            level = abs(piece.bottom - current.bottom) <= 0.35 * height and max(
                current.height, piece.height
            ) <= 1.6 * max(height, 1e-9)
            if level and -0.3 * height <= gap <= MERGE_GAP * height:
                current = Piece([*current.line.words, *piece.line.words], page)
            else:
                done.append(current)
                current = piece
        done.append(current)
    return done


def _rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Groups pieces into rows from top to bottom, each from left to right.

    A piece joins the row of its nearest neighbor sideways, so that a slightly turned page keeps its rows.
    """
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.middle, p.left)):
        for row in reversed(rows[-4:]):
            nearest = min(row, key=lambda p: max(p.left - piece.right, piece.left - p.right))
            if nearest.beside(piece) and max(nearest.left - piece.right, piece.left - nearest.right) > -piece.height:
                row.append(piece)
                break
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda p: (p.left, p.top))
    return rows


def _ordered(pieces: list[Piece]) -> list[Piece]:
    """Returns the pieces in reading order: a recursive XY-cut that prefers columns, then bands, then rows.

    Source: Nagy, Seth, "Hierarchical representation of optically scanned documents", 1984; the preference for columns
    that reach through several strips follows Meunier, "Optimized XY-cut for determining a page reading order", 2005.
    """
    if len(pieces) < 4:
        return [p for row in _rows(pieces) for p in row]
    if (cut := _gutter(pieces)) is not None:
        left = [p for p in pieces if p.right <= cut]
        right = [p for p in pieces if p.right > cut]
        return _ordered(left) + _ordered(right)
    strips = _strips(pieces)
    if len(strips) == 1:
        return [p for row in _rows(pieces) for p in row]
    ordered: list[Piece] = []
    rows: list[Piece] = []
    for band, columns in _bands(strips):
        if columns:
            ordered += [p for row in _rows(rows) for p in row] + _ordered(band)
            rows = []
        else:
            rows += band
    return ordered + [p for row in _rows(rows) for p in row]


def _strips(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Cuts at every height that no piece crosses; strips from top to bottom."""
    strips: list[list[Piece]] = []
    bottom = float("-inf")
    for piece in sorted(pieces, key=lambda p: p.top):
        # Boxes of neighboring rows overlap by a few pixels; a fifth of a line is not a shared row.
        if piece.top >= bottom - 0.2 * piece.height:
            strips.append([])
        strips[-1].append(piece)
        bottom = max(bottom, piece.bottom)
    return strips


def _bands(strips: Sequence[list[Piece]]) -> list[tuple[list[Piece], bool]]:
    """Joins neighboring strips as long as one gutter runs through them; tells which bands have columns."""
    bands: list[tuple[list[Piece], bool]] = []
    i = 0
    while i < len(strips):
        band, end = list(strips[i]), i + 1
        best = (band, end, len(strips) > 1 and _gutter(band) is not None)
        # Strips add to few stretches of ink: looking at all lines again for each strip takes most of the time.
        inked, heights = _inked(band), [p.height for p in band]
        while end < len(strips):
            band = band + strips[end]
            inked = _inked(strips[end], inked)
            heights += [p.height for p in strips[end]]
            end += 1
            white = _white_between(inked, _median(heights))
            if white is None:
                break
            if _gutter_in(white, band) is not None:
                best = (band, end, True)
        bands.append((best[0], best[2]))
        i = best[1]
    return bands


def _white(pieces: Sequence[Piece]) -> list[tuple[float, float]] | None:
    """Returns the stretches of white that run through all pieces from top to bottom, or None when there is none."""
    return _white_between(_inked(pieces), _median([p.height for p in pieces]))


def _white_between(inked: Sequence[tuple[float, float]], height: float) -> list[tuple[float, float]] | None:
    white = [(right, left) for (_, right), (left, _) in pairwise(inked) if left - right >= GUTTER * height]
    return white or None


def _inked(pieces: Iterable[Piece], known: Iterable[tuple[float, float]] = ()) -> list[tuple[float, float]]:
    """Returns the stretches from left to right that pieces take, and those that are known to be taken."""
    found: list[tuple[float, float]] = []
    begin, end = math.inf, -math.inf
    for left, right in sorted([*known, *((p.left, p.right) for p in pieces)]):
        if left < end:
            end = max(end, right)
            continue
        if found or end >= begin:
            found.append((begin, end))
        begin, end = left, right
    return [*found, (begin, end)]


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Returns where a gutter between two columns of running text lies, or None.

    Table columns and captions also have white between them, yet are read row by row. A column of text is filled from
    edge to edge, and its lines follow closely and hold several words.
    """
    return _gutter_in(_white(pieces) or (), pieces)


def _gutter_in(white: Iterable[tuple[float, float]], pieces: Sequence[Piece]) -> float | None:
    best: tuple[float, float] | None = None
    for left, right in white:
        cut = (left + right) / 2
        sides = [p for p in pieces if p.right <= cut], [p for p in pieces if p.right > cut]
        if (
            all(_is_prose(side) for side in sides)
            and _side_by_side(*sides)
            and (best is None or right - left > best[0])
        ):
            best = right - left, cut
    return best[1] if best else None


def _side_by_side(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether two groups share most of the shorter one's height."""
    top = max(min(p.top for p in left), min(p.top for p in right))
    bottom = min(max(p.bottom for p in left), max(p.bottom for p in right))
    lower = min(max(p.bottom for p in side) - min(p.top for p in side) for side in (left, right))
    return bottom - top > 0.5 * lower


def _is_prose(pieces: Sequence[Piece]) -> bool:
    """Whether pieces look like columns of text: an address, a paragraph, several of them."""
    if len(pieces) < 3:
        return False
    # The cheap tests come first: this runs for every white gap of every band.
    if sum(p.words for p in pieces) < 2 * len(pieces) or sum(p.is_cell for p in pieces) > 0.34 * len(pieces):
        return False
    height = _median([p.height for p in pieces])
    tops = sorted(p.top for p in pieces)
    steps = [below - above for above, below in pairwise(tops)]
    if sum(step <= 2.2 * height for step in steps) < 0.75 * len(steps):
        return False
    column = max(p.right for p in pieces) - min(p.left for p in pieces)
    if _median([p.width for p in pieces]) >= PROSE_FILL * column:
        return True
    # Columns inside a side (three columns, the first cut) make lines that share a row: then the fill is meaningless.
    shares_rows = sum(step < 0.5 * height for step in steps) > 0.3 * len(steps)
    return shares_rows and _white(pieces) is not None


def _median(values: list[float]) -> float:
    """Returns the upper median: statistics.median is many times slower on floats."""
    return sorted(values)[len(values) // 2]


def _is_caption_or_value(text: str) -> bool:
    """Whether a line is a caption with a colon, an amount, a number or a date rather than running words."""
    if text.rstrip().endswith(":"):
        return True
    return 2 * sum(map(str.isdigit, text)) >= len(text) - text.count(" ")
