"""Looking after every document raises no more false alarms than were allowed, and what is worse is found soon."""

from __future__ import annotations

import numpy as np
import pytest

from schemas.operation_settings import RolloutSettings
from services.rollout.comparison import compare
from services.rollout.evidence import Evidence
from values.sequential import difference, paired_difference

RUNS = 200


def stream(rng, count: int, canary: float, right: float, worse: float, *, bad_class: str = "claim"):
    """Labeled documents of three classes; a canary reads some, and reads one class with another share right."""
    for i in range(count):
        kind = ("invoice", "receipt", "claim")[rng.integers(3)]
        by_candidate = rng.random() < canary
        chance = worse if by_candidate and kind == bad_class else right
        share = float(rng.random() < chance)
        slices = {"all": "all", "class": kind, "language": "en", "source": "inbox", "quality": "sharp"}
        yield Evidence(str(i), slices, share if by_candidate else None, None if by_candidate else share)


def first_alarm(documents: list[Evidence], settings: RolloutSettings, step: int) -> int | None:
    for seen in range(step, len(documents) + 1, step):
        if any(one.verdict == "worse" for one in compare(documents[:seen], settings)):
            return seen
    return None


@pytest.mark.parametrize("right", [0.95, 0.7])
def test_equal_versions_raise_at_most_the_allowed_false_alarms_over_all_looks_and_slices(right):
    alarms = 0
    for seed in range(RUNS):
        documents = list(stream(np.random.default_rng(seed), 300, 0.3, right, right))
        alarms += first_alarm(documents, RolloutSettings(), 20) is not None
    assert alarms <= 0.05 * RUNS


def test_a_test_that_looks_without_a_correction_would_raise_far_more():
    """The same looks with the interval of a single look, so that the test above can fail."""
    alarms = 0
    for seed in range(RUNS):
        documents = list(stream(np.random.default_rng(seed), 400, 0.3, 0.7, 0.7))
        for seen in range(20, 401, 10):
            a = [e.candidate for e in documents[:seen] if e.candidate is not None]
            b = [e.current for e in documents[:seen] if e.current is not None]
            deviation = (np.var(a) / len(a) + np.var(b) / len(b)) ** 0.5
            if np.mean(a) - np.mean(b) + 1.645 * deviation < 0:
                alarms += 1
                break
    assert alarms > 0.1 * RUNS


def test_a_class_that_is_read_wrong_is_found_within_some_tens_of_its_documents():
    found = []
    for seed in range(20):
        documents = list(stream(np.random.default_rng(seed), 600, 0.3, 0.95, 0.2))
        found.append(first_alarm(documents, RolloutSettings(), 10))
    assert all(seen is not None for seen in found)
    assert sorted(found)[10] <= 200


def test_nothing_is_said_of_too_few_documents_and_a_few_right_ones_prove_nothing():
    wide = difference([1.0] * 3, [1.0] * 3, 0.01)
    assert wide.low < -0.5
    assert wide.high > 0.5
    assert difference([], [1.0], 0.05).high == 1.0
    assert paired_difference([-1.0] * 10, 0.01).high < 0
    assert paired_difference([], 0.01).low == -1.0
