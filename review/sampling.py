"""Blind second looks: which documents are drawn, what is asked, and what the answers say about quality."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.extraction import ExtractedField, Extraction
from schemas.review import Comparison, SampleKind
from schemas.vocabulary import DocumentClass, FieldSpec
from values.draws import is_drawn
from values.equality import same_letters


def drawn(document_id: str, rate: float, kind: SampleKind) -> bool:
    """Whether a document belongs to the sample. A higher rate only adds documents."""
    return is_drawn(f"second look {kind} {document_id}", rate)


def asked(extraction: Extraction, document_class: DocumentClass) -> list[FieldSpec]:
    """Returns the fields of a second review: required and main ones, and all that the first answer has.

    Tables are left out: typing a long table again costs more than it shows.
    """
    return [spec for spec in document_class.fields if spec.required or spec.main or extraction.field(spec.name)]


def compare(first: Extraction, second: Extraction, fields: Iterable[FieldSpec]) -> tuple[Comparison, ...]:
    """Returns both answers side by side. Two agree if they mean the same: 12.5 is 12.50, "Acme, Inc." is ACME INC."""
    found = []
    for spec in fields:
        ours, theirs = _value(first.field(spec.name)), _value(second.field(spec.name))
        found.append(Comparison(field=spec.name, first=ours, second=theirs, agrees=same(spec, ours, theirs)))
    return tuple(found)


def same(spec: FieldSpec, one: str | None, other: str | None) -> bool:
    """Whether two values of a field mean the same; two that are absent do."""
    return one == other if one is None or other is None else same_letters(spec.kind, one, other)


def _value(field: ExtractedField | None) -> str | None:
    return field.value if field is not None else None
