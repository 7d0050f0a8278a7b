"""From words to checked fields: the class of a document, its fields, the expectations that they fail."""

from __future__ import annotations

import time
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from schemas.extraction import Classification, Extraction
from schemas.review import REVIEWED, Reviewed
from schemas.validation import ValidationReport
from schemas.vocabulary import FieldRole
from services.batch import Batch
from services.stage_results import CLASS, FIELDS, PAGES, REPORT, SHADOW, Bench, PagesResult, StageFailed
from services.stage_runner import as_made, at_once, missing, need
from services.stages.parties import machine_fields, match_parties
from services.stages.reading import image_of
from services.stages.splitting import own_reading
from services.stages.traits import note_traits

if TYPE_CHECKING:
    from extractors.fields.extractor import FieldExtractor, FieldInput
    from registry.releases import Release


def classify(batch: Batch) -> None:
    """Determines each document's class; one that a person or a deployment fixed, or an e-invoice states, is kept."""
    classifier = batch.bench.classifier

    def classes_of(chosen: Sequence[str]) -> list[Classification]:
        guesses = classifier.classify([own_reading(batch, i) for i in chosen])
        return [_fixed(batch, _stated(batch, guess)) for guess in guesses]

    at_once(batch, CLASS, classifier.version, Classification, classes_of)


def _stated(batch: Batch, guess: Classification) -> Classification:
    """Returns the class that an e-invoice in the file states, else the guess."""
    einvoice = need(batch, guess.document_id, PAGES, PagesResult).einvoice
    if einvoice is None or not einvoice.document_class:
        return guess
    made = {"document_class": einvoice.document_class, "confidence": 0.999, "model": f"e-invoice {einvoice.standard}"}
    return guess.model_copy(update=made)


def _fixed(batch: Batch, guess: Classification) -> Classification:
    known = batch.source(guess.document_id).document_class
    if known is None:
        return guess
    return guess.model_copy(update={"document_class": known, "confidence": 1.0, "fixed": True})


def extract_fields(batch: Batch) -> None:
    """Reads the fields of each document, by the extractor for its class; then matches its parties to the directory.

    The current model reads, or a release that is tried on the document.
    """
    readers = batch.bench.readers
    batch.bench.layouts.refresh()
    tried = _read_by_canary(batch)
    extractor = readers.current()

    def fields_of(chosen: Sequence[str]) -> list[Extraction]:
        return extractor.extract([_field_input(batch, i) for i in chosen])

    rest = [i for i in batch.ids if i not in tried]
    at_once(batch, FIELDS, version_of(extractor), Extraction, fields_of, ids=rest)
    match_parties(batch)
    note_traits(batch)
    _read_by_shadow(batch)


def version_of(extractor: FieldExtractor) -> str:
    """Returns what the store keeps as the maker of a document's fields."""
    return f"{extractor.name} {extractor.version}"


def _read_by_canary(batch: Batch) -> set[str]:
    """Has a canary read its share of the documents; returns those that it has read."""
    from services.release_readers import is_chosen

    trial = batch.bench.readers.trial()
    if trial is None or trial.status != "canary":
        return set()
    chosen = [i for i in batch.ids if is_chosen(trial, i)]
    return set(chosen) if _read_on_trial(batch, trial, FIELDS, chosen) else set()


def _read_by_shadow(batch: Batch) -> None:
    """Has a shadow read every document; its fields are compared later and never shown."""
    trial = batch.bench.readers.trial()
    if trial is not None and trial.status == "shadow":
        _read_on_trial(batch, trial, SHADOW, batch.ids)


def _read_on_trial(batch: Batch, trial: Release, stage: str, ids: Sequence[str]) -> bool:
    """Returns whether a release on trial read documents; one that breaks costs none of them anything."""
    if not ids:
        return False
    readers = batch.bench.readers
    try:
        extractor = readers.of_release(trial.version)
        version, begun = version_of(extractor), time.perf_counter()
        todo = missing(batch, stage, Extraction, version, ids=ids)
        made = extractor.extract([_field_input(batch, i) for i in todo])
        seconds = (time.perf_counter() - begun) / max(len(todo), 1)
        results = list(zip(todo, made, strict=True))
    except Exception as error:  # whatever a checkpoint does: the current model reads
        readers.crashed(trial.version, error)
        return False
    batch.save([as_made(batch, i, stage, version, result, seconds) for i, result in results])
    return True


def _field_input(batch: Batch, document_id: str) -> FieldInput:
    from extractors.fields.extractor import FieldInput

    classification = need(batch, document_id, CLASS, Classification)
    read, kind = own_reading(batch, document_id), batch.catalog.or_other(classification.document_class)
    return FieldInput(
        read,
        classification,
        kind,
        need(batch, document_id, PAGES, PagesResult).einvoice,
        lambda page: image_of(batch, document_id, page),
        batch.bench.layouts.hint(read, kind),
    )


def validate(batch: Batch) -> None:
    """Checks the fields of the whole batch against the suites of their classes."""
    from expectations.validate import validate as checked
    from expectations.validate import version as suites_version

    def reports_of(chosen: Sequence[str]) -> list[ValidationReport]:
        extractions = [extraction_of(batch, i) for i in chosen]
        return checked(extractions, batch.catalog, currencies=batch.bench.settings.currencies)

    at_once(batch, REPORT, suites_version(batch.catalog), ValidationReport, reports_of)


def extraction_of(bench: Bench, document_id: str) -> Extraction:
    """Returns a document's fields: what a person established, and for all else what the machine read.

    Everything that shows, checks or hands on fields reads them here, never the machine's result alone.

    Raises:
        StageFailed: The fields were not read yet.
    """
    found = fields_so_far(bench, document_id)
    if found is None:
        raise StageFailed("the fields were not read yet: process the document again", document_id=document_id)
    return found


def fields_so_far(bench: Bench, document_id: str) -> Extraction | None:
    """Returns a document's fields as `extraction_of` does, or None while they were not read."""
    machine = machine_fields(bench, document_id)
    return machine and _established(bench, machine)


def _established(bench: Bench, machine: Extraction) -> Extraction:
    from review.corrections import merged

    reviewed = bench.results.load(machine.document_id, REVIEWED, Reviewed)
    return merged(machine, reviewed, bench.catalog.or_other(machine.document_class))


def identity_of(bench: Bench, extraction: Extraction) -> tuple[str | None, str | None, Decimal | None]:
    """Returns party, number and amount, by which a second copy of the same document is recognized."""
    document_class = bench.catalog.or_other(extraction.document_class)

    def first(*roles: FieldRole) -> str | None:
        fields = (extraction.field(spec.name) for spec in document_class.with_role(*roles))
        return next((f.value for f in fields if f is not None and f.value), None)

    amount = first("amount")
    return first("party"), first("number", "record_number"), Decimal(amount) if amount else None
