"""Till receipts."""

from __future__ import annotations

from schemas.vocabulary import DocumentClass, field

RECEIPT = DocumentClass(
    name="receipt",
    title="Receipt",
    fields=(
        field("seller_name", "name", "Seller", "party", "organization", required=True, indexed=True, main=True),
        field("seller_address", "text", "Seller address", "address", "organization", importance="supporting"),
        field("issue_date", "date", "Date", "date", "none", required=True, indexed=True, main=True),
        field("total_amount", "money", "Total", "amount", "none", required=True, indexed=True, main=True),
    ),
)
