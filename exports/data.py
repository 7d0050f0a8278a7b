"""JSON for programs: outcome, fields with evidence, every word with its place, blocks, and tables by row."""

from __future__ import annotations

import json
from typing import Any

from exports.tables import rows_of
from schemas.document import Block, Page, ReadDocument
from schemas.extraction import Extraction
from schemas.outcome import Outcome
from schemas.report import document_report


def document_json(
    file_name: str, *, outcome: Outcome, read: ReadDocument | None = None, extraction: Extraction | None = None
) -> bytes:
    """Returns what ``fieldwright extract`` writes of a document, and its words besides: ``pages[].lines[].words[]``.

    ``pages[].blocks[]`` are titles, paragraphs, tables, figures, stamps and others. Their ``lines`` are indices into
    the page's lines; a table has ``rows`` of cells. Boxes are ``[left, top, right, bottom]`` as shares of the page,
    from its top left corner.
    """
    report = document_report(file_name, outcome=outcome, read=read, extraction=extraction)
    for page, written in zip(read.pages if read else (), report["pages"], strict=True):
        written["dpi"] = page.dpi
        written["lines"] = _lines(page)
        written["blocks"] = [_block(page, block) for block in page.blocks]
    report["engine"] = read.engine if read else None
    report["quarantined"] = [page.model_dump() for page in (read.quarantined if read else ())]
    return json.dumps(report, ensure_ascii=False, indent=1).encode() + b"\n"


def _block(page: Page, block: Block) -> dict[str, Any]:
    made: dict[str, Any] = {
        "kind": block.kind,
        "box": [round(share, 6) for share in block.box.as_list()],
        "confidence": round(block.confidence, 4),
        "lines": list(block.lines),
    }
    return made | ({"rows": rows_of(page, block.lines)} if block.kind == "table" else {})


def _lines(page: Page) -> list[dict[str, Any]]:
    return [
        {
            "text": line.text,
            "words": [
                {
                    "text": word.text,
                    "box": [round(share, 6) for share in word.box.as_list()],
                    "confidence": round(word.confidence, 4),
                }
                for word in line.words
            ],
        }
        for line in page.lines
    ]
