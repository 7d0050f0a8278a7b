"""Turns a trustworthy text layer of a PDF into lines of words, with a verdict and a reason for each page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

from extractors.input import text_quality
from extractors.input.digit_samples import samples
from extractors.input.pdf_words import Glyph, Piece, pieces, rows
from extractors.input.pdfium import INVISIBLE, Character, RawPage
from extractors.page_image import Pixels
from extractors.preprocess import visible_ink
from schemas.document import Line, PageFinding, Word
from schemas.geometry import Box

Verdict = Literal["good", "garbled", "partial", "invisible", "unaligned", "none"]

_FEW_CHARACTERS = 3
_COVERING_PICTURE = 0.5
"""Share of the page from which a picture is a scan of the page rather than a picture on it."""
_BAD_CHARACTERS = 0.1
_PLAUSIBLE_WORDS = 0.6
_ODD_CHARACTERS = 0.4
_TEXT_OUTSIDE = 0.2
_TEXT_OUTSIDE_CHARACTERS = 60
_UNSEEN_WORDS = 0.5
_REPLACEMENT = 0xFFFD
_LEGIBLE = 0.2
"""Height of a word, in usual heights of its page, below which nobody can read it."""


@dataclass(frozen=True)
class TextLayerReading:
    """What a page's text layer is worth.

    ``lines`` are empty unless the verdict is good. ``turn_deg`` is the clockwise turn after which the page's text runs
    from left to right. The lines' boxes are those of the turned page. ``samples`` are the words by which the layer's
    digits can be compared with the page.
    """

    verdict: Verdict
    lines: tuple[Line, ...] = ()
    findings: tuple[PageFinding, ...] = ()
    turn_deg: int = 0
    samples: tuple[Word, ...] = ()


def read_text_layer(raw: RawPage, pixels: Pixels) -> TextLayerReading:
    """Returns the lines of a page's text layer, or why they are not to be trusted.

    Args:
        raw: The characters and pictures of the page.
        pixels: The page as a viewer shows it, (height, width, 3): invisible text is not read. Visible text missing in
            the text layer makes it a partial one.
    """
    inked = [c for c in raw.characters if not (c.generated or chr(c.code).isspace())]
    if len(inked) < _FEW_CHARACTERS:
        return TextLayerReading("none")
    page = _Upright.of(raw)
    scans = [p for p in raw.pictures if share_of_page(p.box, raw.box) >= _COVERING_PICTURE]
    seen = [c for c in inked if c.mode != INVISIBLE and not any(_covers(p.box, p.order, c) for p in scans)]
    if len(seen) < len(inked) / 2:
        return _refused("invisible", "the text layer is not drawn: another program's recognition lies over a picture")
    if not page.has_shape_of(pixels):
        return _refused("unaligned", "PDFium and poppler disagree on which part of the page is shown")
    if reason := _garbled(seen):
        return _refused("garbled", reason)
    turn = _dominant_turn(seen, raw.turn_deg)
    page = page.turned(turn)
    shown = [c for c in raw.characters if c.generated or c.mode != INVISIBLE]
    found = pieces(page.glyph(c) for c in shown)
    reason = _garbled_words([piece.text for piece in found])
    if reason:
        return _refused("garbled", reason)
    return _judged_by_ink(found, page, visible_ink.turned(pixels, turn), turn)


def _judged_by_ink(found: Sequence[Piece], page: _Upright, pixels: Pixels, turn: int) -> TextLayerReading:
    height, width = pixels.shape[:2]
    # Words beyond the page's edge are no news: programs cut a drawing that way.
    found = [piece for piece in found if page.holds(piece.ink)]
    boxes = [page.box(piece.ink).to_pixels(width, height) for piece in found]
    visible = zip(found, visible_ink.visible(pixels, boxes), _legible(found), strict=True)
    kept = [piece for piece, has_ink, is_legible in visible if has_ink and is_legible]
    hidden = len(found) - len(kept)
    if hidden > _UNSEEN_WORDS * len(found):
        return _refused("invisible", f"{hidden} of {len(found)} words of the text layer cannot be seen on the page")
    outside = visible_ink.characters_outside(pixels, boxes)
    inside = sum(len(piece.text) for piece in kept)
    if outside >= _TEXT_OUTSIDE_CHARACTERS and outside > _TEXT_OUTSIDE * (outside + inside):
        return _refused(
            "partial", f"about {outside} characters can be seen that are not among the {inside} of the text layer"
        )
    findings: tuple[PageFinding, ...] = ()
    if hidden:
        message = f"{hidden} words of the text layer cannot be seen on the page and were left out"
        findings = (PageFinding(code="text_layer_hidden_words", message=message),)
    lines = tuple(Line(words=tuple(page.word(piece) for piece in row)) for row in rows(kept))
    compared = samples((page.word(piece), piece.font) for piece in kept if piece.quarter == 0)
    return TextLayerReading("good" if lines else "none", lines, findings, turn, compared)


def _legible(found: Sequence[Piece]) -> list[bool]:
    """Returns for each piece whether it is large enough, beside the others of its page, for a person to read."""
    least = _LEGIBLE * median(piece.height for piece in found) if found else 0.0
    return [piece.height >= least for piece in found]


def _refused(verdict: Verdict, reason: str) -> TextLayerReading:
    finding = PageFinding(code=f"text_layer_{verdict}", message=f"{reason}; the page was recognized from its picture")
    return TextLayerReading(verdict, findings=(finding,))


def _garbled(characters: Sequence[Character]) -> str | None:
    bad = sum(not c.mapped or _is_bad(c.code) for c in characters if not _is_symbol(c.code))
    if bad > _BAD_CHARACTERS * len(characters) and bad >= _FEW_CHARACTERS:
        return f"the font of {bad} of {len(characters)} characters does not map them to text"
    return None


def _garbled_words(words: Sequence[str]) -> str | None:
    odd = text_quality.odd_share("".join(words))
    if odd > _ODD_CHARACTERS:
        return f"{odd:.0%} of the characters of the text layer are signs that no text is made of"
    share = text_quality.plausible_share(words)
    if share is not None and share < _PLAUSIBLE_WORDS:
        return f"only {share:.0%} of the words of the text layer look like words"
    if text_quality.has_odd_vowels(words):
        return "the letters of the text layer are not those of the page: no language has its share of vowels"
    return None


def _is_bad(code: int) -> bool:
    private = 0xE000 <= code <= 0xF8FF or code >= 0xF0000
    control = code < 32 or 0x7F <= code < 0xA0
    # 2 is what PDFium gives for a hyphen at the end of a row.
    return code == _REPLACEMENT or private or code == 0xFFFF or (control and code not in (2, 9, 10, 13))


def _is_symbol(code: int) -> bool:
    """Bullets and ticks of Symbol and Wingdings lie here; they are no sign of a broken font."""
    return 0xF020 <= code <= 0xF0FF


def share_of_page(box: tuple[float, float, float, float], page: tuple[float, float, float, float]) -> float:
    """Returns which share of the page's area lies in a box; both in points, origin at the bottom left."""
    width = min(box[2], page[2]) - max(box[0], page[0])
    height = min(box[3], page[3]) - max(box[1], page[1])
    area = (page[2] - page[0]) * (page[3] - page[1])
    return width * height / area if width > 0 and height > 0 and area > 0 else 0.0


