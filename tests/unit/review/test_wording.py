"""Two confidences that differ are never written alike."""

from __future__ import annotations

import pytest

from review.wording import told_apart


@pytest.mark.parametrize(
    ("found", "wanted", "percent", "text"),
    [
        (0.77, 0.80, False, "confidence 0.77, 0.80 is asked for"),
        (0.998, 0.9984, False, "confidence 0.9980, 0.9984 is asked for"),
        (0.993, 0.9962, False, "confidence 0.993, 0.996 is asked for"),
        (0.93, 0.9962, True, "confidence 93.0%, 99.6% is asked for"),
        (0.999, 1.0, False, "confidence 0.999, 1.000 is asked for"),
        (0.77, 0.80, True, "confidence 77%, 80% is asked for"),
        (0.998, 0.9984, True, "confidence 99.80%, 99.84% is asked for"),
        (0.5, 0.5, False, "confidence 0.5000, 0.5000 is asked for"),
    ],
)
def test_as_many_digits_as_it_takes(found: float, wanted: float, percent: bool, text: str) -> None:
    assert told_apart(found, wanted, percent=percent) == text
