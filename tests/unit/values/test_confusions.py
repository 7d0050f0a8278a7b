from __future__ import annotations

import pytest

from values import confusions
from values.confusions import digits_for, letters_for, one_digit_shape, one_shape

TABLES = [value for name, value in vars(confusions).items() if name.startswith(("DIGITS", "CAPITALS"))]


def test_tables_never_disagree():
    """A character that several tables know is read as the same character by all of them."""
    read: dict[int, set[str]] = {}
    for table in TABLES:
        for character, other in table.items():
            read.setdefault(character, set()).add(other)
    assert len(TABLES) == 7
    assert [chr(character) for character, others in read.items() if len(others) > 1] == []


@pytest.mark.parametrize("digit", "0124568")
def test_a_letter_for_a_digit_is_read_as_that_digit_again(digit):
    letter = digit.translate(letters_for(digit))
    assert letter.translate(digits_for(letter)) == digit


def test_characters_that_become_one_shape_are_in_the_table_of_digits():
    for digit, letter in confusions.ONE_SHAPE.items():
        if digit.isdigit():
            assert letter.upper().translate(digits_for(letter.upper())) == digit
    assert one_shape("b01|6") == one_shape("8olig")


def test_digits_stay_digits_when_look_alikes_become_one_digit():
    assert one_digit_shape("0123456789") == "0123456789"
    assert one_digit_shape("o|lzs") == one_digit_shape("q!i25") == "01125"
