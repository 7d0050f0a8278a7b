"""Makes a checkpoint's confidences mean something: fits ``calibration.json`` on documents the weights never saw.

The documents are the held-out side of the sets (`training.datasets`). The shipped calibration is fitted on all of them.
Reported figures come from cross-fitting by family, so no value is judged by a calibration that saw its document or a
near-copy. A split into three parts would leave some sixty documents for each of fitting and reporting, too few for
either.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractors.fields.confidence.calibration import CALIBRATION_FILE, Calibration, groups_of
from extractors.fields.confidence.features import NAMES, Case, cases
from extractors.fields.extractor import FieldInput
from extractors.fields.layoutlm.model import LayoutLMExtractor
from registry.manifest import read_about, weights_of
from schemas.classes import SHIPPED, ClassCatalog
from schemas.document import ReadDocument
from schemas.extraction import Classification, Extraction
from schemas.vocabulary import DocumentClass
from training import scoring
from training.calibration_report import note_in_card, report, thresholds
from training.datasets import Document
from training.fitting import Known, Sample, cross_fitted, fit


def given_class(read: ReadDocument, kind: DocumentClass) -> FieldInput:
    """Returns a document with its class given."""
    told = Classification(
        document_id=read.document_id, document_class=kind.name, confidence=1.0, fixed=True, model="given"
    )
    return FieldInput(read, told, kind)


def verdicts(
    extractor: LayoutLMExtractor,
    documents: Sequence[Document],
    reads: Iterable[ReadDocument],
    catalog: ClassCatalog = SHIPPED,
) -> Iterator[tuple[list[scoring.Judged], list[Known]]]:
    """Yields for each document of one set its judged fields, and its decoded values before any calibration.

    Args:
        extractor: The checkpoint.
        documents: Documents that its weights did not learn from.
        reads: Their words.
        catalog: Their classes.
    """
    names = scoring.vocabulary(d.row for d in documents)
    columns = scoring.columns(d.row for d in documents)
    for document, read in zip(documents, reads, strict=True):
        kind = catalog.require(document.document_class)
        [labelled] = extractor.label([(read, kind)])
        extraction = extractor.decode(given_class(read, kind), labelled)
        found = {f.name: (f.value, f.confidence) for f in extraction.fields if f.value is not None}
        judged = scoring.judge(document.row, found, names[kind.name])
        right: dict[tuple[int | None, str], bool] = {(None, j.field): j.right for j in judged if j.found is not None}
        right |= _cells(document, extraction, columns[kind.name])
        yield (
            judged,
            [
                _known(document, case, right[case.line, case.field.name])
                for case in cases(labelled, extraction)
                if (case.line, case.field.name) in right
            ],
        )


def _cells(document: Document, extraction: Extraction, columns: set[str]) -> dict[tuple[int | None, str], bool]:
    if document.row.get("line_items") is None:
        return {}
    _, right = scoring.judge_cells(document.row["line_items"], [item.values for item in extraction.line_items], columns)
    return {(row, name): verdict for (row, name), verdict in right.items()}


def _known(document: Document, case: Case, right: bool) -> Known:
    in_line = case.line is not None
    return Known(
        document.set_name,
        document.family,
        str(document.row["file"]),
        document.document_class,
        case.field.name,
        in_line,
        groups_of(document.document_class, case.field, in_line=in_line),
        case.evidence,
        case.field.confidence,
        right,
    )


def known_values(
    extractor: LayoutLMExtractor,
    documents: Sequence[Document],
    reads: Iterable[ReadDocument],
    catalog: ClassCatalog = SHIPPED,
) -> Sample:
    """Returns every decoded value of documents of one set with its verdict: see `verdicts`."""
    known: list[Known] = []
    slots: Counter[str] = Counter()
    for judged, values in verdicts(extractor, documents, reads, catalog):
        slots.update(j.document_class for j in judged)
        known.extend(values)
    return Sample(tuple(known), slots)


# ----------------------------------------------------------------------------------------------------------------------
# The file and its report


def calibrate(checkpoint: Path, sample: Sample, *, prior: Calibration | None = None) -> dict[str, Any]:
    """Fits, measures and writes ``calibration.json`` into the checkpoint; returns what was written."""
    fitted = fit(sample.known, prior=prior)
    judged = cross_fitted(sample.known, prior=prior)
    stored = {
        "weights": weights_of(read_about(checkpoint)),
        "model": {
            "evidence": list(NAMES),
            "means": fitted.means,
            "scales": fitted.scales,
            "weights": fitted.weights,
            "offsets": fitted.offsets,
        },
        "thresholds": thresholds(sample, judged),
        "report": report(sample, judged),
        "made": datetime.now(UTC).date().isoformat(),
    }
    (checkpoint / CALIBRATION_FILE).write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    note_in_card(checkpoint, stored)
    return stored
