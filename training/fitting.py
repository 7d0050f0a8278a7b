"""Fits the model of confidence, and measures it on values that the fit did not see."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from extractors.fields.confidence.calibration import Calibration, spread
from extractors.fields.confidence.features import Row

FOLDS = 5
STIFFNESS = 25.0
"""Ridge penalty of the evidence's weights, in cases; chosen by cross-validation on the first checkpoint."""

GROUP_STIFFNESS = 3.0
"""Penalty of a class's, kind's or field's offset: the fewer its cases, the more it is held at nothing."""

FREE = 1e-3
"""Penalty of the offset that all values share, where no prior knows it."""

STEPS = 60
TOLERANCE = 1e-7


@dataclass(frozen=True)
class Known:
    """One decoded value of which the truth is known.

    ``family`` is what near-copies of its document share; ``decoded`` the confidence before calibration.
    """

    set_name: str
    family: str
    file: str
    document_class: str
    field: str
    in_line: bool
    groups: tuple[str, ...]
    evidence: Row
    decoded: float
    right: bool


@dataclass(frozen=True)
class Sample:
    """Values with verdicts, and the slots there are to decide: values that were expected or found, by class."""

    known: tuple[Known, ...]
    slots: Mapping[str, int]

    def __add__(self, other: Sample) -> Sample:
        return Sample((*self.known, *other.known), Counter(self.slots) + Counter(other.slots))


def fit(known: Sequence[Known], *, prior: Calibration | None = None) -> Calibration:
    """Returns the calibration that explains the verdicts best, with weights and offsets shrunk towards the prior's.

    Args:
        known: Values with verdicts; with none the prior comes back.
        prior: A calibration of other documents to lean on; None means no knowledge: weights of nothing.

    Raises:
        ValueError: There is neither a case nor a prior.
    """
    if not known:
        if prior is None:
            raise ValueError("nothing to fit a calibration on")
        return prior
    table = np.stack([one.evidence for one in known])
    means, scales = _standards(table) if prior is None else (np.array(prior.means), np.array(prior.scales))
    columns = spread(table, means, scales)
    groups = sorted({group for one in known for group in one.groups} | set(prior.offsets if prior else ()))
    index = {group: i for i, group in enumerate(groups)}
    member = np.zeros((len(known), len(groups)))
    for row, one in enumerate(known):
        member[row, [index[group] for group in one.groups]] = 1
    start = np.concatenate(
        [
            np.array(prior.weights) if prior else np.zeros(columns.shape[1]),
            [prior.offsets.get(group, 0.0) if prior else 0.0 for group in groups],
        ]
    )
    free = {"all"} if prior is None else set()
    stiffness = [STIFFNESS] * columns.shape[1] + [FREE if g in free else GROUP_STIFFNESS for g in groups]
    solved = _logistic(np.hstack([columns, member]), np.array([o.right for o in known]), start, np.array(stiffness))
    weights, offsets = solved[: columns.shape[1]], solved[columns.shape[1] :]
    return Calibration(
        tuple(np.round(means, 5).tolist()),
        tuple(np.round(scales, 5).tolist()),
        tuple(np.round(weights, 5).tolist()),
        {group: round(float(offsets[i]), 5) for group, i in index.items()},
    )


def _standards(table: Row) -> tuple[Row, Row]:
    scales = table.std(axis=0)
    return table.mean(axis=0), np.where(scales > 1e-6, scales, 1.0)


def _logistic(columns: Row, right: NDArray[np.bool_], center: Row, stiffness: Row) -> Row:
    """Returns the weights of a logistic regression with a ridge around ``center``, by Newton's method."""
    weights = center.copy()
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(columns @ weights, -30, 30)))
        slope = columns.T @ (chance - right) + stiffness * (weights - center)
        curvature = (columns * (chance * (1 - chance))[:, None]).T @ columns + np.diag(stiffness)
        step = np.linalg.solve(curvature, slope)
        # Half steps far from the optimum: a full one may overshoot where nearly everything is right.
        weights -= step if float(np.abs(step).max()) < 1 else step / 2
        if float(np.abs(step).max()) < TOLERANCE:
            break
    return weights


