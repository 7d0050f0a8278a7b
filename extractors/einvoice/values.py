"""Turns the texts of an XML into values in normal form; omits what violates its standard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from schemas.einvoice import StatedValue

_DECIMAL = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,12})?")
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:\D.*|\d{4,6})?")
"""ISO 8601 as in UBL and ZUGFeRD 1.0, or the formats 102 and 203 (with hour and minute) of UN/CEFACT."""


def number(text: str | None) -> Decimal | None:
    """Returns a plain decimal, or None."""
    return Decimal(text) if text is not None and _DECIMAL.fullmatch(text) else None


def day(text: str | None) -> str | None:
    """Returns the day of a date as yyyy-mm-dd, or None."""
    match = _DATE.fullmatch(text or "")
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return None


_TYPES = {
    "380": "invoice", "326": "invoice", "389": "invoice", "751": "invoice", "875": "invoice", "876": "invoice",
    "877": "invoice", "381": "credit_note", "261": "credit_note", "262": "credit_note", "296": "credit_note",
    "308": "credit_note", "396": "credit_note", "420": "credit_note", "458": "credit_note", "532": "credit_note",
    "384": "corrected_invoice", "325": "pro_forma",
}  # fmt: skip
"""Document types by code. Source: UNTDID 1001, the codes that EN 16931 allows for BT-3."""


def document_type(code: str | None) -> str | None:
    """Returns the document type of a code of UNTDID 1001, or None for a code without one."""
    return _TYPES.get(code or "")


def adjustment(amount: Decimal | None) -> StatedValue | None:
    """Returns an allowance, a charge or the like; None for zero, which programs state and nobody prints."""
    return stated(amount) if amount else None


def stated(value: str | Decimal | None, *also: str | Decimal | None) -> StatedValue | None:
    """Returns a value with the others that are as right, or None where there is no value."""
    first, *others = [_plain(one) for one in (value, *also)]
    if not first:
        return None
    return StatedValue(value=first, also=tuple(dict.fromkeys(o for o in others if o and o != first)))


def of_several(values: Iterable[str | Decimal | None]) -> StatedValue | None:
    """Returns the first of several values, the rest beside it."""
    known = [value for value in values if value]
    return stated(*known) if known else None


def given(values: Mapping[str, StatedValue | None]) -> dict[str, StatedValue]:
    """Returns the values that there are."""
    return {name: value for name, value in values.items() if value is not None}


def address(lines: Iterable[str | None], postcode: str | None, city: str | None) -> str | None:
    """Returns the lines of an address and its town, between commas; None where there is no town and no line."""
    town = " ".join(part for part in (postcode, city) if part)
    return ", ".join(part for part in (*lines, town) if part) or None


def unit_price(price: Decimal | None, basis: Decimal | None, gross: Decimal | None = None) -> StatedValue | None:
    """Returns the price of ``basis`` units, as it is printed; that of one and that before discount are as right."""
    if price is None:
        return stated(gross)
    one = round(price / basis, 8).normalize() if basis and basis > 0 else None
    return stated(price, one, gross)


def _plain(value: str | Decimal | None) -> str | None:
    """Returns a decimal without the noughts behind its cents: programs write four or more."""
    if not isinstance(value, Decimal):
        return value
    text = f"{value:f}"
    whole, point, cents = text.partition(".")
    return f"{whole}.{cents[:2]}{cents[2:].rstrip('0')}" if point else text


def counted(cells: dict[str, StatedValue]) -> dict[str, StatedValue] | None:
    """Returns a line's cells, or None for a line of words only: headings and remarks that programs write as lines."""
    amounts = [cells.get(name) for name in ("quantity", "line_amount")]
    return cells if any(a is not None and Decimal(a.value) != 0 for a in amounts) else None
