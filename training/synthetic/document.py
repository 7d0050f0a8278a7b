"""What a synthetic document is: labeled words with boxes, the drawing around them, and the truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

Color = tuple[float, float, float]
BLACK: Color = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class SyntheticWord:
    """One word of a page.

    Attributes:
        text: The word as printed, punctuation included.
        box: left, top, right, bottom in 0..1 of the page, origin top-left, from the font's own metrics.
        label: Field it shows, ``"line.<column>"`` for a line item's cell, or None.
        line_item_index: Which line item, from 0, for labels that start with ``"line."``.
        begins: Whether it is the first word of the value.
    """

    text: str
    box: tuple[float, float, float, float]
    label: str | None = None
    line_item_index: int | None = None
    begins: bool = False


@dataclass(frozen=True)
class TextRun:
    """A string to draw: its baseline starts at (x, y) in points from the page's top-left corner."""

    x: float
    y: float
    text: str
    font: str
    size: float
    stretch: float = 1.0
    color: Color = BLACK


@dataclass(frozen=True)
class Shape:
    """A vector mark: ``line``, ``rect`` or ``ellipse`` over (x1, y1, x2, y2) in points from the top-left corner."""

    kind: str
    x1: float
    y1: float
    x2: float
    y2: float
    stroke: Color | None = BLACK
    fill: Color | None = None
    width: float = 0.5


@dataclass
class SyntheticPage:
    """One page: `lines` of words in rows from the top, left to right; `shapes` lie under `runs`."""

    width_pt: float
    height_pt: float
    lines: list[list[SyntheticWord]] = field(default_factory=list)
    runs: list[TextRun] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)

    def words(self) -> Iterator[SyntheticWord]:
        """Yields the words, line by line."""
        for line in self.lines:
            yield from line


@dataclass
class SyntheticDocument:
    """A document with what is true of it.

    Attributes:
        document_class: One of `schemas.classes.SHIPPED`.
        pages: In order, at least one.
        truth: Field name -> normalized value (ISO dates, plain decimals, true/false); only what the pages print.
        line_items: Column name -> normalized value, one dict a printed line.
        language: ISO 639 code.
        facts: How it was written: ``country``, ``currency``, ``decimal``, ``group``, ``date_order``, ``layout`` ...
    """

    document_class: str
    pages: list[SyntheticPage]
    truth: dict[str, str]
    line_items: list[dict[str, str]]
    language: str
    facts: dict[str, str] = field(default_factory=dict)

    def words(self) -> Iterator[SyntheticWord]:
        """Yields the words of all pages."""
        for page in self.pages:
            yield from page.words()
