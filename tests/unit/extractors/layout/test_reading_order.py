from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.layout.reading_order import GUTTER, Piece, _inked, _white, arrange
from schemas.document import Line, Page, Word
from schemas.geometry import Box

STEP, HEIGHT = 0.011, 0.014
"""Width of a character and height of a line, as shares of the page."""


def line(text: str, left: float, top: float, height: float = HEIGHT) -> Line:
    words = []
    for part in text.split(" "):
        if part:
            right = min(left + STEP * height / HEIGHT * len(part), 1.0)
            words.append(Word(text=part, box=Box(left=left, top=top, right=right, bottom=top + height)))
        left += STEP * height / HEIGHT * (len(part) + 1)
    return Line(words=tuple(words))


def page(*lines: Line) -> Page:
    return Page(number=1, width=1654, height=2339, dpi=200, text_source="ocr", lines=lines)


def shuffled(*lines: Line) -> Page:
    order = list(lines)
    random.Random(4).shuffle(order)
    return page(*order)


def texts(arranged: Page) -> list[str]:
    return [one.text for one in arranged.lines]


LEFT = [f"the left column has its line {i} here" for i in range(8)]
RIGHT = [f"and right of it stands line {i} of text" for i in range(8)]


def column(lines: list[str], left: float, top: float, leading: float = 0.02) -> list[Line]:
    return [line(text, left, top + leading * i) for i, text in enumerate(lines)]


def test_columns_of_text_are_read_one_after_the_other() -> None:
    arranged = arrange(shuffled(*column(LEFT, 0.05, 0.2), *column(RIGHT, 0.53, 0.2)))
    assert texts(arranged) == LEFT + RIGHT


def test_columns_whose_lines_are_not_level() -> None:
    arranged = arrange(shuffled(*column(LEFT, 0.05, 0.2), *column(RIGHT, 0.53, 0.209)))
    assert texts(arranged) == LEFT + RIGHT


def test_three_columns() -> None:
    parts = [[f"{name} part of line {i}" for i in range(7)] for name in ("left", "middle", "right")]
    arranged = arrange(shuffled(*(one for i, part in enumerate(parts) for one in column(part, 0.04 + 0.32 * i, 0.2))))
    assert texts(arranged) == [text for part in parts for text in part]


def test_a_heading_over_two_columns_and_paragraphs_that_end_level() -> None:
    """A gap at one height in both columns does not cut them into two stories."""
    title = "A heading that reaches over both of the columns on this page for sure"
    low = column(LEFT[:4], 0.05, 0.2) + column(LEFT[4:], 0.05, 0.31)
    high = column(RIGHT[:4], 0.53, 0.2) + column(RIGHT[4:], 0.53, 0.31)
    foot = "and a line below them that once more reaches over both of the columns"
    arranged = arrange(shuffled(line(title, 0.1, 0.12), *low, *high, line(foot, 0.1, 0.5)))
    assert texts(arranged) == [title, *LEFT, *RIGHT, foot]


def test_pairs_of_caption_and_value_are_read_row_by_row() -> None:
    rows = [("Invoice number:", "4711"), ("Invoice date:", "2024-05-06"), ("Customer number:", "K-12"),
            ("Due date:", "2024-06-05"), ("Your order:", "PO 9")]  # fmt: skip
    lines = [
        one for i, (a, b) in enumerate(rows) for one in (line(a, 0.1, 0.2 + 0.02 * i), line(b, 0.5, 0.2 + 0.02 * i))
    ]
    assert texts(arrange(shuffled(*lines))) == [text for row in rows for text in row]


def test_addresses_side_by_side_are_read_one_after_the_other() -> None:
    seller = ["Example Works Ltd", "12 Mill Lane", "Leeds LS1 4AB", "United Kingdom Europe"]
    buyer = ["Sample Trading Inc", "9 Oak Street", "Salem OR 97301", "United States America"]
    lines = column(seller, 0.08, 0.1) + column(buyer, 0.55, 0.1)
    assert texts(arrange(shuffled(*lines))) == seller + buyer


TABLE = [
    ("Item", "Quantity", "Price", "Amount"),
    ("Blue paint", "2", "10.00", "20.00"),
    ("Red paint", "1", "12.50", "12.50"),
    ("Brush", "4", "3.00", "12.00"),
]


def table(top: float = 0.3) -> list[Line]:
    lefts = (0.08, 0.45, 0.62, 0.8)
    return [line(text, x, top + 0.022 * i) for i, row in enumerate(TABLE) for text, x in zip(row, lefts, strict=True)]


def test_a_table_is_read_row_by_row() -> None:
    arranged = arrange(shuffled(line("Invoice for the goods below", 0.08, 0.2), *table(), line("Thank you", 0.08, 0.6)))
    assert texts(arranged)[1:-1] == [text for row in TABLE for text in row]


def test_rows_of_a_slightly_turned_page_stay_rows() -> None:
    turned = []
    for one in table():
        (word, *_) = one.words
        drop = 0.012 * word.box.left
        boxes = [w.box for w in one.words]
        moved = [Box(left=b.left, top=b.top + drop, right=b.right, bottom=b.bottom + drop) for b in boxes]
        turned.append(Line(words=tuple(w.model_copy(update={"box": b}) for w, b in zip(one.words, moved, strict=True))))
    assert texts(arrange(shuffled(*turned))) == [text for row in TABLE for text in row]


