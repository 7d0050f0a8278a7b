"""Intervals for a difference that hold at every look: whoever looks daily raises no more false alarms.

The normal-mixture confidence sequence behind the mixture sequential probability ratio test (mSPRT). Sources: Robbins,
"Statistical methods related to the law of the iterated logarithm", 1970; Johari, Koomen, Pekelis and Walsh, "Always
valid inference: continuous monitoring of A/B tests", Operations Research 70(3), 2022, equation 9.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

TAU = 0.2
"""Standard deviation of the differences that the mixture expects: shares of right values rarely differ by more."""
_PRIOR_SPREAD, _PRIOR_COUNT = 0.5, 1.0
"""Squares and count added to every sample: ten right values in a row do not prove that there is no spread."""


@dataclass(frozen=True)
class Difference:
    """A difference of two means, with the interval that holds at every look."""

    mean: float
    low: float
    high: float


def difference(candidate: Sequence[float], current: Sequence[float], alpha: float) -> Difference:
    """Returns by how much the mean of one sample exceeds that of another.

    Args:
        candidate: Shares in [0, 1].
        current: Shares of other documents.
        alpha: The chance that the interval ever misses the truth, however often one looks.
    """
    if not candidate or not current:
        return Difference(0.0, -1.0, 1.0)
    variance = _variance(candidate) / len(candidate) + _variance(current) / len(current)
    return _around(_mean(candidate) - _mean(current), variance, alpha)


def paired_difference(differences: Sequence[float], alpha: float) -> Difference:
    """Returns the mean of differences in [-1, 1], each between two readings of one document."""
    if not differences:
        return Difference(0.0, -1.0, 1.0)
    return _around(_mean(differences), _variance(differences) / len(differences), alpha)


def _around(mean: float, variance: float, alpha: float) -> Difference:
    wide = variance + TAU**2
    reach = math.sqrt(variance * wide / TAU**2 * (2 * math.log(1 / alpha) + math.log(wide / variance)))
    return Difference(mean, max(mean - reach, -1.0), min(mean + reach, 1.0))


def _mean(sample: Sequence[float]) -> float:
    return sum(sample) / len(sample)


def _variance(sample: Sequence[float]) -> float:
    mean = _mean(sample)
    return (sum((x - mean) ** 2 for x in sample) + _PRIOR_SPREAD) / (len(sample) + _PRIOR_COUNT)
