"""Which of several readings of a place counts."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.ocr.crops import Crop
from extractors.ocr.recognition import Character, Reading
from extractors.ocr.several_looks import merged, read_again


def line(text, probability, left=0, top=0, right=100, bottom=48):
    place = np.array([[1, 0, left], [0, (bottom - top) / 48, top], [0, 0, 1]], dtype=np.float64)
    crop = Crop(np.zeros((48, right - left, 3), np.uint8), place)
    characters = tuple(Character(c, 10.0 * n, probability) for n, c in enumerate(text))
    return crop, Reading(characters, (0.0,) * max(len(text) - 1, 0))


def texts(read):
    return sorted(reading.text for _, reading in read)


class Recognizer:
    """Reads every crop as one text with one probability for each width; counts the crops."""

    def __init__(self, answers):
        self.answers = answers
        self.crops = 0

    def read(self, crops, width=1.0):
        self.crops += len(crops)
        text, probability = self.answers[width]
        return [line(text, probability)[1] for _ in crops]


def test_only_unsure_lines_are_read_again_and_the_surest_reading_counts():
    recognizer = Recognizer({1.2: ("T0TAL", 0.7), 0.85: ("TOTAL", 0.95)})
    read = read_again(recognizer, [line("sure", 0.99), line("T0TAI", 0.8)], (1.2, 0.85))
    assert texts(read) == ["TOTAL", "sure"]
    assert recognizer.crops == 2


def test_a_surer_reading_with_fewer_characters_does_not_count():
    recognizer = Recognizer({1.2: ("TOTL", 0.99)})
    assert texts(read_again(recognizer, [line("TOTAL", 0.8)], (1.2,))) == ["TOTAL"]


def test_the_first_reading_stays_where_no_other_is_surer():
    recognizer = Recognizer({1.2: ("worse", 0.5)})
    assert texts(read_again(recognizer, [line("first", 0.8)], (1.2,))) == ["first"]


@pytest.mark.parametrize(("second", "expected"), [(0.9, ["second"]), (0.7, ["first"]), (0.8, ["first"])])
def test_at_one_place_the_surer_look_counts_and_the_first_of_equals(second, expected):
    assert texts(merged([line("first", 0.8)], [line("second", second, left=5)])) == expected


def test_one_line_and_its_two_halves_are_one_place():
    halves = [line("left", 0.95, right=50), line("right", 0.95, left=52)]
    assert texts(merged([line("leftright", 0.9)], halves)) == ["left", "right"]
    assert texts(merged(halves, [line("leftright", 0.9)])) == ["left", "right"]


def test_what_only_the_second_look_found_must_be_sure():
    first = [line("above", 0.9)]
    assert texts(merged(first, [line("below", 0.95, top=200, bottom=248)])) == ["above", "below"]
    assert texts(merged(first, [line("speck", 0.6, top=200, bottom=248)])) == ["above"]


def test_what_only_the_first_look_found_stays():
    assert texts(merged([line("faint", 0.55)], [])) == ["faint"]


def test_a_second_look_that_lost_characters_does_not_count():
    assert texts(merged([line("TOTAL", 0.8)], [line("TOTL", 0.99)])) == ["TOTAL"]
