"""How captions are compared with the words that they may hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from values.folding import folded_words

LONGEST_CAPTION: Final = 7
"""A caption has at most so many words; of a sentence the last ones count."""

FEW_WORDS: Final = 4
"""A caption of more words is a sentence: it names other things beside the value."""


def last_words(caption: str) -> str:
    """Returns the folded words of a caption, the last ones of a sentence."""
    return " ".join(folded_words(caption).split()[-LONGEST_CAPTION:])


def names_any(text: str, forms: Iterable[str]) -> bool:
    """Whether folded words hold any of the forms as whole words."""
    padded = f" {text} "
    # Few forms are in a text at all: the cheap test comes first.
    return any(form in text and f" {form} " in padded for form in forms)
