"""How the amounts of an invoice make its total (EN 16931, BG-22), allowing for where documents print the total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations
from typing import Final

NET: Final = "net_amount"
TAX: Final = "tax_amount"
TOTAL: Final = "total_amount"

HIGHEST_TAX_RATE: Final = Decimal("0.28")
"""As a share of the net amount: a little above Hungary's 27 %, the highest rate of value added tax."""

ADJUSTMENTS: Final[Mapping[str, int]] = {
    "charge_amount": 1, "allowance_amount": -1, "rounding_amount": 1, "withheld_amount": -1, "prepaid_amount": -1,
}  # fmt: skip
"""Amounts between net amount and printed total, with the sign that they count with.

Charges and allowances come before or after the net amount. The printed total may precede or follow rounding,
withholding and payments. So each may count or not.
"""


def total_gap(amounts: Mapping[str, Decimal | None]) -> Decimal | None:
    """Returns how far the total is from net amount and tax, with the adjustments that bring it nearest.

    Args:
        amounts: Amounts by field name; adjustments that a document lacks are None or left out.

    Returns:
        A distance of at least 0; None where net amount, tax or total is missing.
    """
    net, tax, total = (amounts.get(name) for name in (NET, TAX, TOTAL))
    if net is None or tax is None or total is None:
        return None
    sign = -1 if total < 0 else 1
    return min(abs(total - net - tax - sign * change) for change in _changes(amounts))


def _changes(amounts: Mapping[str, Decimal | None]) -> Iterator[Decimal]:
    signed = [sign * value for name, sign in ADJUSTMENTS.items() if (value := amounts.get(name))]
    for count in range(len(signed) + 1):
        for chosen in combinations(signed, count):
            yield sum(chosen, Decimal(0))
