"""The truth of a printed document: what its page labels, in the format of the development sets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from schemas.classes import SHIPPED
from training.pages.draft import Draft
from training.pages.rows import tax_of
from training.synthetic.countries import NAMES
from training.synthetic.facts import Item, cents
from training.synthetic.parties import Party
from training.synthetic.truth import address, field_values, plain_decimal

_MARKED = re.compile(r'data-field="([^"]+)"(?: data-line="(\d+)")?')
_SIGNED = ("net_amount", "tax_amount", "total_amount")
_ALSO_RIGHT: Mapping[str, tuple[str, ...]] = {
    "credit": ("other",), "refund": ("other", "receipt"), "quote": ("other", "purchase_order"), "receipt": ("receipt",),
}  # fmt: skip
"""Classes besides the one in the truth that are right for a kind of document."""


def labels_of(html: str) -> tuple[set[str], dict[int, set[str]]]:
    """Returns the labels of the page's fields, and those of each line item."""
    fields: set[str] = set()
    lines: dict[int, set[str]] = defaultdict(set)
    for name, line in _MARKED.findall(html):
        if line:
            lines[int(line)].add(name.removeprefix("line."))
        else:
            fields.add(name)
    fields |= {"currency"} if 'data-field="currency"' in html else set()
    return fields, lines


def truth_of(draft: Draft, html: str) -> dict[str, Any]:
    """Returns the row of ``truth.jsonl`` without the name of the file."""
    labels, lines = labels_of(html)
    kind = SHIPPED.require("purchase_order" if draft.kind == "order" else "invoice")
    values = field_values(draft.facts)
    values["total_amount"] = plain_decimal(draft.facts.total + draft.rounding)
    printed = labels | ({"tax_amount"} if "tax_half" in labels else set())
    ignored = _ignored(draft, printed)
    names = {f.name for f in kind.fields} & printed - ignored
    row: dict[str, Any] = {
        "document_class": kind.name,
        "locale": draft.facts.country.code,
        "language": draft.lang,
        "kind": draft.kind,
        "fields": {
            name: _cell(values[name], str(kind.field(name).kind), _accepted(draft, name, values[name], labels))
            for name in sorted(names)
            if values.get(name)
        },
        "line_items": [_line(draft, item, lines[k]) for k, item in enumerate(draft.items) if lines[k]],
    }
    if draft.kind in _ALSO_RIGHT:
        row["document_class_accept"] = list(_ALSO_RIGHT[draft.kind])
    return row | ({"ignore_fields": sorted(ignored)} if ignored else {})


def _ignored(draft: Draft, labels: set[str]) -> set[str]:
    """Returns the fields with a reading on the page that is neither surely right nor surely wrong."""
    ignored = {name for name in ("net_amount", "currency") if name not in labels}
    if "tax_part" in labels and "tax_amount" not in labels:
        ignored.add("tax_amount")
    if draft.withheld:
        ignored.add("total_amount")
    if "order_no" in labels:
        ignored.add("purchase_order")
    if draft.kind != "invoice":
        ignored |= {"due_date", "purchase_order"} if draft.kind != "order" else {"due_date"}
    if draft.kind == "quote":
        ignored.add("invoice_number")
    return ignored


def _accepted(draft: Draft, name: str, value: str, labels: set[str]) -> list[str]:
    side, _, part = name.partition("_")
    parties = {"seller": draft.facts.seller, "buyer": draft.facts.buyer}
    if side in parties and part == "address":
        return _addresses(parties[side])
    if side in parties and part == "name" and f"{side}_contact" in labels:
        return [parties[side].contact, f"{parties[side].contact} {value}", f"{value} {parties[side].contact}"]
    if part == "vat_id" and " " in value:
        return [value.rpartition(" ")[0]] if value.rpartition(" ")[2].isalpha() else []  # "CHE-123.456.789 MWST"
    if name == "total_amount" and draft.rounding:
        return [plain_decimal(draft.facts.total)]
    if name in _SIGNED and draft.kind in ("credit", "refund"):
        return [plain_decimal(-Decimal(value))]
    return []


def _addresses(party: Party) -> list[str]:
    text = address(party)
    return [f"{text}, {NAMES[party.country]}", f"{party.name}, {text}"]


def _cell(value: str, kind: str, accept: list[str]) -> dict[str, Any]:
    return {"value": value, "type": kind} | ({"accept": accept} if accept else {})


def _line(draft: Draft, item: Item, labels: set[str]) -> dict[str, Any]:
    gross_price = cents(item.price * (100 + item.rate) / 100)
    amounts = {
        "unit_price": [item.price] * ("unit_price" in labels) + [gross_price] * ("unit_price_gross" in labels),
        "line_amount": [item.amount] * ("line_amount" in labels)
        + [item.amount + tax_of(item)] * ("line_gross" in labels),
        "quantity": [item.quantity] * ("quantity" in labels),
    }
    row: dict[str, Any] = {}
    if "description" in labels:
        also = [f"{item.description} {item.detail}"] if "detail" in labels else []
        also += [f"[{item.sku}] {item.description}"] if "sku" in labels else []
        row["description"] = _cell(item.description, "text", also)
    for name, values in amounts.items():
        if values:
            signed = [v for value in values for v in ((value, -value) if value < 0 else (value,))]
            texts = [plain_decimal(v) for v in signed]
            row[name] = _cell(texts[0], "number" if name == "quantity" else "money", texts[1:])
    return row
