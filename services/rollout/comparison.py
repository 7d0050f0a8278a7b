"""A release on trial against the current model, slice by slice, with intervals that hold at every look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from schemas.operation_settings import RolloutSettings
from services.rollout.evidence import DIMENSIONS, Evidence
from values.sequential import difference, paired_difference

Verdict = Literal["worse", "better", "open"]

MOST_SLICES = {"all": 1, "class": 12, "language": 12, "source": 8, "quality": 5}
"""Slices of a dimension; what comes later is one slice. Fixed, so that each has its part of the false alarms."""
REST = "others"


@dataclass(frozen=True)
class SliceResult:
    """What is known of a slice: documents and mean share of right values of both versions, and their difference.

    ``low`` and ``high`` hold the true difference, over all looks and slices but for the chance of a false alarm.
    """

    dimension: str
    value: str
    candidate_documents: int
    current_documents: int
    candidate: float
    current: float
    difference: float
    low: float
    high: float
    verdict: Verdict
    failed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The slice as people read it."""
        return self.value if self.dimension == "all" else f"{self.dimension} {self.value}"


def compare(found: Sequence[Evidence], settings: RolloutSettings) -> list[SliceResult]:
    """Returns every slice that has a labeled document, dimension by dimension.

    The chance of a false alarm is divided evenly among dimensions, and within one among all slices that it may get.
    """
    results = []
    for dimension in DIMENSIONS:
        alpha = settings.false_alarms / len(DIMENSIONS) / MOST_SLICES[dimension]
        for value, documents in _grouped(found, dimension).items():
            results.append(_result(dimension, value, documents, alpha, settings.least))
    return results


def _grouped(found: Sequence[Evidence], dimension: str) -> dict[str, list[Evidence]]:
    groups: dict[str, list[Evidence]] = defaultdict(list)
    for one in found:
        value = one.slices[dimension]
        # In the order of their first label, which does not depend on how the versions do.
        is_new = value not in groups and len(groups) >= MOST_SLICES[dimension] - 1 and dimension != "all"
        groups[REST if is_new else value].append(one)
    return dict(groups)


def _result(dimension: str, value: str, documents: Sequence[Evidence], alpha: float, least: int) -> SliceResult:
    pairs = [(e.candidate, e.current) for e in documents if e.candidate is not None and e.current is not None]
    candidate = [e.candidate for e in documents if e.candidate is not None]
    current = [e.current for e in documents if e.current is not None]
    apart = paired_difference([a - b for a, b in pairs], alpha) if pairs else difference(candidate, current, alpha)
    verdict: Verdict = "open"
    if min(len(candidate), len(current)) >= least:
        verdict = "worse" if apart.high < 0 else "better" if apart.low > 0 else "open"
    return SliceResult(
        dimension,
        value,
        len(candidate),
        len(current),
        sum(candidate) / len(candidate) if candidate else 0.0,
        sum(current) / len(current) if current else 0.0,
        apart.mean,
        apart.low,
        apart.high,
        verdict,
        tuple(e.document_id for e in documents if e.candidate is not None and e.candidate < 1),
    )
