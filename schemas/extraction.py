"""Typed fields with their evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from schemas.document import Confidence, DocumentId, Mark, PageFinding, ReadDocument
from schemas.geometry import Box, Frozen
from schemas.parties import PartyMatch

FieldType = Literal["money", "number", "date", "id", "code", "bool", "name", "text"]
"""How a value is written and compared: money and number are plain decimals, dates ISO, bool is true or false."""

FieldSource = Literal["layoutlm", "form", "embedded_xml", "person", "directory"]

TypedValue = Decimal | date | bool | str


def typed(kind: FieldType, value: str) -> TypedValue:
    """Returns a normalized value as its Python type.

    Raises:
        ValueError: The value is not in the normal form of its type.
    """
    if kind in ("money", "number"):
        try:
            return Decimal(value)
        except ArithmeticError as error:
            raise ValueError(f"not a plain decimal of type {kind}") from error
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "bool":
        if value not in ("true", "false"):
            raise ValueError("a bool is written true or false")
        return value == "true"
    return value


class ExtractedField(Frozen):
    """One value and where it was read.

    ``value`` is the normal form, or None when the raw text could not be normalized: ``problem`` then states why.
    ``word_ids`` name the words of the `ReadDocument`; a check box has no words, only ``boxes``. Only what an embedded
    XML states and no page prints has neither: its ``page_number`` is 1. ``why`` lists what happened between the page
    and the value, in sentences for a reviewer.
    """

    name: str
    kind: FieldType
    raw: str
    value: str | None
    problem: str | None = None
    confidence: Confidence
    page_number: int = Field(ge=1)
    boxes: tuple[Box, ...] = ()
    word_ids: tuple[int, ...] = ()
    source: FieldSource
    why: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> ExtractedField:
        if self.value is None and self.problem is None:
            raise ValueError("a field without a value needs a problem")
        if self.value is not None:
            typed(self.kind, self.value)
        if not self.boxes and self.source != "embedded_xml":
            raise ValueError("a value read from a page needs its place")
        return self

    @property
    def typed_value(self) -> TypedValue | None:
        """The value as Decimal, date, bool or str; None when it could not be normalized."""
        return None if self.value is None else typed(self.kind, self.value)


def evidence_boxes(read: ReadDocument, word_ids: Sequence[int]) -> tuple[int, tuple[Box, ...]]:
    """Returns the page and the boxes of the given words, one box for each line they are on.

    Words on a later page than the first word's are left out: a value has one page.

    Raises:
        ValueError: No word was given.
    """
    if not word_ids:
        raise ValueError("evidence of no words does not exist")
    words = [read.words[i] for i in word_ids]
    page_number = words[0].page_number
    by_line: dict[int, list[Box]] = {}
    for word in words:
        if word.page_number == page_number:
            by_line.setdefault(word.line_index, []).append(word.box)
    return page_number, tuple(Box.around(boxes) for boxes in by_line.values())


def raw_text(read: ReadDocument, word_ids: Sequence[int]) -> str:
    """Returns words as read: a blank between words of a line, a line feed between lines."""
    parts: list[str] = []
    for previous, word_id in zip((None, *word_ids), word_ids, strict=False):
        word = read.words[word_id]
        if previous is not None:
            parts.append(" " if read.words[previous].line == word.line else "\n")
        parts.append(word.text)
    return "".join(parts)


class LineItem(Frozen):
    """One row of a document's table: column name to cell."""

    cells: dict[str, ExtractedField]

    @property
    def values(self) -> dict[str, str]:
        """The normalized cells; cells that could not be normalized are left out."""
        return {name: cell.value for name, cell in self.cells.items() if cell.value is not None}


class Classification(Frozen):
    """Which class a document is of. ``fixed`` is true where a person or a deployment chose it."""

    document_id: DocumentId
    document_class: str
    confidence: Confidence
    fixed: bool = False
    model: str


class Extraction(Frozen):
    """All fields of one document. A field name occurs at most once."""

    document_id: DocumentId
    document_class: str
    class_confidence: Confidence
    model: str
    fields: tuple[ExtractedField, ...] = ()
    line_items: tuple[LineItem, ...] = ()
    findings: tuple[PageFinding, ...] = ()
    marks: dict[int, tuple[Mark, ...]] = Field(default_factory=dict)
    """Check boxes by page number, on pages of a form whose boxes are known."""
    matches: tuple[PartyMatch, ...] = ()
    """The parties of the document that the directory knows, at most one for each field."""
    signs: dict[str, float] = Field(default_factory=dict)
    """What the field model saw beside values: ``unsure_words``, ``ink_beside``, ``missing.FIELD``."""

    @model_validator(mode="after")
    def _check(self) -> Extraction:
        names = [f.name for f in self.fields]
        if len(names) != len(set(names)):
            raise ValueError("a field name occurs at most once")
        if len(self.matches) != len({m.field for m in self.matches}):
            raise ValueError("a field is one party")
        return self

    def field(self, name: str) -> ExtractedField | None:
        """Returns the field with this name, or None."""
        return next((f for f in self.fields if f.name == name), None)

    def match(self, field: str) -> PartyMatch | None:
        """Returns what the directory knows of the party that this field names, or None."""
        return next((m for m in self.matches if m.field == field), None)

    def value(self, name: str) -> TypedValue | None:
        """Returns the typed value of a field; None when it is absent or could not be normalized."""
        found = self.field(name)
        return found.typed_value if found else None

    def record(self) -> dict[str, TypedValue | None]:
        """Returns one flat row: ``document_id`` and every field's typed value, for a suite to check."""
        return {"document_id": self.document_id, **{f.name: f.typed_value for f in self.fields}}
