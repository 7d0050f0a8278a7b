"""Words of a text layer to compare with the page, so that no font can state other digits than it draws."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.document import Word

MOST_SAMPLES = 8
"""Words of one page that are compared, to keep the comparison cheap."""

DIGITS = (2, 16)
"""Fewest and most digits of a word that is compared."""


def samples(words: Iterable[tuple[Word, int]]) -> tuple[Word, ...]:
    """Returns words that together show every digit of every font, as far as the page does.

    Args:
        words: The upright words of a page, each with the number of its font.
    """
    numbers = [(word, {(font, digit) for digit in digits_of(word.text)}) for word, font in words if is_comparable(word)]
    shown: set[tuple[int, str]] = set()
    chosen: list[Word] = []
    while numbers and len(chosen) < MOST_SAMPLES:
        # Reading a long word takes longer than reading a short one.
        word, digits = max(numbers, key=lambda item: (len(item[1] - shown), -len(item[0].text)))
        if digits <= shown:
            break
        chosen.append(word)
        shown |= digits
    return tuple(chosen)


def is_comparable(word: Word) -> bool:
    """Whether a word has enough digits to be compared, and few enough to be read without a slip."""
    return DIGITS[0] <= len(digits_of(word.text)) <= DIGITS[1]


def digits_of(text: str) -> str:
    """Returns the digits 0 to 9 of a text."""
    return "".join(c for c in text if "0" <= c <= "9")
