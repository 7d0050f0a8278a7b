"""Our rules of what is right, beside near misses, and held to those of the data sets' scorer."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.scoring import Judged, Tally, calibration_error, judge, judge_cells, right, tally
from values.equality import same_value

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"

PAIRS = [
    ("money", "12.50", "12.5", True),
    ("money", "12.50", "12,50", False),
    ("money", "1234.5", "1,234.50", False),
    ("number", "3", "3.000", True),
    ("number", "3", "3 pcs", False),
    ("date", "2024-02-03", "2024-02-03", True),
    ("date", "2024-02-03", "03/02/2024", False),
    ("date", "2024-02-30", "2024-02-30", False),
    ("id", "INV-001/a", "inv 001A", True),
    ("id", "INV-001", "INV-01", False),
    ("code", "EUR", "eur", True),
    ("bool", "true", "YES", True),
    ("bool", "true", "false", False),
    ("name", "Acme Trading Sdn. Bhd.", "ACME TRADING", True),
    ("name", "Müller & Co. K.G.", "Müller", True),
    ("name", "Acme Trading", "Trading Acme", True),
    ("name", "Acme Trading", "Acme Tradinq", False),
    ("name", "Book Ta.k", "BOOK TA K", True),
    ("text", "12 Harbour Street, Town", "12 Harbour Street Town", True),
    ("text", "12 Harbour Street, Town", "12 Harbour Street", False),
]


@pytest.mark.parametrize(("kind", "expected", "found", "equal"), PAIRS)
def test_values_are_equal_by_the_rule_of_their_kind(kind: str, expected: str, found: str, equal: bool) -> None:
    assert same_value(kind, expected, found) is equal


@pytest.mark.data
@pytest.mark.skipif(not (DATA / "score.py").exists(), reason="the scorer lies in ../shared/data, which is not here")
@pytest.mark.parametrize(("kind", "expected", "found", "equal"), PAIRS)
def test_the_scorer_of_the_data_sets_agrees(kind: str, expected: str, found: str, equal: bool) -> None:
    from training.evaluate import load_scorer

    assert load_scorer(DATA).same(kind, expected, found) is equal


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(ValueError, match="color"):
        same_value("color", "red", "red")


def test_any_accepted_value_is_right() -> None:
    cell = {"value": "JETRO", "type": "name", "accept": ["Japan Trade Center"]}
    assert right(cell, "Japan Trade Centre") is False
    assert right(cell, "JAPAN TRADE CENTER")


ROW = {
    "file": "a.pdf",
    "document_class": "receipt",
    "fields": {"total": {"value": "1.00", "type": "money"}, "day": {"value": "2024-01-02", "type": "date"}},
    "ignore_fields": ["seller"],
}


def test_a_wrong_value_counts_against_precision_and_recall_and_an_ignored_one_not_at_all() -> None:
    found = {"total": ("2.00", 0.9), "seller": ("Acme", 0.9), "color": ("red", 0.9), "iban": ("DE1", 0.4)}
    judged = judge(ROW, found, {"total", "day", "seller", "iban"})
    assert [(j.field, j.right, j.found) for j in judged] == [
        ("day", False, None), ("iban", False, "DE1"), ("total", False, "2.00"),
    ]  # fmt: skip
    assert tally(judged) == Tally(right=0, spurious=2, missed=2)


def test_figures_of_a_tally() -> None:
    counted = tally([*[Judged("a", "x", "f", {"value": "1"}, "1", 0.9, True)] * 3]) + Tally(spurious=1, missed=2)
    assert counted.precision == pytest.approx(0.75)
    assert counted.recall == pytest.approx(0.6)
    assert counted.f1 == pytest.approx(2 * 3 / (6 + 3))
    assert Tally().f1 is None


def test_rows_are_paired_by_likeness_and_each_once() -> None:
    money = {"type": "money"}
    truth = [
        {"description": {"value": "Blue pens", "type": "text"}, "net": {"value": "2.00", **money}},
        {"description": {"value": "Red pens", "type": "text"}, "net": {"value": "3.00", **money}},
    ]
    found = [
        {"description": "Red pens", "net": "3.00"},
        {"description": "Blue pens", "net": "2.01", "color": "blue"},
        {"description": "Shipping", "net": "9.00"},
    ]
    counted, verdicts = judge_cells(truth, found, {"description", "net"})
    assert counted == Tally(right=3, spurious=3, missed=1)
    assert verdicts[0, "net"]
    assert not verdicts[1, "net"]
    assert not verdicts[2, "description"]
    assert (1, "color") not in verdicts


def test_calibration_error_is_the_gap_between_promise_and_share() -> None:
    assert calibration_error([(0.95, True), (0.95, False)]) == pytest.approx(0.45)
    assert calibration_error([]) is None
