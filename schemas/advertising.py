"""Broadcast advertising purchases: invoices, orders and contracts of stations."""

from __future__ import annotations

from schemas.vocabulary import DocumentClass, FieldSpec

AD_BUY = DocumentClass(
    name="ad_buy",
    title="Advertising purchase",
    fields=(
        FieldSpec(name="contract_number", kind="id", title="Contract number", required=True, indexed=True, main=True),
        FieldSpec(name="advertiser", kind="name", title="Advertiser", required=True, indexed=True, main=True),
        FieldSpec(name="gross_amount", kind="money", title="Gross amount", required=True, indexed=True, main=True),
        FieldSpec(name="flight_from", kind="date", title="Flight from", required=True, indexed=True),
        FieldSpec(name="flight_to", kind="date", title="Flight to", required=True, indexed=True),
    ),
    public_fields=("advertiser",),
)
