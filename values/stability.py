"""The population stability index (PSI): how far one distribution moved from another, and whether that is chance."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import chi2

MODERATE, MAJOR = 0.1, 0.25
"""Where a shift is worth a look, and where it needs action. Source: Siddiqi, "Credit Risk Scorecards", 2006."""
CHANCE = 0.01
"""A shift that chance brings about more often than this is none, however large its index is."""
BINS = 10
_LEAST_SHARE = 0.5
"""In place of no document in a bin: the logarithm of 0 is not defined."""


@dataclass(frozen=True)
class Shift:
    """An index, and the value that chance alone exceeds in `CHANCE` of all comparisons of samples of these sizes."""

    index: float
    by_chance: float
    reference: int
    recent: int

    @property
    def level(self) -> str:
        """``none``, ``moderate`` or ``major``."""
        if self.index < MODERATE or self.index <= self.by_chance:
            return "none"
        return "major" if self.index >= MAJOR else "moderate"


def shift_of_numbers(reference: Sequence[float], recent: Sequence[float]) -> Shift:
    """Returns how far numbers moved, in bins that hold about equally many of the reference."""
    ordered = sorted(reference)
    edges = sorted({ordered[len(ordered) * i // BINS] for i in range(1, BINS)})
    before, after = (Counter(bisect_right(edges, value) for value in values) for values in (reference, recent))
    return shift_of_counts(before, after)


def shift_of_counts(
    reference: Counter[int] | Counter[str],
    recent: Counter[int] | Counter[str],
    documents: tuple[int, int] | None = None,
) -> Shift:
    """Returns how far shares moved.

    Args:
        reference: Counts by bin.
        recent: The same, later.
        documents: The sizes of both samples where counts are not independent, such as words of documents.

    Source: Yurdakul, "Statistical Properties of Population Stability Index", 2018: without a shift, the index divided
    by 1/n + 1/m follows a chi-squared distribution.
    """
    bins = set(reference) | set(recent)
    total, total_recent = sum(reference.values()), sum(recent.values())
    seen, seen_recent = documents or (total, total_recent)
    if not total or not total_recent:
        return Shift(0.0, math.inf, seen, seen_recent)
    index = 0.0
    for one in bins:
        before = max(reference[one], _LEAST_SHARE) / total  # type: ignore[index]
        after = max(recent[one], _LEAST_SHARE) / total_recent  # type: ignore[index]
        index += (after - before) * math.log(after / before)
    by_chance = float(chi2.ppf(1 - CHANCE, max(len(bins) - 1, 1))) * (1 / seen + 1 / seen_recent)
    return Shift(index, by_chance, seen, seen_recent)
