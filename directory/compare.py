"""How alike a name and an address of the directory are to those of a document."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import Levenshtein

from directory.forms import core_of, key_of, legal_form_of, skeleton_of
from values.confusions import DIGITS_OF_A_KEY
from values.folding import folded_words

NameLevel = Literal["exact", "look_alike", "core", "near", "far"]
"""``exact``: the same letters and digits. ``look_alike``: the same but for characters that recognition takes for one
another. ``core``: the same but for a legal form that one of them lacks. ``near``: a few other letters, as another
company's name may have."""

RANK: dict[NameLevel, int] = {"exact": 4, "look_alike": 3, "core": 2, "near": 1, "far": 0}

NEAR = 0.8
"""Share of letters that two names have in common, from which they may be two spellings of one."""

ALIKE_BRANCH = 0.5
"""Share of letters that two bracketed parts of a name have in common, from which they may be one."""

_BRACKETS = re.compile(r"[(\[](.*?)[)\]]")

POSTCODE = 5
"""Digits from which a number of an address identifies the place by itself."""


@dataclass(frozen=True)
class NameLikeness:
    """How a name is like another; ``ratio`` is the share of equal letters."""

    level: NameLevel
    ratio: float

    def __gt__(self, other: NameLikeness) -> bool:
        return (RANK[self.level], self.ratio) > (RANK[other.level], other.ratio)


@dataclass(frozen=True)
class _Forms:
    key: str
    skeleton: str
    core: str
    legal_form: str
    branch: str

    def branch_agrees(self, other: _Forms) -> bool:
        """Whether what is in brackets is alike: "(KUCHAI)" is another branch or sister company than "(M)"."""
        if not self.branch or not other.branch:
            # A bracket may be misread as a letter; its content then still is in the name.
            return (self.branch or other.branch) in (self.core if other.branch else other.core)
        return Levenshtein.normalized_similarity(self.branch, other.branch) >= ALIKE_BRANCH


@lru_cache(maxsize=4096)
def _forms(name: str) -> _Forms:
    key = key_of(name)
    branch = skeleton_of(key_of(" ".join(_BRACKETS.findall(name))))
    return _Forms(key, skeleton_of(key), skeleton_of(core_of(name)), skeleton_of(legal_form_of(name)), branch)


def compare_names(one: str, other: str) -> NameLikeness:
    """Returns how alike two names are."""
    a, b = _forms(one), _forms(other)
    if not a.key or not b.key:
        return NameLikeness("far", 0.0)
    if a.key == b.key:
        return NameLikeness("exact", 1.0)
    ratio = Levenshtein.normalized_similarity(a.core, b.core)
    if a.skeleton == b.skeleton:
        return NameLikeness("look_alike", ratio)
    if a.core == b.core:
        same_form = a.legal_form == b.legal_form or not a.legal_form or not b.legal_form
        return NameLikeness("core" if same_form else "near", ratio)
    return NameLikeness("near" if ratio >= NEAR and a.branch_agrees(b) else "far", ratio)


def numbers_agree(address: str, text: str) -> bool:
    """Whether the numbers of an address are in a text: every postcode, and of the others all but one."""
    wanted, there = _numbers(address), _numbers(text)
    missing = list((wanted - there).elements())
    return len(missing) <= (len(wanted) > 1) and not any(len(number) >= POSTCODE for number in missing)


def all_numbers_agree(address: str, text: str) -> bool:
    """Whether all numbers of an address are in a text."""
    return not _numbers(address) - _numbers(text)


def _numbers(text: str) -> Counter[str]:
    """Returns the words with a digit, letters that look like a digit as that digit."""
    return Counter(
        word.upper().translate(DIGITS_OF_A_KEY) for word in folded_words(text).split() if re.search(r"\d", word)
    )
