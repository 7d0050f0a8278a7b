"""What a person looks at first: (chance that it is wrong x amount at stake) / expected seconds.

Each factor is a function of its own. The result is kept in the queue's row, so that opening the queue looks into no
document.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from review.wording import told_apart
from schemas.extraction import ExtractedField, Extraction, FieldType
from schemas.review import FIRST, QueueItem, Round, SampleKind
from schemas.settings import ReviewSettings, Thresholds
from schemas.validation import Failure, Severity, ValidationReport
from schemas.vocabulary import DocumentClass

TABLE = "line_items"
"""How expectations name the table as a whole."""

FAILURE_CHANCE: Mapping[Severity, float] = {"error": 0.8, "warning": 0.4, "info": 0.0}
"""How likely something is wrong where an expectation failed, whatever the confidences say. A starting point: errors of
arithmetic and missing required fields are nearly always real, warnings (an unusual date, say) about every second."""

UNKNOWN_AMOUNT = 100.0
"""Stands in where a document has no amount: it is neither worthless nor ahead of everything else."""

OPENING_S = 6.0
PAGE_S = 2.0
MISSING_S = 6.0
CELL_S = 2.5
FIELD_S: Mapping[FieldType, float] = {
    "money": 5.0, "number": 4.0, "date": 5.0, "id": 7.0, "code": 4.0, "bool": 3.0, "name": 7.0, "text": 11.0,
}  # fmt: skip
"""Seconds to orient oneself, for each further page, to search for what was not found, for a cell, and for one field.
Estimates to begin with; `expected_seconds` moves to measured times as they come in."""

MEAN_FIELD_S = 6.0
PRIOR_REVIEWS = 10
"""The estimates weigh as much as this many measured reviews."""


@dataclass(frozen=True)
class Doubt:
    """A place that a person must look at, and why. ``line`` counts rows from 1; None for a field or the whole table."""

    field: str
    line: int | None
    kind: FieldType
    missing: bool
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measured:
    """Reviews of a class that were timed: how many, their median seconds, their doubtful fields on average."""

    reviews: int
    median_s: float
    doubtful: float


def doubts(
    extraction: Extraction, report: ValidationReport, thresholds: Thresholds, document_class: DocumentClass
) -> list[Doubt]:
    """Returns every place that needs a person, in the order of the class's fields, then of the table's cells.

    A place is doubtful when its confidence is below its threshold, when it was found and not understood, when an
    expectation that names it failed with more than info, or when it is required and missing.
    """
    failed = _failed_fields(report.failures)
    found = []
    for spec in document_class.fields:
        field = extraction.field(spec.name)
        wanted = thresholds.for_field(extraction.document_class, spec.name)
        why = [*(_doubt(field, wanted) if field else ()), *failed.get(spec.name, ())]
        if field is None and spec.required and not why:
            why.append(f"{spec.title} is required and was not found.")
        if why:
            found.append(Doubt(spec.name, None, spec.kind, field is None or field.value is None, tuple(why)))
    for number, item in enumerate(extraction.line_items, start=1):
        for name, cell in item.cells.items():
            if why := _doubt(cell, thresholds.for_cell(extraction.document_class, name)):
                found.append(Doubt(name, number, cell.kind, cell.value is None, tuple(why)))
    if TABLE in failed:
        found.append(Doubt(TABLE, None, "text", not extraction.line_items, tuple(failed[TABLE])))
    return found


def chance_wrong(extraction: Extraction, report: ValidationReport) -> float:
    """Returns the chance, in [0, 1], that at least one value of the document is wrong.

    A field is wrong with probability 1 - confidence (confidences are calibrated, see the extractors); where an
    expectation on it failed, with `FAILURE_CHANCE` at least. Places are taken as independent, so the document is right
    with the product of their probabilities of being right. A failure that names no field counts as a place of its own.
    """
    right = 1.0
    failed = {name for failure in report.failures for name in failure.fields}
    for field in _all_values(extraction):
        wrong = 1.0 - field.confidence
        if field.name in failed:
            wrong = max(wrong, _worst(report.failures, field.name))
        right *= 1.0 - wrong
    seen = {field.name for field in extraction.fields}
    for failure in report.failures:
        if not seen.intersection(failure.fields):
            right *= 1.0 - FAILURE_CHANCE[failure.severity]
    return 1.0 - right


def amount_at_stake(extraction: Extraction, document_class: DocumentClass) -> float | None:
    """Returns the document's amount without its sign, in its own currency, or None where it has none.

    Currencies are not converted: there are no rates offline, and the order within one currency is what matters most.
    """
    for spec in document_class.with_role("amount", "part_amount"):
        field = extraction.field(spec.name)
        if field is not None and field.value is not None:
            amount = abs(float(field.value))
            return amount if math.isfinite(amount) else None
    return None


def expected_seconds(found: Iterable[Doubt], pages: int, measured: Measured | None = None) -> float:
    """Returns how long a trained person will take.

    The sum of what each doubtful place takes by its kind, more where the value must be searched for, and a little for
    opening and paging. Where reviews of the class were timed, the sum is scaled by how much longer or shorter than
    their estimate those took, shrunk towards 1 while they are few.
    """
    places = list(found)
    fields = sum(FIELD_S[d.kind] + (MISSING_S if d.missing else 0.0) for d in places if d.line is None)
    seconds = OPENING_S + PAGE_S * max(pages - 1, 0) + fields + CELL_S * sum(d.line is not None for d in places)
    if measured is None or measured.reviews == 0:
        return seconds
    ratio = measured.median_s / (OPENING_S + MEAN_FIELD_S * measured.doubtful)
    return seconds * (PRIOR_REVIEWS + measured.reviews * ratio) / (PRIOR_REVIEWS + measured.reviews)


def priority(chance: float, amount: float | None, seconds: float) -> float:
    """Returns what a second of a reviewer's time is expected to save: money at risk a second."""
    return chance * (UNKNOWN_AMOUNT if amount is None else amount) / seconds


