"""Columns computed from an extraction, in plain Python: gaps between amounts, lists of wrong lines and numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from expectations.rules import Cell, Fact
from schemas.extraction import Extraction, LineItem, TypedValue
from schemas.vocabulary import DocumentClass
from values.tables import rounding_of


def common_facts(document_class: DocumentClass) -> tuple[Fact, ...]:
    """Returns the columns behind `common_rules`: raw texts of required fields, and lists of what was not understood.

    ``<field>_raw`` is what is on the page, whether or not it could be normalized. An ``unreadable_*`` column names
    the fields that could not, each with its problem.
    """
    required = {spec.name for spec in document_class.fields if spec.required}
    facts = [Fact(f"{spec.name}_raw", "text", _raw(spec.name)) for spec in document_class.fields if spec.required]
    facts.append(Fact("unreadable_required", "text", _unreadable(lambda name: name in required)))
    facts.append(Fact("unreadable_optional", "text", _unreadable(lambda name: name not in required)))
    if document_class.columns:
        facts.append(Fact("unreadable_cells", "text", _unreadable_cells))
    return tuple(facts)


def _raw(name: str) -> Callable[[Extraction], Cell]:
    def value(extraction: Extraction) -> Cell:
        found = extraction.field(name)
        return found.raw if found else None

    return value


def _unreadable(wanted: Callable[[str], bool]) -> Callable[[Extraction], Cell]:
    def value(extraction: Extraction) -> Cell:
        return listed(f"{f.name}: {f.problem}" for f in extraction.fields if f.value is None and wanted(f.name))

    return value


def _unreadable_cells(extraction: Extraction) -> Cell:
    return listed(
        f"line {number}, {name}: {cell.problem}"
        for number, item in enumerate(extraction.line_items, start=1)
        for name, cell in item.cells.items()
        if cell.value is None
    )


def listed(things: Iterable[str]) -> str | None:
    """Returns the things with semicolons between them; None when there are none."""
    return "; ".join(things) or None


def money(extraction: Extraction, name: str) -> Decimal | None:
    """Returns an amount, or None when it is absent or was not understood."""
    value = extraction.value(name)
    return value if isinstance(value, Decimal) else None


def day(extraction: Extraction, name: str) -> date | None:
    """Returns a date, or None when it is absent or was not understood."""
    value = extraction.value(name)
    return value if isinstance(value, date) else None


def text(extraction: Extraction, name: str) -> str | None:
    """Returns a text, id or code, or None when it is absent or was not understood."""
    value = extraction.value(name)
    return value if isinstance(value, str) else None


def cell(item: LineItem, name: str) -> TypedValue | None:
    """Returns the typed value of a line's cell, or None."""
    found = item.cells.get(name)
    return found.typed_value if found else None


def number_cell(item: LineItem, name: str) -> Decimal | None:
    """Returns the number or amount in a line's cell, or None."""
    value = cell(item, name)
    return value if isinstance(value, Decimal) else None


def column(extraction: Extraction, name: str) -> list[Decimal] | None:
    """Returns a column of amounts; None when there are no lines or one lacks its amount."""
    values = [number_cell(item, name) for item in extraction.line_items]
    complete = [value for value in values if value is not None]
    return complete if complete and len(complete) == len(values) else None


def wrong_lines(extraction: Extraction, is_wrong: Callable[[LineItem], bool]) -> str | None:
    """Returns the numbers of the lines (from 1) that are wrong, or None when none is."""
    return listed(f"line {n}" for n, item in enumerate(extraction.line_items, start=1) if is_wrong(item))


def rounding(extraction: Extraction) -> Decimal:
    """Returns how far a sum of rounded amounts may be off on this document."""
    return rounding_of(len(extraction.line_items))


def gap(stated: Decimal | None, computed: Decimal | None) -> Decimal | None:
    """Returns how far two amounts are apart; None when one is missing."""
    return None if stated is None or computed is None else abs(stated - computed)
