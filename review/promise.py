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


MOST_ACCEPTED = 0.45
"""A default accepts at most this share of the labeled documents. Development looked at them, and documents that nobody
looked at had twice as many errors (82 % of receipts right in place of 92 %). Of 103 generated invoices in layouts that
nobody looked at, the surest quarter had 2 wrong, the surest third 4: the cap leaves room for that."""

OWN_EVIDENCE = 40
"""A class with so many documents, and no threshold that keeps the promise, does not borrow that of the others."""


@dataclass(frozen=True)
class Measured:
    """What a threshold means on labeled documents.

    ``expected`` is the share of wrong documents among the accepted that the confidences and the errors seen so far let
    expect.
    """

    threshold: float
    documents: int
    accepted: int
    wrong: int
    expected: float

    @property
    def bound(self) -> float:
        """Upper end of the one-sided 95 % interval of the share of wrong documents among the accepted."""
        return upper_bound(self.wrong, self.accepted)

    @property
    def share(self) -> float:
        """Share of the documents that are accepted."""
        return self.accepted / self.documents if self.documents else 0.0


@dataclass(frozen=True)
class Choice:
    """A threshold for a class, what it means, and whether the promise is certified.

    ``by_class`` is false where the class has too little evidence and the threshold of all classes together holds,
    ``stated`` true where settings state the threshold.
    """

    promise: float
    measured: Measured
    certified: bool
    by_class: bool
    stated: bool = False

    @property
    def missing(self) -> int:
        """How many more documents without an error must be accepted until the promise is certified."""
        enough = least_documents(self.promise)
        while upper_bound(self.measured.wrong, enough) > 1 - self.promise:
            enough += 1
        return max(enough - self.measured.accepted, 0)


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
        return Choice(promise, found, found.bound <= 1 - promise, by_class=True, stated=True)
    certified = _certified(apart, promise)
    if certified is not None:
        return Choice(promise, certified, certified=True, by_class=True)
    of_class = _default(own, promise)
    borrows = of_class is None and len(own) < OWN_EVIDENCE and not (taught and not own)
    default = _default(known, promise) if borrows else of_class
    if default is not None:
        threshold = default.threshold
    else:
        threshold = NEVER if taught and not own else max(NOTHING_KNOWN, promise)
    return Choice(promise, measure(apart, threshold), certified=False, by_class=of_class is not None)


def measure(known: Sequence[Known], threshold: float) -> Measured:
    """Returns what a threshold means on labeled documents."""
    accepted = [one for one in known if one.confidence >= threshold]
    wrong = sum(not one.right for one in accepted)
    return Measured(threshold, len(known), len(accepted), wrong, _expected(accepted))


def _expected(accepted: Sequence[Known]) -> float:
    if not accepted:
        return 1.0
    errors = sum(1 - one.confidence for one in accepted)
    wrong = sum(not one.right for one in accepted)
    return errors / len(accepted) * (PRIOR_ERRORS + wrong) / (PRIOR_ERRORS + errors)


def upper_bound(wrong: int, total: int, *, risk: float = RISK) -> float:
    """Returns the exact one-sided upper bound of an error rate (Clopper and Pearson 1934); 1 of nothing."""
    from scipy.stats import beta  # takes a second to load, and a worker that only decides needs no bound

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
    """Returns the lowest threshold whose expected error rate keeps a promise; None where none does.

    Where it would accept more than `MOST_ACCEPTED`, the surest of what it accepts.
    """
    found = [one for threshold in _thresholds() if (one := measure(known, threshold)).accepted >= LEAST_ACCEPTED]
    kept = [one for one in found if one.expected <= 1 - promise]
    if not kept:
        return None
    surer = [one for one in found if one.threshold >= kept[-1].threshold and one.share <= MOST_ACCEPTED]
    return _tight(known, surer[-1]) if surer else None


def _tight(known: Sequence[Known], found: Measured) -> Measured:
    """Returns the same choice with its threshold at the least sure document it accepts: below, nothing is known."""
    least = min(one.confidence for one in known if one.confidence >= found.threshold)
    return replace(found, threshold=max(found.threshold, math.floor(least * 1000) / 1000))


def _thresholds() -> list[float]:
    steps = round((STRICTEST - LOWEST) / STEP)
    return [round(STRICTEST - STEP * i, 3) for i in range(steps + 1)]
