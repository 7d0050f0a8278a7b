"""Tax by rate (EN 16931, BG-23) as one text: "7%: 129.37 -> 9.06; 19%: 64.46 -> 12.25"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_LINE = re.compile(r"(\d+(?:\.\d+)?)%: (-?\d+(?:\.\d+)?) -> (-?\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class TaxLine:
    """The tax of one rate: the rate in percent (BT-119), the taxable amount (BT-116) and the tax (BT-117)."""

    rate: Decimal
    base: Decimal
    tax: Decimal


def written(lines: Iterable[TaxLine]) -> str:
    """Returns tax lines as a text, the lowest rate first."""
    ordered = sorted(lines, key=lambda line: line.rate)
    return "; ".join(f"{line.rate.normalize():f}%: {line.base:f} -> {line.tax:f}" for line in ordered)


def tax_lines(text: str) -> list[TaxLine] | None:
    """Returns the lines of a text as `written` makes it; None for any other text, such as a person's own words."""
    found = [_LINE.fullmatch(part.strip()) for part in text.split(";")]
    return [TaxLine(*(Decimal(n) for n in match.groups())) for match in found if match] if all(found) else None
