"""Documents that people checked: what the machine would have decided, and whether it would have been right."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from schemas.document import ReadDocument
from schemas.errors import DocumentError
from schemas.extraction import Extraction
from schemas.standards import Check
from schemas.vocabulary import DocumentClass
from services.stage_results import READ
from services.stages.fields import extraction_of
from services.stages.parties import machine_fields
from services.stages.review_queue import page_count

if TYPE_CHECKING:
    from services.workbench import Workbench


def note_check(bench: Workbench, document_id: str, kind: DocumentClass) -> None:
    """Keeps that a person checked a document, with what the machine would have decided."""
    standard = standard_of(bench, kind)
    audited = bench.store.standards.was_audited(document_id)
    made = check_of(bench, document_id, kind, audited, standard)
    if made is not None:
        bench.store.standards.record([made])


def standard_of(bench: Workbench, kind: DocumentClass) -> str:
    """Returns a name for the model of confidence and the critical fields that figures of a class belong to."""
    columns = [f"line.{spec.name}" for spec in kind.columns if spec.importance == "critical"]
    names = " ".join([kind.name, *kind.critical_fields, *columns])
    return f"{bench.decision.version} {hashlib.sha256(names.encode()).hexdigest()[:8]}"


def check_of(bench: Workbench, document_id: str, kind: DocumentClass, audited: bool, standard: str) -> Check | None:
    """Returns a document that a person checked, judged by the model in use.

    Args:
        bench: The store and the model.
        document_id: The document.
        kind: Its class, with the critical fields that count.
        audited: Whether it was accepted and drawn for a second look.
        standard: What the check belongs to.

    Returns:
        The check; None where the document is gone or has another class now.
    """
    try:
        read = bench.store.load(document_id, READ, ReadDocument)
        machine = machine_fields(bench, document_id)
        if read is None or machine is None or machine.document_class != kind.name:
            return None
        return Check(
            document_id=document_id,
            document_class=kind.name,
            confidence=_confidence(bench, machine, read, kind),
            right=_is_right(machine, extraction_of(bench, document_id), kind),
            audited=audited,
            standard=standard,
        )
    except DocumentError:
        return None


def _confidence(bench: Workbench, machine: Extraction, read: ReadDocument, kind: DocumentClass) -> float:
    """Returns the confidence of what the machine read; 0 where a finding holds the document up."""
    from expectations.validate import validate
    from review.policy import Standard, decide

    [report] = validate([machine], bench.catalog, currencies=bench.settings.currencies)
    outcome = decide(
        machine,
        report,
        read,
        kind,
        thresholds=bench.settings.thresholds,
        standard=Standard(threshold=0.0, model=bench.decision),
        class_fixed=bench.store.get(machine.document_id).document_class is not None,
        expected_pages=page_count(bench, machine.document_id),
    )
    return outcome.confidence or 0.0 if outcome.status == "accepted" else 0.0


def _is_right(machine: Extraction, truth: Extraction, kind: DocumentClass) -> bool:
    from review.sampling import same

    def value(extraction: Extraction, name: str) -> str | None:
        found = extraction.field(name)
        return found.value if found is not None else None

    critical = [spec for spec in kind.fields if spec.importance == "critical"]
    return all(same(spec, value(machine, spec.name), value(truth, spec.name)) for spec in critical)
