"""Pages that show an e-invoice file to people: the fields, the lines, then every statement of the XML.

An e-invoice without a PDF has no pages of its own. Review, search, redaction and export work on pages, so these are
laid out from the XML. Each word of a page is exact: nothing is recognized from pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extractors.einvoice.markup import Element
from extractors.page_image import PageImage
from schemas.document import Line, Page, PageFinding, Word
from schemas.einvoice import EInvoice
from schemas.geometry import Box
from schemas.vocabulary import DocumentClass

WIDTH_PT, HEIGHT_PT = 595.0, 842.0
"""A4."""
MARGIN_PT = 50.0
SIZE_PT, HEADING_PT, SMALL_PT = 10.0, 16.0, 7.5
VALUE_AT_PT = 200.0
MAX_STATEMENTS = 3000
_FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf")
_MEASURE_PX = 100


@dataclass(frozen=True)
class _Text:
    """One printed word: left and baseline-free top in points from the page's top left corner."""

    text: str
    left: float
    top: float
    size: float


@dataclass
class _Sheet:
    """The rows of one page, each a row of words."""

    rows: list[list[_Text]] = field(default_factory=list)


class _Layout:
    """Puts cells of text on pages, row below row."""

    def __init__(self) -> None:
        self.sheets = [_Sheet()]
        self._top = MARGIN_PT

    def row(self, cells: Sequence[tuple[float, float, str]], size: float = SIZE_PT) -> None:
        """Adds a row. A cell is left and right border in points and its text, which is wrapped between them."""
        wrapped = [(left, _wrap(text, right - left, size)) for left, right, text in cells]
        for index in range(max((len(lines) for _, lines in wrapped), default=0)):
            if self._top + size > HEIGHT_PT - MARGIN_PT:
                self.sheets.append(_Sheet())
                self._top = MARGIN_PT
            present = [(left, lines[index]) for left, lines in wrapped if index < len(lines)]
            self.sheets[-1].rows.append([w for left, line in present for w in _words(line, left, self._top, size)])
            self._top += 1.4 * size

    def space(self, height: float) -> None:
        """Leaves a gap, in points."""
        self._top += height


def lay_out(root: Element, stated: EInvoice, kind: DocumentClass) -> tuple[list[_Sheet], bool]:
    """Returns the pages of an e-invoice, and whether all statements of the XML are on them."""
    layout, right = _Layout(), WIDTH_PT - MARGIN_PT
    layout.row([(MARGIN_PT, right, kind.title)], HEADING_PT)
    for spec in kind.fields:
        if spec.name in stated.fields:
            value = stated.fields[spec.name].value
            layout.row([(MARGIN_PT, VALUE_AT_PT - 10, spec.title), (VALUE_AT_PT, right, value)])
    layout.space(SIZE_PT)
    _lines(layout, stated, kind)
    layout.space(SIZE_PT)
    statements = list(_statements(root))
    for path, text in statements[:MAX_STATEMENTS]:
        layout.row([(MARGIN_PT, MARGIN_PT + 270, path), (MARGIN_PT + 280, right, text)], SMALL_PT)
    return layout.sheets, len(statements) <= MAX_STATEMENTS


def draw(sheets: Sequence[_Sheet], *, dpi: int, is_complete: bool = True) -> Iterator[PageImage]:
    """Yields each page with its words and pixels, at ``dpi`` dots per inch."""
    scale = dpi / 72
    width, height = round(WIDTH_PT * scale), round(HEIGHT_PT * scale)
    for number, sheet in enumerate(sheets, start=1):
        picture = Image.new("RGB", (width, height), "white")
        pen = ImageDraw.Draw(picture)
        lines = []
        for row in sheet.rows:
            for word in row:
                pen.text((word.left * scale, word.top * scale), word.text, fill="black", font=_font(word.size * scale))
            lines.append(Line(words=tuple(Word(text=w.text, box=_box(w)) for w in row)))
        findings: tuple[PageFinding, ...] = ()
        if number == len(sheets) and not is_complete:
            message = f"The XML has more than {MAX_STATEMENTS} statements: the pages show the first ones."
            findings = (PageFinding(code="einvoice_shown_in_part", message=message),)
        page = Page(
            number=number,
            width=width,
            height=height,
            dpi=dpi,
            text_source="text_layer",
            lines=tuple(line for line in lines if line.words),
            findings=findings,
        )
        yield PageImage(page, np.asarray(picture))


def _lines(layout: _Layout, stated: EInvoice, kind: DocumentClass) -> None:
    columns = [spec for spec in kind.columns if any(spec.name in line for line in stated.lines)]
    if not columns:
        return
    share = (WIDTH_PT - 2 * MARGIN_PT) / (len(columns) + 2)
    # The first column is the description: it gets three shares of the width.
    rights = [MARGIN_PT + share * (3 + index) for index in range(len(columns))]
    borders = list(zip([MARGIN_PT, *rights], [right - 8 for right in rights], strict=False))
    layout.row([(*border, spec.title) for border, spec in zip(borders, columns, strict=True)])
    for line in stated.lines:
        values = [line[spec.name].value if spec.name in line else "" for spec in columns]
        layout.row([(*border, value) for border, value in zip(borders, values, strict=True)])


def _statements(root: Element) -> Iterator[tuple[str, str]]:
    """Yields the name, with its parent's, and the text of every element with text, in file order."""
    waiting = [(root, "")]
    while waiting:
        element, parent = waiting.pop()
        if text := " ".join(element.text.split()):
            yield f"{parent}/{element.name}".lstrip("/"), text
        waiting += [(child, "" if element is root else element.name) for child in reversed(element.children)]


def _wrap(text: str, width: float, size: float) -> list[list[str]]:
    lines: list[list[str]] = [[]]
    for word in (piece for whole in text.split() for piece in _broken(whole, width, size)):
        if lines[-1] and _length(" ".join([*lines[-1], word]), size) > width:
            lines.append([])
        lines[-1].append(word)
    return lines


def _broken(word: str, width: float, size: float) -> Iterator[str]:
    """Yields a word that is wider than its cell in pieces; element paths break after a slash."""
    while _length(word, size) > width and len(word) > 1:
        fits = next((n for n in range(len(word) - 1, 1, -1) if _length(word[:n], size) <= width), 1)
        cut = word.rfind("/", 1, fits) + 1 or fits
        yield word[:cut]
        word = word[cut:]
    yield word


def _words(line: Sequence[str], left: float, top: float, size: float) -> list[_Text]:
    found = []
    for word in line:
        found.append(_Text(word, left, top, size))
        left += _length(word + " ", size)
    return found


def _box(word: _Text) -> Box:
    right = min(word.left + _length(word.text, word.size), WIDTH_PT)
    return Box.from_pixels(word.left, word.top, right, word.top + 1.2 * word.size, width=WIDTH_PT, height=HEIGHT_PT)


@cache
def _font(size_px: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size_px)
        except OSError:
            continue
    return ImageFont.load_default(size_px)


def _length(text: str, size: float) -> float:
    return float(_font(_MEASURE_PX).getlength(text)) * size / _MEASURE_PX
