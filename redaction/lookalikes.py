"""Characters that OCR takes for one another, and text folded so that they do not matter."""

from __future__ import annotations

import unicodedata

from values.confusions import CAPITALS_OF_WORDS, DIGITS, one_digit_shape

DIGIT = r"[0-9OoQDIl|iZzSsBGbgq]"
"""Regular expression for a digit or what OCR makes of one."""


def as_digits(text: str) -> str:
    """Returns the text with every look-alike as the digit it means; other characters stay."""
    return text.translate(DIGITS)


def as_letters(text: str) -> str:
    """Returns the text with 0, 1, 5 and 8 as the capital they are taken for."""
    return text.translate(CAPITALS_OF_WORDS)


def only_digits(text: str) -> str:
    """Returns the digits of the text, look-alikes included, and nothing else."""
    return "".join(c for c in as_digits(text) if c.isdigit() and c.isascii())


def true_digits(text: str) -> int:
    """Counts the characters that are digits by themselves."""
    return sum(c.isdigit() for c in text)


def skeleton(text: str) -> str:
    """Returns letters and digits only, without case and accents, and with look-alikes folded into one.

    Two readings of the same print have the same skeleton unless OCR took a character for an unlike one.
    """
    plain = one_digit_shape(unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in plain if c.isalnum())
