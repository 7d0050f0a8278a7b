"""Rules of a document class, one row each, in the terms of Great Expectations and of a reviewer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from schemas.extraction import Extraction
from schemas.validation import Severity
from schemas.vocabulary import DocumentClass, FieldSpec

ColumnKind = Literal["number", "date", "text"]

Cell = Decimal | date | bool | str | None
"""What a column of a suite's table holds; None where the document lacks it: only its presence can fail then."""

CURRENCIES = "currencies"
"""Parameter of a run: the currencies that settings allow."""

LATEST = "latest"
"""Parameter of a run: the last day that a document received today may carry."""

FARTHEST = "farthest"
"""Parameter of a run: the last day that a plan for the future may carry."""

EARLIEST = datetime(1990, 1, 1)
"""Documents older than this are not processed any more: such a date is a misreading."""


PRESENT = "expect_column_values_to_not_be_null"
EMPTY = "expect_column_values_to_be_null"
"""Expectations that a missing value itself decides; all others ignore rows without one."""


@dataclass(frozen=True)
class Rule:
    """One expectation, how grave its failure is, and the sentence that a reviewer reads.

    ``kind`` and ``kwargs`` are an expectation's type and arguments as Great Expectations serializes them.
    ``fields`` are the fields that a reviewer should look at; empty where the failing column names them itself.
    """

    name: str
    severity: Severity
    fields: tuple[str, ...]
    message: str
    kind: str
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    def is_about(self, row: Mapping[str, Cell], extraction: Extraction) -> bool:
        """Whether a document has what this rule compares; without it, the rule neither passed nor failed."""
        if self.kind == PRESENT:
            return True
        if self.kind == EMPTY:
            return all(_has(extraction, name) for name in self.fields)
        columns = [self.kwargs[key] for key in ("column", "column_A", "column_B") if key in self.kwargs]
        return all(row.get(column) is not None for column in columns)


def _has(extraction: Extraction, name: str) -> bool:
    found = extraction.field(name)
    return bool(extraction.line_items) if name == "line_items" else found is not None and found.value is not None


@dataclass(frozen=True)
class Fact:
    """A column computed from an extraction before validation, such as the gap between a total and its parts.

    ``value`` gives None where the document lacks what the fact is about. If None means that nothing is wrong,
    ``is_about`` is whether the rule applies to the document. Without it, the rule applies where its fields are.
    """

    name: str
    kind: ColumnKind
    value: Callable[[Extraction], Cell]
    is_about: Callable[[Extraction], bool] | None = None


@dataclass(frozen=True)
class Suite:
    """The rules of one document class and the computed columns that they use."""

    document_class: DocumentClass
    rules: tuple[Rule, ...]
    facts: tuple[Fact, ...] = ()

    @property
    def name(self) -> str:
        """The class's name: there is one suite a class."""
        return self.document_class.name

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with every rule of the table."""
        rows = [[r.name, r.severity, r.fields, r.message, r.kind, dict(r.kwargs)] for r in self.rules]
        table = json.dumps(rows, sort_keys=True, default=str)
        return hashlib.sha256(table.encode()).hexdigest()[:12]

    @property
    def columns(self) -> dict[str, ColumnKind]:
        """Every column of the suite's table and how its values are compared."""
        kinds: dict[str, ColumnKind] = {f.name: _COLUMN_KINDS.get(f.kind, "text") for f in self.document_class.fields}
        return kinds | {fact.name: fact.kind for fact in self.facts}

    def row(self, extraction: Extraction) -> dict[str, Cell]:
        """Returns one flat row: ``document_id``, every field's typed value and every fact."""
        record = extraction.record()
        row: dict[str, Cell] = {"document_id": extraction.document_id}
        row |= {spec.name: record.get(spec.name) for spec in self.document_class.fields}
        return row | {fact.name: fact.value(extraction) for fact in self.facts}

    def not_checked(self, extraction: Extraction) -> tuple[str, ...]:
        """Returns the names of the rules that compare values which this document does not have."""
        row = self.row(extraction)
        known = {fact.name: fact.is_about for fact in self.facts if fact.is_about is not None}
        found = ((rule, known.get(rule.kwargs.get("column", ""))) for rule in self.rules)
        return tuple(
            rule.name
            for rule, is_about in found
            if not (is_about(extraction) if is_about else rule.is_about(row, extraction))
        )


_COLUMN_KINDS: dict[str, ColumnKind] = {"money": "number", "number": "number", "date": "date"}


def common_rules(document_class: DocumentClass) -> tuple[Rule, ...]:
    """Returns what holds for every class: required fields were found, and what was found was understood."""
    required = [spec for spec in document_class.fields if spec.required]
    readable = [
        none("unreadable_required", "required_readable", "error", (), "A required value was found and not understood."),
        none("unreadable_optional", "optional_readable", "warning", (), "A value was found and not understood."),
    ]
    if document_class.columns:
        message = "A cell of the lines was found and not understood."
        readable.append(none("unreadable_cells", "cells_readable", "warning", ("line_items",), message))
    return (*(_present(spec) for spec in required), *readable)


def _present(spec: FieldSpec) -> Rule:
    # The raw text counts: a value that was found and not understood fails `required_readable` instead.
    return Rule(
        f"{spec.name}_present",
        "error",
        (spec.name,),
        f"{spec.title} was not found.",
        PRESENT,
        {"column": f"{spec.name}_raw"},
    )


def none(column: str, name: str, severity: Severity, fields: Sequence[str], message: str) -> Rule:
    """Returns the rule that a column which lists what is wrong stays empty."""
    return Rule(name, severity, tuple(fields), message, EMPTY, {"column": column})


def matches(column: str, pattern: str, name: str, severity: Severity, message: str) -> Rule:
    """Returns the rule that a value has the form of a regular expression."""
    kwargs = {"column": column, "regex": pattern}
    return Rule(name, severity, (column,), message, "expect_column_values_to_match_regex", kwargs)


def one_of(column: str, values: object, name: str, severity: Severity, message: str) -> Rule:
    """Returns the rule that a value is one of a list; ``values`` may name a parameter of the run."""
    kwargs = {"column": column, "value_set": values}
    return Rule(name, severity, (column,), message, "expect_column_values_to_be_in_set", kwargs)


def between(
    column: str,
    low: object,
    high: object,
    name: str,
    severity: Severity,
    message: str,
    *,
    fields: Sequence[str] = (),
) -> Rule:
    """Returns the rule that a value lies between two bounds, both included; None leaves a side open."""
    kwargs = {"column": column, "min_value": low, "max_value": high}
    kwargs = {key: value for key, value in kwargs.items() if value is not None}
    return Rule(name, severity, tuple(fields) or (column,), message, "expect_column_values_to_be_between", kwargs)


def not_less(
    larger: str, smaller: str, name: str, severity: Severity, message: str, *, fields: Sequence[str] = ()
) -> Rule:
    """Returns the rule that one column is at least another; it holds where either is missing."""
    kwargs = {
        "column_A": larger,
        "column_B": smaller,
        "or_equal": True,
        "ignore_row_if": "either_value_is_missing",
    }
    kind = "expect_column_pair_values_a_to_be_greater_than_b"
    return Rule(name, severity, tuple(fields) or (larger, smaller), message, kind, kwargs)


def parameter(name: str) -> dict[str, str]:
    """Returns the placeholder of a parameter of the run in a rule's arguments."""
    return {"$PARAMETER": name}
