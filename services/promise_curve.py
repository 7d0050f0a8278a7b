"""Error against automation: what each threshold means on labeled documents and on those that people checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from review.decision import Known
from review.promise import upper_bound
from schemas.standards import Check
from services.stages.promises import known_of

MOST_POINTS = 40
"""Thresholds of a curve: the confidences that occur, thinned out."""


@dataclass(frozen=True)
class Point:
    """What a threshold means: shares in [0, 1]. ``bound`` is the upper end of the 95 % interval of ``error``."""

    threshold: float
    share: float
    accepted: int
    wrong: int

    @property
    def error(self) -> float:
        """Share of wrong documents among the accepted."""
        return self.wrong / self.accepted if self.accepted else 0.0

    @property
    def bound(self) -> float:
        """Upper end of the one-sided 95 % interval of the error."""
        return upper_bound(self.wrong, self.accepted)


@dataclass(frozen=True)
class Evidence:
    """Documents with a known verdict; ``weights`` is how many documents each stands for."""

    known: Sequence[Known]
    weights: Sequence[float]

    @property
    def documents(self) -> float:
        """How many documents all of them stand for."""
        return sum(self.weights)

    def at(self, threshold: float) -> Point:
        """Returns what a threshold means."""
        chosen = [(one, w) for one, w in zip(self.known, self.weights, strict=True) if one.confidence >= threshold]
        share = sum(w for _, w in chosen) / self.documents if self.known else 0.0
        return Point(threshold, share, len(chosen), sum(not one.right for one, _ in chosen))

    def curve(self) -> list[Point]:
        """Returns one point for each of the confidences, the strictest first; documents that are held up have none."""
        found = sorted({one.confidence for one in self.known if one.confidence > 0}, reverse=True)
        step = max(1, -(-len(found) // MOST_POINTS))
        return [self.at(threshold) for threshold in found[step - 1 :: step]]


def labeled(known: Sequence[Known], document_class: str) -> Evidence:
    """Returns the labeled documents of a class that no model learned from."""
    own = [one for one in known if one.document_class == document_class and not one.learned]
    return Evidence(own, [1.0] * len(own))


def own_history(checks: Sequence[Check], unchecked: int) -> Evidence:
    """Returns the deployment's own documents.

    Args:
        checks: Documents that people checked.
        unchecked: How many accepted documents nobody checked: those of second looks stand for them.
    """
    audited = sum(check.audited for check in checks)
    weight = (unchecked + audited) / audited if audited else 1.0
    return Evidence([known_of(check) for check in checks], [weight if check.audited else 1.0 for check in checks])
