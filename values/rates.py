"""Rates with their 95 % intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

CONFIDENCE_95 = 1.959964
"""The normal distribution's 97.5 % point: intervals hold the truth in 95 of 100 cases."""


@dataclass(frozen=True)
class Rate:
    """A share with its 95 % interval, and how many things it was seen on."""

    mean: float
    low: float
    high: float
    seen: int


def right_share(verdicts: Iterable[bool]) -> float | None:
    """Returns the share of verdicts that are true; None of nothing."""
    counted = list(verdicts)
    return sum(counted) / len(counted) if counted else None


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """Returns the 95 % interval of a rate that was seen ``hits`` times in ``trials``; (0, 1) before any trial.

    Unlike the rate plus or minus its deviation it stays in [0, 1], and is meaningful without any hit.
    Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference".
    """
    if trials == 0:
        return 0.0, 1.0
    z2 = CONFIDENCE_95**2
    share = hits / trials
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    reach = CONFIDENCE_95 / (1 + z2 / trials) * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials**2))
    low = 0.0 if hits == 0 else max(middle - reach, 0.0)
    high = 1.0 if hits == trials else min(middle + reach, 1.0)
    return low, high


def counted_rate(hits: int, trials: int) -> Rate:
    """Returns the rate of independent trials."""
    return Rate(hits / trials if trials else 0.0, *wilson(hits, trials), trials)


def clustered_rate(clusters: Iterable[tuple[float, float]]) -> Rate:
    """Returns the rate of hits among trials that come in clusters, such as the characters of documents.

    Values of one document are not independent: the interval is that of a ratio of two sums over documents. Where
    all documents have the same rate, such as none, it is that of as many trials as there are documents.

    Args:
        clusters: Hits and trials of each.

    Source: Cochran, "Sampling Techniques", 1977, section 6.
    """
    known = [(hits, trials) for hits, trials in clusters if trials > 0]
    total = sum(trials for _, trials in known)
    if not known:
        return Rate(0.0, 0.0, 1.0, 0)
    mean, count = sum(hits for hits, _ in known) / total, len(known)
    if count == 1 or all(hits == mean * trials for hits, trials in known):
        low, high = wilson(round(mean * count), count)
        return Rate(mean, low, high, round(total))
    spread = sum((hits - mean * trials) ** 2 for hits, trials in known) * count / (count - 1)
    reach = CONFIDENCE_95 * math.sqrt(spread) / total
    return Rate(mean, max(mean - reach, 0.0), min(mean + reach, 1.0), round(total))
