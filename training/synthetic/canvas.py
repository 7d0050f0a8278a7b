"""Paper to write labeled text on: strings become words with boxes, rows become lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from training.synthetic.document import BLACK, Color, Shape, SyntheticPage, SyntheticWord, TextRun
from training.synthetic.fonts import face, font_name


@dataclass(frozen=True)
class Token:
    """A word before it has a place."""

    text: str
    label: str | None = None
    item: int | None = None
    begins: bool = False


Text = list[Token]


def plain(text: str) -> Text:
    """Returns the words of a string that belongs to no field."""
    return [Token(word) for word in text.split()]


def value(text: str, label: str | None, item: int | None = None, *, begins: bool = True) -> Text:
    """Returns the words of a field's value; the first begins it unless it carries on from words before."""
    words = text.split()
    return [Token(w, label, item, label is not None and begins and k == 0) for k, w in enumerate(words)]


def glue(left: Text, right: Text) -> Text:
    """Returns both texts with no blank between them: ``"$"`` and ``"12.50"`` become one word.

    The joined word belongs to the field of the right part, or of the left where the right has none.
    """
    if not left or not right:
        return [*left, *right]
    keeps = right[0] if right[0].label is not None else left[-1]
    return [*left[:-1], replace(keeps, text=left[-1].text + right[0].text), *right[1:]]


@dataclass(frozen=True)
class Font:
    """How a text is set; sizes in points."""

    family: str = "sans"
    size: float = 9.0
    bold: bool = False
    color: Color = BLACK
    stretch: float = 1.0

    @property
    def name(self) -> str:
        """The face's registered name."""
        return font_name(self.family, self.bold)

    def width(self, text: str) -> float:
        """Returns the text's width in points."""
        return face(self.name).width(text) * self.size * self.stretch

    def measure(self, text: Text) -> float:
        """Returns the width in points of the words with single blanks between them."""
        width = face(self.name).width
        return (sum(width(t.text) for t in text) + max(0, len(text) - 1) * width(" ")) * self.size * self.stretch

    def fitting(self, texts: Sequence[Text], width: float) -> Font:
        """Returns the font, made smaller where the longest word is wider than `width` points."""
        longest = max((self.width(t.text) for text in texts for t in text), default=0.0)
        return self.scaled(width / longest) if longest > width else self

    def scaled(self, factor: float) -> Font:
        """Returns the same font, larger or smaller."""
        return replace(self, size=self.size * factor)

    def strong(self, bold: bool = True) -> Font:
        """Returns the same font, bold or not."""
        return replace(self, bold=bold)


def wrap(text: Text, font: Font, width: float) -> list[Text]:
    """Returns the words broken into rows no wider than `width` points; a longer word has a row of its own."""
    rows: list[Text] = []
    row: Text = []
    used, blank = 0.0, font.width(" ")
    for token in text:
        wide = font.width(token.text)
        if row and used + blank + wide > width:
            rows.append(row)
            row, used = [], 0.0
        used += wide + (blank if row else 0.0)
        row = [*row, token]
    return [*rows, row] if row else rows


class Canvas:
    """Pages under the pen. Coordinates are points from the top-left corner; `y` of a text is the top of its row."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.pages: list[SyntheticPage] = []
        self._runs: list[list[SyntheticWord]] = []
        self.new_page()

    @property
    def page(self) -> SyntheticPage:
        """The page being written."""
        return self.pages[-1]

    def new_page(self) -> None:
        """Ends the page and starts the next."""
        if self.pages:
            self.page.lines = _rows(self._runs)
        self._runs = []
        self.pages.append(SyntheticPage(self.width, self.height))

    def crop(self, height: float) -> None:
        """Cuts the page below `height` points; boxes become fractions of what is left."""
        scale = self.height / height
        self._runs = [
            [replace(w, box=(w.box[0], w.box[1] * scale, w.box[2], w.box[3] * scale)) for w in run]
            for run in self._runs
        ]
        self.height = self.page.height_pt = height

    def finish(self) -> list[SyntheticPage]:
        """Returns the pages with their words in rows."""
        self.page.lines = _rows(self._runs)
        return self.pages

    def write(self, x: float, y: float, text: Text, font: Font, align: str = "left") -> float:
        """Writes one row of words and returns its width; `x` is the left, right or middle as `align` says."""
        if not text:
            return 0.0
        string = " ".join(t.text for t in text)
        wide = font.measure(text)
        left = x - (wide if align == "right" else wide / 2 if align == "center" else 0.0)
        kind = face(font.name)
        top, baseline = y, y + kind.ascent * font.size
        bottom = baseline + kind.descent * font.size
        self.page.runs.append(TextRun(left, baseline, string, font.name, font.size, font.stretch, font.color))
        words, at, blank = [], left, font.width(" ")
        for token in text:
            end = at + font.width(token.text)
            box = (at / self.width, top / self.height, end / self.width, bottom / self.height)
            words.append(SyntheticWord(token.text, box, token.label, token.item, token.begins))
            at = end + blank
        self._runs.append(words)
        return wide

    def write_rows(
        self, x: float, y: float, rows: Sequence[Text], font: Font, leading: float, align: str = "left"
    ) -> float:
        """Writes rows below one another, `leading` times the size apart, and returns the `y` below them."""
        for row in rows:
            self.write(x, y, row, font, align)
            y += font.size * leading
        return y

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5, color: Color = BLACK) -> None:
        """Draws a rule."""
        self.page.shapes.append(Shape("line", x1, y1, x2, y2, color, None, width))

    def box(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        stroke: Color | None = BLACK,
        fill: Color | None = None,
        width: float = 0.5,
        kind: str = "rect",
    ) -> None:
        """Draws a rectangle, or the ellipse in it."""
        self.page.shapes.append(Shape(kind, x1, y1, x2, y2, stroke, fill, width))


def _rows(runs: list[list[SyntheticWord]]) -> list[list[SyntheticWord]]:
    """Groups runs into rows by their middles; splits a row at a gap wider than its words are high."""
    rows: list[list[list[SyntheticWord]]] = []
    for run in sorted(runs, key=lambda r: (r[0].box[1] + r[0].box[3], r[0].box[0])):
        top, bottom = run[0].box[1], run[0].box[3]
        last = rows[-1][0][0].box if rows else None
        if last and (last[1] + last[3]) / 2 > top and (top + bottom) / 2 < last[3]:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [line for row in rows for line in _segments(sorted(row, key=lambda r: r[0].box[0]))]


def _segments(row: list[list[SyntheticWord]]) -> list[list[SyntheticWord]]:
    lines: list[list[SyntheticWord]] = []
    for run in row:
        # Boxes are fractions of a page that is about 1.4 times as high as wide: 1.4 turns heights into widths.
        gap = run[0].box[0] - lines[-1][-1].box[2] if lines else 1.0
        if gap < 1.4 * (run[0].box[3] - run[0].box[1]):
            lines[-1].extend(run)
        else:
            lines.append(list(run))
    return lines
