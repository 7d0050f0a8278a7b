"""What the review screen and its JSON show of a document: fields in order, words, the table, findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from review.places import TABLE
from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, Extraction, LineItem
from schemas.outcome import DOCUMENT_UNCERTAIN, VALUE_DOUBTS, Outcome
from schemas.review import SECOND, QueueRow
from schemas.vocabulary import FieldSpec
from services.review import Case, Judgement, second_look_fields

if TYPE_CHECKING:
    from review.corrections import Applied

PAGES_AT_ONCE = 4
"""Pages whose words are sent with the screen; those of further pages are loaded when they are shown."""


class PlaceView(BaseModel):
    """Where a value is: boxes are left, top, right, bottom as shares of the page."""

    page: int
    boxes: list[list[float]]
    words: list[int]


class FieldView(BaseModel):
    """One field of the screen. ``doubts`` say why a person must look; ``hint`` is what somebody else read."""

    name: str
    title: str
    kind: str
    required: bool
    raw: str
    value: str | None
    confidence: float | None
    source: str | None
    why: list[str]
    place: PlaceView | None
    doubts: list[str]
    hint: str | None = None


class CellView(BaseModel):
    """One cell of the table."""

    raw: str
    value: str | None
    confidence: float
    place: PlaceView
    doubtful: bool


class FindingView(BaseModel):
    """Something that speaks against the document. ``key`` lets it pass; without one, an answer must end it."""

    key: str | None
    code: str
    field: str | None
    message: str
    severity: str
    passed: bool


class ProblemView(BaseModel):
    """Why an answer cannot be taken as it is."""

    field: str
    line: int | None
    code: str
    message: str


class JudgementView(BaseModel):
    """What answers make of a document."""

    complete: bool
    fields: dict[str, FieldView]
    rows: list[dict[str, CellView]]
    problems: list[ProblemView]
    findings: list[FindingView]


def screen(case: Case, row: QueueRow) -> dict[str, Any]:
    """Returns all that the script of the review screen works with."""
    blind = row.round == SECOND
    known = case.document_class
    shown = second_look_fields(case) if blind else known.fields
    views = [blank_view(spec) if blind else field_view(case, spec) for spec in shown]
    rows = row_views(case.extraction.line_items, _cells(case))
    return {
        "document_id": case.source.id,
        "round": row.round,
        "version": case.version,
        "document_class": known.name,
        "fields": [view.model_dump(mode="json") for view in views],
        "columns": [] if blind else [{"name": c.name, "title": c.title, "kind": c.kind} for c in known.columns],
        "rows": [] if blind else [_dumped(cells) for cells in rows],
        "table_doubts": [] if blind else [why for d in case.doubts if d.field == TABLE for why in d.why],
        "findings": [] if blind else [view.model_dump(mode="json") for view in findings(case.outcome)],
        "pages": pages_view(case.read, case.extraction),
    }  # fmt: skip


def field_view(case: Case, spec: FieldSpec) -> FieldView:
    """Returns a field as it is, with why a person must look at it."""
    doubts = [why for doubt in case.doubts if (doubt.field, doubt.line) == (spec.name, None) for why in doubt.why]
    dispute = next((d for d in case.disputes if d.field == spec.name), None)
    hint = None
    if dispute is not None:
        hint = f"A second person read: {dispute.second or 'no such field'}"
        doubts = ["Two answers differ.", *doubts]
    return _field(spec, case.extraction.field(spec.name), doubts, hint)


def blank_view(spec: FieldSpec) -> FieldView:
    """Returns a field of a blind second look: it asks, and shows nothing of the first answer."""
    return _field(spec, None, ["Read it from the page."], None)


def judgement_view(case: Case, judgement: Judgement) -> JudgementView:
    """Returns a judgment's sentences for the screen."""
    extraction, known = judgement.applied.extraction, case.document_class
    left = {reason.field for reason in judgement.outcome.reasons if reason.code in VALUE_DOUBTS}
    return JudgementView(
        complete=judgement.is_complete,
        fields={spec.name: _field(spec, extraction.field(spec.name), [], None) for spec in known.fields},
        rows=row_views(extraction.line_items, left),
        problems=[ProblemView(**vars(problem)) for problem in judgement.applied.problems],
        findings=findings(judgement.outcome),
    )


