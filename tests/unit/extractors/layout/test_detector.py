"""The layout model in layoutparser's seam, with the shipped weights, on drawn pages."""

from __future__ import annotations

import random
from pathlib import Path

import cv2
import layoutparser as lp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layoutparser.models.base_layoutmodel import BaseLayoutModel

from extractors.layout.detector import PageLayoutModel, blocks_of
from extractors.layout.reading_order import arrange
from extractors.page_image import PageImage
from schemas.document import Line, Page, Word
from schemas.errors import ConfigurationError
from schemas.geometry import Box
from schemas.settings import Settings

WIDTH, HEIGHT = 1240, 1754
"""A4 at 150 dots per inch."""

MODEL = PageLayoutModel(Settings(_env_file=None).models / "layout")


class Drawing:
    """A page image with the lines that are drawn on it."""

    def __init__(self) -> None:
        self.pixels = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
        self.lines: list[Line] = []

    def write(self, text: str, x: int, y: int, *, size: float = 0.75, bold: int = 1) -> None:
        """Draws a line of text from its left end on its baseline."""
        words = []
        for part in text.split():
            (width, height), deep = cv2.getTextSize(part, cv2.FONT_HERSHEY_SIMPLEX, size, bold)
            cv2.putText(self.pixels, part, (x, y), cv2.FONT_HERSHEY_SIMPLEX, size, (20, 20, 20), bold, cv2.LINE_AA)
            box = Box.from_pixels(x, y - height, x + width, y + deep // 2, width=WIDTH, height=HEIGHT)
            words.append(Word(text=part, box=box))
            x += width + round(14 * size)
        self.lines.append(Line(words=tuple(words)))

    def stamp(self, x: int, y: int, angle_deg: float) -> None:
        """Draws a red stamp that no word was read of."""
        layer = np.full_like(self.pixels, 255)
        cv2.rectangle(layer, (x, y), (x + 330, y + 120), (200, 30, 40), 5)
        for row, text in enumerate(("RECEIVED", "12 MAR 2024")):
            cv2.putText(layer, text, (x + 30, y + 50 + 48 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.3, (200, 30, 40), 3)
        turn = cv2.getRotationMatrix2D((x + 165.0, y + 60.0), angle_deg, 1.0)
        layer = cv2.warpAffine(layer, turn, (WIDTH, HEIGHT), borderValue=(255, 255, 255))
        self.pixels = np.minimum(self.pixels, np.asarray(layer, np.uint8))

    def image(self) -> PageImage:
        page = Page(number=1, width=WIDTH, height=HEIGHT, dpi=150, text_source="ocr", lines=tuple(self.lines))
        return PageImage(arrange(page), self.pixels)


TABLE = [
    ("Description", "Quantity", "Price", "Amount"),
    ("Blue paint", "2", "10.00", "20.00"),
    ("Red paint", "1", "12.50", "12.50"),
    ("Brushes", "4", "3.00", "12.00"),
    ("Ladder", "1", "80.00", "80.00"),
    ("Cloth", "6", "1.50", "9.00"),
]
TEXT = [
    "Thank you for the order that you sent us last week. We have packed",
    "the goods with care and our driver brings them to your house on the",
    "day that you asked for. If anything is missing, please call us soon.",
]


def letter() -> Drawing:
    drawn = Drawing()
    cv2.circle(drawn.pixels, (180, 150), 60, (30, 90, 170), -1)
    cv2.rectangle(drawn.pixels, (150, 130), (210, 170), (255, 255, 255), -1)
    drawn.write("INVOICE 2024-117", 120, 330, size=1.5, bold=3)
    for row, text in enumerate(TEXT):
        drawn.write(text, 120, 430 + 34 * row)
    for row, cells in enumerate(TABLE):
        for text, x in zip(cells, (120, 560, 780, 980), strict=True):
            drawn.write(text, x, 640 + 40 * row)
    drawn.stamp(700, 1150, 12)
    return drawn


def test_titles_paragraphs_tables_figures_and_stamps_are_found() -> None:
    image = letter().image()
    layout = MODEL.detect(image)
    assert isinstance(MODEL, BaseLayoutModel)
    assert isinstance(layout, lp.Layout)
    by_type = {block.type: block for block in layout}
    assert sorted(block.type for block in layout) == ["figure", "paragraph", "stamp", "table", "title"]
    assert by_type["title"].text == "INVOICE 2024-117"
    assert by_type["paragraph"].text == "\n".join(TEXT)
    assert by_type["table"].text.split("\n") == [text for row in TABLE for text in row]
    assert overlap(by_type["figure"].coordinates, (120, 90, 240, 210)) > 0.8
    assert overlap(by_type["stamp"].coordinates, (695, 1110, 1035, 1310)) > 0.6
    assert all(0.5 < block.score <= 1 for block in layout)


def test_blocks_keep_their_lines_and_places() -> None:
    image = letter().image()
    blocks = MODEL.blocks(image)
    table = next(block for block in blocks if block.kind == "table")
    assert [image.page.lines[i].text for i in table.lines] == [text for row in TABLE for text in row]
    assert table.box.contains_center_of(image.page.lines[table.lines[0]].box)
    assert blocks == blocks_of(MODEL.detect_with_lines(image), image.page)
    assert [block.lines for block in blocks if block.kind in ("figure", "stamp")] == [(), ()]


def test_a_plain_page_has_no_stamp_and_no_figure() -> None:
    drawn = Drawing()
    for row in range(20):
        drawn.write(TEXT[row % 3], 120, 300 + 34 * row)
    assert {block.type for block in MODEL.detect(drawn.image())} <= {"paragraph", "list"}


def test_a_bare_image_has_its_pictures_found() -> None:
    drawn = letter().pixels
    drawn[250:1100] = 255
    assert sorted(block.type for block in MODEL.detect(drawn)) == ["figure", "stamp"]


def test_an_empty_page_has_no_blocks() -> None:
    assert MODEL.blocks(Drawing().image()) == ()


def test_missing_weights_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "weights.npz").write_bytes(b"damaged")
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(ConfigurationError, match="install Fieldwright again"):
            PageLayoutModel(folder)


_box = st.tuples(*(st.integers(0, 99) for _ in range(2)), *(st.integers(1, 30) for _ in range(2))).map(
    lambda b: Box(
        left=b[0] / 100, top=b[1] / 100, right=min(b[0] + b[2], 100) / 100, bottom=min(b[1] + b[3], 100) / 100
    )
)
_word = st.builds(Word, text=st.sampled_from(["a", "Total:", "12.50", "•", "word"]), box=_box)
_lines = st.lists(st.lists(_word, min_size=1, max_size=4).map(lambda w: Line(words=tuple(w))), max_size=15)


@settings(max_examples=60, deadline=None)
@given(_lines, st.integers(0, 2**16))
def test_every_line_is_in_exactly_one_block(lines: list[Line], seed: int) -> None:
    rng = random.Random(seed)
    pixels = np.full((240, 170, 3), 255, np.uint8)
    for _ in range(rng.randint(0, 6)):
        corner = rng.randint(0, 150), rng.randint(0, 220)
        color = tuple(rng.randint(0, 255) for _ in range(3))
        cv2.rectangle(pixels, corner, (corner[0] + rng.randint(1, 90), corner[1] + rng.randint(1, 90)), color, -1)
    page = Page(number=1, width=170, height=240, dpi=20, text_source="ocr", lines=tuple(lines))
    blocks = MODEL.blocks(PageImage(page, pixels))
    assert sorted(i for block in blocks for i in block.lines) == list(range(len(lines)))
    assert all(block.lines or block.kind in ("figure", "stamp") for block in blocks)


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Intersection over union."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    shared = max(width, 0) * max(height, 0)
    return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared)
