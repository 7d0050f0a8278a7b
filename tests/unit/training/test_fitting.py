"""The model of confidence: what it learns, what it holds back, and what its figures may claim."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.fields.confidence.calibration import Calibration
from extractors.fields.confidence.features import NAMES
from training.fitting import Known, cross_fitted, fit, interval, most_accepted, trusted
from training.scoring import calibration_error


def known(right: bool, strength: float, *, family: str = "a", name: str = "total", kind: str = "receipt") -> Known:
    """A value whose first piece of evidence has the given strength."""
    evidence = np.zeros(len(NAMES))
    evidence[0] = strength
    groups = ("all", "field", "field money", kind, f"{kind}.{name}")
    return Known("set", family, "a.pdf", kind, name, False, groups, evidence, 0.9, right)


def many(seed: int = 1, count: int = 400) -> list[Known]:
    """Values that are right with the chance that their evidence gives."""
    rng = np.random.default_rng(seed)
    strengths = rng.normal(2, 2, count)
    return [known(bool(rng.random() < 1 / (1 + np.exp(-s))), s, family=str(i)) for i, s in enumerate(strengths)]


def test_values_with_better_evidence_are_surer_and_the_confidence_is_the_share() -> None:
    sample = many(count=1500)
    fitted = fit(sample)
    sure, unsure = (fitted.confidence(known(True, s).evidence, known(True, s).groups) for s in (4.0, -1.0))
    assert sure > 0.9 > 0.5 > unsure
    judged = cross_fitted(sample)
    error = calibration_error(list(zip(judged, [s.right for s in sample], strict=True)))
    assert error is not None
    assert error < 0.05


def test_a_field_that_is_mostly_wrong_is_trusted_less_and_a_new_one_like_the_rest() -> None:
    sample = [*many(), *[known(False, 3.0, family=f"bad {i}", name="seller") for i in range(40)]]
    fitted = fit(sample)
    chance = {name: fitted.confidence(known(True, 3.0, name=name).evidence, known(True, 3.0, name=name).groups)
              for name in ("total", "seller", "never_seen")}  # fmt: skip
    assert chance["seller"] < 0.35 < 0.75 < chance["total"]
    assert chance["seller"] < chance["never_seen"] < chance["total"]


def test_one_wrong_value_moves_its_field_little() -> None:
    sample = many()
    before = fit(sample)
    after = fit([*sample, known(False, 3.0, name="rare")])
    rare = known(True, 3.0, name="rare")
    assert before.confidence(rare.evidence, rare.groups) - after.confidence(rare.evidence, rare.groups) < 0.15


def test_without_cases_the_prior_comes_back_and_with_few_it_is_close() -> None:
    prior = fit(many())
    assert fit([], prior=prior) == prior
    near = fit([known(True, 2.0)], prior=prior)
    value = known(True, 2.0)
    assert near.confidence(value.evidence, ("all",)) == pytest.approx(
        prior.confidence(value.evidence, ("all",)), abs=0.05
    )


def test_nothing_to_fit_on_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing"):
        fit([])


def test_a_value_is_never_judged_by_a_fit_that_saw_its_family() -> None:
    # One family holds every wrong value: seen, it would teach that strong evidence means nothing.
    sample = [*[known(True, 3.0, family=str(i)) for i in range(60)], *[known(False, 3.0, family="bad")] * 60]
    judged = cross_fitted(sample)
    assert min(judged[60:]) > 0.8


def test_what_is_accepted_needs_evidence_in_numbers() -> None:
    ten = [(0.99 - i / 1000, True) for i in range(10)]
    hundred = [(0.99 - i / 1000, True) for i in range(100)]
    assert most_accepted(ten, 10, precision=0.99).accepted == 10
    assert trusted(ten, 10, precision=0.99).threshold is None
    assert trusted(hundred, 200, precision=0.99).share == pytest.approx(0.5)


def test_equal_confidences_stand_or_fall_together() -> None:
    decisions = [(0.9, True)] * 50 + [(0.9, False)] + [(0.8, True)]
    assert most_accepted(decisions, 52, precision=0.99).accepted == 0


def test_the_interval_is_exact() -> None:
    # The textbook case: 299 of 299 shows 0.99 at one-sided 95 %; two-sided it takes 368.
    assert interval(368, 368)[0] > 0.99 > interval(366, 366)[0]
    assert interval(0, 0) == (0.0, 1.0)
    low, high = interval(8, 10)
    assert low == pytest.approx(0.4439, abs=1e-4)
    assert high == pytest.approx(0.9748, abs=1e-4)


def test_the_version_changes_with_the_numbers() -> None:
    first, second = fit(many(1)), fit(many(2))
    assert isinstance(first, Calibration)
    assert first.version != second.version
    assert len(first.version) == 8
