"""What decides about a document: its critical fields, found or missing, and its table as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from schemas.extraction import ExtractedField, Extraction, LineItem
from schemas.vocabulary import DocumentClass, FieldSpec
from values.sums import ADJUSTMENTS, NET, TAX
from values.tables import Row, TableCheck, check_table

TABLE = "line_items"
"""How expectations and reasons name the table as a whole."""

State = Literal["found", "not_understood", "missing", "settled"]
"""``settled``: a person gave the value, confirmed it, or said that there is none."""


@dataclass(frozen=True)
class Place:
    """One critical field of a document; ``found`` is None where it is missing."""

    spec: FieldSpec
    state: State
    found: ExtractedField | None = None


def places(extraction: Extraction, document_class: DocumentClass, settled: Collection[str] = ()) -> tuple[Place, ...]:
    """Returns the critical fields of a document, in the order of its class.

    Args:
        extraction: Its fields.
        document_class: Its class.
        settled: Fields that a person confirmed, gave or said to be absent.
    """
    return tuple(_places(extraction, document_class, settled))


def _places(extraction: Extraction, document_class: DocumentClass, settled: Collection[str]) -> Iterator[Place]:
    for spec in document_class.fields:
        if spec.importance != "critical":
            continue
        found = extraction.field(spec.name)
        if spec.name in settled or (found is not None and found.source == "person"):
            yield Place(spec, "settled", found)
        elif found is None:
            yield Place(spec, "missing")
        else:
            yield Place(spec, "not_understood" if found.value is None else "found", found)


def is_open(place: Place) -> bool:
    """Whether no person settled a place."""
    return place.state != "settled"


def is_table_critical(document_class: DocumentClass) -> bool:
    """Whether a wrong table holds a document of this class up."""
    return any(column.importance == "critical" for column in document_class.columns)


def table_check(extraction: Extraction, document_class: DocumentClass) -> TableCheck:
    """Returns the arithmetic checks of a document's table; ``unknown`` without one."""
    return check_table(
        [_numbers(item, document_class) for item in extraction.line_items],
        _stated(extraction, document_class),
        adjustments=_adjustments(extraction),
        tax_rate=_tax_rate(extraction),
    )


def weakest_cell(item: LineItem, document_class: DocumentClass) -> tuple[FieldSpec, ExtractedField] | None:
    """Returns the least sure number of a row that does not multiply out, with its column."""
    names = {spec.name: spec for spec in document_class.columns if spec.role in ("quantity", "unit_price", "amount")}
    cells = [(names[name], cell) for name, cell in item.cells.items() if name in names]
    return min(cells, key=lambda pair: pair[1].confidence, default=None)


def _numbers(item: LineItem, document_class: DocumentClass) -> Row:
    def number(*roles: str) -> Decimal | None:
        specs = [spec for role in roles for spec in document_class.columns if spec.role == role]
        found = next((item.cells[spec.name].typed_value for spec in specs if spec.name in item.cells), None)
        return found if isinstance(found, Decimal) else None

    return Row(number("quantity"), number("unit_price"), number("amount", "part_amount"))


def _stated(extraction: Extraction, document_class: DocumentClass) -> list[Decimal]:
    names = [NET, *(spec.name for spec in document_class.with_role("amount"))]
    return [value for name in names if (value := _amount(extraction, name)) is not None]


def _adjustments(extraction: Extraction) -> list[Decimal]:
    signed = ((name, ADJUSTMENTS[name]) for name in ("charge_amount", "allowance_amount"))
    return [value * sign for name, sign in signed if (value := _amount(extraction, name))]


def _tax_rate(extraction: Extraction) -> Decimal:
    net, tax = _amount(extraction, NET), _amount(extraction, TAX)
    return tax / net if net and tax is not None else Decimal(0)


def _amount(extraction: Extraction, name: str) -> Decimal | None:
    value = extraction.value(name)
    return value if isinstance(value, Decimal) else None
