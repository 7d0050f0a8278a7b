"""The confidence from which documents are accepted so that a promise is kept, and how well that is known.

The promise: of the documents accepted without a person, at least this share has every critical field right. Thresholds
are tested from the strictest down, each with the exact upper bound of its error rate on held-out documents, and the
last one before the first failure is certified: the chance that it breaks the promise is at most 5 %, however many were
tested. With too few documents none can be certified; then the default is the lowest threshold whose expected error
rate keeps the promise: the mean of 1 - confidence, times the errors that were seen over those that were expected.

Source: Angelopoulos et al., "Learn then Test", 2021 (fixed-sequence testing); Clopper and Pearson 1934; Gelman et al.,
"Bayesian Data Analysis", 2013 (a Poisson rate with a Gamma prior).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scipy.stats import beta

from review.decision import Known

RISK = 0.05
"""Chance that a certified threshold breaks the promise."""

STRICTEST, LOWEST, STEP = 0.999, 0.50, 0.001
NOTHING_KNOWN = 0.995
"""Where hardly any document is known."""

NEVER = 1.0
"""No document is as sure as this: a class without evidence goes to a person until settings state a threshold."""

PRIOR_ERRORS = 0.5
"""Weight of the expectation against what was seen, in errors (Jeffreys' prior of a Poisson rate)."""

LEAST_ACCEPTED = 10
"""A class with fewer accepted documents has too little evidence of its own: that of all classes together holds."""


MOST_ACCEPTED = 0.55
"""A default accepts at most this share of the labeled documents. Development looked at them, and documents that nobody
looked at had twice as many errors (82 % of receipts right in place of 92 %): the surer half leaves room for that."""

OWN_EVIDENCE = 40
"""A class with so many documents, and no threshold that keeps the promise, does not borrow that of the others."""


@dataclass(frozen=True)
class Measured:
    """What a threshold means on labeled documents.

    ``bound`` is the upper end of the one-sided 95 % interval of the share of wrong documents among the accepted,
    ``expected`` the share that the confidences and the errors seen so far let expect.
    """

    threshold: float
    documents: int
    accepted: int
    wrong: int
    bound: float
    expected: float

    @property
    def share(self) -> float:
        """Share of the documents that are accepted."""
        return self.accepted / self.documents if self.documents else 0.0


@dataclass(frozen=True)
class Choice:
    """A threshold for a class, what it means, whether the promise is certified, and the documents that lack for it.

    ``by_class`` is false where the class has too little evidence and the threshold of all classes together holds,
    ``stated`` true where settings state the threshold.
    """

    promise: float
    measured: Measured
    certified: bool
    missing: int
    by_class: bool
    stated: bool = False


def choose(
    known: Sequence[Known], document_class: str, promise: float, *, stated: float | None = None, taught: bool = False
) -> Choice:
    """Returns the threshold that keeps a promise for a class.

    Args:
        known: Labelled documents of all classes. Those that the field model learned from count for a default only.
        document_class: The class.
        promise: Share of right documents among the accepted.
        stated: The threshold that settings state; None chooses one.
        taught: Whether the class was taught here: the evidence of other classes then says nothing about it.
    """
    own = [one for one in known if one.document_class == document_class]
    apart = [one for one in own if not one.learned]
    if stated is not None:
        found = measure(apart, stated)
        return Choice(promise, found, found.bound <= 1 - promise, _missing(found, promise), True, stated=True)
    certified = _certified(apart, promise)
    if certified is not None:
        return Choice(promise, certified, True, 0, True)
    default = _default(own, promise)
    by_class = default is not None
    if taught and not own:
        return Choice(promise, measure(apart, NEVER), False, _missing(measure(apart, NEVER), promise), False)
    if default is None and len(own) < OWN_EVIDENCE:
        default = _default(known, promise)
    threshold = default.threshold if default is not None else max(NOTHING_KNOWN, promise)
    measured = measure(apart, threshold)
    return Choice(promise, measured, False, _missing(measured, promise), by_class)


def measure(known: Sequence[Known], threshold: float) -> Measured:
    """Returns what a threshold means on labeled documents."""
    accepted = [one for one in known if one.confidence >= threshold]
    wrong = sum(not one.right for one in accepted)
    bound = upper_bound(wrong, len(accepted))
    return Measured(threshold, len(known), len(accepted), wrong, bound, _expected(accepted))


def _expected(accepted: Sequence[Known]) -> float:
    if not accepted:
        return 1.0
    errors = sum(1 - one.confidence for one in accepted)
    wrong = sum(not one.right for one in accepted)
    return errors / len(accepted) * (PRIOR_ERRORS + wrong) / (PRIOR_ERRORS + errors)


def upper_bound(wrong: int, total: int, *, risk: float = RISK) -> float:
    """Returns the exact one-sided upper bound of an error rate (Clopper and Pearson 1934); 1 of nothing."""
    return 1.0 if wrong >= total else float(beta.ppf(1 - risk, wrong + 1, total - wrong))


def _certified(known: Sequence[Known], promise: float) -> Measured | None:
    best = None
    for threshold in _thresholds():
        found = measure(known, threshold)
        if found.accepted < least_documents(promise):
            # Too few to show anything, whatever their labels: testing begins where they suffice.
            continue
        if found.bound > 1 - promise:
            break
        best = found
    return best and _tight(known, best)


def least_documents(promise: float) -> int:
    """Returns how many accepted documents without an error certify a promise: 299 for 0.99."""
    return math.ceil(math.log(RISK) / math.log(promise))


def _default(known: Sequence[Known], promise: float) -> Measured | None:
    """Returns the lowest threshold whose expected error rate keeps a promise; None where none does."""
    found = (measure(known, threshold) for threshold in _thresholds())
    kept = [
        one
        for one in found
        if one.accepted >= LEAST_ACCEPTED and one.share <= MOST_ACCEPTED and one.expected <= 1 - promise
    ]
    return _tight(known, kept[-1]) if kept else None


def _tight(known: Sequence[Known], found: Measured) -> Measured:
    """Returns the same choice with its threshold at the least sure document it accepts: below, nothing is known."""
    least = min(one.confidence for one in known if one.confidence >= found.threshold)
    return replace(found, threshold=max(found.threshold, math.floor(least * 1000) / 1000))


def _missing(measured: Measured, promise: float) -> int:
    """Returns how many more documents without an error must be accepted until the promise is certified."""
    enough = least_documents(promise)
    while upper_bound(measured.wrong, enough) > 1 - promise:
        enough += 1
    return max(enough - measured.accepted, 0)


def _thresholds() -> list[float]:
    steps = round((STRICTEST - LOWEST) / STEP)
    return [round(STRICTEST - STEP * i, 3) for i in range(steps + 1)]
