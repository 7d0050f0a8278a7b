"""The stages as plain functions over a `Workbench`: what the Prefect tasks call, and ``fieldwright extract`` as well.

Each stage takes the ids of documents, saves one result a document in the store and returns the ids that go on. A
document that cannot go on (a `PermanentError`) gets its rejected outcome at once and leaves the batch; the others are
not held up. A result that the same version of the same engine saved before is not made again, so a batch that was cut
off continues where it stopped.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from schemas.document import Page, QuarantinedPage, ReadDocument, SourceDocument
from schemas.einvoice import EInvoice
from schemas.errors import ConfigurationError, DocumentError, EngineUnavailable, PermanentError
from schemas.extraction import Classification, Extraction
from schemas.geometry import Frozen
from schemas.outcome import Outcome, Status
from schemas.redacted import RedactedDocument
from schemas.review import REVIEWED, Reviewed
from schemas.validation import ValidationReport
from schemas.vocabulary import FieldRole
from services.workbench import Workbench

if TYPE_CHECKING:
    from extractors.fields.extractor import FieldInput
    from extractors.input.page_image import PageImage
    from search.entry import IndexEntry
    from store.types import StageRecord

T = TypeVar("T", bound=BaseModel)
U = TypeVar("U")

logger = logging.getLogger(__name__)

PAGES, READ, CLASS, FIELDS, REPORT, REDACTED = "pages", "read", "class", "fields", "report", "redacted"
"""Names of the stage results in the store, in the order in which they are made from one another."""

ORDER = (PAGES, READ, CLASS, FIELDS, REVIEWED, REPORT, REDACTED)
CONCLUDED = "conclude"

PAGES_VERSION = "pages 3"
IMAGES_AT_ONCE = 8
"""Page images in memory at one time: A4 in colour at 200 dpi takes 12 MB."""

MOST_FAILURES = 4
"""A document that failed so often by itself is rejected: it stops its engine or its process."""

INDEXED: tuple[Status, ...] = ("accepted", "needs_review")
"""Outcomes whose text can be searched; of a rejected document there is none."""

INDEX_VERSION = "3"
"""Raised when entries change, so that documents indexed before are caught up."""


class PagesResult(Frozen):
    """The pages of a document before recognition, and the e-invoice beside them; images lie in the store's files."""

    pages: tuple[Page, ...]
    quarantined: tuple[QuarantinedPage, ...] = ()
    einvoice: EInvoice | None = None


class StageFailed(PermanentError):
    """A stage broke on one document in a way that nobody foresaw; the message names the kind of error only."""

    code = "stage_failed"


# ----------------------------------------------------------------------------------------------------------------------
# The stages


