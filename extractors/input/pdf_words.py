"""Characters on a page become words, and words become rows that do not run across columns."""

from __future__ import annotations

import statistics
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom, origin at the top left, any unit that is the same on both axes."""

_WORD_GAP = 0.17
"""Gap between pens, in heights of a character cell, from which two words are there. A blank is 0.22 to 0.28."""
_SMALL_WORD_GAP = 0.055
"""The same where PDFium sees a blank too: justified text has narrow ones. Kerning is below this."""
_COLUMN_GAP = 2.0
"""In heights of a character cell, which is 1.1 to 1.3 em: about 2.5 em."""
_HYPHENS = "\u00ad\x02"
"""A soft hyphen, and what PDFium gives for a hyphen at the end of a row."""
_DROPPED = frozenset("\u200b\u2060\ufeff\u200e\u200f\ufffe\uffff\ufffd")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SYMBOLS = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF06F: "□", 0xF0A8: "□", 0xF071: "❑", 0xF0FE: "☑", 0xF0FD: "☒",
    0xF0FC: "✓", 0xF0FB: "✗", 0xF0E0: "→",
}  # fmt: skip
"""What Symbol and Wingdings put into the private use area and people still mean. Source: Unicode's mapping tables."""


class Glyph(NamedTuple):
    """One character on the upright page: ``ink`` is what is seen, ``cell`` extends from pen to pen, row to row.

    ``order`` is the place of the text object that drew it, in drawing order. ``after_blank`` states that PDFium would
    put a blank in front of it. ``font`` is its number.
    """

    code: int
    ink: Rectangle
    cell: Rectangle
    angle_deg: float = 0.0
    generated: bool = False
    order: int = -1
    after_blank: bool = False
    font: int = 0


@dataclass(frozen=True)
class Piece:
    """One word: its text, the box of its ink, the box of its cells.

    ``quarter`` is its direction in right angles, clockwise: 0 runs from left to right, 1 from top to bottom. ``font``
    is the number of its last character's font: digits are behind letters and signs.
    """

    text: str
    ink: Rectangle
    cell: Rectangle
    quarter: int = 0
    font: int = 0

    @property
    def height(self) -> float:
        """Height of the row that the word takes, across its direction."""
        start, end = (0, 2) if self.quarter % 2 else (1, 3)
        return self.cell[end] - self.cell[start]


def pieces(glyphs: Iterable[Glyph]) -> list[Piece]:
    """Returns the words, in the order in which their characters come.

    A word ends at a blank, a gap, or a break of the row, the direction or the order. Letterspaced words (I N V O I C E)
    stay whole: the usual gap of a run is part of its style.
    """
    words: list[Piece] = []
    earlier: dict[str, list[Piece]] = defaultdict(list)
    for run in _runs(_spread(glyphs)):
        for piece in filter(None, map(_piece, _split(run))):
            if not any(_same_place(piece, other) for other in earlier[piece.text]):
                earlier[piece.text].append(piece)
                words.append(piece)
    return words


