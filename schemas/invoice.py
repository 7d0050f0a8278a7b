"""Invoices and purchase orders, in the terms of EN 16931 (UBL names where it has none)."""

from __future__ import annotations

from schemas.vocabulary import DocumentClass, FieldSpec

COLUMNS = (
    FieldSpec(name="description", kind="text", title="Description", main=True),
    FieldSpec(name="quantity", kind="number", title="Quantity", main=True),
    FieldSpec(name="unit_price", kind="money", title="Unit price", main=True),
    FieldSpec(name="line_amount", kind="money", title="Line amount", main=True),
)

_PARTIES = (
    FieldSpec(name="seller_name", kind="name", title="Seller", required=True, indexed=True, main=True),
    FieldSpec(name="seller_address", kind="text", title="Seller address"),
    FieldSpec(name="seller_vat_id", kind="id", title="Seller VAT id", indexed=True),
    FieldSpec(name="buyer_name", kind="name", title="Buyer", indexed=True),
    FieldSpec(name="buyer_address", kind="text", title="Buyer address"),
    FieldSpec(name="buyer_vat_id", kind="id", title="Buyer VAT id", indexed=True),
)

_AMOUNTS = (
    FieldSpec(name="currency", kind="code", title="Currency", required=True, indexed=True, main=True),
    FieldSpec(name="net_amount", kind="money", title="Net amount", indexed=True),
    FieldSpec(name="tax_amount", kind="money", title="Tax amount", indexed=True),
)

_ADJUSTMENTS = (
    FieldSpec(name="allowance_amount", kind="money", title="Allowances"),
    FieldSpec(name="charge_amount", kind="money", title="Charges"),
)
"""EN 16931 BT-107 and BT-108: discounts and charges, such as freight, on the document as a whole."""

_SETTLEMENT = (
    FieldSpec(name="withheld_amount", kind="money", title="Withheld tax"),
    FieldSpec(name="rounding_amount", kind="money", title="Rounding"),
    FieldSpec(name="prepaid_amount", kind="money", title="Paid already"),
    FieldSpec(name="payable_amount", kind="money", title="Amount due"),
    FieldSpec(name="payment_terms", kind="text", title="Payment terms"),
)
"""UBL WithholdingTaxTotal, then EN 16931 BT-114, BT-113, BT-115 and BT-20: from the total to the payment."""

_TYPE = FieldSpec(name="document_type", kind="code", title="Document type", indexed=True)
"""EN 16931 BT-3, read from the heading; `values.document_type` lists the values."""

INVOICE = DocumentClass(
    name="invoice",
    title="Invoice",
    fields=(
        FieldSpec(name="invoice_number", kind="id", title="Invoice number", required=True, indexed=True, main=True),
        FieldSpec(name="issue_date", kind="date", title="Issue date", required=True, indexed=True, main=True),
        FieldSpec(name="due_date", kind="date", title="Due date", indexed=True),
        FieldSpec(name="purchase_order", kind="id", title="Purchase order", indexed=True),
        _TYPE,
        FieldSpec(name="preceding_invoice_number", kind="id", title="Preceding invoice", indexed=True),
        *_PARTIES,
        *_AMOUNTS,
        FieldSpec(name="total_amount", kind="money", title="Total", required=True, indexed=True, main=True),
        *_ADJUSTMENTS,
        *_SETTLEMENT,
        FieldSpec(name="iban", kind="id", title="IBAN"),
    ),
    columns=COLUMNS,
    public_fields=("seller_name", "seller_address", "seller_vat_id", "buyer_name", "buyer_vat_id"),
)

PURCHASE_ORDER = DocumentClass(
    name="purchase_order",
    title="Purchase order",
    fields=(
        FieldSpec(name="purchase_order", kind="id", title="Order number", required=True, indexed=True, main=True),
        FieldSpec(name="issue_date", kind="date", title="Issue date", required=True, indexed=True, main=True),
        _TYPE,
        *_PARTIES,
        *_AMOUNTS,
        FieldSpec(name="total_amount", kind="money", title="Total", indexed=True, main=True),
        *_ADJUSTMENTS,
        FieldSpec(name="iban", kind="id", title="IBAN"),
    ),
    columns=COLUMNS,
    public_fields=("seller_name", "seller_address", "seller_vat_id", "buyer_name", "buyer_vat_id"),
)
