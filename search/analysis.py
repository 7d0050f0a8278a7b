"""How text becomes index terms: the one definition that both indexes follow.

The embedded index calls these functions. Elasticsearch gets the same tables as char filters and token filters
(``search.mapping``). A test compares the terms of both. Five views of a text:

- plain: lower case without accents, for exact words and phrases
- ocr: plain with characters that OCR confuses made equal (0/O, 1/l/I, 5/S, 8/B, 2/Z, 6/G, rn/m, vv/w)
- joined: neighboring words written together, in ocr form, for words that OCR split
- parts: every ending of each word, so that the start of an ending is a part of the word
- key: a whole identifier without punctuation, so that ``INV-2024/001`` equals ``inv2024 001``
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from values.confusions import JOINED, ONE_SHAPE

MAX_TOKEN = 100
"""Longer tokens are cut: no word of a business document is longer, and Lucene rejects terms above 32 kB."""

JOIN_SIZES = (2, 3)
"""How many neighboring words the joined view writes together."""

MIN_JOINED = 4
"""Shorter words are not looked for across a gap: ``in`` would match every ``i n``."""

MIN_NEAR = 5
"""From this length on, a word without digits may differ by one edit. Numbers may not: another digit, another number."""

MIN_PART = 4
"""The parts view has no shorter endings, and no shorter word is looked for as the beginning of another."""

MIN_INSIDE = 5
"""Shorter words are not looked for inside others: ``rate`` would match every ``corporate``."""

_SPECIAL = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d",
    "ð": "d", "Ð": "d", "ł": "l", "Ł": "l", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h", "ŋ": "n", "Ŋ": "n",
    "ς": "σ",
}  # fmt: skip

# Latin, Greek and Cyrillic with accents; combining marks; Latin and Greek extended; ligatures; full-width forms.
_ACCENTED = ((0x00A0, 0x052F), (0x1E00, 0x1FFF), (0xFB00, 0xFB06), (0xFF01, 0xFF5E))

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts without blanks between words: each of their characters is a token, and a word is a phrase."""


def _plain_character(character: str) -> str:
    if character in _SPECIAL:
        return _SPECIAL[character]
    base = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    lowered = "".join(_SPECIAL.get(c, c) for c in base.lower())
    return lowered if all(c.isalnum() for c in lowered) else character


def _accent_table() -> dict[str, str]:
    candidates = [chr(code) for low, high in _ACCENTED for code in range(low, high + 1)]
    folded = {c: _plain_character(c) for c in [*_SPECIAL, *candidates] if unicodedata.category(c)[0] in "LNM"}
    return {c: plain for c, plain in folded.items() if plain != c}


ACCENTS = _accent_table()
"""Characters beyond ASCII and their form in the index; a combining mark gives an empty string."""

_ACCENTS = str.maketrans(ACCENTS)
_OCR = str.maketrans(ONE_SHAPE)
_MARKS = "".join(re.escape(chr(code)) for code in range(0x0300, 0xFFFF) if unicodedata.category(chr(code))[0] == "M")
_ASCII_TOKEN = re.compile(r"[A-Za-z0-9]+")
_TOKEN = re.compile(rf"[{CJK}]|(?:(?![{CJK}])(?:[^\W_]|[{_MARKS}]))+")
_DIGIT = re.compile(r"\d")
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_TWO_LETTERS = re.compile("ae|oe|ue")


def tokens(text: str) -> list[str]:
    """Returns the plain view: runs of letters and digits in lower case without accents, in order."""
    text = text.translate(_ACCENTS)
    if text.isascii():
        return [token[:MAX_TOKEN] for token in _ASCII_TOKEN.findall(text.lower())]
    return [_lower(token)[:MAX_TOKEN] for token in _TOKEN.findall(text)]


def fold(plain: str) -> str:
    """Returns the ocr view of a plain token."""
    folded = plain.translate(_OCR)
    for pair, single in JOINED:
        folded = folded.replace(pair, single)
    return folded


def joins(plain: Sequence[str]) -> list[str]:
    """Returns the joined view: each run of two and three neighboring plain tokens, written together and folded."""
    return [fold("".join(plain[i : i + size])) for size in JOIN_SIZES for i in range(len(plain) - size + 1)]


def parts(plain: Iterable[str]) -> list[str]:
    """Returns the parts view: the endings of plain tokens from `MIN_PART` letters on, each whole token included."""
    return [token[start:] for token in plain for start in range(len(token) - MIN_PART + 1)]


def spellings(text: str) -> tuple[str, ...]:
    """Returns the plain view of one word in each way that its umlauts may be written: ``ä`` as ``a`` or as ``ae``."""
    plain = "".join(tokens(text))
    written_out = "".join(tokens(text.lower().translate(_WRITTEN_OUT)))
    short = _TWO_LETTERS.sub(lambda pair: pair.group()[0], plain)
    return tuple(dict.fromkeys((plain, written_out, short)))


def key(text: str) -> str:
    """Returns the key view: all letters and digits of an identifier in lower case, without blanks or punctuation."""
    text = text.translate(_ACCENTS)
    return _lower("".join(_TOKEN.findall(text)))[:MAX_TOKEN]


def may_be_near(plain: str) -> bool:
    """Whether one edit is forgiven in this word."""
    return len(fold(plain)) >= MIN_NEAR and not _DIGIT.search(plain)


def may_be_part(plain: str) -> bool:
    """Whether longer words answer this word too. Numbers never do: more digits are another number."""
    return len(plain) >= MIN_PART and not _DIGIT.search(plain)


def is_near(one: str, other: str) -> bool:
    """Whether at most one edit lies between two tokens: a character more, less, other, or a swapped pair."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1]
    return one[start + 1 :] == other[start + 1 :] or (swapped and one[start + 2 :] == other[start + 2 :])


def has_tokens(text: str) -> bool:
    """Whether there is anything in a text that an index could find."""
    return bool(tokens(text))


def fold_all(plain: Iterable[str]) -> list[str]:
    """Returns the ocr view of a text given in its plain view."""
    return [fold(token) for token in plain]


def _lower(token: str) -> str:
    # Character by character: Java's lower casing knows no context, Python's knows the final sigma.
    return "".join(low if len(low := c.lower()) == 1 else c for c in token)
