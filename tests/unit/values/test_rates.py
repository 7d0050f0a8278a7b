"""Intervals hold the truth as often as they say, also where what is counted comes in clusters."""

from __future__ import annotations

import random

import pytest

from values.rates import clustered_rate, wilson


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        # Source: R, binom::binom.confint(x, n, methods = "wilson")
        (0, 0, 0.0, 1.0),
        (0, 10, 0.0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (3, 200, 0.0051, 0.0432),
    ],
)
def test_wilson_intervals(hits, trials, low, high) -> None:
    assert wilson(hits, trials) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_a_clustered_rate_is_that_of_all_trials() -> None:
    found = clustered_rate([(1, 10), (0, 30), (3, 20), (5, 0)])
    assert (found.mean, found.seen) == (pytest.approx(4 / 60), 60)
    assert 0 <= found.low < found.mean < found.high <= 1


@pytest.mark.parametrize("clusters", [[], [(0, 0)]])
def test_nothing_seen_says_nothing(clusters) -> None:
    assert vars(clustered_rate(clusters)) == {"mean": 0.0, "low": 0.0, "high": 1.0, "seen": 0}


def test_no_error_on_ten_documents_is_no_proof_whatever_they_hold() -> None:
    assert clustered_rate([(0, 1000)] * 10).high == pytest.approx(wilson(0, 10)[1])


def test_errors_that_come_together_widen_the_interval() -> None:
    together = clustered_rate([(10, 10)] + [(0, 10)] * 9)
    apart = clustered_rate([(1, 10)] * 9 + [(1, 10 + 1e-9)])
    assert together.high - together.low > apart.high - apart.low


def test_the_interval_holds_the_truth_in_about_95_of_100_cases() -> None:
    draw = random.Random(3)

    def sample() -> list[tuple[int, int]]:
        found = []
        for _ in range(60):
            rate = draw.choice((0.02, 0.02, 0.2))
            found.append((sum(draw.random() < rate for _ in range(20)), 20))
        return found

    held = sum((found := clustered_rate(sample())).low <= 0.08 <= found.high for _ in range(400))
    assert 0.90 <= held / 400 <= 0.98
