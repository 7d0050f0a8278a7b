"""What a person must look at, and the sample of accepted documents for a second look."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from schemas.errors import UnknownDocument, is_transient
from schemas.extraction import Extraction
from schemas.outcome import Outcome
from schemas.review import REVIEWED, SECOND, QueueItem, Reviewed
from schemas.validation import ValidationReport
from services.batch import Batch
from services.stage_results import PAGES, REPORT, Bench, PagesResult
from services.stages.fields import extraction_of
from services.workbench import Workbench

if TYPE_CHECKING:
    from review.queue import Measured
    from store.reviews import Pace

logger = logging.getLogger(__name__)

LEAST_TIMED = 3
"""Reviews of a class that must have been timed before their times count."""


def enqueue(batch: Batch) -> None:
    """Puts into the queue what a person must look at, and the sample of accepted documents for a second look.

    The share of the sample is that of the settings, or what was stated for the archive that a document came with.
    """
    from review.sampling import drawn

    bench = batch.bench
    rate = bench.settings.review.accepted_look_rate
    pace = _measured(bench.store.reviews.pace(LEAST_TIMED))
    items = []
    stated = bench.store.archives.look_rates(batch.ids)
    for document_id, outcome in bench.store.outcomes(batch.ids).items():
        if outcome.status == "needs_review":
            items.append(_safe_item(batch, outcome, pace))
        elif drawn(document_id, stated.get(document_id, rate), "accepted") and _was_accepted_unseen(batch, outcome):
            items.append(_safe_item(batch, outcome, pace, round=SECOND, kind="accepted"))
    if known := [item for item in items if item is not None]:
        bench.store.reviews.enqueue(known)


def _safe_item(batch: Batch, outcome: Outcome, pace: Mapping[str, Measured], **more: object) -> QueueItem | None:
    """Returns a queue item, or None where one document cannot be assessed: it must not hold up its batch."""
    try:
        return _item(batch, outcome, pace, **more)
    except Exception as error:
        if is_transient(error):
            raise
        # The kind only: a message may quote the document.
        logger.warning(
            "document %s could not be queued for review (%s)", outcome.document_id[:12], type(error).__name__
        )
        return None


def _item(batch: Batch, outcome: Outcome, pace: Mapping[str, Measured], **more: object) -> QueueItem:
    document_id = outcome.document_id
    extraction = extraction_of(batch, document_id)
    report = batch.load(document_id, REPORT, ValidationReport)
    if report is None:
        raise UnknownDocument("this document was not validated: there is nothing to review", document_id=document_id)
    pages = _counted(batch.load(document_id, PAGES, PagesResult))
    measured = pace.get(extraction.document_class)
    return queue_item_of(batch.bench, outcome, extraction, report, pages, measured=measured, **more)


def queue_item_of(
    bench: Workbench, outcome: Outcome, extraction: Extraction, report: ValidationReport, pages: int, **more: object
) -> QueueItem:
    """Returns a document's place in the queue: its priority and the time it needs; ``more`` states which round."""
    from review.queue import queue_item

    item = queue_item(
        outcome,
        extraction,
        report,
        bench.catalog.or_other(extraction.document_class),
        pages=pages,
        now=datetime.now(UTC),
        settings=bench.settings.review,
        **more,  # type: ignore[arg-type]
    )
    return item.model_copy(update={"model": extraction.model, "tier": outcome.tier})


def _was_accepted_unseen(batch: Batch, outcome: Outcome) -> bool:
    """Whether the machine alone accepted a document: it does not count if a person had a part."""
    return outcome.status == "accepted" and batch.load(outcome.document_id, REVIEWED, Reviewed) is None


def page_count(bench: Bench, document_id: str) -> int:
    """Returns how many pages the file of a document has."""
    return _counted(bench.results.load(document_id, PAGES, _CountedPages))


def _counted(pages: PagesResult | _CountedPages | None) -> int:
    return len(pages.pages) + len(pages.quarantined) if pages else 1


class _CountedPages(BaseModel):
    """Pages that are only counted: checking every word of a long document takes seconds."""

    pages: tuple[Any, ...] = ()
    quarantined: tuple[Any, ...] = ()


def _measured(pace: Mapping[str, Pace]) -> dict[str, Measured]:
    from review.queue import Measured

    return {name: Measured(p.reviews, p.median_s, p.doubtful) for name, p in pace.items()}