def test_words_of_a_line_are_sorted_and_pieces_on_one_baseline_joined() -> None:
    ordered = line("three words here", 0.1, 0.2).words
    behind = line("and two", 0.1 + STEP * 17, 0.2)
    arranged = arrange(page(behind, Line(words=ordered[::-1])))
    assert texts(arranged) == ["three words here and two"]


@pytest.mark.parametrize(
    ("left", "top", "height"),
    [(0.45, 0.2, HEIGHT), (0.1 + STEP * 17, 0.208, HEIGHT), (0.1 + STEP * 17, 0.2, 2 * HEIGHT)],
    ids=["far away", "another baseline", "larger letters"],
)
def test_near_misses_stay_two_lines(left: float, top: float, height: float) -> None:
    assert len(arrange(page(line("three words here", 0.1, 0.2), line("another", left, top, height))).lines) == 2


def test_a_line_over_a_gutter_is_split() -> None:
    both = Line(words=(*line("left part", 0.1, 0.2).words, *line("right part", 0.6, 0.2).words))
    assert texts(arrange(page(both))) == ["left part", "right part"]


def test_text_up_the_margin_comes_last_and_joins_no_row() -> None:
    upward = Line(words=(Word(text="CARRIER", box=Box(left=0.97, top=0.1, right=0.99, bottom=0.6)),))
    arranged = arrange(shuffled(upward, *column(LEFT, 0.05, 0.2)))
    assert texts(arranged) == [*LEFT, "CARRIER"]


def stamped(*texts: str, down: bool) -> list[Line]:
    """Lines of a stamp side by side, their words a little askew, from the first to the last as they are read."""
    lines = []
    for i, text in enumerate(texts):
        left = 0.7 - 0.02 * i if down else 0.7 + 0.02 * i
        words = []
        for j, word in enumerate(text.split()):
            top = 0.5 + 0.04 * j if down else 0.7 - 0.04 * j
            box = Box(left=left - 0.001 * j, top=top, right=left - 0.001 * j + 0.013, bottom=top + 0.036)
            words.append(Word(text=word, box=box))
        lines.append(Line(words=tuple(words)))
    return lines


@pytest.mark.parametrize("down", [True, False])
def test_words_and_lines_of_a_turned_stamp_keep_their_order(down: bool) -> None:
    stamp = ["DEPT OF JUSTICE", "95 DEC 30 AM 10:37", "REGISTRATION UNIT"]
    arranged = arrange(shuffled(*stamped(*stamp, down=down), *column(LEFT, 0.05, 0.2)))
    assert texts(arranged) == [*LEFT, *stamp]


def test_an_empty_page_stays_as_it_is() -> None:
    assert arrange(page()) == page()


_box = st.tuples(*(st.integers(0, 99) for _ in range(2)), *(st.integers(1, 30) for _ in range(2))).map(
    lambda b: Box(
        left=b[0] / 100, top=b[1] / 100, right=min(b[0] + b[2], 100) / 100, bottom=min(b[1] + b[3], 100) / 100
    )
)
_word = st.builds(Word, text=st.sampled_from(["a", "Total:", "12.50", "•", "word"]), box=_box)
_lines = st.lists(st.lists(_word, min_size=1, max_size=6).map(lambda w: Line(words=tuple(w))), max_size=25)


@settings(max_examples=300, deadline=None)
@given(_lines)
def test_no_word_is_lost_changed_or_doubled(lines: list[Line]) -> None:
    arranged = arrange(page(*lines))
    before = Counter(id(word) for one in lines for word in one.words)
    assert Counter(id(word) for one in arranged.lines for word in one.words) == before


@settings(max_examples=100, deadline=None)
@given(_lines)
def test_arranging_twice_changes_no_words(lines: list[Line]) -> None:
    once = arrange(page(*lines))
    twice = arrange(once)
    assert Counter(w.text for one in twice.lines for w in one.words) == Counter(
        w.text for one in once.lines for w in one.words
    )


def test_the_engines_order_does_not_matter() -> None:
    lines = [*column(LEFT, 0.05, 0.1), *column(RIGHT, 0.53, 0.1), *table(0.5)]
    assert texts(arrange(page(*lines))) == texts(arrange(shuffled(*lines)))


def white_of_all(pieces: list[Piece]) -> list[tuple[float, float]] | None:
    """Finds the white by looking at every piece from left to right."""
    spans = sorted((piece.left, piece.right) for piece in pieces)
    heights = sorted(piece.height for piece in pieces)
    white, end = [], spans[0][1]
    for left, right in spans[1:]:
        if left - end >= GUTTER * heights[len(heights) // 2]:
            white.append((end, left))
        end = max(end, right)
    return white or None


def test_white_of_a_growing_band_is_that_of_all_its_pieces() -> None:
    chance = random.Random(8)
    for _ in range(200):
        pieces, inked = [], []
        for _ in range(12):
            left, height = chance.randrange(60) / 80, chance.choice((0.004, 0.01, 0.02))
            strip = [Piece(line("word " * chance.randint(1, 3), left, 0.1, height).words, page())]
            pieces += strip
            inked = _inked(strip, inked)
            assert inked == _inked(pieces)
            assert _white(pieces) == white_of_all(pieces)
