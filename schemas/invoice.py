"""Invoices and purchase orders, in the terms of EN 16931 (UBL names where it has none)."""

from __future__ import annotations

from schemas.vocabulary import DocumentClass, field

COLUMNS = (
    field("description", "text", "Description", "text", "none", main=True, importance="supporting"),
    field("quantity", "number", "Quantity", "quantity", "none", main=True, importance="supporting"),
    field("unit_price", "money", "Unit price", "unit_price", "none", main=True, importance="supporting"),
    field("line_amount", "money", "Line amount", "amount", "none", main=True, importance="supporting"),
)
"""The totals decide what is paid. Who books rows makes them critical: ``{"invoice.line": "critical"}``."""

_PARTIES = (
    field("seller_name", "name", "Seller", "party", "organization", required=True, indexed=True, main=True),
    field("seller_address", "text", "Seller address", "address", "organization", importance="supporting"),
    field("seller_vat_id", "id", "Seller VAT id", "vat_id", "organization", indexed=True),
    field("buyer_name", "name", "Buyer", "counterparty", "organization", indexed=True, importance="supporting"),
    field("buyer_address", "text", "Buyer address", "address", "organization", importance="supporting"),
    field("buyer_vat_id", "id", "Buyer VAT id", "vat_id", "organization", indexed=True, importance="supporting"),
)

_AMOUNTS = (
    field("currency", "code", "Currency", "currency", "none", required=True, indexed=True, main=True),
    field("net_amount", "money", "Net amount", "part_amount", "none", indexed=True),
    field("tax_amount", "money", "Tax amount", "part_amount", "none", indexed=True),
)

_ADJUSTMENTS = (
    field("allowance_amount", "money", "Allowances", "part_amount", "none", importance="supporting"),
    field("charge_amount", "money", "Charges", "part_amount", "none", importance="supporting"),
)
"""EN 16931 BT-107 and BT-108: discounts and charges, such as freight, on the document as a whole."""

_SETTLEMENT = (
    field("withheld_amount", "money", "Withheld tax", "part_amount", "none", importance="supporting"),
    field("rounding_amount", "money", "Rounding", "part_amount", "none", importance="supporting"),
    field("prepaid_amount", "money", "Paid already", "part_amount", "none", importance="supporting"),
    field("payable_amount", "money", "Amount due", "part_amount", "none", importance="supporting"),
    field("payment_terms", "text", "Payment terms", "text", "detected", importance="supporting"),
    field("payment_days", "number", "Days to pay", "quantity", "none", importance="supporting"),
    field("discount_percent", "number", "Early payment discount in %", "quantity", "none", importance="supporting"),
    field("discount_days", "number", "Days to pay with discount", "quantity", "none", importance="supporting"),
    field("tax_breakdown", "text", "Tax by rate", "text", "none", importance="supporting"),
)
"""UBL WithholdingTaxTotal, then EN 16931 BT-114, BT-113, BT-115 and BT-20: from the total to the payment.

The days and the discount are BT-20 in numbers. ``tax_breakdown`` is BG-23, as `values.tax_breakdown` writes
it.
"""

_TYPE = field("document_type", "code", "Document type", "document_type", "none", indexed=True, importance="supporting")
"""EN 16931 BT-3, read from the heading; `values.document_type` lists the values."""

_PRECEDING = field(
    "preceding_invoice_number", "id", "Preceding invoice", "reference", "none", indexed=True, importance="supporting"
)

INVOICE = DocumentClass(
    name="invoice",
    title="Invoice",
    fields=(
        field("invoice_number", "id", "Invoice number", "number", "none", required=True, indexed=True, main=True),
        field("issue_date", "date", "Issue date", "date", "none", required=True, indexed=True, main=True),
        field("due_date", "date", "Due date", "other_date", "none", indexed=True),
        field("purchase_order", "id", "Purchase order", "reference", "none", indexed=True),
        _TYPE,
        _PRECEDING,
        *_PARTIES,
        *_AMOUNTS,
        field("total_amount", "money", "Total", "amount", "none", required=True, indexed=True, main=True),
        *_ADJUSTMENTS,
        *_SETTLEMENT,
        field("iban", "id", "IBAN", "bank_account", "personal"),
    ),
    columns=COLUMNS,
)

PURCHASE_ORDER = DocumentClass(
    name="purchase_order",
    title="Purchase order",
    issued_by="buyer",
    fields=(
        field("purchase_order", "id", "Order number", "number", "none", required=True, indexed=True, main=True),
        field("issue_date", "date", "Issue date", "date", "none", required=True, indexed=True, main=True),
        _TYPE,
        *_PARTIES,
        *_AMOUNTS,
        field("total_amount", "money", "Total", "amount", "none", indexed=True, main=True),
        *_ADJUSTMENTS,
        field("iban", "id", "IBAN", "bank_account", "personal"),
    ),
    columns=COLUMNS,
)
