"""From words to checked fields: the class of a document, its fields, the expectations that they fail."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from schemas.extraction import Classification, Extraction
from schemas.review import REVIEWED, Reviewed
from schemas.validation import ValidationReport
from schemas.vocabulary import FieldRole
from services.stage_results import CLASS, FIELDS, PAGES, REPORT, PagesResult, StageFailed
from services.stage_runner import at_once, need
from services.stages.parties import machine_fields, match_parties
from services.stages.reading import image_of
from services.stages.splitting import own_reading
from services.workbench import Workbench

if TYPE_CHECKING:
    from extractors.fields.extractor import FieldInput


def classify(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Tells each document's class; one that a person or a deployment fixed, or an e-invoice states, is kept."""
    version = bench.classifier.version

    def classes_of(chosen: Sequence[str]) -> list[Classification]:
        guesses = bench.classifier.classify([own_reading(bench, i) for i in chosen])
        return [_fixed(bench, _stated(bench, guess)) for guess in guesses]

    return at_once(bench, ids, CLASS, version, Classification, classes_of)


def _stated(bench: Workbench, guess: Classification) -> Classification:
    """Returns the class that an e-invoice in the file states, else the guess."""
    einvoice = need(bench, guess.document_id, PAGES, PagesResult).einvoice
    if einvoice is None or not einvoice.document_class:
        return guess
    made = {"document_class": einvoice.document_class, "confidence": 0.999, "model": f"e-invoice {einvoice.standard}"}
    return guess.model_copy(update=made)


def _fixed(bench: Workbench, guess: Classification) -> Classification:
    known = bench.store.get(guess.document_id).document_class
    if known is None:
        return guess
    return guess.model_copy(update={"document_class": known, "confidence": 1.0, "fixed": True})


def extract_fields(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Reads the fields of each document, by the extractor for its class; the directory tells who its parties are."""

    def fields_of(chosen: Sequence[str]) -> list[Extraction]:
        return bench.fields.extract([_field_input(bench, i) for i in chosen])

    version = f"{bench.fields.name} {bench.fields.version}"
    return match_parties(bench, at_once(bench, ids, FIELDS, version, Extraction, fields_of))


def _field_input(bench: Workbench, document_id: str) -> FieldInput:
    from extractors.fields.extractor import FieldInput

    classification = need(bench, document_id, CLASS, Classification)
    return FieldInput(
        own_reading(bench, document_id),
        classification,
        bench.catalog.or_other(classification.document_class),
        need(bench, document_id, PAGES, PagesResult).einvoice,
        lambda page: image_of(bench, document_id, page),
    )


def validate(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Checks the fields of the whole batch against the suites of their classes."""
    from expectations.validate import validate as checked
    from expectations.validate import version as suites_version

    def reports_of(chosen: Sequence[str]) -> list[ValidationReport]:
        extractions = [extraction_of(bench, i) for i in chosen]
        return checked(extractions, bench.catalog, currencies=bench.settings.currencies)

    return at_once(bench, ids, REPORT, suites_version(bench.catalog), ValidationReport, reports_of)


def extraction_of(bench: Workbench, document_id: str) -> Extraction:
    """Returns a document's fields: what a person established, and for all else what the machine read.

    Everything that shows, checks or hands on fields reads them here, never the machine's result alone.

    Raises:
        StageFailed: The fields were not read yet.
    """
    found = fields_so_far(bench, document_id)
    if found is None:
        raise StageFailed("the fields were not read yet: process the document again", document_id=document_id)
    return found


def fields_so_far(bench: Workbench, document_id: str) -> Extraction | None:
    """Returns a document's fields as `extraction_of` does, or None while they were not read."""
    machine = machine_fields(bench, document_id)
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
