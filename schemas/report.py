"""One document as the command line and the interface write it: plain JSON with values, evidence and outcome."""

from __future__ import annotations

from typing import Any

from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, Extraction
from schemas.outcome import Outcome
from schemas.parts import FileParts


def document_report(
    file: str,
    *,
    outcome: Outcome,
    read: ReadDocument | None = None,
    extraction: Extraction | None = None,
    parts: FileParts | None = None,
) -> dict[str, Any]:
    """Returns the JSON object of one document.

    ``fields`` has only what could be normalized; what could not be is named by a reason of the outcome. A document
    that was rejected on arrival has no pages and no fields. ``confidence`` is the probability that every critical
    field is right, ``reasons`` are at most three.

    Args:
        file: The document's name as the caller knows it.
        outcome: How it ended.
        read: Its words, where it was read.
        extraction: Its fields, where they were looked for.
        parts: The documents of its file.
    """
    return {
        "file": file,
        "part": parts.part if parts else 1,
        "parts": len(parts.parts) if parts else 1,
        "document_id": outcome.document_id,
        "document_class": outcome.document_class,
        "status": outcome.status,
        "confidence": None if outcome.confidence is None else round(outcome.confidence, 4),
        "promise": outcome.promise,
        "threshold": outcome.threshold,
        "reasons": [reason.message for reason in outcome.main_reasons],
        "pages": [
            {"number": page.number, "width": page.width, "height": page.height, "text": page.text}
            for page in (read.pages if read else ())
        ],
        "fields": {f.name: field_report(f) for f in (extraction.fields if extraction else ()) if f.value is not None},
        "line_items": [
            {name: field_report(cell) for name, cell in item.cells.items() if cell.value is not None}
            for item in (extraction.line_items if extraction else ())
        ],
        "versions": outcome.versions,
        "timings_s": {stage: round(seconds, 4) for stage, seconds in outcome.timings_s.items()},
    }


def field_report(field: ExtractedField) -> dict[str, Any]:
    """Returns the JSON object of one field: value, raw text, confidence and place."""
    return {
        "value": field.value,
        "raw": field.raw,
        "confidence": round(field.confidence, 4),
        "page": field.page_number,
        "boxes": [[round(v, 6) for v in box.as_list()] for box in field.boxes],
        "source": field.source,
        "why": list(field.why),
    }
