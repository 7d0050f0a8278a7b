"""Whose dollars a document counts in."""

from __future__ import annotations

import pytest

from values.locale_hints import hints_of


@pytest.mark.parametrize(
    ("text", "dollar"),
    [
        ("Coral Coast Cleaning\n21 Marlin Street\nCairns QLD 4870\nTotal $12.00", "AUD"),
        ("ABN 51 824 753 556\nTotal $12.00", "AUD"),
        ("90 Elevator Road, Saskatoon, SK S7K 1M9\nCanada\nGST 5% $1.00", "CAD"),
        ("HST 13% $1.30 Total $11.30", "CAD"),
        ("12 Queen Street, Auckland, New Zealand\nGST 15% $1.50", "NZD"),
        ("Tanjong Trading Pte. Ltd.\n1 Raffles Place\nSingapore 048616\n$9.00", "SGD"),
        ("18/F Nathan Road, Kowloon, Hong Kong\n$900.00", "HKD"),
        ("Av. Insurgentes 12, Ciudad de México\nRFC ABC010101AB1\n$900.00", "MXN"),
        ("640 N Aspen St\nBoulder, CO 80302\nTotal $12.00", "USD"),
        ("Total $12.00", "USD"),
        ("Ship to: Toronto, Canada\nBoulder, CO 80302\nColumbus, OH 43215\nSales tax $1.00", "USD"),  # a buyer abroad
        ("Cairns QLD 4870\nAll prices in USD", "USD"),  # the currency is named
        ("Cairns QLD 4870\nTotal NZD 12.00", "NZD"),
    ],
)
def test_dollars_of_the_country(text: str, dollar: str) -> None:
    assert hints_of(text).dollar == dollar
