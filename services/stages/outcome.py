"""How documents end: accepted, for review, or rejected."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.document import ReadDocument
from schemas.outcome import Outcome
from schemas.review import REVIEWED, Reviewed
from schemas.validation import ValidationReport
from services.batch import Batch
from services.stage_results import FIELDS, PAGES, READ, REPORT, PagesResult, on_the_path, versions_of
from services.stage_runner import attempt, need
from services.stages.fields import extraction_of, identity_of
from services.stages.promises import standard_for
from services.stages.review_queue import enqueue
from services.stages.splitting import parts_of

CONCLUDED = "conclude"


def conclude(batch: Batch) -> None:
    """Decides how each document ends and records it: from here on the document has its one outcome."""

    def end(document_id: str) -> None:
        identity = identity_of(batch, extraction_of(batch, document_id))
        batch.end(judged(batch, document_id, batch.bench.store.record_identity(document_id, *identity)))

    for document_id in batch.ids:
        attempt(batch, document_id, CONCLUDED, end)
    enqueue(batch)


def judged(batch: Batch, document_id: str, duplicates: Sequence[str]) -> Outcome:
    """Returns how a document ends by what is known of it now.

    Findings that a person accepted stay accepted, unless the fields were read again: then the person saw others.
    """
    from review.corrections import let_pass
    from review.parts import with_parts
    from review.policy import decide

    bench = batch.bench
    reviewed = batch.load(document_id, REVIEWED, Reviewed)
    stages = on_the_path(batch.stages(document_id))
    pages = need(batch, document_id, PAGES, PagesResult)
    extraction = extraction_of(batch, document_id)
    document_class = bench.catalog.or_other(extraction.document_class)
    outcome = decide(
        extraction,
        need(batch, document_id, REPORT, ValidationReport),
        need(batch, document_id, READ, ReadDocument),
        document_class,
        thresholds=bench.settings.thresholds,
        standard=standard_for(bench, document_class),
        settled=reviewed.settled if reviewed is not None else (),
        duplicates=duplicates,
        class_fixed=batch.source(document_id).document_class is not None,
        expected_pages=len(pages.pages) + len(pages.quarantined),
        versions=versions_of(stages),
        timings_s={name: record.timing_s for name, record in stages.items()},
    )
    outcome = with_parts(outcome, parts_of(batch, document_id))
    seen = reviewed is not None and stages[REVIEWED].revision > stages[FIELDS].revision
    return let_pass(outcome, reviewed.acknowledged) if reviewed is not None and seen else outcome
