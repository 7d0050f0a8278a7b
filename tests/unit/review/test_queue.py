from datetime import UTC, datetime, timedelta

import pytest

from review.decision import DecisionModel
from review.evidence import NAMES
from review.policy import Standard, decide
from review.queue import (
    Doubt,
    Measured,
    amount_at_stake,
    chance_wrong,
    doubts,
    due,
    expected_seconds,
    places_to_look_at,
    priority,
    queue_item,
)
from schemas.classes import SHIPPED
from schemas.extraction import LineItem
from schemas.outcome import Outcome, Reason
from schemas.receipt import RECEIPT
from schemas.settings import ReviewSettings, Thresholds
from schemas.validation import Failure, ValidationReport
from tests.builders import document_id, extraction, field, page, read_document

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


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


def outcome_of(found, checked=None, kind=RECEIPT) -> Outcome:
    """Returns how a document ends that is accepted from a confidence of 0.9."""
    read = read_document(page("Shop", "9.90"))
    plain = DecisionModel({name: float(name == "doubt") for name in NAMES})
    standard = Standard(0.99, 0.9, plain)
    return decide(found, checked or report(), read, kind, thresholds=Thresholds(), standard=standard)


def looked_at(found, checked=None, kind=RECEIPT):
    checked = checked or report()
    return doubts(outcome_of(found, checked, kind), found, checked, kind)


@pytest.mark.parametrize(
    ("found", "failures", "expected"),
    [
        (receipt(), [], []),
        (receipt(total_amount=0.9), [], []),
        (receipt(total_amount=0.89), [], ["total_amount"]),
        (receipt(total=None), [], ["total_amount"]),
        (receipt(), [failure("error", "issue_date")], ["issue_date"]),
        (receipt(), [failure("warning", "issue_date")], []),
        (receipt(), [failure("info", "issue_date")], []),
        (receipt(total_amount=0.1, seller_name=0.1), [], ["seller_name", "total_amount"]),
        # Together they are below the threshold: the least sure one is looked at.
        (receipt(total_amount=0.92, seller_name=0.93), [], ["total_amount"]),
    ],
)
def test_what_a_person_must_look_at(found, failures, expected) -> None:
    assert [d.field for d in looked_at(found, report(*failures))] == expected


def invoice(*rows: tuple[str, str, str], total: str = "36.00"):
    kind = SHIPPED.with_importance({"invoice.line": "critical"}).require("invoice")
    required = {"invoice_number": ("id", "A-1"), "issue_date": ("date", "2025-01-02"), "seller_name": ("name", "Shop"),
                "currency": ("code", "EUR"), "total_amount": ("money", total)}  # fmt: skip
    names = ("quantity", "number"), ("unit_price", "money"), ("line_amount", "money")
    items = tuple(
        LineItem(cells={name: field(name, value, kind=kind, confidence=0.6 if name == "unit_price" else 0.9)
                        for (name, kind), value in zip(names, row, strict=True)})
        for row in rows
    )  # fmt: skip
    fields = [field(n, v, kind=k, confidence=1.0) for n, (k, v) in required.items()]
    return extraction(*fields, document_class="invoice").model_copy(update={"line_items": items}), kind


def test_of_a_table_that_breaks_the_arithmetic_one_cell_is_named() -> None:
    found, kind = invoice(("2", "5.00", "10.00"), ("4", "6.00", "26.00"))
    broken = Failure(
        expectation="line_amount_is_quantity_times_price", fields=("line_items",), severity="warning", message="Odd."
    )
    assert looked_at(found, report(), kind) == []
    assert [(d.field, d.line) for d in looked_at(found, report(broken), kind)] == [
        ("unit_price", 2),
        ("line_items", None),
    ]
    by_header = SHIPPED.require("invoice")
    assert looked_at(found, report(broken), by_header) == []  # by default, the totals decide
    [reason] = outcome_of(found, report(broken), kind).reasons
    assert reason.message == "On line 2, quantity times unit price is not the amount; the least sure is Unit price."


def test_a_required_field_that_is_missing_is_doubtful_once() -> None:
    without = extraction(field("seller_name", "Shop"), field("issue_date", "2025-01-02"), document_class="receipt")
    [doubt] = looked_at(without, report(failure("error", "total_amount")))
    assert (doubt.field, doubt.missing, doubt.why) == ("total_amount", True, ("It is odd.",))
    assert [d.field for d in looked_at(without)] == ["total_amount"]


def outcome(confidence: float | None, *severities) -> Outcome:
    reasons = tuple(Reason(code="rule", message="Odd.", severity=severity) for severity in severities)
    return Outcome(document_id=document_id(), status="needs_review", confidence=confidence, reasons=reasons)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (outcome(1.0), 0.0),
        (outcome(0.7), 0.3),
        (outcome(0.7, "error"), 0.8),
        (outcome(0.1, "error"), 0.9),
        (outcome(1.0, "warning"), 0.4),
        (outcome(1.0, "info"), 0.0),
        (outcome(None, "warning"), 0.4),
    ],
)
def test_the_chance_that_something_is_wrong(found, expected) -> None:
    assert chance_wrong(found) == pytest.approx(expected)


@pytest.mark.parametrize(("total", "expected"), [("9.90", 9.9), ("-9.90", 9.9), (None, None), ("1e999", None)])
def test_the_amount_at_stake(total, expected) -> None:
    assert amount_at_stake(receipt(total), RECEIPT) == expected


def test_more_and_harder_doubts_take_longer() -> None:
    easy = looked_at(receipt(total_amount=0.1))
    missing = looked_at(receipt(total=None))
    many = looked_at(receipt(total_amount=0.1, seller_name=0.1))
    assert expected_seconds([], 1) < expected_seconds(easy, 1) < expected_seconds(missing, 1)
    assert expected_seconds(easy, 1) < expected_seconds(many, 1)
    assert expected_seconds(easy, 5) > expected_seconds(easy, 1)


def test_measured_times_win_over_estimates_as_they_come_in() -> None:
    found = looked_at(receipt(total_amount=0.1))
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


def test_a_table_is_one_place_to_look_at_however_many_cells_are_doubtful() -> None:
    cells = [Doubt("charge", line, "money", False) for line in (1, 2, 3)]
    fields = [Doubt("total_amount", None, "money", False), Doubt("line_items", None, "text", False)]
    assert places_to_look_at([*cells, *fields]) == 2
    assert places_to_look_at(fields[:1]) == 1


def test_a_queue_item_holds_what_the_queue_shows() -> None:
    found = receipt(total_amount=0.5)
    item = queue_item(outcome_of(found), found, report(), RECEIPT, pages=1, now=NOW, settings=ReviewSettings())
    assert (item.document_class, item.chance, item.amount, item.doubtful) == (
        "receipt",
        pytest.approx(0.5, abs=0.01),
        9.9,
        1,
    )
    assert item.priority == pytest.approx(item.chance * 9.9 / item.expected_s)
