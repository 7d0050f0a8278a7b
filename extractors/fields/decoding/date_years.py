"""Dates whose year is printed apart: on a narrow receipt it wraps to the next line, behind the time."""

from __future__ import annotations

import re
from collections.abc import Mapping

from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, evidence_boxes
from values.normalize import Hints, normalize

YEAR = re.compile(r"(?:19|20)\d\d")
REACH = 5
"""Words behind the date among which its year may be."""

TRUST = 0.9
"""Share of the confidence that is left: the year may belong to something else."""


def with_years(read: ReadDocument, found: Mapping[str, ExtractedField], hints: Hints) -> dict[str, ExtractedField]:
    """Returns the fields where dates without a year have the only year that is printed shortly behind them."""
    return {name: _with_year(read, field, hints) for name, field in found.items()}


def _with_year(read: ReadDocument, field: ExtractedField, hints: Hints) -> ExtractedField:
    if field.kind != "date" or field.value is not None or not field.word_ids:
        return field
    last = field.word_ids[-1]
    behind = [w for w in read.words[last + 1 : last + 1 + REACH] if w.page_number == field.page_number]
    years = [word for word in behind if YEAR.fullmatch(word.text.strip(",.;"))]
    if len(years) != 1:
        return field
    raw = f"{field.raw} {years[0].text}"
    value = normalize("date", raw, name=field.name, hints=hints).value
    if value is None:
        return field
    ids = (*field.word_ids, years[0].id)
    _, boxes = evidence_boxes(read, ids)
    update = {"raw": raw, "value": value, "problem": None, "word_ids": ids, "boxes": boxes}
    why = "its year is printed apart"
    return field.model_copy(update={**update, "confidence": TRUST * field.confidence, "why": (*field.why, why)})