def confidences(calibration: Calibration, known: Iterable[Known]) -> list[float]:
    """Returns the calibrated confidence of each value."""
    return [calibration.confidence(one.evidence, one.groups) for one in known]


def cross_fitted(known: Sequence[Known], *, prior: Calibration | None = None, folds: int = FOLDS) -> list[float]:
    """Returns the confidence of each value by a calibration that saw no document of its family.

    All held-out documents both calibrate and measure this way. Three separate parts would leave so few documents to
    each that neither the fit nor the figures would mean much.
    """
    fold = [fold_of(one.set_name, one.family, folds) for one in known]
    found = [0.0] * len(known)
    for k in range(folds):
        inside = [i for i, f in enumerate(fold) if f == k]
        rest = [one for one, f in zip(known, fold, strict=True) if f != k]
        if inside and (rest or prior):
            fitted = fit(rest, prior=prior)
            for i, value in zip(inside, confidences(fitted, [known[i] for i in inside]), strict=True):
                found[i] = value
    return found


def fold_of(set_name: str, family: str, folds: int) -> int:
    """Returns the fold of a family, from 0: all of its documents are in one."""
    return hashlib.sha256(f"calibrate {set_name} {family}".encode()).digest()[0] % folds


# ----------------------------------------------------------------------------------------------------------------------
# What a threshold buys


@dataclass(frozen=True)
class Accepted:
    """What a confidence threshold lets through unseen. ``slots`` are all values there are to decide."""

    threshold: float | None
    slots: int
    accepted: int
    right: int

    @property
    def share(self) -> float:
        """Share of the values that are accepted."""
        return self.accepted / self.slots if self.slots else 0.0

    @property
    def share_interval(self) -> tuple[float, float]:
        """95 % interval of the share (Clopper and Pearson 1934)."""
        return interval(self.accepted, self.slots)

    @property
    def precision_interval(self) -> tuple[float, float]:
        """95 % interval of the precision of what is accepted (Clopper and Pearson 1934)."""
        return interval(self.right, self.accepted)


def interval(right: int, total: int, *, level: float = 0.95) -> tuple[float, float]:
    """Returns the exact two-sided interval of a share (Clopper and Pearson 1934); of nothing, (0, 1)."""
    tail = (1 - level) / 2
    low = float(beta.ppf(tail, right, total - right + 1)) if right else 0.0
    high = float(beta.ppf(1 - tail, right + 1, total - right)) if right < total else 1.0
    return low, high


def most_accepted(decisions: Sequence[tuple[float, bool]], slots: int, *, precision: float) -> Accepted:
    """Returns the threshold that lets most through at a precision, as it was observed: the scorer's figure."""
    return _widest(decisions, slots, lambda right, total: right >= precision * total)


def trusted(decisions: Sequence[tuple[float, bool]], slots: int, *, precision: float) -> Accepted:
    """Returns the threshold that lets most through at an expected precision.

    The expectation is the mean under Jeffreys' prior, (right + 1/2) / (accepted + 1). A hundred values without an error
    allow 0.99, ten do not.
    """
    return _widest(decisions, slots, lambda right, total: right + 0.5 >= precision * (total + 1))


def _widest(decisions: Sequence[tuple[float, bool]], slots: int, enough: Callable[[int, int], bool]) -> Accepted:
    best = Accepted(None, slots, 0, 0)
    ordered = sorted(decisions, reverse=True)
    right = 0
    for i, (confidence, is_right) in enumerate(ordered):
        right += is_right
        # Equal confidences stand or fall together.
        last_of_equals = i + 1 == len(ordered) or ordered[i + 1][0] < confidence
        if last_of_equals and enough(right, i + 1):
            best = Accepted(confidence, slots, i + 1, right)
    return best
