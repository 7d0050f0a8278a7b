"""Review as plain functions over a `Workbench`: what the queue gets, what the screen shows, what a person's answers do.

The pages and the JSON interface call the same functions. Answers are checked like any extraction: normalized, validated
against the class's suite, decided by the policy. Nothing is stored while a check fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic import BaseModel

from schemas.document import ReadDocument, SourceDocument
from schemas.errors import IndexUnavailable, ReviewConflict, UnknownDocument
from schemas.extraction import Extraction
from schemas.outcome import Outcome
from schemas.review import REVIEWED, SECOND, Answers, Comparison, QueueRow, Reviewed
from schemas.validation import ValidationReport
from schemas.vocabulary import DocumentClass, FieldSpec
from services import stages
from services.directory import learn
from services.stages.checks import note_check
from services.stages.promises import standard_for
from services.stages.review_queue import enqueue, page_count, queue_item_of
from services.workbench import Workbench

if TYPE_CHECKING:
    from review.corrections import Applied, Normalize
    from review.queue import Doubt


@dataclass(frozen=True)
class Case:
    """A document as a reviewer gets it. ``version`` is the state that answers refer to, ``pages`` those of the file."""

    source: SourceDocument
    read: ReadDocument
    machine: Extraction
    before: Reviewed | None
    document_class: DocumentClass
    extraction: Extraction
    report: ValidationReport
    outcome: Outcome
    version: str
    pages: int
    doubts: tuple[Doubt, ...]
    disputes: tuple[Comparison, ...]


_NEEDED: tuple[tuple[str, type[BaseModel]], ...] = (
    (stages.READ, ReadDocument),
    (stages.FIELDS, Extraction),
    (stages.REPORT, ValidationReport),
)
"""Stage results without which there is nothing to review."""


@dataclass(frozen=True)
class Judgement:
    """What a person's answers make of a document, before they are stored."""

    applied: Applied
    report: ValidationReport
    outcome: Outcome
    duplicates: tuple[str, ...] = ()
    """Documents that were recorded before with the same seller, number and amount."""

    @property
    def is_complete(self) -> bool:
        """Whether the answers end the review: each could be taken, and nothing is left to look at."""
        return not self.applied.problems and self.outcome.status == "accepted"


def catch_up(bench: Workbench, limit: int = 1000) -> int:
    """Queues documents that a run left behind when it was cut off, or that an earlier Fieldwright judged."""
    ids = bench.store.reviews.unqueued(limit)
    enqueue(stages.Batch(bench, ids))
    return len(ids)


def open_case(bench: Workbench, document_id: str) -> Case:
    """Returns a document with all that a reviewer needs.

    Raises:
        ReviewConflict: It waits for processing.
        UnknownDocument: There is none with this id, or it was rejected before anything was read.
    """
    from review.corrections import merged
    from review.queue import doubts

    store = bench.store
    source, version = store.get(document_id), store.reviews.version(document_id)
    outcome = store.outcome(document_id)
    if version is None or outcome is None:
        raise ReviewConflict("this document waits to be processed: try again in a minute", document_id=document_id)
    read = store.load(document_id, stages.READ, ReadDocument)
    machine = stages.machine_fields(bench, document_id)
    report = store.load(document_id, stages.REPORT, ValidationReport)
    if read is None or machine is None or report is None:
        raise UnknownDocument("this document was not read: there is nothing to review", document_id=document_id)
    before = store.load(document_id, REVIEWED, Reviewed)
    document_class = bench.catalog.or_other(machine.document_class)
    extraction = merged(machine, before, document_class)
    return Case(
        source=source,
        read=read,
        machine=machine,
        before=before,
        document_class=document_class,
        extraction=extraction,
        report=report,
        outcome=outcome,
        version=version,
        pages=page_count(bench, document_id),
        doubts=tuple(doubts(outcome, extraction, report, document_class)),
        disputes=tuple(store.reviews.disputes(document_id)),
    )


def judge(bench: Workbench, case: Case, answers: Answers) -> Judgement:
    """Returns what answers make of a document; nothing is stored."""
    from expectations.validate import validate
    from review.corrections import apply, let_pass
    from review.policy import decide

    applied = apply(case.machine, answers, case.read, case.document_class, normalizer(case.read), before=case.before)
    duplicates = bench.store.duplicates(case.source.id, *stages.identity_of(bench, applied.extraction))
    [report] = validate([applied.extraction], bench.catalog, currencies=bench.settings.currencies)
    outcome = decide(
        applied.extraction,
        report,
        case.read,
        case.document_class,
        thresholds=bench.settings.thresholds,
        standard=standard_for(bench, case.document_class),
        settled=applied.reviewed.settled,
        duplicates=duplicates,
        expected_pages=case.pages,
        class_fixed=case.source.document_class is not None or applied.reviewed.class_confirmed,
        timings_s=case.outcome.timings_s,
        versions=case.outcome.versions,
    )
    return Judgement(applied, report, let_pass(outcome, answers.acknowledged), tuple(duplicates))