def blind_view(case: Case, applied: Applied) -> JudgementView:
    """Returns what a second look's answers mean, and nothing of what the first ones were."""
    problems = [ProblemView(**vars(problem)) for problem in applied.problems]
    fields = {s.name: _field(s, applied.extraction.field(s.name), [], None) for s in second_look_fields(case)}
    return JudgementView(complete=not problems, fields=fields, rows=[], problems=problems, findings=[])


def findings(outcome: Outcome) -> list[FindingView]:
    """Returns what speaks against a document, gravest first, without doubts about single values: fields show those."""
    from review.corrections import is_finding, key_of

    found = []
    for reason in outcome.reasons:
        passed = reason.severity == "info"
        if reason.code not in VALUE_DOUBTS or reason.code == DOCUMENT_UNCERTAIN:
            found.append(
                FindingView(
                    key=key_of(reason) if is_finding(reason) else None,
                    code=reason.code,
                    field=reason.field,
                    message=reason.message,
                    severity=reason.severity,
                    passed=passed,
                )
            )
    return found


def pages_view(read: ReadDocument, extraction: Extraction) -> list[dict[str, Any]]:
    """Returns number and size of every page, and the words and check boxes of the first few."""
    return [
        {"number": page.number, "width": page.width, "height": page.height}
        | (
            {"words": words_view(read, page.number), "marks": _marks(extraction, page.number)}
            if at < PAGES_AT_ONCE
            else {}
        )
        for at, page in enumerate(read.pages)
    ]


def words_view(read: ReadDocument, number: int) -> list[list[Any]]:
    """Returns the words of a page: id, text, line, left, top, right, bottom."""
    return [[w.id, w.text, w.line_index, *_rounded(w.box.as_list())] for w in read.words_of_page(number)]


def row_views(items: Sequence[LineItem], doubtful: Iterable[object]) -> list[dict[str, CellView]]:
    """Returns the table; ``doubtful`` names columns, or (line, column) pairs."""
    marked = set(doubtful)
    return [
        {
            name: CellView(
                raw=cell.raw,
                value=cell.value,
                confidence=cell.confidence,
                place=_place(cell),
                doubtful=cell.confidence < 1 and (name in marked or (line, name) in marked),
            )
            for name, cell in item.cells.items()
        }
        for line, item in enumerate(items, start=1)
    ]


def _cells(case: Case) -> set[object]:
    return {(doubt.line, doubt.field) for doubt in case.doubts if doubt.line is not None}


def _dumped(cells: dict[str, CellView]) -> dict[str, Any]:
    return {name: cell.model_dump(mode="json") for name, cell in cells.items()}


def _field(spec: FieldSpec, found: ExtractedField | None, doubts: list[str], hint: str | None) -> FieldView:
    return FieldView(
        name=spec.name,
        title=spec.title,
        kind=spec.kind,
        required=spec.required,
        raw=found.raw if found else "",
        value=found.value if found else None,
        confidence=round(found.confidence, 4) if found else None,
        source=found.source if found else None,
        why=list(found.why) if found else [],
        place=_place(found) if found else None,
        doubts=doubts,
        hint=hint,
    )


def _place(found: ExtractedField) -> PlaceView:
    boxes = [_rounded(box.as_list()) for box in found.boxes]
    return PlaceView(page=found.page_number, boxes=boxes, words=list(found.word_ids))


def _marks(extraction: Extraction, number: int) -> list[list[Any]]:
    return [[mark.checked, *_rounded(mark.box.as_list())] for mark in extraction.marks.get(number, ())]


def _rounded(values: Sequence[float]) -> list[float]:
    return [round(value, 5) for value in values]
