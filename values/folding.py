"""Words as captions are compared: lower case, without accents and punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "đ": "d"})


TEXTS_KEPT = 1 << 14
"""Texts whose results are kept: decoding needs the captions and numbers of a document some ten times each."""


def folded_words(text: str) -> str:
    """Returns lower-case words without accents, a blank between them: "Öres-avrundning:" is "ores avrundning"."""
    return _folded(text)


@lru_cache(maxsize=TEXTS_KEPT)
def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in decomposed if not unicodedata.combining(c))))


def names_form(words: str, form: str, *, compound_from: int = 6) -> bool:
    """Whether folded words hold a form as whole words; a long form also counts inside of a compound word.

    Args:
        words: Text as `folded_words` gives it.
        form: The form, folded likewise.
        compound_from: Letters from which the form is looked for inside of words ("Handelsrechnung").
    """
    return f" {form} " in f" {words} " or (len(form) >= compound_from and form in words)
