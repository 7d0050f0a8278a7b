"""Accepted, looked at by a person, or rejected: the decision about one document, with its reasons in words.

A document is accepted only when nothing speaks against it. An error or a warning sends it to a person; info is shown
and holds nothing up. Rejected is only what cannot be read at all, by a `PermanentError`: what was read belongs to
somebody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from review.wording import told_apart
from schemas.classes import OTHER
from schemas.document import DocumentId, PageFinding, ReadDocument
from schemas.errors import PermanentError
from schemas.extraction import ExtractedField, Extraction
from schemas.outcome import Outcome, Reason, Status
from schemas.settings import Thresholds
from schemas.validation import Severity, ValidationReport
from schemas.vocabulary import DocumentClass

TEXT_LAYER_FINDING = "text_layer_"
"""Findings that begin so were dealt with already: the page was recognised from its image instead."""

INFO_FINDINGS = frozenset({"dpi_reduced"})
"""Other page findings that ask for nothing. One that nobody listed here is looked at."""

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


def decide(
    extraction: Extraction,
    report: ValidationReport,
    read: ReadDocument,
    document_class: DocumentClass,
    *,
    thresholds: Thresholds,
    duplicates: Sequence[DocumentId] = (),
    expected_pages: int | None = None,
    class_fixed: bool = False,
    timings_s: Mapping[str, float] | None = None,
    versions: Mapping[str, str] | None = None,
) -> Outcome:
    """Returns how a document that was read ends: accepted, or needs_review with every reason.

    Args:
        extraction: Its fields.
        report: What its suite found.
        read: Its pages as read, and those that were quarantined.
        document_class: Its class; `OTHER` where it is of none that is known.
        thresholds: Confidences from which no person needs to look.
        duplicates: Other documents with the same seller, number and amount.
        expected_pages: Pages of the file; None where nobody counted.
        class_fixed: True where a person or a deployment chose the class: its confidence is then not judged.
        timings_s: Seconds of each stage.
        versions: Engine or model of each stage.

    Returns:
        The outcome; its reasons are ordered by severity, gravest first.

    Raises:
        ValueError: Extraction, report and pages are not of the same document.
    """
    if not extraction.document_id == report.document_id == read.document_id:
        raise ValueError("extraction, report and pages belong to different documents")
    reasons = [
        *_page_reasons(read, extraction, expected_pages),
        *_class_reasons(extraction, document_class, thresholds, class_fixed),
        *_missing_fields(extraction, report, document_class),
        *_uncertain_fields(extraction, thresholds),
        *_failed_expectations(report),
        *_duplicate_reasons(duplicates),
    ]
    reasons.sort(key=lambda reason: _SEVERITIES.index(reason.severity))
    status: Status = "accepted" if all(reason.severity == "info" for reason in reasons) else "needs_review"
    return Outcome(
        document_id=extraction.document_id,
        document_class=extraction.document_class,
        status=status,
        reasons=tuple(reasons),
        versions=dict(versions or {}),
        timings_s=dict(timings_s or {}),
    )


def reject(
    document_id: DocumentId,
    error: PermanentError,
    *,
    document_class: str | None = None,
    timings_s: Mapping[str, float] | None = None,
    versions: Mapping[str, str] | None = None,
) -> Outcome:
    """Returns the outcome of a document that cannot be read, with the error's code and advice as the reason."""
    return Outcome(
        document_id=document_id,
        document_class=document_class,
        status="rejected",
        reasons=(Reason(code=error.code, message=error.message, severity="error"),),
        versions=dict(versions or {}),
        timings_s=dict(timings_s or {}),
    )


def _page_reasons(read: ReadDocument, extraction: Extraction, expected_pages: int | None) -> Iterator[Reason]:
    accounted = len(read.pages) + len(read.quarantined)
    if expected_pages is not None and accounted != expected_pages:
        message = f"The file has {expected_pages} pages, {accounted} are accounted for."
        yield Reason(code="pages_missing", message=message, severity="error")
    for page in read.quarantined:
        message = f"Page {page.number} could not be read: {page.message}"
        yield Reason(code="page_quarantined", message=message, severity="error")
    if not any(page.lines for page in read.pages):
        yield Reason(code="no_text", message="No text was found on any page.", severity="error")
    for page_number, finding in _findings(read, extraction):
        place = f"Page {page_number}: " if page_number else ""
        severity = _finding_severity(finding.code)
        yield Reason(code=finding.code, message=f"{place}{finding.message}", severity=severity)


def _findings(read: ReadDocument, extraction: Extraction) -> Iterator[tuple[int | None, PageFinding]]:
    for page in read.pages:
        yield from ((page.number, finding) for finding in page.findings)
    yield from ((None, finding) for finding in extraction.findings)


def _finding_severity(code: str) -> Severity:
    return "info" if code.startswith(TEXT_LAYER_FINDING) or code in INFO_FINDINGS else "warning"


def _class_reasons(
    extraction: Extraction, document_class: DocumentClass, thresholds: Thresholds, fixed: bool
) -> Iterator[Reason]:
    if document_class is OTHER:
        message = "The document is of no class that Fieldwright knows: nothing was extracted."
        yield Reason(code="unknown_class", message=message, severity="warning")
    elif not fixed and extraction.class_confidence < thresholds.document_class:
        message = (
            f"The class {document_class.name} is uncertain: confidence {extraction.class_confidence:.2f}, "
            f"{thresholds.document_class:.2f} is asked for."
        )
        yield Reason(code="class_uncertain", message=message, severity="warning")


def _missing_fields(
    extraction: Extraction, report: ValidationReport, document_class: DocumentClass
) -> Iterator[Reason]:
    # A suite has its own expectation on each required field; this holds for classes and reports without one.
    reported = {name for failure in report.failures for name in failure.fields}
    for spec in document_class.fields:
        found = extraction.field(spec.name)
        if spec.required and (found is None or found.value is None) and spec.name not in reported:
            message = f"{spec.title} is required and was {'not found' if found is None else 'not understood'}."
            yield Reason(code="required_field_missing", message=message, severity="error", field=spec.name)


def _uncertain_fields(extraction: Extraction, thresholds: Thresholds) -> Iterator[Reason]:
    for found in extraction.fields:
        wanted = thresholds.for_field(extraction.document_class, found.name)
        if found.confidence < wanted:
            yield _uncertain(found, wanted, f"{found.name}")
    for number, item in enumerate(extraction.line_items, start=1):
        for name, cell in item.cells.items():
            wanted = thresholds.for_cell(extraction.document_class, name)
            if cell.confidence < wanted:
                yield _uncertain(cell, wanted, f"{name} of line {number}")


def _uncertain(found: ExtractedField, wanted: float, place: str) -> Reason:
    message = f"{place} is uncertain: {told_apart(found.confidence, wanted)}."
    return Reason(code="field_uncertain", message=message, severity="warning", field=found.name)


def _failed_expectations(report: ValidationReport) -> Iterator[Reason]:
    for failure in report.failures:
        # The sentence only: what was observed is text of the document and stays in the report.
        field = failure.fields[0] if failure.fields else None
        yield Reason(code=failure.expectation, message=failure.message, severity=failure.severity, field=field)


def _duplicate_reasons(duplicates: Sequence[DocumentId]) -> Iterator[Reason]:
    if duplicates:
        others = ", ".join(document_id[:12] for document_id in duplicates)
        message = f"Seller, number and amount are those of another document: {others}."
        yield Reason(code="duplicate", message=message, severity="warning")
