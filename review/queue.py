"""What a person looks at first: (chance that it is wrong x amount at stake) / expected seconds.

Each factor is a function of its own. The result is kept in the queue's row, so that opening the queue looks into no
document.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from review.places import TABLE, table_check, weakest_cell
from schemas.extraction import Extraction, FieldType
from schemas.outcome import VALUE_DOUBTS, Outcome
from schemas.review import FIRST, QueueItem, Round, SampleKind
from schemas.settings import ReviewSettings
from schemas.validation import Failure, Severity, ValidationReport
from schemas.vocabulary import DocumentClass

FAILURE_CHANCE: Mapping[Severity, float] = {"error": 0.8, "warning": 0.4, "info": 0.0}
"""How likely something is wrong where an expectation failed, whatever the confidences say.

A starting point: arithmetic errors and missing required fields are nearly always real, warnings about half the time.
"""

UNKNOWN_AMOUNT = 100.0
"""Replaces a missing amount: such a document is neither worthless nor ahead of all others."""

OPENING_S = 6.0
PAGE_S = 2.0
MISSING_S = 6.0
CELL_S = 2.5
FIELD_S: Mapping[FieldType, float] = {
    "money": 5.0, "number": 4.0, "date": 5.0, "id": 7.0, "code": 4.0, "bool": 3.0, "name": 7.0, "text": 11.0,
}  # fmt: skip
"""Seconds for the first look, each further page, the search for a missing value, a cell, and one field.

Estimates to begin with; `expected_seconds` moves to measured times as they come in.
"""

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
    outcome: Outcome, extraction: Extraction, report: ValidationReport, document_class: DocumentClass
) -> list[Doubt]:
    """Returns every place that needs a person, in the order of the class's fields, then of the table's cells.

    A place is doubtful if a reason that holds the document up names it, or an expectation behind such a reason does. Of
    a table whose rows do not multiply out, the least sure cell of each such row is doubtful.
    """
    holding = [reason for reason in outcome.reasons if reason.severity != "info"]
    failed = _failed_fields(report.failures, {reason.code for reason in holding})
    found = []
    for spec in document_class.fields:
        field = extraction.field(spec.name)
        own = [reason.message for reason in holding if reason.field == spec.name]
        if why := list(dict.fromkeys([*own, *failed.get(spec.name, ())])):
            found.append(Doubt(spec.name, None, spec.kind, field is None or field.value is None, tuple(why)))
    if TABLE in failed:
        found += _wrong_cells(extraction, document_class)
        found.append(Doubt(TABLE, None, "text", not extraction.line_items, tuple(failed[TABLE])))
    return found


def places_to_look_at(found: Iterable[Doubt]) -> int:
    """Returns the number that queue and review screen show: each doubtful field, and the table as one place."""
    return len({TABLE if doubt.line is not None else doubt.field for doubt in found})


def chance_wrong(outcome: Outcome) -> float:
    """Returns the chance, in [0, 1], that at least one critical value of the document is wrong.

    Where a finding holds it up, `FAILURE_CHANCE` at least.
    """
    unsure = 0.0 if outcome.confidence is None else 1.0 - outcome.confidence
    return max((unsure, *(FAILURE_CHANCE[r.severity] for r in outcome.reasons if r.code not in VALUE_DOUBTS)))


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

    The sum of the times of the doubtful places, by their kind. A value to search for takes more; opening and paging add
    a little. Where reviews of the class were timed, the sum is scaled by the ratio of their times to their estimates.
    The ratio is shrunk towards 1 while reviews are few.
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
    """Returns until when a document of this class should be reviewed."""
    hours = settings.due_hours.get(document_class, settings.default_due_hours)
    return queued_at + timedelta(hours=hours)


def queue_item(
    outcome: Outcome,
    extraction: Extraction,
    report: ValidationReport,
    document_class: DocumentClass,
    *,
    pages: int,
    now: datetime,
    settings: ReviewSettings,
    measured: Measured | None = None,
    round: Round = FIRST,
    kind: SampleKind | None = None,
    first: str | None = None,
) -> QueueItem:
    """Returns a document's place in the queue.

    A second review covers every field (see `review.sampling`) and is ordered by the same rule.
    """
    found = doubts(outcome, extraction, report, document_class)
    chance, amount = chance_wrong(outcome), amount_at_stake(extraction, document_class)
    seconds = expected_seconds(found, pages, measured)
    return QueueItem(
        document_id=extraction.document_id,
        round=round,
        document_class=extraction.document_class,
        chance=chance,
        amount=amount,
        doubtful=places_to_look_at(found),
        expected_s=seconds,
        priority=priority(chance, amount, seconds),
        due_at=due(extraction.document_class, now, settings),
        kind=kind,
        first=first,
    )


def _failed_fields(failures: Iterable[Failure], codes: Collection[str]) -> dict[str, list[str]]:
    failed: dict[str, list[str]] = {}
    for failure in failures:
        if failure.expectation in codes:
            for name in failure.fields:
                failed.setdefault(name, []).append(failure.message)
    return failed


def _wrong_cells(extraction: Extraction, document_class: DocumentClass) -> Iterator[Doubt]:
    for row in table_check(extraction, document_class).wrong_rows:
        if weakest := weakest_cell(extraction.line_items[row], document_class):
            spec, cell = weakest
            why = "Quantity times unit price is not the amount."
            yield Doubt(spec.name, row + 1, spec.kind, cell.value is None, (why,))