def _covers(box: tuple[float, float, float, float], order: int, character: Character) -> bool:
    """Whether a picture is drawn over a character: some programs hide their recognition beneath the scan."""
    x, y = (character.box[0] + character.box[2]) / 2, (character.box[1] + character.box[3]) / 2
    return 0 <= character.order < order and box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _dominant_turn(characters: Sequence[Character], rotate_deg: int) -> int:
    """Returns by how many degrees clockwise the shown page must be turned: 0, 90, 180 or 270."""
    votes = dict.fromkeys((0, 90, 180, 270), 0)
    for c in characters:
        shown = (c.angle_deg + rotate_deg) % 360
        nearest = round(shown / 90) * 90 % 360
        if abs((shown - nearest + 180) % 360 - 180) <= 20:
            votes[nearest] += 1
    angle = max(votes, key=lambda a: votes[a])
    # A page of some vertical captions is upright; only a clear majority turns it.
    return (360 - angle) % 360 if votes[angle] > 0.6 * len(characters) else 0


@dataclass(frozen=True)
class _Upright:
    """The way from a PDF's points (origin at the bottom left, unturned) to the page as shown, then turned upright."""

    box_pt: tuple[float, float, float, float]
    turn_deg: int

    @classmethod
    def of(cls, raw: RawPage) -> _Upright:
        return cls(raw.box, raw.turn_deg % 360)

    def turned(self, turn_deg: int) -> _Upright:
        return replace(self, turn_deg=(self.turn_deg + turn_deg) % 360)

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.box_pt[2] - self.box_pt[0], self.box_pt[3] - self.box_pt[1]
        return (height, width) if self.turn_deg % 180 else (width, height)

    def has_shape_of(self, pixels: Pixels) -> bool:
        """Whether the picture shows this part of the page: broken crop boxes are mended in different ways."""
        width, height = self.size
        rows, columns = pixels.shape[:2]
        return bool(abs(columns * height - rows * width) <= 0.01 * rows * width + 2 * max(width, height))

    def rectangle(self, sides: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Returns left, top, right, bottom in points of the upright page, origin at its top left."""
        left, bottom, right, top = self.box_pt
        x0, y0, x1, y1 = sides
        x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        if self.turn_deg == 0:
            return x0 - left, top - y1, x1 - left, top - y0
        if self.turn_deg == 90:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if self.turn_deg == 180:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        return top - y1, right - x1, top - y0, right - x0

    def holds(self, rectangle: tuple[float, float, float, float]) -> bool:
        """Whether the middle of a rectangle lies on the page."""
        width, height = self.size
        x, y = (rectangle[0] + rectangle[2]) / 2, (rectangle[1] + rectangle[3]) / 2
        return 0 < x < width and 0 < y < height

    def glyph(self, c: Character) -> Glyph:
        ink_box, cell = self.rectangle(c.box), self.rectangle(c.cell)
        # A glyph without an outline (a space, a font that is not there) has its cell only.
        if ink_box[2] - ink_box[0] <= 0 or ink_box[3] - ink_box[1] <= 0:
            ink_box = cell
        return Glyph(c.code, ink_box, cell, (c.angle_deg + self.turn_deg) % 360, c.generated, c.order, font=c.font)

    def box(self, rectangle: tuple[float, float, float, float]) -> Box:
        width, height = self.size
        return Box.from_pixels(*rectangle, width=width, height=height)

    def word(self, piece: Piece) -> Word:
        return Word(text=piece.text, box=self.box(piece.ink))
