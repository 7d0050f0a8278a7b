"""Broadcast advertising purchases: invoices, orders and contracts of stations."""

from __future__ import annotations

from schemas.vocabulary import DocumentClass, field

AD_BUY = DocumentClass(
    name="ad_buy",
    title="Advertising purchase",
    fields=(
        field("contract_number", "id", "Contract number", "number", "none", required=True, indexed=True, main=True),
        field("advertiser", "name", "Advertiser", "party", "organization", required=True, indexed=True, main=True),
        field("gross_amount", "money", "Gross amount", "amount", "none", required=True, indexed=True, main=True),
        field("flight_from", "date", "Flight from", "date", "none", required=True, indexed=True),
        field("flight_to", "date", "Flight to", "other_date", "none", required=True, indexed=True),
    ),
)
