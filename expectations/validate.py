"""A batch of extractions in, a report for each out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from expectations import engine
from expectations.advertising import AD_BUY_SUITE
from expectations.claim import CLAIM_SUITE
from expectations.declared import declared_suite
from expectations.general import OTHER_SUITE
from expectations.invoice import INVOICE_SUITE, PURCHASE_ORDER_SUITE
from expectations.receipt import RECEIPT_SUITE
from expectations.registration import REGISTRATION_SUITE
from expectations.rules import CURRENCIES, FARTHEST, LATEST, Rule, Suite
from schemas.classes import ClassCatalog
from schemas.extraction import Extraction
from schemas.validation import Failure, ValidationReport
from schemas.vocabulary import DocumentClass

SUITES: dict[str, Suite] = {
    suite.name: suite
    for suite in (
        INVOICE_SUITE,
        PURCHASE_ORDER_SUITE,
        CLAIM_SUITE,
        RECEIPT_SUITE,
        AD_BUY_SUITE,
        REGISTRATION_SUITE,
        OTHER_SUITE,
    )
}

TIME_ZONES = timedelta(days=1)
"""A document from the other side of the date line may carry tomorrow's date."""

PLANNING = timedelta(days=3 * 366)
"""Advertising is booked up to some years ahead."""


def suite_of(document_class: DocumentClass) -> Suite | None:
    """Returns the suite of a class: its own, else the one its class file states; None for a class without fields."""
    if document_class.name in SUITES or not document_class.fields:
        return SUITES.get(document_class.name)
    return declared_suite(document_class)


def validate(
    extractions: Sequence[Extraction],
    catalog: ClassCatalog,
    *,
    currencies: Sequence[str],
    today: date | None = None,
) -> list[ValidationReport]:
    """Checks each extraction against its class's suite, all documents of a class in one validation.

    Args:
        extractions: One per document.
        catalog: The classes in use; of a class that is not in it nothing is evaluated.
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
        if suite := suite_of(catalog.or_other(name)):
            chosen = [extraction for extraction in extractions if extraction.document_class == name]
            _check_class(suite, chosen, parameters, failures)
    return [
        _report(extraction, suite_of(catalog.or_other(extraction.document_class)), failures[extraction.document_id])
        for extraction in extractions
    ]


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
    message = "This rule could not be evaluated: a person must check its fields."
    return Failure(expectation=rule.name, fields=rule.fields, severity="error", message=message)


def version(catalog: ClassCatalog) -> str:
    """Returns one version for all suites together: it changes when any of their rules does."""
    suites = {kind.name: suite for kind in catalog.classes if (suite := suite_of(kind))}
    joined = " ".join(f"{name}:{suite.version}" for name, suite in sorted(suites.items()))
    return hashlib.sha256(joined.encode()).hexdigest()[:12]


def _report(extraction: Extraction, suite: Suite | None, failures: Sequence[Failure]) -> ValidationReport:
    failed = {failure.expectation for failure in failures}
    not_checked = tuple(n for n in suite.not_checked(extraction) if n not in failed) if suite else ()
    return ValidationReport(
        document_id=extraction.document_id,
        suite=suite.name if suite else "none",
        version=suite.version if suite else "0",
        evaluated=len(suite.rules) - len(not_checked) if suite else 0,
        failures=tuple(failures),
        not_checked=not_checked,
    )
