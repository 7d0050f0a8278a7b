"""Till receipts."""

from __future__ import annotations

from schemas.vocabulary import DocumentClass, FieldSpec

RECEIPT = DocumentClass(
    name="receipt",
    title="Receipt",
    fields=(
        FieldSpec(name="seller_name", kind="name", title="Seller", required=True, indexed=True, main=True),
        FieldSpec(name="seller_address", kind="text", title="Seller address"),
        FieldSpec(name="issue_date", kind="date", title="Date", required=True, indexed=True, main=True),
        FieldSpec(name="total_amount", kind="money", title="Total", required=True, indexed=True, main=True),
    ),
    public_fields=("seller_name", "seller_address"),
)
