"""Failures about bank accounts that the directory knows: a person has confirmed these accounts before."""

from __future__ import annotations

from schemas.extraction import Extraction
from schemas.validation import Failure, ValidationReport
from schemas.vocabulary import DocumentClass

KNOWN = "The directory knows this account of the same organization."


def is_of_known_account(failure: Failure, extraction: Extraction, document_class: DocumentClass) -> bool:
    """Whether a failure is about nothing but a bank account that the directory knows of its owner.

    Some suppliers print wrong check digits on every invoice. A person confirms the first account. A later exact match
    is neither misread nor new.
    """
    if len(failure.fields) != 1:
        return False
    spec = next((s for s in document_class.with_role("bank_account") if s.name == failure.fields[0]), None)
    owner = document_class.party_of(spec) if spec is not None else None
    match = extraction.match(owner.name) if owner is not None else None
    return match is not None and match.bank_account == "known"


def open_errors(report: ValidationReport, extraction: Extraction, document_class: DocumentClass) -> int:
    """Returns the number of errors that a suite found, without those about accounts that the directory knows."""
    return sum(
        failure.severity == "error" and not is_of_known_account(failure, extraction, document_class)
        for failure in report.failures
    )
