"""How documents end: accepted, for review, or rejected."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.document import ReadDocument
from schemas.outcome import Outcome
from schemas.review import REVIEWED, Reviewed
from schemas.validation import ValidationReport
from services.stage_results import FIELDS, PAGES, READ, REPORT, PagesResult
from services.stage_runner import attempt, going_on, need
from services.stages.fields import extraction_of, paper_of
from services.stages.review_queue import enqueue
from services.stages.splitting import parts_of
from services.workbench import Workbench

CONCLUDED = "conclude"


def conclude(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Decides how each document ends and records it: from here on the document has its one outcome."""

    def end(document_id: str) -> None:
        duplicates = bench.store.record_identity(document_id, *paper_of(bench, extraction_of(bench, document_id)))
        bench.store.finish(judged(bench, document_id, duplicates))

    for document_id in going_on(bench, ids):
        attempt(bench, document_id, CONCLUDED, end)
    enqueue(bench, going_on(bench, ids))
    return going_on(bench, ids)


def judged(bench: Workbench, document_id: str, duplicates: Sequence[str]) -> Outcome:
    """Returns how a document ends by what is known of it now.

    What a person let pass is let pass again, unless the fields were read anew since: then they saw others.
    """
    from review.corrections import let_pass
    from review.parts import with_parts
    from review.policy import decide

    reviewed = bench.store.load(document_id, REVIEWED, Reviewed)
    stages = bench.store.stages(document_id)
    pages = need(bench, document_id, PAGES, PagesResult)
    extraction = extraction_of(bench, document_id)
    document_class = bench.catalog.or_other(extraction.document_class)
    outcome = decide(
        extraction,
        need(bench, document_id, REPORT, ValidationReport),
        need(bench, document_id, READ, ReadDocument),
        document_class,
        thresholds=bench.settings.thresholds,
        standard=bench.standard(document_class),
        settled=reviewed.absent if reviewed is not None else (),
        duplicates=duplicates,
        class_fixed=bench.store.get(document_id).document_class is not None,
        expected_pages=len(pages.pages) + len(pages.quarantined),
        versions={name: record.version for name, record in stages.items()},
        timings_s={name: record.timing_s for name, record in stages.items()},
    )
    outcome = with_parts(outcome, parts_of(bench, document_id))
    seen = reviewed is not None and stages[REVIEWED].revision > stages[FIELDS].revision
    return let_pass(outcome, reviewed.acknowledged) if reviewed is not None and seen else outcome
