"""Characters that recognition takes for one another: the one table from which repairs and comparisons are made.

How far a repair may go depends on what is known of the place. A box of a form surely holds digits; a word of a name
does not. Each caller takes the part of the table that is safe for it.
"""

from __future__ import annotations

from collections.abc import Mapping

_DIGIT_FOR = {
    "O": "0", "o": "0", "Q": "0", "D": "0", "U": "0", "I": "1", "i": "1", "l": "1", "L": "1", "|": "1", "!": "1",
    "Z": "2", "z": "2", "A": "4", "S": "5", "s": "5", "G": "6", "b": "6", "T": "7", "B": "8", "g": "9", "q": "9",
}  # fmt: skip
"""Characters that look like a digit. ``L`` does where the case was lost, and ``U`` on blurred pages."""

_LETTER_FOR = {"0": "O", "1": "I", "2": "Z", "4": "A", "5": "S", "6": "G", "8": "B"}
"""Digits that look like a capital."""

Table = Mapping[int, str]
"""What `str.translate` takes."""


def digits_for(characters: str) -> Table:
    """Returns a table that reads these characters as the digits that they look like."""
    return {ord(character): _DIGIT_FOR[character] for character in characters}


def letters_for(digits: str) -> Table:
    """Returns a table that reads these digits as the capitals that they look like."""
    return {ord(digit): _LETTER_FOR[digit] for digit in digits}


DIGITS = digits_for("OoQDIil|!ZzSsGbBgq")
"""Where digits are expected and the case was kept."""

DIGITS_OF_A_BOX = digits_for("OoQDIil|!ZzASsGbTBgq")
"""Where a form's box holds nothing but digits."""

DIGITS_OF_CAPITALS = digits_for("OQDIL|ZASGTB")
"""In a number that is written in capitals."""

DIGITS_OF_A_KEY = digits_for("OQIL|ZSGB")
"""In the keys of identifiers that the store keeps: fewer, so that two identifiers do not become one."""

DIGITS_OF_AN_AMOUNT = digits_for("OoDUlI|SB")
"""Inside of tokens that are digits for the rest."""

CAPITALS = letters_for("0124568")
"""Where a letter is certain."""

CAPITALS_OF_WORDS = letters_for("0158")
"""Inside of words, where a 2, 4 or 6 is rather a digit."""

SMALL_LETTERS: Table = {ord("0"): "o", ord("1"): "l", ord("5"): "s"}
"""Inside of words in small letters."""

OTHER_DIGITS = {
    "0": "689", "1": "47", "2": "7", "3": "8", "4": "19", "5": "68", "6": "058", "7": "12", "8": "03569", "9": "048",
}  # fmt: skip
"""Digits that are read as one another on faint or blurred pages."""

READ_FOR = {
    "0": "06DOQ8", "1": "17ILJ", "2": "27Z", "3": "38", "4": "4A", "5": "5S6", "6": "60G8", "7": "71", "8": "8B306",
    "9": "9", "$": "S", "O": "OD0Q", "Q": "QO", "D": "DO0", "I": "I1J", "J": "JI", "L": "L1I", "S": "S58",
    "B": "B8", "Z": "Z2", "G": "G6", "A": "A4",
}  # fmt: skip
"""What a character of a printed code may be, itself included, where one of these was read."""

ONE_SHAPE = {"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "2": "z", "6": "g"}
"""Lower-case characters that become one when texts are compared. Digits never fall together with other digits."""

ONE_SHAPE_OF_NAMES = ONE_SHAPE | {"q": "o", "|": "l", "!": "l"}
"""The same for names and values that are compared as a whole, not word by word in an index."""

JOINED = (("rn", "m"), ("vv", "w"))
"""Pairs of characters that are read as one."""


def digits_of_capitals(text: str) -> str:
    """Returns a text with digits for the letters that look like one as a capital; other letters stay."""
    read = ((character, character.upper().translate(DIGITS_OF_CAPITALS)) for character in text)
    return "".join(digit if digit.isdigit() else character for character, digit in read)


_DIGIT_OF_SHAPE = {shape: digit for digit, shape in ONE_SHAPE.items() if digit.isdigit()}
_SHAPES = str.maketrans(ONE_SHAPE_OF_NAMES)
_DIGIT_SHAPES = str.maketrans({character: _DIGIT_OF_SHAPE[shape] for character, shape in ONE_SHAPE_OF_NAMES.items()})
_DIGIT_SHAPES |= str.maketrans(_DIGIT_OF_SHAPE)


def one_shape(text: str) -> str:
    """Returns lower-case text with characters that look alike made one letter."""
    return text.translate(_SHAPES)


def one_digit_shape(text: str) -> str:
    """Returns lower-case text with characters that look alike made one digit: numbers in it stay numbers."""
    return text.translate(_DIGIT_SHAPES)