def submit(
    bench: Workbench, case: Case, answers: Answers, *, user: str, key: str, version: str, seconds: float = 0.0
) -> Judgement:
    """Stores a finished review when the answers complete it; what is left to do is in the judgment otherwise.

    Args:
        bench: The store.
        case: The document as it is now.
        answers: The person's answers.
        user: Who.
        key: Names this submission: sent twice, it is stored once.
        version: The state of the document that the person saw.
        seconds: How long they took.

    Raises:
        ReviewConflict: Somebody else holds or finished the document, or it was processed again.
        UnknownDocument: The document is not in the queue.
    """
    from review.sampling import drawn
    from store.reviews import Conclusion

    if version != case.version and not _is_finished(bench, case):
        raise ReviewConflict("the document was processed again after you opened it", document_id=case.source.id)
    judgement = judge(bench, case, answers)
    if not judgement.is_complete:
        return judgement
    second, queued = None, bench.store.reviews.row(case.source.id)
    if drawn(case.source.id, bench.settings.review.second_look_rate, "reviewed"):
        final = judgement.applied.extraction
        second = queue_item_of(
            bench, judgement.outcome, final, judgement.report, case.pages, round=SECOND, kind="reviewed", first=user
        )
    is_new = bench.store.reviews.conclude(
        Conclusion(
            user=user,
            key=key,
            version=version,
            outcome=judgement.outcome,
            reviewed=_with_real_findings(judgement),
            report=judgement.report,
            report_version=_suites(bench),
            corrections=judgement.applied.corrections,
            identity=stages.identity_of(bench, judgement.applied.extraction),
            duplicates=judgement.duplicates,
            seconds=seconds,
            second=second,
            settled=_settled(case, judgement.applied.extraction),
        )
    )
    if is_new:
        _count(bench, case, seconds, queued)
        note_check(bench, case.source.id, case.document_class)
    learn(bench.store.parties, judgement.applied.extraction, case.document_class, actor=user)
    bench.layouts.teach(case.read, judgement.applied.extraction, case.document_class, actor=user)
    return judgement


def turn_away(bench: Workbench, case: Case, why: str, *, user: str, key: str, version: str) -> Outcome:
    """Rejects a document that is none of ours or cannot be read, in a person's name.

    Raises:
        ReviewConflict: Somebody else holds or finished the document, or it was processed again.
        UnknownDocument: The document is not in the queue.
    """
    from review.corrections import turned_away
    from store.reviews import Conclusion

    outcome = turned_away(case.outcome, user, why)
    reviewed = case.before or Reviewed(document_id=case.source.id, document_class=case.machine.document_class)
    queued = bench.store.reviews.row(case.source.id)
    is_new = bench.store.reviews.conclude(
        Conclusion(
            user=user, key=key, version=version, outcome=outcome, reviewed=reviewed, report=case.report,
            report_version=_suites(bench), identity=stages.identity_of(bench, case.extraction),
        )
    )  # fmt: skip
    if is_new:
        _count(bench, case, 0.0, queued)
    return outcome


def can_reopen(outcome: Outcome | None) -> bool:
    """Whether a document has ended, so that a person may look at it once more."""
    return outcome is not None and outcome.status != "needs_review"


def reopen(bench: Workbench, document_id: str, why: str, *, user: str) -> bool:
    """Puts a finished document into the review queue again, or processes it again where nothing was read.

    Returns:
        Whether it waits for a review; otherwise it waits for processing.

    Raises:
        ReviewConflict: It waits already, or it changed meanwhile.
        UnknownDocument: There is none with this id.
    """
    from review.corrections import reopened

    store = bench.store
    store.get(document_id)
    outcome = store.outcome(document_id)
    if outcome is None or not can_reopen(outcome):
        raise ReviewConflict("this document waits already: there is nothing to reopen", document_id=document_id)
    if any(store.load(document_id, stage, model) is None for stage, model in _NEEDED):
        store.reopen(document_id, "a person wants it processed again", actor=user)
        return False
    case = open_case(bench, document_id)
    told = reopened(outcome, user)
    item = queue_item_of(bench, told, case.extraction, case.report, case.pages)
    store.reviews.reopen(told, item, version=case.version, user=user, why=why)
    return True


def reclassify(bench: Workbench, case: Case, document_class: str, *, user: str, version: str) -> None:
    """Sets the class of a document; its fields are read again as those of the class.

    Raises:
        ConfigurationError: There is no such class.
        ReviewConflict: Somebody else holds or finished the document, or it was processed again.
        UnknownDocument: The document is not in the queue.
    """
    bench.catalog.require(document_class)
    bench.store.reviews.reclassify(case.source.id, document_class, version, user)
    bench.store.reopen(case.source.id, "a person set its class", actor=user)


