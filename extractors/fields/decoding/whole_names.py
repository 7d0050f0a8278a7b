"""Names of which only the beginning was taken, completed where the document prints the whole more than once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from extractors.fields.decoding.cells import PageGrid
from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, evidence_boxes, raw_text
from values.normalize import normalize

_PART_OF_NAME = re.compile(r"[^\W\d_][^\d()\[\]:]*")
"""A word that continues a name: no number, nothing in brackets, no caption."""


def with_whole_names(read: ReadDocument, found: Mapping[str, ExtractedField]) -> dict[str, ExtractedField]:
    """Returns the fields with a name that begins a cell completed by the rest of it, if the cell is printed twice.

    The probabilities may end a name too early. What is printed in the same words elsewhere belongs together.
    """
    names = [f for f in found.values() if f.kind == "name" and f.word_ids and f.value is not None]
    if not names:
        return dict(found)
    grid = PageGrid(read)
    printed = Counter(cell.text.casefold() for row in grid.rows for cell in row)
    return dict(found) | {name.name: _whole(read, name, grid, printed) for name in names}


def _whole(read: ReadDocument, name: ExtractedField, grid: PageGrid, printed: Counter[str]) -> ExtractedField:
    cell = grid.cell_of(name.word_ids[0])
    ids, count = tuple(word.id for word in cell.words), len(name.word_ids)
    added = [word.text for word in cell.words[count:]]
    is_beginning = bool(added) and ids[:count] == name.word_ids
    if not is_beginning or printed[cell.text.casefold()] < 2 or not all(map(_PART_OF_NAME.fullmatch, added)):
        return name
    raw, (page, boxes) = raw_text(read, ids), evidence_boxes(read, ids)
    update = {
        "raw": raw,
        "value": normalize("name", raw, name=name.name).value,
        "word_ids": ids,
        "boxes": boxes,
        "page_number": page,
        "why": (*name.why, "printed as a whole elsewhere"),
    }
    return name.model_copy(update=update)
