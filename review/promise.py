"""The confidence from which documents are accepted so that a promise is kept, and how well that is known.

The promise: of the documents accepted without a person, at least this share has every critical field right. Thresholds
are tested from the strictest down, each with the exact upper bound of its error rate on held-out documents. The last
one before the first failure is certified. The chance that it breaks the promise is at most 5 %, however many were
tested. With too few documents none can be certified. Then the default is the lowest threshold whose expected error rate
keeps the promise. This rate is the mean of 1 - confidence, times the ratio of observed to expected errors.

Second looks at accepted documents keep measuring the promise. Where they show that it is broken, the threshold rises.

Source: Angelopoulos et al., "Learn then Test", 2021 (fixed-sequence testing); Clopper and Pearson 1934; Gelman et al.,
"Bayesian Data Analysis", 2013 (a Poisson rate with a Gamma prior).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from review.decision import Known

RISK = 0.05
"""Chance that a certified threshold breaks the promise."""

STRICTEST, LOWEST, STEP = 0.999, 0.50, 0.001
NOTHING_KNOWN = 0.995
"""Where hardly any document is known."""

NEVER = 1.0
"""No document is as sure as this: a class without evidence needs review until settings state a threshold."""

PRIOR_ERRORS = 0.5
"""Weight of the expectation against what was seen, in errors (Jeffreys' prior of a Poisson rate)."""

LEAST_ACCEPTED = 10
"""A class with fewer accepted documents has too little evidence of its own: that of all classes together holds."""


MOST_ACCEPTED = 0.5
"""A default accepts at most this share of the labeled documents.

Development examined them. Documents that nobody examined had twice as many errors (82 % of receipts right in place of
92 %). The cap leaves room for that.
"""

OWN_EVIDENCE = 40
"""A class with so many documents, and no threshold that keeps the promise, does not borrow that of the others."""


@dataclass(frozen=True)
class Measured:
    """What a threshold means on labeled documents.

    ``expected`` is the expected share of wrong documents among the accepted, by the confidences and the errors so far.
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

    ``by_class`` is false if the class has too little evidence and shares the threshold of all classes. ``stated`` is
    true if settings give the threshold, ``own`` if the deployment's own documents certify it. ``audited`` is what
    second looks show at the threshold before it rose. ``raised_from`` is that threshold; None where it did not rise.
    """

    promise: float
    measured: Measured
    certified: bool
    by_class: bool
    stated: bool = False
    own: bool = False
    audited: Measured | None = None
    raised_from: float | None = None

    @property
    def is_broken(self) -> bool:
        """Whether second looks show that the promise was broken at the threshold before it rose."""
        return self.audited is not None and breaks(self.audited, self.promise)

    @property
    def missing(self) -> int:
        """How many more documents without an error must be accepted until the promise is certified."""
        enough = least_documents(self.promise)
        while upper_bound(self.measured.wrong, enough) > 1 - self.promise:
            enough += 1
        return max(enough - self.measured.accepted, 0)


def choose(
    known: Sequence[Known],
    document_class: str,
    promise: float,
    *,
    stated: float | None = None,
    taught: bool = False,
    checked: Sequence[Known] = (),
    audited: Sequence[Known] = (),
) -> Choice:
    """Returns the threshold that keeps a promise for a class.

    Args:
        known: Labelled documents of all classes. Those that the field model learned from count for a default only.
        document_class: The class.
        promise: Share of right documents among the accepted.
        stated: The threshold that settings state; None chooses one.
        taught: Whether the class was taught here: the evidence of other classes then does not count.
        checked: Documents of the class that people of this deployment checked.
        audited: Those of them that were accepted and drawn for a second look.
    """
    here = _certified(checked, promise) if stated is None else None
    if here is not None:
        chosen = Choice(promise, here, certified=True, by_class=True, own=True)
    else:
        chosen = _by_labeled(known, document_class, promise, stated, taught)
    evidence = checked if here is not None else [o for o in known if o.document_class == document_class]
    return _held_by(audited, chosen, [one for one in evidence if not one.learned])


def breaks(audited: Measured, promise: float) -> bool:
    """Whether so many wrong documents would be seen with a chance of at most `RISK` if the promise were kept."""
    n, p = audited.accepted, 1 - promise
    fewer = sum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(audited.wrong))
    return audited.wrong > 0 and 1 - fewer <= RISK


def _held_by(audited: Sequence[Known], chosen: Choice, evidence: Sequence[Known]) -> Choice:
    """Returns the choice with what second looks show, and a higher threshold where they show a broken promise.

    It rises until no more than the promised share of the audited documents above it is wrong. A threshold that
    settings state stays.
    """
    if not audited:
        return chosen
    chosen = replace(chosen, audited=measure(audited, chosen.measured.threshold))
    if chosen.stated or not chosen.is_broken:
        return chosen
    before = chosen.measured.threshold
    higher = [one for one in _measured(audited, _thresholds()) if one.threshold > before]
    kept = [one.threshold for one in higher if one.wrong <= (1 - chosen.promise) * one.accepted]
    threshold = min(kept, default=NEVER)
    return replace(chosen, measured=measure(evidence, threshold), certified=False, raised_from=before)


def _by_labeled(
    known: Sequence[Known], document_class: str, promise: float, stated: float | None, taught: bool
) -> Choice:
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
    return next(_measured(known, [threshold]))


def _measured(known: Sequence[Known], thresholds: Sequence[float]) -> Iterator[Measured]:
    """Yields what each of the thresholds, the strictest first, means on labeled documents."""
    surest = sorted(known, key=lambda one: -one.confidence)
    accepted, wrong, errors = 0, 0, 0.0
    for threshold in thresholds:
        while accepted < len(surest) and surest[accepted].confidence >= threshold:
            wrong += not surest[accepted].right
            errors += 1 - surest[accepted].confidence
            accepted += 1
        yield Measured(threshold, len(known), accepted, wrong, _expected(accepted, wrong, errors))


def _expected(accepted: int, wrong: int, errors: float) -> float:
    if not accepted:
        return 1.0
    return errors / accepted * (PRIOR_ERRORS + wrong) / (PRIOR_ERRORS + errors)


def upper_bound(wrong: int, total: int, *, risk: float = RISK) -> float:
    """Returns the exact one-sided upper bound of an error rate (Clopper and Pearson 1934); 1 of nothing."""
    from scipy.special import betaincinv  # slow to load, and a worker that only decides needs no bound

    return 1.0 if wrong >= total else float(betaincinv(wrong + 1, total - wrong, 1 - risk))


def _certified(known: Sequence[Known], promise: float) -> Measured | None:
    best = None
    if len(known) < least_documents(promise):
        return None
    for found in _measured(known, _thresholds()):
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
    found = [one for one in _measured(known, _thresholds()) if one.accepted >= LEAST_ACCEPTED]
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
