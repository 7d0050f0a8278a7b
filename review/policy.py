"""Accepted, needs review, or rejected: the decision about one document, with its reasons in words.

A document is accepted if no finding prevents it and the probability that all critical fields are right reaches the
threshold. Supporting fields and single cells hold nothing up; a table counts as a whole. Rejected is only what cannot
be read at all, by a `PermanentError`: what was read belongs to somebody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from review.confidence import Verdict, verdict
from review.decision import DecisionModel
from review.evidence import Evidence, are_told_by_place, document_evidence, evidence
from review.known_accounts import KNOWN, is_of_known_account
from review.places import TABLE, Place, is_table_critical, places, table_check, weakest_cell
from schemas.document import DocumentId, PageFinding, ReadDocument
from schemas.errors import PermanentError
from schemas.extraction import Extraction
from schemas.general import OTHER
from schemas.outcome import DOCUMENT_UNCERTAIN, FIELD_UNCERTAIN, MAY_BE_MISSING, Outcome, Reason, Status
from schemas.settings import Thresholds
from schemas.validation import Failure, Severity, ValidationReport
from schemas.vocabulary import DocumentClass
from values.tables import TableCheck
from values.wording import quantity

TEXT_LAYER_FINDING = "text_layer_"
"""Findings that begin so were dealt with already: the page was recognized from its image instead."""

INFO_FINDINGS = frozenset({"dpi_reduced", "layout_changed"})
"""Other page findings that need no review. A finding that is not listed here does."""

ADDS_UP = "lines_add_up"
MULTIPLIES = "line_amount_is_quantity_times_price"
"""Expectations on the arithmetic of a table, which is judged as a whole here."""

LOOKS_SURE = 0.97
"""From this confidence on, a number would seem to contradict the doubt."""

DOCUMENT_DOUBTS = {
    "unsure_words": "The layout is unfamiliar: on many words it is unsure which field they are.",
    "ink_beside": "Something beside a value was not read, such as a stamp or a hole.",
    "unsure_reading": "Many words are hard to read.",
    "weakest_word": "A word of a critical value is hard to read.",
    "unsupported_total": "No other amount on the document confirms the total.",
    "larger_amount": "The document has an amount that is larger than the total.",
    "class_doubt": "The class of the document is not certain.",
    "warnings": "Some values look unusual.",
}
"""What is said of the numbers of `review.evidence` that are about the document as a whole."""

MUCH = 0.5
"""A number is named from this part of the score on: it divides the odds by 1.6."""

DEFAULT_THRESHOLD = 0.90
"""Confidence to accept from where nothing was measured."""

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True)
class Standard:
    """What a document is held against.

    ``promise`` is the share of right documents among the accepted ones. ``threshold`` is the confidence that keeps it,
    ``model`` the source of the confidence.
    """

    promise: float = 0.99
    threshold: float = DEFAULT_THRESHOLD
    model: DecisionModel = field(default_factory=DecisionModel)


def decide(
    extraction: Extraction,
    report: ValidationReport,
    read: ReadDocument,
    document_class: DocumentClass,
    *,
    thresholds: Thresholds,
    standard: Standard | None = None,
    settled: Collection[str] = (),
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
        thresholds: Those that settings state for single fields hold besides the document's own.
        standard: What its confidence is held against.
        settled: Fields that a person confirmed, gave or said to be absent.
        duplicates: Other documents with the same seller, number and amount.
        expected_pages: Pages of the file; None where nobody counted.
        class_fixed: True where a person or a deployment chose the class: its confidence is then not judged.
        timings_s: Seconds of each stage.
        versions: Engine or model of each stage.

    Returns:
        The outcome; its reasons are ordered by severity, gravest first, then the least sure field first.

    Raises:
        ValueError: Extraction, report and pages are not of the same document.
    """
    if not extraction.document_id == report.document_id == read.document_id:
        raise ValueError("extraction, report and pages belong to different documents")
    standard = standard or Standard()
    judged = places(extraction, document_class, settled)
    whole = document_evidence(extraction, report, read, document_class)
    numbers = partial(evidence, document=whole, extraction=extraction, report=report, read=read)
    found = verdict(
        judged, lambda now: standard.model.chance(numbers(now), extraction.document_class), standard.threshold
    )
    by_place = _told_by_place(extraction, judged, document_class)
    reasons = [
        *_page_reasons(read, extraction, expected_pages),
        *_class_reasons(extraction, document_class, thresholds, class_fixed),
        *_missing_fields(judged, report),
        *_failed_expectations(extraction, report, document_class),
        *_duplicate_reasons(duplicates),
        *_document_doubt(found, standard.model, numbers(judged)),
        *_doubts(found, judged, extraction.document_class, thresholds, by_place),
    ]
    reasons.sort(key=lambda reason: _SEVERITIES.index(reason.severity))
    status: Status = "accepted" if all(reason.severity == "info" for reason in reasons) else "needs_review"
    return Outcome(
        document_id=extraction.document_id,
        document_class=extraction.document_class,
        status=status,
        confidence=found.confidence if document_class.name != OTHER.name else None,
        promise=standard.promise,
        threshold=standard.threshold,
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
        message = f"The file has {quantity(expected_pages, 'page')}, of which {accounted} got a result."
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
    if document_class.name != extraction.document_class:
        message = f"The class {extraction.document_class} is not in use: only general fields can be reviewed."
        yield Reason(code="class_not_in_use", message=message, severity="warning")
    elif document_class.name == OTHER.name:
        message = "The document is of no class that Fieldwright knows: only general fields were read."
        yield Reason(code="unknown_class", message=message, severity="warning")
    elif not fixed and extraction.class_confidence < thresholds.document_class:
        message = (
            f"The class {document_class.title} is uncertain: confidence {extraction.class_confidence:.2f} is below "
            f"the {thresholds.document_class:.2f} threshold."
        )
        yield Reason(code="class_uncertain", message=message, severity="warning")


def _missing_fields(judged: Sequence[Place], report: ValidationReport) -> Iterator[Reason]:
    # A suite has its own expectation on each required field; this holds for classes and reports without one.
    reported = {name for failure in report.failures for name in failure.fields}
    for place in judged:
        if place.spec.required and place.state in ("missing", "not_understood") and place.spec.name not in reported:
            message = f"{place.spec.title} is required and was not {_seen(place)}."
            yield Reason(code="required_field_missing", message=message, severity="error", field=place.spec.name)


def _seen(place: Place) -> str:
    return "found" if place.state == "missing" else "understood"


def _told_by_place(extraction: Extraction, judged: Sequence[Place], document_class: DocumentClass) -> Place | None:
    """Returns the party to confirm where only their places tell the parties apart."""
    if not are_told_by_place(extraction, document_class):
        return None
    parties = {spec.name for spec in document_class.parties}
    return next((place for place in judged if place.spec.name in parties and place.state == "found"), None)


def _doubts(
    found: Verdict, judged: Sequence[Place], document_class: str, thresholds: Thresholds, by_place: Place | None
) -> Iterator[Reason]:
    doubtful = list(found.doubtful)
    for place in judged:
        stated = thresholds.stated(document_class, place.spec.name)
        is_low = place.found is not None and stated is not None and place.found.confidence < stated
        if place == by_place or (place.state == "found" and is_low):
            doubtful += [place] if place not in doubtful else []
    for place in doubtful:
        name, title = place.spec.name, place.spec.title
        if place == by_place:
            message = f"{title} is uncertain: only its place on the page tells it from the other party."
            yield Reason(code=FIELD_UNCERTAIN, message=message, severity="warning", field=name)
        elif place.found is not None and place.state == "found":
            sure = place.found.confidence
            message = f"{title} is uncertain: confidence {sure:.2f}." if sure < LOOKS_SURE else f"{title} is uncertain."
            yield Reason(code=FIELD_UNCERTAIN, message=message, severity="warning", field=name)
        elif place.state == "not_understood" and not place.spec.required:
            yield Reason(code=FIELD_UNCERTAIN, message=f"{title} was not understood.", severity="warning", field=name)
        elif place.state == "missing" and not place.spec.required:
            message = f"{title} was not found and may be on the document."
            yield Reason(code=MAY_BE_MISSING, message=message, severity="warning", field=name)


def _document_doubt(found: Verdict, model: DecisionModel, numbers: Evidence) -> Iterator[Reason]:
    """Yields the properties of the whole document that lower its confidence most, if it is held up."""
    if found.is_accepted:
        return
    name = max(DOCUMENT_DOUBTS, key=lambda name: model.weights[name] * numbers[name])
    if model.weights[name] * numbers[name] >= MUCH:
        message = DOCUMENT_DOUBTS[name]
        yield Reason(code=DOCUMENT_UNCERTAIN, message=message, severity="warning")


def _failed_expectations(
    extraction: Extraction, report: ValidationReport, document_class: DocumentClass
) -> Iterator[Reason]:
    table = table_check(extraction, document_class)
    for failure in report.failures:
        severity = _severity(failure, document_class, table)
        message = failure.message
        if failure.expectation == MULTIPLIES and table.wrong_rows:
            message = _wrong_rows(extraction, document_class, table)
        if is_of_known_account(failure, extraction, document_class):
            severity, message = "info", f"{failure.message} {KNOWN}"
        # The sentence only: what was observed is text of the document and stays in the report.
        field = failure.fields[0] if failure.fields else None
        yield Reason(code=failure.expectation, message=message, severity=severity, field=field)


def _severity(failure: Failure, document_class: DocumentClass, table: TableCheck) -> Severity:
    """Returns how grave a failure is for the document.

    Nothing that is only about supporting fields holds it up. A warning about values is evidence: it lowers the
    confidence, and is shown.
    """
    if not failure.fields:
        return "info" if failure.severity == "warning" else failure.severity
    critical = set(document_class.critical_fields)
    about_table = TABLE in failure.fields and is_table_critical(document_class)
    if failure.expectation == ADDS_UP:
        return failure.severity if about_table else "info"
    if critical.intersection(failure.fields):
        return "info" if failure.severity == "warning" else failure.severity
    # Cells that were not understood do not matter where all amounts were, and add up.
    confirmed = table.state == "confirmed" and failure.severity == "warning"
    return failure.severity if about_table and not confirmed else "info"


def _wrong_rows(extraction: Extraction, document_class: DocumentClass, table: TableCheck) -> str:
    row = table.wrong_rows[0]
    weakest = weakest_cell(extraction.line_items[row], document_class)
    others = f" (and on {len(table.wrong_rows) - 1} more)" if len(table.wrong_rows) > 1 else ""
    named = f"; the least sure is {weakest[0].title}" if weakest else ""
    return f"On line {row + 1}{others}, quantity times unit price is not the amount{named}."


def _duplicate_reasons(duplicates: Sequence[DocumentId]) -> Iterator[Reason]:
    if duplicates:
        others = ", ".join(document_id[:12] for document_id in duplicates)
        message = f"Seller, number and amount are those of another document: {others}."
        yield Reason(code="duplicate", message=message, severity="warning")
