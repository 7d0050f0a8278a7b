"""Decoding on made-up outputs: which characters are taken, where, how sure, and what stands for a blank."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.ocr.network import Network
from extractors.ocr.recognition import Recognizer

ALPHABET = "abeéо中国1"
"""The ``о`` is Cyrillic. Class 0 is the CTC blank, the last class the blank between words."""

CLASSES = {"": 0, **{c: i + 1 for i, c in enumerate(ALPHABET)}, " ": len(ALPHABET) + 1}
STEP = 8
"""Pixels of a column of the output."""


def recognizer(*columns: dict[str, float], measures_certainty: bool = False) -> Recognizer:
    """Reads every crop as the columns given: probabilities by character, the rest is the CTC blank's."""

    def infer(batch):
        output = np.zeros((len(batch), batch.shape[-1] // STEP, len(CLASSES)), np.float32)
        output[..., 0] = 1.0
        for at, column in enumerate(columns):
            for character, probability in column.items():
                output[:, at, CLASSES[character]] = probability
            output[:, at, 0] = 1.0 - sum(column.values())
        return output

    return Recognizer(Network("test", infer, "\n".join(ALPHABET)), measures_certainty=measures_certainty)


def read(*columns: dict[str, float]):
    [reading] = recognizer(*columns).read([np.zeros((48, 100, 3), np.uint8)])
    return reading


def test_a_run_of_columns_is_one_character_at_their_middle_with_the_best_probability():
    reading = read({"a": 0.7}, {"a": 0.9}, {}, {"b": 0.8})
    assert reading.text == "ab"
    assert [c.x for c in reading.characters] == [1 * STEP, 3.5 * STEP]
    assert [c.probability for c in reading.characters] == pytest.approx([0.9, 0.8])
    assert reading.confidence == pytest.approx(0.85)


def test_a_letter_twice_needs_a_column_between():
    assert read({"b": 0.9}, {}, {"b": 0.9}).text == "bb"


def test_blanks_count_where_they_are_not_the_best_guess():
    reading = read({"a": 0.9}, {" ": 0.3}, {"b": 0.9}, {}, {"e": 0.9})
    assert reading.text == "abe"
    assert reading.blanks == pytest.approx((0.3, 0.0))


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        ([{"a": 0.9}, {}, {"о": 0.6, "b": 0.3}, {}, {"1": 0.9}], "ab1"),  # a look-alike in a Latin line
        ([{"中": 0.9}, {}, {"国": 0.8}, {}, {"a": 0.9}], "中国a"),  # a Chinese line keeps what it is
        ([{"о": 0.9}], "о"),
    ],
)
def test_look_alikes_give_way_in_latin_lines_only(columns, text):
    assert read(*columns).text == text


@pytest.mark.parametrize(("bare", "letter", "probability"), [(0.0005, "é", 0.9), (0.2, "e", 0.2)])
def test_an_accent_goes_where_the_bare_letter_is_likely(bare, letter, probability):
    reading = read({"é": 0.9 if bare < 0.1 else 0.7, "e": bare})
    assert reading.text == letter
    assert reading.characters[0].probability == pytest.approx(probability)


def test_crops_come_back_in_their_order_whatever_their_width():
    crops = [np.zeros((48, width, 3), np.uint8) for width in (700, 90, 300, 90)]
    assert [r.text for r in recognizer({"a": 0.9}).read(crops)] == ["a"] * 4
    assert recognizer().read([]) == []
    assert recognizer().read(crops[:1])[0].confidence == 0.0


@pytest.mark.parametrize(
    ("columns", "certainty"),
    [(({"a": 0.9}, {}, {"b": 0.8}), 0.72), (({"中": 0.9}, {}, {"国": 0.9}), 0.0)],
    ids=["latin", "another script"],
)
def test_the_certainty_of_a_latin_line_is_measured_where_it_is_asked_for(columns, certainty):
    crop = np.zeros((48, 100, 3), np.uint8)
    [measured] = recognizer(*columns, measures_certainty=True).read([crop])
    [plain] = recognizer(*columns).read([crop])
    assert measured.certainty == pytest.approx(certainty, abs=0.02)
    assert plain.certainty == 0.0
    assert plain.text == measured.text
