"""Long words of organizations' names, by which a letter that was misread or lost in one of them is repaired."""

from __future__ import annotations

import re

_LONG = """
accountants accounting administration advertising associates association authority broadcasting chemicals commercial
commission committee communications community construction consultants consulting convenience corporation department
development distribution distributors education electrical electronics engineering enterprise enterprises
entertainment environmental equipment exhibition federation financial furniture government healthcare hospitality
incorporated information insurance international investment investments laboratory logistics maintenance management
manufacturing marketing merchandise newspapers organisation organization partnership petroleum pharmaceutical
pharmaceuticals photography production productions promotion properties publications publishing restaurant restaurants
scientific secretariat securities solutions strategies technologies technology television territory transportation
university veterinary wholesale
"""
_WORDS = frozenset(_LONG.split())
"""No other language has a word that differs from one of these by a letter as `_is_meant` allows: "Instituto" does.

All have nine letters and more: shorter words are one letter away from too many others.
"""

_ALIKE = ("iltjf", "ceoa", "unvr", "hbk", "gqy")
"""Letters that recognition takes for one another. C and T are not among them: "Internacional" is a word."""

_LETTERS = re.compile(r"[^\W\d_]{8,}")


def with_name_words(name: str) -> str:
    """Returns a name with such words spelt right: "World Organizatlon" is "World Organization".

    One letter may be another that looks like it, or one inside of the word may be lost. A lost twin stays lost, and so
    does the end of a word: other languages write "comercial" and "Industrie".
    """
    return _LETTERS.sub(_repaired, name)


def _repaired(match: re.Match[str]) -> str:
    word = match[0]
    folded = word.casefold()
    if folded in _WORDS or not (word.isupper() or word[1:].islower()):
        return word
    likely = [whole for whole in _WORDS if _is_meant(folded, whole)]
    if len(likely) != 1:  # "organiation" may be spelt with S or Z
        return word
    [meant] = likely
    starts_large = word[0].isupper() or folded[0] != meant[0]  # "lnternational"
    return meant.upper() if word.isupper() else meant.capitalize() if starts_large else meant


def _is_meant(read: str, whole: str) -> bool:
    if len(read) == len(whole):
        different = [(a, b) for a, b in zip(read, whole, strict=True) if a != b]
        return len(different) == 1 and any(set(different[0]) <= set(alike) for alike in _ALIKE)
    inside = range(1, len(whole) - 1)
    return len(read) == len(whole) - 1 and any(
        read == whole[:i] + whole[i + 1 :] and whole[i] not in (whole[i - 1], whole[i + 1]) for i in inside
    )
