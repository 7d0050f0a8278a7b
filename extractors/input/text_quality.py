"""Whether the characters of a text layer are words that people write, or what a broken font left of them."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

_VOWELS = frozenset("aeiouyæøœı")
_CONSONANTS_IN_A_ROW = 6
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—™š›œžŸŠŒŽ]|â€|Ð[\u0080-\u00bf]")
_JOINERS = frozenset("'’-–./&,:;()\"@_·+#%$€£!?*")
_SIGNS = frozenset("–—…•·’‘“”„«»€£§©®™°×□☐☑☒✓")
_ENOUGH_WORDS = 12
_ENOUGH_LETTERS = 120
_VOWEL_SHARE = (0.2, 0.65)
"""Vowels among the letters of running text: 0.36 (Polish, Czech) to 0.50 (Finnish, Italian), less with many names."""


def plausible_share(words: Iterable[str]) -> float | None:
    """Returns which share of the words could be words of a language; None where there are too few.

    Numbers and codes are not counted, for they look the same in every language and none. Letters outside of Latin
    script count as plausible unless a word mixes scripts.
    """
    judged = [verdict for verdict in map(_is_plausible, words) if verdict is not None]
    return sum(judged) / len(judged) if len(judged) >= _ENOUGH_WORDS else None


def odd_share(text: str) -> float:
    """Returns which share of the characters are neither letters nor digits nor the punctuation of a keyboard."""
    odd = sum(
        not (c.isalnum() or c.isspace() or c in string.punctuation or c in _SIGNS or unicodedata.combining(c))
        for c in text
    )
    return odd / len(text) if len(text) >= _ENOUGH_LETTERS else 0.0


def has_odd_vowels(words: Iterable[str]) -> bool:
    """Whether the Latin letters hold so few or so many vowels that no language fits: a shifted alphabet."""
    letters = [c for word in words for c in _base(word) if "a" <= c <= "z"]
    if len(letters) < _ENOUGH_LETTERS:
        return False
    low, high = _VOWEL_SHARE
    return not low <= sum(c in _VOWELS for c in letters) / len(letters) <= high


def _base(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def _is_plausible(word: str) -> bool | None:
    if _MOJIBAKE.search(word):
        return False
    letters = [c for c in word if c.isalpha()]
    if len(letters) < 3 or any(c.isdigit() for c in word):
        return None
    core = word.strip("".join(_JOINERS) + "[]{}<>|=/\\«»„“”‘‚•®™©°§")
    if any(not (c.isalpha() or unicodedata.combining(c) or c in _JOINERS) for c in core):
        return False
    latin = sum("LATIN" in unicodedata.name(c, "") for c in letters)
    if latin < len(letters):
        return latin == 0
    return all(_is_plausible_latin(part) for part in re.split(r"[^\w]+", core) if part)


def _is_plausible_latin(part: str) -> bool:
    if not (part.islower() or part.isupper() or part[1:].islower()) and _case_changes(part) > 3:
        return False
    base = _base(part)
    if len(base) >= 5 and not part.isupper() and not any(c in _VOWELS for c in base):
        return False
    run = 0
    for c in base:
        run = 0 if c in _VOWELS else run + 1
        if run > _CONSONANTS_IN_A_ROW:
            return False
    return True


def _case_changes(part: str) -> int:
    return sum(a.isupper() != b.isupper() for a, b in pairwise(part))
