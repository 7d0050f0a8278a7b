"""From the words on the pages to the truth: only what is printed is true."""

from __future__ import annotations

from decimal import Decimal

from training.synthetic.document import SyntheticDocument
from training.synthetic.facts import Facts
from training.synthetic.parties import Party
from training.synthetic.sheet import Sheet


def plain_decimal(amount: Decimal) -> str:
    """Returns the amount as a plain decimal, cents kept: ``1234.50``, ``3``, ``0.3333``."""
    return f"{amount:f}"


def address(party: Party, order: str = "") -> str:
    """Returns street, extra and city as one text."""
    return ", ".join(part for part in (party.street, party.extra, party.city) if part)


def field_values(facts: Facts) -> dict[str, str]:
    """Returns every field's value, printed or not."""
    seller, buyer = facts.seller, facts.buyer
    return {
        "invoice_number": facts.number,
        "issue_date": facts.issue_date.isoformat(),
        "due_date": facts.due_date.isoformat(),
        "purchase_order": facts.po,
        "seller_name": seller.name,
        "seller_address": address(seller),
        "seller_vat_id": seller.vat_id,
        "buyer_name": buyer.name,
        "buyer_vat_id": buyer.vat_id,
        "currency": facts.currency,
        "net_amount": plain_decimal(facts.net),
        "tax_amount": plain_decimal(facts.tax),
        "total_amount": plain_decimal(facts.total),
        "iban": seller.iban,
    }


def line_values(facts: Facts) -> list[dict[str, str]]:
    """Returns every line's columns, printed or not."""
    return [
        {
            "description": i.description,
            "quantity": plain_decimal(i.quantity),
            "unit_price": plain_decimal(i.price),
            "line_amount": plain_decimal(i.amount),
        }
        for i in facts.items
    ]


def assemble(sheet: Sheet, document_class: str, layout: str) -> SyntheticDocument:
    """Returns the sheet's pages with the truth of what they print."""
    facts, writing = sheet.facts, sheet.writing
    pages = sheet.canvas.finish()
    words = [w for page in pages for w in page.words() if w.label]
    fields = {w.label for w in words if w.line_item_index is None}
    cells = {(w.line_item_index, w.label) for w in words if w.line_item_index is not None}
    glued = any(
        writing.currency_sign in run.text
        for page in pages
        for run in page.runs
        if writing.currency_sign not in run.text.split()
    )
    if glued:
        fields.add("currency")
    truth = {name: text for name, text in field_values(facts).items() if name in fields and text}
    lines = [
        {name: text for name, text in line.items() if (k, f"line.{name}") in cells}
        for k, line in enumerate(line_values(facts))
    ]
    how = {
        "country": facts.country.code,
        "currency": facts.currency,
        "group": writing.group,
        "decimal": writing.decimal,
        "date_order": writing.date_order,
        "layout": layout,
        "currency_sign": writing.currency_sign,
        "family": sheet.body.family,
    }
    return SyntheticDocument(document_class, pages, truth, [line for line in lines if line], facts.lang.code, how)
