"""Checks of a whole table: whether its rows multiply out and add up to the amounts below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Literal

TableState = Literal["confirmed", "contradicted", "unknown"]
"""``confirmed``: every amount was read and their sum is a stated amount. ``unknown``: nothing could be compared."""

ROUNDING = Decimal("0.02")
"""Amounts that were rounded on their own may miss their sum by this much."""

ROUNDING_PER_ROW = Decimal("0.01")

LARGEST_DISCOUNT = Decimal("0.5")
"""A row's amount may be down to this share of quantity x price: rows print the price before their discount."""

PRICE_BASES = (10, 100, 1000)
"""Screws and kilowatt hours are priced by the ten, hundred or thousand, without a column for the base."""


@dataclass(frozen=True)
class Row:
    """The numbers of one row; None where the table lacks them or they were not understood."""

    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True)
class TableCheck:
    """The arithmetic checks of a table. ``wrong_rows`` count from 0; ``sum_differs`` is about the amounts together."""

    state: TableState
    wrong_rows: tuple[int, ...] = ()
    sum_differs: bool = False


def check_table(
    rows: Sequence[Row],
    stated: Sequence[Decimal],
    *,
    adjustments: Sequence[Decimal] = (),
    tax_rate: Decimal = Decimal(0),
) -> TableCheck:
    """Returns the arithmetic checks of a table.

    Args:
        rows: Its numbers.
        stated: Amounts that the rows may add up to, such as net amount and total.
        adjustments: Signed amounts that may count into the sum or not, such as charges and allowances.
        tax_rate: Share of the net amount; rows may print their amount with tax.
    """
    wrong = tuple(i for i, row in enumerate(rows) if product_differs(row, tax_rate))
    gap = sum_gap([row.amount for row in rows], stated, adjustments)
    differs = gap is not None and gap > rounding_of(len(rows))
    if wrong or differs:
        return TableCheck("contradicted", wrong, differs)
    return TableCheck("unknown" if gap is None else "confirmed")


def product_differs(row: Row, tax_rate: Decimal = Decimal(0)) -> bool:
    """Whether quantity x price is not the row's amount, nor a discount, a price base or the tax explains it."""
    if not row.quantity or not row.unit_price or not row.amount:
        # Canceled positions print nothing or nought in one of the three.
        return False
    computed, amount = abs(row.quantity * row.unit_price), abs(row.amount)
    # The printed unit price is rounded: each unit adds half a cent of doubt.
    tolerance = max(ROUNDING, abs(row.quantity) * Decimal("0.005"))
    if computed * LARGEST_DISCOUNT - tolerance <= amount <= computed + tolerance:
        return False
    others = [computed / base for base in PRICE_BASES] + [computed * (1 + tax_rate)]
    return all(abs(amount - other) > tolerance for other in others)


def sum_gap(
    amounts: Sequence[Decimal | None], stated: Sequence[Decimal], adjustments: Sequence[Decimal] = ()
) -> Decimal | None:
    """Returns how far the sum of the rows is from the nearest stated amount; None where a part is missing."""
    known = [amount for amount in amounts if amount is not None]
    if not known or len(known) < len(amounts) or not stated:
        return None
    total = sum(known, Decimal(0))
    changes = product(*((Decimal(0), change) for change in adjustments))
    sums = {total + sum(chosen, Decimal(0)) for chosen in changes}
    return min(abs(amount - one) for amount in stated for one in sums)


def rounding_of(rows: int) -> Decimal:
    """Returns how far the sum of so many rounded amounts may be off."""
    return max(ROUNDING, ROUNDING_PER_ROW * rows)