def due(document_class: str, queued_at: datetime, settings: ReviewSettings) -> datetime:
    """Returns until when a document of this class should be looked at."""
    hours = settings.due_hours.get(document_class, settings.default_due_hours)
    return queued_at + timedelta(hours=hours)


def queue_item(
    extraction: Extraction,
    report: ValidationReport,
    document_class: DocumentClass,
    *,
    pages: int,
    now: datetime,
    thresholds: Thresholds,
    settings: ReviewSettings,
    measured: Measured | None = None,
    round: Round = FIRST,
    kind: SampleKind | None = None,
    first: str | None = None,
) -> QueueItem:
    """Returns a document's place in the queue.

    A second look asks for every field anew (see `review.sampling`), and is ordered by the same rule.
    """
    found = doubts(extraction, report, thresholds, document_class)
    chance, amount = chance_wrong(extraction, report), amount_at_stake(extraction, document_class)
    seconds = expected_seconds(found, pages, measured)
    return QueueItem(
        document_id=extraction.document_id,
        round=round,
        document_class=extraction.document_class,
        chance=chance,
        amount=amount,
        doubtful=len(found),
        expected_s=seconds,
        priority=priority(chance, amount, seconds),
        due_at=due(extraction.document_class, now, settings),
        kind=kind,
        first=first,
    )


def _failed_fields(failures: Iterable[Failure]) -> dict[str, list[str]]:
    failed: dict[str, list[str]] = {}
    for failure in failures:
        if failure.severity != "info":
            for name in failure.fields:
                failed.setdefault(name, []).append(failure.message)
    return failed


def _doubt(field: ExtractedField, wanted: float) -> list[str]:
    if field.value is None:
        return [f"It was found and not understood: {field.problem}."]
    if field.confidence >= wanted:
        return []
    return [f"{told_apart(field.confidence, wanted, percent=True).capitalize()}."]


def _all_values(extraction: Extraction) -> Iterator[ExtractedField]:
    yield from extraction.fields
    for item in extraction.line_items:
        yield from item.cells.values()


def _worst(failures: Iterable[Failure], name: str) -> float:
    return max((FAILURE_CHANCE[f.severity] for f in failures if name in f.fields), default=0.0)
