"""Documents in review for tests: real samples through the real stages, with fields whose doubts the test chooses."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from extractors.fields.extractor import FieldInput
from review.grounding import Place, locate
from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, Extraction, LineItem
from schemas.review import Answer, Answers
from schemas.vocabulary import FieldSpec
from services import stages
from services.intake import take_in
from services.workbench import Workbench
from tests.workbenches import SAMPLES, NoFields, run, workbench
from values.locale_hints import hints_of
from values.normalize import normalize

INVOICES = ("invoice_english.pdf", "invoice_german.pdf")
"""Samples with a text layer whose values are on the page as the truth spells them."""


@cache
def _truth(folder: Path) -> dict[str, Any]:
    """Returns the lines of a truth file by document id."""
    rows = map(json.loads, (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines())
    found = {}
    for row in rows:
        path = folder / row["file"]
        path = path if path.exists() else folder / "documents" / row["file"]
        found[hashlib.sha256(path.read_bytes()).hexdigest()] = row
    return found


class TrueFields(NoFields):
    """Finds the true values of samples, with the confidences and the errors that a test wants.

    ``wrong`` maps a field to the text that is read instead, or to None where the field is missed. ``misread`` maps a
    cell, by column and row from 1, to what is read at its place. ``folder`` holds documents other than the samples, with
    their ``truth.jsonl``.
    """

    name = "true"

    def __init__(
        self,
        confidences: Mapping[str, float] | None = None,
        wrong: Mapping[str, str | None] | None = None,
        misread: Mapping[tuple[str, int], str] | None = None,
        folder: Path = SAMPLES.parent,
    ) -> None:
        super().__init__()
        self.truth = _truth(folder)
        self.confidences = confidences or {}
        self.wrong = wrong or {}
        self.misread = misread or {}

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        return [self._extraction(item) for item in batch]

    def _extraction(self, item: FieldInput) -> Extraction:
        truth, kind = self.truth[item.read.document_id], item.document_class
        fields = [f for spec in kind.fields if (f := self._field(item.read, spec, truth["fields"])) is not None]
        rows = [
            self._row(item.read, kind.columns, row, number) for number, row in enumerate(truth.get("line_items", []), 1)
        ]
        return Extraction(
            document_id=item.read.document_id,
            document_class=kind.name,
            class_confidence=item.classification.confidence,
            model="true 1",
            fields=tuple(fields),
            line_items=tuple(row for row in rows if row.cells),
        )

    def _row(self, read: ReadDocument, columns: Sequence[FieldSpec], row: Mapping[str, Any], number: int) -> LineItem:
        anchor = columns[0]
        first = self._field(read, anchor, row)
        near = Place(first.page_number, first.boxes) if first else None
        cells = {c.name: self._field(read, c, row, near=near) for c in columns}
        return LineItem(cells={name: self._misread(cell, number) for name, cell in cells.items() if cell is not None})

    def _misread(self, cell: ExtractedField, row: int) -> ExtractedField:
        text = self.misread.get((cell.name, row))
        return cell if text is None else cell.model_copy(update={"raw": text, "value": text})

    def _field(
        self, read: ReadDocument, spec: FieldSpec, truth: Mapping[str, Any], *, near: Place | None = None
    ) -> ExtractedField | None:
        cell = truth.get(spec.name)
        text = self.wrong.get(spec.name, str(cell["value"]) if cell else None)
        if text is None:
            return None
        hints = hints_of(read.text)

        def normal_form(spec: FieldSpec, raw: str) -> tuple[str | None, str | None]:
            found = normalize(spec.kind, raw, name=spec.name, hints=hints)
            return found.value, found.problem

        value, problem = (text, None) if spec.name not in self.wrong else normal_form(spec, text)
        place = locate(read, spec, text, value or text, normal_form, near=near, only_near=near is not None)
        if place is None:
            return None
        return ExtractedField(
            name=spec.name,
            kind=spec.kind,
            raw=text,
            value=value,
            problem=problem,
            confidence=self.confidences.get(spec.name, 0.999),
            page_number=place.page_number,
            boxes=place.boxes,
            word_ids=place.word_ids,
            source="layoutlm",
        )


WRONG_TOTAL = TrueFields({"total_amount": 0.4}, {"total_amount": "$8,115"})
"""The English invoice with a total that is wrong and unsure."""

RIGHT_TOTAL = Answers(answers=(Answer(field="total_amount", action="correct", text="8835.21"),))
"""The answer of a person who corrects it."""


def reviewing(home: Path, fields: TrueFields | None = None, **settings: object) -> Workbench:
    """A workbench whose documents end as the given fields make them end."""
    quiet = {"review": {"second_look_rate": 0.0, "accepted_look_rate": 0.0}}
    return workbench(home, fields=fields or TrueFields(), **(quiet | settings))


def process(bench: Workbench, *names: str, document_class: str = "invoice") -> list[str]:
    """Takes samples from their bytes to outcome, queue and index; returns their ids."""
    taken = take_in(bench, [str(SAMPLES / name) for name in names], document_class=document_class)
    ids = [one.document_id for one in taken if one.document_id is not None]
    run(bench, ids, *stages.READING, stages.redact, stages.conclude, stages.index)
    return ids
