from datetime import UTC, datetime, timedelta

import pytest

from review.queue import (
    Measured,
    amount_at_stake,
    chance_wrong,
    doubts,
    due,
    expected_seconds,
    priority,
    queue_item,
)
from schemas.extraction import LineItem
from schemas.receipt import RECEIPT
from schemas.settings import ReviewSettings, Thresholds
from schemas.validation import Failure, ValidationReport
from tests.builders import document_id, extraction, field

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
THRESHOLDS = Thresholds(default=0.9, fields={})


def receipt(total: str | None = "9.90", *, items: tuple[LineItem, ...] = (), **confidences: float):
    values = {"seller_name": ("name", "Shop"), "issue_date": ("date", "2025-01-02"), "total_amount": ("money", total)}
    fields = [field(n, v, kind=k, confidence=confidences.get(n, 1.0)) for n, (k, v) in values.items()]
    return extraction(*fields, document_class="receipt").model_copy(update={"line_items": items})


def report(*failures: Failure) -> ValidationReport:
    return ValidationReport(
        document_id=document_id(), suite="receipt", version="1", evaluated=8, failures=failures
    )  # fmt: skip


def failure(severity, *fields: str) -> Failure:
    return Failure(expectation="rule", fields=fields, severity=severity, message="It is odd.")


@pytest.mark.parametrize(
    ("found", "failures", "expected"),
    [
        (receipt(), [], []),
        (receipt(total_amount=0.9), [], []),
        (receipt(total_amount=0.89), [], [("total_amount", None)]),
        (receipt(total=None), [], [("total_amount", None)]),
        (receipt(), [failure("warning", "issue_date")], [("issue_date", None)]),
        (receipt(), [failure("info", "issue_date")], []),
        (receipt(), [failure("error", "line_items")], [("line_items", None)]),
        (receipt(total_amount=0.1, seller_name=0.1), [], [("seller_name", None), ("total_amount", None)]),
        (receipt(items=(LineItem(cells={"quantity": field("quantity", "1", kind="number", confidence=0.5)}),)), [], [("quantity", 1)]),
    ],
)  # fmt: skip
def test_what_a_person_must_look_at(found, failures, expected) -> None:
    assert [(d.field, d.line) for d in doubts(found, report(*failures), THRESHOLDS, RECEIPT)] == expected


def test_a_required_field_that_is_missing_is_doubtful_once() -> None:
    without = extraction(field("seller_name", "Shop"), field("issue_date", "2025-01-02"), document_class="receipt")
    [doubt] = doubts(without, report(failure("error", "total_amount")), THRESHOLDS, RECEIPT)
    assert (doubt.field, doubt.missing, doubt.why) == ("total_amount", True, ("It is odd.",))
    assert [d.field for d in doubts(without, report(), THRESHOLDS, RECEIPT)] == ["total_amount"]


@pytest.mark.parametrize(
    ("found", "failures", "expected"),
    [
        (receipt(), [], 0.0),
        (receipt(total_amount=0.7), [], 0.3),
        (receipt(total_amount=0.5, issue_date=0.5), [], 0.75),
        (receipt(total_amount=0.7), [failure("error", "total_amount")], 0.8),
        (receipt(total_amount=0.1), [failure("error", "total_amount")], 0.9),
        (receipt(), [failure("warning", "total_amount")], 0.4),
        (receipt(), [failure("info", "total_amount")], 0.0),
        (receipt(), [failure("error", "line_items")], 0.8),
        (receipt(total_amount=0.5), [failure("warning")], 0.7),
        (receipt(items=(LineItem(cells={"quantity": field("quantity", "1", kind="number", confidence=0.8)}),)), [], 0.2),
    ],
)  # fmt: skip
def test_the_chance_that_something_is_wrong(found, failures, expected) -> None:
    assert chance_wrong(found, report(*failures)) == pytest.approx(expected)


@pytest.mark.parametrize(("total", "expected"), [("9.90", 9.9), ("-9.90", 9.9), (None, None), ("1e999", None)])
def test_the_amount_at_stake(total, expected) -> None:
    assert amount_at_stake(receipt(total), RECEIPT) == expected


def test_more_and_harder_doubts_take_longer() -> None:
    easy = doubts(receipt(total_amount=0.1), report(), THRESHOLDS, RECEIPT)
    missing = doubts(receipt(total=None), report(), THRESHOLDS, RECEIPT)
    many = doubts(receipt(total_amount=0.1, seller_name=0.1), report(), THRESHOLDS, RECEIPT)
    assert expected_seconds([], 1) < expected_seconds(easy, 1) < expected_seconds(missing, 1)
    assert expected_seconds(easy, 1) < expected_seconds(many, 1)
    assert expected_seconds(easy, 5) > expected_seconds(easy, 1)


def test_measured_times_win_over_estimates_as_they_come_in() -> None:
    found = doubts(receipt(total_amount=0.1), report(), THRESHOLDS, RECEIPT)
    estimate = expected_seconds(found, 1)
    slow = [expected_seconds(found, 1, Measured(n, 120.0, 1.0)) for n in (0, 1, 10, 10_000)]
    assert slow[0] == estimate
    assert slow == sorted(slow)
    assert slow[2] == pytest.approx(estimate * (1 + 120 / 12) / 2)
    assert slow[3] == pytest.approx(estimate * 10, rel=0.01)


def test_priority_is_money_at_risk_a_second() -> None:
    assert priority(0.5, 200.0, 20.0) == 5.0
    assert priority(0.5, None, 20.0) == priority(0.5, 100.0, 20.0)


def test_documents_are_due_by_their_class() -> None:
    settings = ReviewSettings(default_due_hours=24, due_hours={"claim": 8})
    assert due("claim", NOW, settings) == NOW + timedelta(hours=8)
    assert due("receipt", NOW, settings) == NOW + timedelta(hours=24)


def test_a_queue_item_holds_what_the_queue_shows() -> None:
    item = queue_item(
        receipt(total_amount=0.5), report(), RECEIPT, pages=1, now=NOW, thresholds=THRESHOLDS, settings=ReviewSettings()
    )
    assert (item.document_class, item.chance, item.amount, item.doubtful) == ("receipt", 0.5, 9.9, 1)
    assert item.priority == pytest.approx(0.5 * 9.9 / item.expected_s)
