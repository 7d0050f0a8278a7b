"""Word boundaries on made-up readings: what the network says, what the ink shows, and what wins."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from extractors.ocr.ink import LineInk
from extractors.ocr.recognition import Character, Reading
from extractors.ocr.word_segmentation import COLUMN_GAP, split_words

HEIGHT = 30
WIDTH = 18
"""Pixels of a letter's ink."""


def line(text: str, *, blank: float, gap: float, letter_gap: float = 3.0) -> tuple[Reading, LineInk]:
    """A line whose words are ``gap`` text heights apart and between which the network sees ``blank``."""
    x, characters, blanks, inked = 6.0, [], [], []
    for word in text.split():
        for i, letter in enumerate(word):
            if characters:
                blanks.append(blank if i == 0 else 0.001)
                x += gap * HEIGHT if i == 0 else letter_gap
            characters.append(Character(letter, x + WIDTH / 2, 0.99))
            inked.append((round(x), round(x) + WIDTH))
            x += WIDTH
    mask = np.zeros((48, round(x) + 6), dtype=bool)
    for left, right in inked:
        mask[8 : 8 + HEIGHT, left:right] = True
    return Reading(tuple(characters), tuple(blanks)), LineInk(mask, 8, 8 + HEIGHT, mask[8 : 8 + HEIGHT].sum(axis=0))


def words(reading: Reading, ink: LineInk) -> list[list[str]]:
    return [[piece.text for piece in column] for column in split_words(reading, ink)]


@pytest.mark.parametrize(
    ("blank", "gap", "apart"),
    [
        (0.99, 0.5, True),  # both say so
        (0.99, 0.2, True),  # narrow print, sure network
        (0.002, 0.9, True),  # the network sees nothing, the gap is plain
        (0.3, 0.5, True),  # the network doubts, the gap decides
        (0.001, 0.12, False),  # neither
        (0.05, 0.15, False),  # a small doubt and a gap as between letters
    ],
)
def test_blank_and_gap_decide_together(blank, gap, apart):
    [column] = words(*line("total amount", blank=blank, gap=gap))
    assert column == (["total", "amount"] if apart else ["totalamount"])


def test_a_gap_that_is_usual_in_wide_type_parts_nothing():
    reading, ink = line("ADJUSTMENT", blank=0.0, gap=0.0, letter_gap=0.3 * HEIGHT)
    assert words(reading, ink) == [["ADJUSTMENT"]]


@pytest.mark.parametrize("text", ["12.50", "03/04/2024", "A-17", "3,50"])
def test_numbers_and_codes_stay_whole(text):
    reading, ink = line(text, blank=0.0, gap=0.0, letter_gap=0.16 * HEIGHT)
    assert words(reading, ink) == [[text]]


@pytest.mark.parametrize(
    ("text", "gap", "expected"),
    [
        ("7.0 0", 0.5, ["7.00"]),
        ("7.0 0", 0.9, ["7.0", "0"]),
        ("7.0 01", 0.5, ["7.0", "01"]),
        ("total 00", 0.5, ["total", "00"]),
    ],
)
def test_the_two_digits_of_cents_stay_together_in_wide_type(text, gap, expected):
    assert words(*line(text, blank=0.9, gap=gap)) == [expected]


@pytest.mark.parametrize(("gap", "columns"), [(COLUMN_GAP - 0.5, 1), (COLUMN_GAP + 0.5, 2)])
def test_a_wide_gap_parts_columns(gap, columns):
    assert len(split_words(*line("widget 12.00", blank=0.99, gap=gap))) == columns


def test_extents_reach_from_ink_to_ink():
    reading, ink = line("ab cd", blank=0.99, gap=1.0)
    [[first, second]] = split_words(reading, ink)
    assert (first.left, first.right) == (6, 6 + 2 * WIDTH + 3)
    assert (second.left, second.right) == (first.right + HEIGHT, first.right + HEIGHT + 2 * WIDTH + 3)
    assert second.gap_before == pytest.approx(1.0)


def test_nothing_read_has_no_words():
    _, ink = line("a", blank=0.0, gap=0.0)
    assert split_words(Reading((), ()), ink) == []


def test_every_character_lies_in_exactly_one_word():
    reading, ink = line("one 2 three 45.6 (seven)", blank=0.6, gap=0.45)
    pieces = [piece for column in split_words(reading, ink) for piece in column]
    assert "".join(piece.text for piece in pieces) == reading.text
    assert all(a.right <= b.left for a, b in pairwise(pieces))