def submit_second(
    bench: Workbench, case: Case, row: QueueRow, answers: Answers, *, user: str, key: str, seconds: float = 0.0
) -> tuple[Comparison, ...]:
    """Compares a blind second answer with the first and stores it; where they differ, a third person is asked.

    Fields without an answer count as absent: on a blind screen nothing is filled in.

    Raises:
        ReviewConflict: Somebody else holds or finished the second look.
    """
    from review.sampling import asked, compare
    from store.reviews import SecondLook

    found = compare(case.extraction, blind(case, answers).extraction, asked(case.extraction, case.document_class))
    differing = [c.field for c in found if not c.agrees]
    look = SecondLook(
        document_id=case.source.id,
        document_class=case.extraction.document_class,
        user=user,
        key=key,
        first_by=row.first or case.machine.model,
        kind=row.kind or "reviewed",
        comparisons=found,
        seconds=seconds,
        dispute=queue_item_of(bench, case.outcome, case.extraction, case.report, case.pages) if differing else None,
        note=_note(differing),
    )
    if bench.store.reviews.conclude_second(look):
        _count(bench, case, seconds)
        # Where the two differ, a third person decides first.
        if look.kind == "accepted" and not differing:
            note_check(bench, case.source.id, case.document_class)
    return found


def blind(case: Case, answers: Answers) -> Applied:
    """Returns what the answers of a second look say by themselves, nothing of the first answer in them."""
    from review.corrections import apply

    blank = case.machine.model_copy(update={"fields": (), "line_items": ()})
    return apply(blank, answers, case.read, case.document_class, normalizer(case.read))


def _note(differing: Sequence[str]) -> str:
    shown = [name.replace("_", " ") for name in differing[:3]]
    more = f" and {len(differing) - 3} more" if len(differing) > 3 else ""
    return f"Two answers differ: {', '.join(shown)}{more}" if differing else ""


def after_review(bench: Workbench, document_id: str) -> None:
    """Brings redaction and index up to date with a review; what fails here is caught up by the next run."""
    with suppress(IndexUnavailable):
        batch = stages.Batch(bench, [document_id])
        stages.redact(batch)
        stages.index(batch)


def second_look_fields(case: Case) -> list[FieldSpec]:
    """Returns the fields of a blind second review."""
    from review.sampling import asked

    return asked(case.extraction, case.document_class)


def normalizer(read: ReadDocument) -> Normalize:
    """Returns how texts of this document become values: by the way it writes numbers and dates."""
    from values.normalize import normalize

    hints = _hints(read.text)

    def normal_form(spec: FieldSpec, text: str) -> tuple[str | None, str | None]:
        found = normalize(spec.kind, text, name=spec.name, role=spec.role, hints=hints)
        return found.value, found.problem

    return normal_form


@lru_cache(maxsize=8)
def _hints(text: str):  # type: ignore[no-untyped-def]  # extractors are imported when they are needed
    from values.locale_hints import hints_of

    return hints_of(text)


def _suites(bench: Workbench) -> str:
    from expectations.validate import version

    return version(bench.catalog)


def _count(bench: Workbench, case: Case, seconds: float, queued: QueueRow | None = None) -> None:
    """Counts a person's work; ``queued`` is the place that the document had where the work ended its review."""
    waited = (datetime.now(UTC) - queued.queued_at).total_seconds() if queued is not None else None
    machine = case.machine
    bench.telemetry.reviewed(
        machine.document_class, tier=case.outcome.tier, model=machine.model, seconds=seconds, turnaround_s=waited
    )


def _is_finished(bench: Workbench, case: Case) -> bool:
    """Whether the document was reviewed already: the store then knows by the key whether this is sent twice."""
    row = bench.store.reviews.row(case.source.id)
    return row is not None and row.state == "done"


def _with_real_findings(judgement: Judgement) -> Reviewed:
    """Returns what was established, with those findings as let pass that there were."""
    from review.corrections import key_of

    reviewed = judgement.applied.reviewed
    found = {key_of(reason) for reason in judgement.outcome.reasons}
    return reviewed.model_copy(update={"acknowledged": tuple(k for k in reviewed.acknowledged if k in found)})


def _settled(case: Case, final: Extraction) -> dict[str, bool]:
    """Returns for each disputed field whether the first answer was wrong, by the third person's."""
    from review.sampling import same

    specs = {spec.name: spec for spec in case.document_class.fields}
    found = {}
    for dispute in case.disputes:
        field = final.field(dispute.field)
        value = field.value if field else None
        if dispute.field in specs:
            found[dispute.field] = not same(specs[dispute.field], dispute.first, value)
    return found
