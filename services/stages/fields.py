"""From words to checked fields: the class of a document, its fields, the expectations that they fail."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from schemas.extraction import Classification, Extraction
from schemas.review import REVIEWED, Reviewed
from schemas.validation import ValidationReport
from schemas.vocabulary import FieldRole
from services.batch import Batch
from services.stage_results import CLASS, FIELDS, PAGES, REPORT, Bench, PagesResult, StageFailed
from services.stage_runner import at_once, need
from services.stages.parties import machine_fields, match_parties
from services.stages.reading import image_of
from services.stages.splitting import own_reading

if TYPE_CHECKING:
    from extractors.fields.extractor import FieldInput


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
    """Reads the fields of each document, by the extractor for its class; then matches its parties to the directory."""
    extractor = batch.bench.fields

    def fields_of(chosen: Sequence[str]) -> list[Extraction]:
        return extractor.extract([_field_input(batch, i) for i in chosen])

    at_once(batch, FIELDS, f"{extractor.name} {extractor.version}", Extraction, fields_of)
    match_parties(batch)


def _field_input(batch: Batch, document_id: str) -> FieldInput:
    from extractors.fields.extractor import FieldInput

    classification = need(batch, document_id, CLASS, Classification)
    return FieldInput(
        own_reading(batch, document_id),
        classification,
        batch.catalog.or_other(classification.document_class),
        need(batch, document_id, PAGES, PagesResult).einvoice,
        lambda page: image_of(batch, document_id, page),
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
