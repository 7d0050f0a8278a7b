"""A batch of extractions in, a report for each out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from expectations import engine
from expectations.advertising import AD_BUY_SUITE
from expectations.claim import CLAIM_SUITE
from expectations.declared import declared_suite
from expectations.invoice import INVOICE_SUITE, PURCHASE_ORDER_SUITE
from expectations.receipt import RECEIPT_SUITE
from expectations.registration import REGISTRATION_SUITE
from expectations.rules import CURRENCIES, FARTHEST, LATEST, Rule, Suite
from schemas.classes import CLASSES
from schemas.extraction import Extraction
from schemas.validation import Failure, ValidationReport

SUITES: dict[str, Suite] = {
    suite.name: suite
    for suite in (
        INVOICE_SUITE,
        PURCHASE_ORDER_SUITE,
        CLAIM_SUITE,
        RECEIPT_SUITE,
        AD_BUY_SUITE,
        REGISTRATION_SUITE,
    )
}

TIME_ZONES = timedelta(days=1)
"""A paper from the other side of the date line may carry tomorrow's date."""

PLANNING = timedelta(days=3 * 366)
"""Advertising is booked up to some years ahead."""


def suite_of(document_class: str) -> Suite | None:
    """Returns the suite of a class: its own, else the one its class file states; None for a class without fields."""
    kind = CLASSES.get(document_class)
    if document_class in SUITES or kind is None or not kind.fields:
        return SUITES.get(document_class)
    return declared_suite(kind)


def validate(
    extractions: Sequence[Extraction], *, currencies: Sequence[str], today: date | None = None
) -> list[ValidationReport]:
    """Checks each extraction against its class's suite, all documents of a class in one validation.

    Args:
        extractions: One per document.
        currencies: The currency codes that invoices may be in.
        today: What counts as the present; None means the clock.

    Returns:
        One report per extraction, in the same order. A class without a suite gives a report of nothing evaluated.
        Failures come in the order of the suite's table.

    Raises:
        ConfigurationError: Great Expectations is not installed.
    """
    today = today or date.today()
    parameters: dict[str, object] = {
        CURRENCIES: list(currencies),
        LATEST: _midnight(today + TIME_ZONES),
        FARTHEST: _midnight(today + PLANNING),
    }
    failures: dict[str, list[Failure]] = {extraction.document_id: [] for extraction in extractions}
    for name in dict.fromkeys(extraction.document_class for extraction in extractions):
        if suite := suite_of(name):
            chosen = [extraction for extraction in extractions if extraction.document_class == name]
            _check_class(suite, chosen, parameters, failures)
    return [_report(extraction, failures[extraction.document_id]) for extraction in extractions]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _check_class(
    suite: Suite,
    extractions: Sequence[Extraction],
    parameters: dict[str, object],
    failures: dict[str, list[Failure]],
) -> None:
    rows = [suite.row(extraction) for extraction in extractions]
    failed, broken = engine.check(suite, rows, parameters=parameters)
    for one in failed:
        failures[one.document_id].append(_failure(one.rule, one.observed))
    for rule in broken:
        for extraction in extractions:
            failures[extraction.document_id].append(_not_evaluated(rule))


def _failure(rule: Rule, observed: str) -> Failure:
    # A column that lists several fields names each before a colon: "due_date: two dates fit; iban: ...".
    fields = rule.fields or tuple(part.split(":")[0].strip() for part in observed.split(";") if ":" in part)
    return Failure(
        expectation=rule.name, fields=fields, severity=rule.severity, message=rule.message, observed=observed
    )


def _not_evaluated(rule: Rule) -> Failure:
    message = "This rule could not be evaluated: a person has to look at its fields."
    return Failure(expectation=rule.name, fields=rule.fields, severity="error", message=message)


def version() -> str:
    """Returns one version for all suites together: it changes when any of their rules does."""
    suites = {name: suite for name in (*SUITES, *CLASSES) if (suite := suite_of(name))}
    joined = " ".join(f"{name}:{suite.version}" for name, suite in sorted(suites.items()))
    return hashlib.sha256(joined.encode()).hexdigest()[:12]


def _report(extraction: Extraction, failures: Sequence[Failure]) -> ValidationReport:
    suite = suite_of(extraction.document_class)
    return ValidationReport(
        document_id=extraction.document_id,
        suite=suite.name if suite else "none",
        version=suite.version if suite else "0",
        evaluated=len(suite.rules) if suite else 0,
        failures=tuple(failures),
    )