def _spread(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Gives each letter of a ligature its part of the glyph's box: PDFium gives all of them the whole."""
    together: list[Glyph] = []
    for glyph in glyphs:
        if together and not _shares_place(together[0], glyph):
            yield from _parts(together)
            together = []
        together.append(glyph)
    yield from _parts(together)


def _shares_place(glyph: Glyph, other: Glyph) -> bool:
    return (
        glyph.cell == other.cell
        and glyph.order == other.order
        and glyph.ink == other.ink
        and glyph.generated == other.generated
    )


def _parts(together: Sequence[Glyph]) -> Iterator[Glyph]:
    for i, glyph in enumerate(together):
        if len(together) == 1 or glyph.generated:
            yield glyph
        else:
            part = i / len(together), (i + 1) / len(together)
            cell, ink = (_slice(r, glyph.angle_deg, *part) for r in (glyph.cell, glyph.ink))
            yield glyph._replace(cell=cell, ink=ink)


def _slice(rectangle: Rectangle, angle_deg: float, begin: float, end: float) -> Rectangle:
    left, top, right, bottom = rectangle
    quarter = _quarter(angle_deg)
    if quarter >= 2:
        begin, end = 1 - end, 1 - begin
    if quarter % 2:
        return left, top + (bottom - top) * begin, right, top + (bottom - top) * end
    return left + (right - left) * begin, top, left + (right - left) * end, bottom


def _quarter(angle_deg: float) -> int:
    return round(angle_deg / 90) % 4 if angle_deg else 0


def _same_place(piece: Piece, other: Piece) -> bool:
    """Whether a word was drawn over its own copy: a shadow, or bold type made by drawing it twice."""
    limit = 0.15 * other.height
    return all(abs(a - b) <= limit for a, b in zip(piece.cell, other.cell, strict=True))


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Yields stretches of characters that follow each other on one row with no blank between."""
    run: list[Glyph] = []
    after_blank = False
    for glyph in glyphs:
        if _is_blank(glyph):
            # PDFium makes up blanks by gaps; only one that the document holds ends a word for certain.
            if not glyph.generated and run:
                yield run
                run = []
            after_blank = True
            continue
        if run and _is_double(run, glyph):
            continue
        if glyph.after_blank != after_blank:
            glyph = glyph._replace(after_blank=after_blank)
        after_blank = False
        if run and not _follows(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _is_blank(glyph: Glyph) -> bool:
    return glyph.code == 0 or chr(glyph.code).isspace()


def _is_double(run: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a character was just drawn at this place: bold type made letter by letter."""
    # Nearly every character differs from the three before it: nothing is computed for those.
    return any(other.code == glyph.code and _is_drawn_over(other, glyph) for other in run[-3:])


def _is_drawn_over(other: Glyph, glyph: Glyph) -> bool:
    narrow, wide = sorted((glyph.cell[2] - glyph.cell[0], glyph.cell[3] - glyph.cell[1]))
    limit = max(0.4 * narrow, 0.08 * wide)
    return other.order != glyph.order and all(abs(a - b) < limit for a, b in zip(other.cell, glyph.cell, strict=True))


def _along(rectangle: Rectangle, angle_deg: float) -> tuple[float, float, float, float]:
    """Returns start and end along the direction of the text, then its two sides across."""
    left, top, right, bottom = rectangle
    quarter = _quarter(angle_deg)
    if quarter == 0:
        return left, right, top, bottom
    return ((top, bottom, -right, -left), (-right, -left, -bottom, -top), (-bottom, -top, left, right))[quarter - 1]


def _follows(before: Glyph, after: Glyph) -> bool:
    if before.angle_deg != after.angle_deg and abs((before.angle_deg - after.angle_deg + 180) % 360 - 180) > 5:
        return False
    start, end, top, bottom = _along(before.cell, before.angle_deg)
    next_start, next_end, next_top, next_bottom = _along(after.cell, before.angle_deg)
    shared = min(bottom, next_bottom) - max(top, next_top)
    height = max(min(bottom - top, next_bottom - next_top), 1e-6)
    gap = next_start - end
    width = max(end - start, next_end - next_start)
    return shared > 0.5 * height and -0.6 * max(width, 0.3 * height) < gap < 1.5 * height


def _split(run: Sequence[Glyph]) -> Iterator[Sequence[Glyph]]:
    gaps = []
    for before, after in pairwise(run):
        _, end, top, bottom = _along(before.cell, before.angle_deg)
        start = _along(after.cell, before.angle_deg)[0]
        gaps.append((start - end) / max(bottom - top, 1e-6))
    usual = statistics.median(gaps) if len(gaps) >= 4 else 0.0
    spaced = usual >= 0.08
    begin = 0
    for i, gap in enumerate(gaps):
        if gap > (max(_WORD_GAP, 1.8 * usual) if spaced else _limit(run[i], run[i + 1])):
            yield run[begin : i + 1]
            begin = i + 1
    yield run[begin:]


def _limit(before: Glyph, after: Glyph) -> float:
    if not after.after_blank:
        return _WORD_GAP
    # An object left out between the two was a blank of its own, however far the glyph before reaches into it.
    return -_SMALL_WORD_GAP if before.order >= 0 and after.order > before.order + 1 else _SMALL_WORD_GAP


def _piece(glyphs: Sequence[Glyph]) -> Piece | None:
    text = "".join(_meaning(glyph.code) for glyph in glyphs)
    ends_with_hyphen = text.endswith(tuple(_HYPHENS))
    text = unicodedata.normalize("NFC", text.translate(dict.fromkeys(map(ord, _HYPHENS))))
    if ends_with_hyphen:
        text += "-"
    if not text:
        return None
    quarter = _quarter(glyphs[0].angle_deg)
    return Piece(text, _around([g.ink for g in glyphs]), _around([g.cell for g in glyphs]), quarter, glyphs[-1].font)


def _meaning(code: int) -> str:
    """Returns what a character means, or nothing where it means nothing that can be read."""
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    character = chr(code)
    if character in _HYPHENS:
        return character
    useless = character in _DROPPED or 0xE000 <= code <= 0xF8FF or unicodedata.category(character) in ("Cc", "Cs", "Co")
    return "" if useless else character


def _around(rectangles: Sequence[Rectangle]) -> Rectangle:
    return (
        min(r[0] for r in rectangles),
        min(r[1] for r in rectangles),
        max(r[2] for r in rectangles),
        max(r[3] for r in rectangles),
    )


def rows(words: Sequence[Piece]) -> list[list[Piece]]:
    """Returns the words as rows from top to bottom, each from left to right, none across a column gap.

    Words that run in another direction form rows of their own, in the order in which they are read.
    """
    result = _captions([word for word in words if word.quarter])
    for row in _stacked([word for word in words if not word.quarter]):
        part: list[Piece] = []
        for word in sorted(row, key=lambda w: w.cell[0]):
            if part and not _beside(part[-1], word):
                result.append(part)
                part = []
            part.append(word)
        result.append(part)
    return sorted(result, key=lambda row: (min(w.cell[1] for w in row), row[0].cell[0]))


def _captions(words: Sequence[Piece]) -> list[list[Piece]]:
    result: list[list[Piece]] = []
    for word in words:
        if result and word.quarter == result[-1][-1].quarter and _continues(result[-1][-1], word):
            result[-1].append(word)
        else:
            result.append([word])
    return result


def _continues(before: Piece, after: Piece) -> bool:
    angle = 90.0 * before.quarter
    _, end, top, bottom = _along(before.cell, angle)
    start, _, next_top, next_bottom = _along(after.cell, angle)
    height = min(before.height, after.height)
    return min(bottom, next_bottom) - max(top, next_top) > 0.5 * height and -height < start - end < _COLUMN_GAP * height


def _beside(before: Piece, after: Piece) -> bool:
    gap = after.cell[0] - before.cell[2]
    height = min(before.height, after.height)
    # A word that begins well inside of the one before was drawn over it and belongs to another row.
    return -0.5 * height - 0.3 * min(_width(before), _width(after)) < gap < _COLUMN_GAP * height


def _width(word: Piece) -> float:
    return word.cell[2] - word.cell[0]


def _stacked(words: Sequence[Piece]) -> list[list[Piece]]:
    """Groups words by height on the page: each joins the row whose middle it shares."""
    stacks: list[tuple[float, float, list[Piece]]] = []
    for word in sorted(words, key=lambda w: (w.cell[1] + w.cell[3]) / 2):
        top, bottom = word.cell[1], word.cell[3]
        middle = (top + bottom) / 2
        for i in range(len(stacks) - 1, max(len(stacks) - 6, -1), -1):
            row_top, row_bottom, row = stacks[i]
            shared = min(bottom, row_bottom) - max(top, row_top)
            smaller = max(min(bottom - top, row_bottom - row_top), 1e-6)
            if shared >= 0.6 * smaller and row_top <= middle <= row_bottom and _same_size(word, row):
                row.append(word)
                break
        else:
            stacks.append((top, bottom, [word]))
    return [row for _, _, row in stacks]


def _same_size(word: Piece, row: Sequence[Piece]) -> bool:
    """Whether a word's type size is near that of the row's first word: a headline is no small print."""
    return 0.5 <= word.height / max(row[0].height, 1e-6) <= 2.0