def read_pages(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Renders every document to upright page images, and reads the text layer of PDF pages that have a good one."""
    reject_killers(bench, ids)
    version = f"{PAGES_VERSION}, {bench.settings.dpi} dpi"
    return _each(bench, ids, PAGES, version, PagesResult, lambda i: _render(bench, i))


def recognize(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Reads the words of every page that has none yet, and puts lines into reading order."""
    from extractors.read import version_of

    version = version_of(bench.ocr)
    todo = _missing(bench, ids, READ, ReadDocument, version)
    loaded = {i: _need(bench, i, PAGES, PagesResult) for i in todo}
    waiting = [(i, page) for i in todo for page in loaded[i].pages]
    finished: dict[str, list[Page]] = {i: [] for i in todo}
    seconds = dict.fromkeys(todo, 0.0)
    _save_read(bench, loaded, finished, seconds, version)  # documents of which no page could be rendered
    for chunk in _chunks(waiting, IMAGES_AT_ONCE):
        begun = time.perf_counter()
        for document_id, page in _read_safely(bench, [item for item in chunk if item[0] in loaded]):
            finished[document_id].append(page)
        for document_id, _ in chunk:
            seconds[document_id] += (time.perf_counter() - begun) / len(chunk)
        _save_read(bench, loaded, finished, seconds, version)
        for document_id in set(_ids_of(chunk)) - set(_going_on(bench, _ids_of(chunk))):
            loaded.pop(document_id, None)
    return _going_on(bench, ids)


def classify(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Tells each document's class; one that a person or a deployment fixed, or an e-invoice states, is kept."""
    version = bench.classifier.version

    def classes_of(chosen: Sequence[str]) -> list[Classification]:
        guesses = bench.classifier.classify([_need(bench, i, READ, ReadDocument) for i in chosen])
        return [_fixed(bench, _stated(bench, guess)) for guess in guesses]

    return _batch(bench, ids, CLASS, version, Classification, classes_of)


def extract_fields(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Reads the fields of each document, by the extractor for its class."""

    def fields_of(chosen: Sequence[str]) -> list[Extraction]:
        return bench.fields.extract([_field_input(bench, i) for i in chosen])

    return _batch(bench, ids, FIELDS, f"{bench.fields.name} {bench.fields.version}", Extraction, fields_of)


def _field_input(bench: Workbench, document_id: str) -> FieldInput:
    from extractors.fields.extractor import FieldInput

    classification = _need(bench, document_id, CLASS, Classification)
    return FieldInput(
        _need(bench, document_id, READ, ReadDocument),
        classification,
        bench.catalog.or_other(classification.document_class),
        _need(bench, document_id, PAGES, PagesResult).einvoice,
        lambda page: _image(bench, document_id, page),
    )


def validate(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Checks the fields of the whole batch against the suites of their classes."""
    from expectations.validate import validate as checked
    from expectations.validate import version as suites_version

    def reports_of(chosen: Sequence[str]) -> list[ValidationReport]:
        extractions = [extraction_of(bench, i) for i in chosen]
        return checked(extractions, bench.catalog, currencies=bench.settings.currencies)

    return _batch(bench, ids, REPORT, suites_version(bench.catalog), ValidationReport, reports_of)


def redact(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Finds personal data and makes the text that may leave the store."""

    def redacted_of(chosen: Sequence[str]) -> list[RedactedDocument]:
        return bench.redactor.redact([(_need(bench, i, READ, ReadDocument), extraction_of(bench, i)) for i in chosen])

    return _batch(bench, ids, REDACTED, bench.redactor.engine, RedactedDocument, redacted_of)


def conclude(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Decides how each document ends and records it: from here on the document has its one outcome."""
    from services.review import enqueue

    def end(document_id: str) -> None:
        duplicates = bench.store.record_identity(document_id, *paper_of(bench, extraction_of(bench, document_id)))
        bench.store.finish(judged(bench, document_id, duplicates))

    for document_id in _going_on(bench, ids):
        _attempt(bench, document_id, CONCLUDED, end)
    enqueue(bench, _going_on(bench, ids))
    return _going_on(bench, ids)


def judged(bench: Workbench, document_id: str, duplicates: Sequence[str]) -> Outcome:
    """Returns how a document ends by what is known of it now.

    What a person let pass is let pass again, unless the fields were read anew since: then they saw others.
    """
    from review.corrections import let_pass
    from review.policy import decide

    reviewed = bench.store.load(document_id, REVIEWED, Reviewed)
    stages = bench.store.stages(document_id)
    pages = _need(bench, document_id, PAGES, PagesResult)
    extraction = extraction_of(bench, document_id)
    outcome = decide(
        extraction,
        _need(bench, document_id, REPORT, ValidationReport),
        _need(bench, document_id, READ, ReadDocument),
        bench.catalog.or_other(extraction.document_class),
        thresholds=bench.thresholds,
        duplicates=duplicates,
        class_fixed=bench.store.get(document_id).document_class is not None,
        expected_pages=len(pages.pages) + len(pages.quarantined),
        versions={name: record.version for name, record in stages.items()},
        timings_s={name: record.timing_s for name, record in stages.items()},
    )
    seen = reviewed is not None and stages[REVIEWED].revision > stages[FIELDS].revision
    return let_pass(outcome, reviewed.acknowledged) if reviewed is not None and seen else outcome


def index(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Puts the redacted text and the listed fields of finished documents into the search index.

    Raises:
        IndexUnavailable: The index does not answer; the documents keep their outcomes and are caught up later.
    """
    from search.index import EntriesRefused

    outcomes = bench.store.outcomes(ids)
    chosen = [i for i, outcome in outcomes.items() if outcome.status in INDEXED]
    entries = [entry for i in chosen if (entry := entry_of(bench, i)) is not None]
    refused = dict.fromkeys(set(chosen) - {entry.document_id for entry in entries}, "nothing_to_index")
    try:
        if entries:
            bench.index.put(entries)
    except EntriesRefused as error:
        refused |= dict.fromkeys(error.document_ids, error.code)
    for document_id, code in refused.items():
        bench.store.append_event(document_id, "index_refused", {"code": code}, actor="fieldwright")
    taken = [entry.document_id for entry in entries if entry.document_id not in refused]
    bench.store.mark_indexed(taken, bench.index_name, INDEX_VERSION)
    # A refused entry would be refused again: it waits for a new version, not for the next run.
    bench.store.mark_indexed(list(refused), bench.index_name, INDEX_VERSION)
    return taken


def catch_up(bench: Workbench, limit: int = 1000) -> int:
    """Indexes what has an outcome and is not in the index yet; returns how many documents it was.

    Raises:
        IndexUnavailable: The index still does not answer.
    """
    caught = 0
    while ids := bench.store.unindexed(
        bench.index_name, min(limit - caught, 200), version=INDEX_VERSION, statuses=INDEXED
    ):
        redact(bench, ids)
        caught += len(index(bench, ids))
        if caught >= limit:
            break
    return caught


def entry_of(bench: Workbench, document_id: str) -> IndexEntry | None:
    """Returns what the index may know of a finished document: redacted text and listed fields; None without them."""
    from search.entry import make_entry

    outcome = bench.store.outcome(document_id)
    redacted = bench.store.load(document_id, REDACTED, RedactedDocument)
    extraction = fields_so_far(bench, document_id)
    if outcome is None or redacted is None or extraction is None:
        return None
    source = _named(bench, document_id, redacted, extraction, outcome)
    kind = bench.catalog.or_other(extraction.document_class)
    return make_entry(source, redacted, extraction, outcome, kind)


def _named(
    bench: Workbench, document_id: str, redacted: RedactedDocument, extraction: Extraction, outcome: Outcome
) -> SourceDocument:
    """Returns a document under the name that everybody may see."""
    from redaction.view import redacted_extraction
    from services.naming import class_of, name_for_everybody, public_name

    source = bench.store.get(document_id)
    kind = class_of(bench.catalog, source, outcome)
    read = bench.store.load(document_id, READ, ReadDocument)
    if read is None:
        return source.model_copy(update={"name": public_name(source, kind)})
    shown = redacted_extraction(extraction, redacted)
    file_names = bench.settings.privacy.file_names
    name = name_for_everybody(source, kind, read, redacted, shown, file_names=file_names)
    return source.model_copy(update={"name": name})


def extraction_of(bench: Workbench, document_id: str) -> Extraction:
    """Returns a document's fields: what a person established, and for all else what the machine read.

    Everything that shows, checks or hands on fields reads them here, never the machine's result alone.

    Raises:
        StageFailed: The fields were not read yet.
    """
    return _established(bench, _need(bench, document_id, FIELDS, Extraction))


def fields_so_far(bench: Workbench, document_id: str) -> Extraction | None:
    """Returns a document's fields as `extraction_of` does, or None while they were not read."""
    machine = bench.store.load(document_id, FIELDS, Extraction)
    return machine and _established(bench, machine)


def _established(bench: Workbench, machine: Extraction) -> Extraction:
    from review.corrections import merged

    reviewed = bench.store.load(machine.document_id, REVIEWED, Reviewed)
    return merged(machine, reviewed, bench.catalog.or_other(machine.document_class))


def paper_of(bench: Workbench, extraction: Extraction) -> tuple[str | None, str | None, Decimal | None]:
    """Returns party, number and amount, by which a second copy of the same document is recognized."""
    document_class = bench.catalog.or_other(extraction.document_class)

    def first(*roles: FieldRole) -> str | None:
        fields = (extraction.field(spec.name) for spec in document_class.with_role(*roles))
        return next((f.value for f in fields if f is not None and f.value), None)

    amount = first("amount")
    return first("party"), first("number", "record_number"), Decimal(amount) if amount else None


READING = (read_pages, recognize, classify, extract_fields, validate)


def extract(bench: Workbench, ids: Sequence[str]) -> None:
    """Takes documents from their bytes to an outcome, without redaction and index: what ``extract`` needs."""
    for stage in READING:
        ids = stage(bench, ids)
    conclude(bench, ids)


# ----------------------------------------------------------------------------------------------------------------------
# What the stages share


def reject(bench: Workbench, document_id: str, error: PermanentError) -> None:
    """Records that a document was rejected, and why."""
    from review.policy import reject as rejected

    stages = bench.store.stages(document_id)
    source = bench.store.get(document_id)
    outcome = rejected(
        document_id,
        error,
        document_class=source.document_class,
        versions={name: record.version for name, record in stages.items()},
        timings_s={name: record.timing_s for name, record in stages.items()},
    )
    logger.info("document %s rejected: %s", document_id[:12], error.code)
    bench.store.finish(outcome)


def reject_killers(bench: Workbench, ids: Sequence[str]) -> None:
    """Rejects documents that failed too often by themselves."""
    for document_id, failures in bench.store.failures(ids).items():
        if failures >= MOST_FAILURES:
            advice = "open it in another program, save it again and ingest the new file"
            message = f"processing stopped {failures} times on this document alone: {advice}"
            reject(bench, document_id, StageFailed(message, document_id=document_id))


def _each(
    bench: Workbench, ids: Sequence[str], stage: str, version: str, kind: type[T], make: Callable[[str], T]
) -> list[str]:
    """Makes and saves the missing results one by one; returns the ids that go on."""
    for document_id in _missing(bench, ids, stage, kind, version):
        made = _attempt(bench, document_id, stage, make)
        if made is not None:
            result, seconds = made
            bench.store.save(document_id, stage, version, result, timing_s=seconds)
    return _going_on(bench, ids)


def _batch(
    bench: Workbench,
    ids: Sequence[str],
    stage: str,
    version: str,
    kind: type[T],
    make: Callable[[Sequence[str]], list[T]],
) -> list[str]:
    """Makes and saves the missing results all at once; where that fails, one by one, so that one cannot fail all."""
    todo = _missing(bench, ids, stage, kind, version)
    if not todo:
        return _going_on(bench, ids)
    begun = time.perf_counter()
    try:
        results = make(todo)
    except Exception as error:
        if len(todo) > 1 or isinstance(error, PermanentError) or not isinstance(error, DocumentError):
            logger.warning("stage %s failed on a batch of %d (%s); one by one", stage, len(todo), type(error).__name__)
            return _each(bench, ids, stage, version, kind, lambda i: make([i])[0])
        raise
    seconds = (time.perf_counter() - begun) / len(todo)
    for document_id, result in zip(todo, results, strict=True):
        bench.store.save(document_id, stage, version, result, timing_s=seconds)
    return _going_on(bench, ids)


def _attempt(bench: Workbench, document_id: str, stage: str, make: Callable[[str], U]) -> tuple[U, float] | None:
    """Returns a result with its seconds, or None after the document was rejected.

    Raises:
        DocumentError: A transient error or a wrong configuration: not the document's fault.
    """
    begun = time.perf_counter()
    try:
        return make(document_id), time.perf_counter() - begun
    except PermanentError as error:
        reject(bench, document_id, error)
    except DocumentError as error:
        # Whoever runs the batch may go on without the one document that an engine fails on.
        error.document_id = error.document_id or document_id
        raise
    except (OSError, MemoryError) as error:
        raise EngineUnavailable(
            f"stage {stage} ran out of a resource ({type(error).__name__})", document_id=document_id, stage=stage
        ) from error
    except Exception as error:
        # Only the kind of error is kept: its message may quote the document.
        logger.warning("stage %s broke on document %s: %s", stage, document_id[:12], _where(error))
        broken = StageFailed(
            f"stage {stage} broke on this document ({type(error).__name__}): please report it with the document's id",
            document_id=document_id,
            stage=stage,
        )
        reject(bench, document_id, broken)
    return None


def _where(error: BaseException) -> str:
    """Returns the kind of an error and the place in the code, without its message."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__}{place}"


def _missing(bench: Workbench, ids: Sequence[str], stage: str, kind: type[BaseModel], version: str) -> list[str]:
    """Returns the ids without a result of this version, or with one made from inputs that were made anew since."""
    todo = [
        i
        for i in _going_on(bench, ids)
        if bench.store.load(i, stage, kind, version=version) is None or is_stale(bench.store.stages(i), stage)
    ]
    if len(todo) == len(ids) == 1:
        bench.store.alone(todo[0], stage)
    return todo


def is_stale(records: Mapping[str, StageRecord], stage: str) -> bool:
    """Whether an input of a stage's result was saved after the stage had read its inputs."""
    return newest_input(records, stage) > records[stage].made_from


def newest_input(records: Mapping[str, StageRecord], stage: str) -> int:
    """Returns the newest revision among the results that a stage is made from; 0 without any."""
    return max((records[name].revision for name in ORDER[: ORDER.index(stage)] if name in records), default=0)


def _going_on(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Returns the ids that were not rejected."""
    outcomes = bench.store.outcomes(ids)
    return [i for i in ids if i not in outcomes or outcomes[i].status != "rejected"]


def _need(bench: Workbench, document_id: str, stage: str, kind: type[T]) -> T:
    result = bench.store.load(document_id, stage, kind)
    if result is None:
        raise StageFailed(
            f"the result of stage {stage} is missing: process the document again", document_id=document_id
        )
    return result


def _render(bench: Workbench, document_id: str) -> PagesResult:
    """Renders a document and reads its e-invoice; the images go to the store's files."""
    from extractors.einvoice.reading import read_einvoice
    from extractors.input.file_types import inspect
    from extractors.input.pages import read_pages as pages_in

    settings, store = bench.settings, bench.store
    source = store.get(document_id)
    path = store.original(document_id)
    inspection = inspect(path, limits=settings.limits, name=source.name)
    pages: list[Page] = []
    quarantined: list[QuarantinedPage] = []
    for item in pages_in(path, media_type=inspection.media_type, dpi=settings.dpi, limits=settings.limits):
        if isinstance(item, QuarantinedPage):
            quarantined.append(item)
        else:
            store.save_image(document_id, item.page.number, item.pixels)
            pages.append(item.page)
    einvoice = read_einvoice(path, settings.limits, media_type=inspection.media_type)
    return PagesResult(pages=tuple(pages), quarantined=tuple(quarantined), einvoice=einvoice)


def _image(bench: Workbench, document_id: str, page: Page) -> PageImage:
    """Returns a page with its image; an image that was cleaned away or is damaged is rendered again."""
    from extractors.input.page_image import PageImage

    pixels = bench.store.load_image(document_id, page.number)
    if pixels is None:
        _render(bench, document_id)
        pixels = bench.store.load_image(document_id, page.number)
    if pixels is None:
        raise StageFailed(
            f"the image of page {page.number} is missing: process the document again", document_id=document_id
        )
    return PageImage(page, pixels)


def _read_safely(bench: Workbench, chunk: Sequence[tuple[str, Page]]) -> list[tuple[str, Page]]:
    """Reads pages of several documents at once; where that fails, by document, so that one cannot fail all."""
    documents = list(dict.fromkeys(_ids_of(chunk)))
    if len(documents) > 1:
        try:
            return list(zip(_ids_of(chunk), _read_chunk(bench, chunk), strict=True))
        except ConfigurationError:
            raise
        except Exception as error:
            logger.warning("stage %s failed on %d pages (%s); by document", READ, len(chunk), type(error).__name__)
    done: list[tuple[str, Page]] = []
    for document_id in documents:
        own = [item for item in chunk if item[0] == document_id]
        made = _attempt(bench, document_id, READ, partial(_read_own, bench, own))
        done += [(document_id, page) for page in (made[0] if made else ())]
    return done


def _read_own(bench: Workbench, own: Sequence[tuple[str, Page]], document_id: str) -> list[Page]:
    return _read_chunk(bench, own)


def _read_chunk(bench: Workbench, chunk: Sequence[tuple[str, Page]]) -> list[Page]:
    from extractors.read import finish_pages

    return finish_pages(bench.ocr, [_image(bench, document_id, page) for document_id, page in chunk])


def _save_read(
    bench: Workbench,
    loaded: dict[str, PagesResult],
    finished: Mapping[str, list[Page]],
    seconds: Mapping[str, float],
    version: str,
) -> None:
    """Saves the documents all of whose pages are read, and takes them off what is loaded."""
    for document_id in [i for i, pages in loaded.items() if len(finished[i]) == len(pages.pages)]:
        quarantined = loaded.pop(document_id).quarantined
        pages = tuple(finished[document_id])
        read = ReadDocument(document_id=document_id, engine=version, pages=pages, quarantined=quarantined)
        bench.store.save(document_id, READ, version, read, timing_s=seconds[document_id])


def _ids_of(chunk: Sequence[tuple[str, Page]]) -> list[str]:
    return [document_id for document_id, _ in chunk]


def _stated(bench: Workbench, guess: Classification) -> Classification:
    """Returns the class that an e-invoice in the file states, else the guess."""
    einvoice = _need(bench, guess.document_id, PAGES, PagesResult).einvoice
    if einvoice is None or not einvoice.document_class:
        return guess
    made = {"document_class": einvoice.document_class, "confidence": 0.999, "model": f"e-invoice {einvoice.standard}"}
    return guess.model_copy(update=made)


def _fixed(bench: Workbench, guess: Classification) -> Classification:
    known = bench.store.get(guess.document_id).document_class
    if known is None:
        return guess
    return guess.model_copy(update={"document_class": known, "confidence": 1.0, "fixed": True})


def _chunks(items: Sequence[U], size: int) -> Iterator[Sequence[U]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
