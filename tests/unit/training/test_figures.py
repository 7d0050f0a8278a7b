"""Figures of a set: micro averages, fields, and an interval that many alike documents narrow."""

from __future__ import annotations

import pytest

from training.figures import figures_of
from training.scoring import Judged


def one(name: str, *, right: bool, found: bool = True) -> Judged:
    return Judged("a", "receipt", name, {"value": "1"}, "1" if found else None, 0.9, right)


def test_fields_are_counted_together_and_apart() -> None:
    figures = figures_of([[one("a", right=True), one("b", right=False)], [one("a", right=True)]])
    assert figures.documents == 2
    assert figures.f1 == pytest.approx(2 / 3)
    assert figures.by_field["a"].f1 == 1.0
    assert figures.by_field["b"].f1 == 0.0


def test_more_documents_narrow_the_interval_and_perfect_ones_do_not_close_it() -> None:
    few = [[one("a", right=i % 4 != 0)] for i in range(8)]
    width = {}
    for times in (1, 20):
        low, high = figures_of(few * times).f1_interval
        assert low <= 0.75 <= high
        width[times] = high - low
    assert width[20] < width[1] / 3
    low, high = figures_of([[one("a", right=True)]] * 8).f1_interval
    assert (low, high) == (pytest.approx(0.025 ** (1 / 8), abs=1e-4), 1.0)
    assert figures_of([[one("a", right=False)]] * 8).f1_interval == (0.0, pytest.approx(1 - low, abs=2e-4))


def test_nothing_is_no_figure() -> None:
    nothing = figures_of([])
    assert nothing.f1 is None
    assert nothing.f1_interval == (0.0, 1.0)
