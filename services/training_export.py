"""Corrections become training data: originals and what people established, as ``fieldwright train`` reads them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.errors import ConfigurationError
from schemas.extraction import ExtractedField, Extraction, LineItem
from schemas.review import REVIEWED, CorrectionRecord, Reviewed
from schemas.vocabulary import DocumentClass
from services import stages
from services.workbench import Workbench

TRUTH, CALIBRATION, DOCUMENTS = "truth.jsonl", "calibration.jsonl", "documents"

SUFFIXES = {
    "application/pdf": ".pdf", "image/tiff": ".tif", "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp",
}  # fmt: skip


@dataclass(frozen=True)
class Exported:
    """What was written: documents, confirmed values, and pairs of confidence and correctness."""

    documents: int
    values: int
    pairs: int


def export_corrections(
    bench: Workbench, folder: Path, *, document_class: str | None = None, with_accepted: bool = False
) -> Exported:
    """Writes reviewed documents with their truth to a folder, instead of what an earlier export left there.

    ``documents/`` holds the originals, ``truth.jsonl`` one line a document: values that a person confirmed or gave.
    Fields that nobody vouches for are listed in ``ignore_fields``: training neither learns nor is punished for them.
    ``calibration.jsonl`` has one line for each value that a machine had read: its confidence, and whether it was right.
    These are documents: the folder is readable by its owner only.

    Args:
        bench: The store.
        folder: Where to write; made when missing.
        document_class: Only documents of this class.
        with_accepted: Also takes sure values that nobody reviewed as true.

    Raises:
        ConfigurationError: The folder cannot be written.
    """
    try:
        (folder / DOCUMENTS).mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        rows = list(_rows(bench, folder, document_class, with_accepted=with_accepted))
        pairs = [pair for row in rows for pair in _pairs(bench, row["document_id"], row["document_class"])]
        _write(folder / TRUTH, rows)
        _write(folder / CALIBRATION, pairs)
    except OSError as error:
        raise ConfigurationError(f"{folder} cannot be written ({error.strerror}): choose another folder") from None
    return Exported(len(rows), sum(_values(row) for row in rows), len(pairs))


def truth_row(
    extraction: Extraction,
    reviewed: Reviewed,
    file: str,
    document_class: DocumentClass,
    *,
    with_accepted: bool = False,
) -> dict[str, Any]:
    """Returns a line of a truth file: what people confirmed, and which fields nobody did."""
    vouched = {f.name for f in reviewed.fields}
    if with_accepted:
        vouched |= {f.name for f in extraction.fields}
    fields = {f.name: _cell(f) for f in extraction.fields if f.name in vouched and f.value is not None}
    row: dict[str, Any] = {
        "file": file,
        "document_id": extraction.document_id,
        "document_class": extraction.document_class,
        "fields": fields,
        "ignore_fields": sorted({spec.name for spec in document_class.fields} - set(fields) - set(reviewed.absent)),
    }
    if reviewed.line_items is not None:
        row["line_items"] = [_item(item) for item in reviewed.line_items]
    return row


def is_right(correction: CorrectionRecord) -> bool:
    """Whether the machine's value was right: it was accepted, or typed again and equal."""
    return correction.action == "accept" or (correction.before is not None and correction.before == correction.after)


def _rows(
    bench: Workbench, folder: Path, document_class: str | None, *, with_accepted: bool
) -> Iterator[dict[str, Any]]:
    for document_id in bench.store.reviews.reviewed_ids():
        reviewed = bench.store.load(document_id, REVIEWED, Reviewed)
        outcome = bench.store.outcome(document_id)
        if reviewed is None or outcome is None or outcome.status != "accepted":
            continue
        known = bench.catalog.find(reviewed.document_class)
        if known is None or document_class not in (None, known.name):
            continue
        source = bench.store.get(document_id)
        file = f"{DOCUMENTS}/{document_id[:16]}{SUFFIXES.get(source.media_type, '')}"
        _copy(bench.store.original(document_id), folder / file)
        extraction = stages.extraction_of(bench, document_id)
        yield truth_row(extraction, reviewed, file, known, with_accepted=with_accepted)


def _pairs(bench: Workbench, document_id: str, document_class: str) -> Iterator[dict[str, Any]]:
    for made in bench.store.reviews.corrections(document_id):
        if made.confidence is not None:
            yield {
                "document_id": document_id,
                "document_class": document_class,
                "field": made.field,
                "line": made.line,
                "confidence": made.confidence,
                "right": is_right(made),
                "model": made.model,
            }


def _cell(field: ExtractedField) -> dict[str, str]:
    return {"value": field.value or "", "type": field.kind}


def _item(item: LineItem) -> dict[str, dict[str, str]]:
    return {name: _cell(cell) for name, cell in item.cells.items() if cell.value is not None}


def _values(row: Mapping[str, Any]) -> int:
    return len(row["fields"]) + sum(len(item) for item in row.get("line_items", ()))


def _copy(original: Path, to: Path) -> None:
    if not to.exists():
        unfinished = to.with_name(f"{to.name}.part")
        shutil.copyfile(original, unfinished)
        unfinished.chmod(0o600)
        unfinished.replace(to)


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    unfinished = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    unfinished.replace(path)
