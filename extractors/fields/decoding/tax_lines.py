"""Tax by rate: rows outside of the table of goods in which rate times taxable amount is the tax."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import permutations

from extractors.fields.decoding.amounts import PrintedAmount, printed_amounts
from extractors.fields.decoding.captioned import Captioned, field_of
from extractors.fields.decoding.cells import Row, grid_of
from extractors.fields.token_scores import COLUMN_PREFIX, LabelledWords
from schemas.extraction import ExtractedField
from schemas.vocabulary import DocumentClass
from values.normalize import Hints
from values.sums import NET, TAX
from values.tax_breakdown import TaxLine, written

BREAKDOWN = "tax_breakdown"

PROVEN = 0.9
"""Confidence if the taxes add up to the tax; 0.6 if only the taxable amounts add up to the net amount."""

LIKELY = 0.6
HIGHEST_PERCENT = 35
MOST_AMOUNTS = 5
"""A row of a breakdown has at most so many amounts."""

_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,3})?) ?%")
_CENT = Decimal("0.01")

Found = tuple[TaxLine, tuple[int, ...]]


def with_tax_lines(
    words: LabelledWords, kind: DocumentClass, found: Mapping[str, ExtractedField], hints: Hints
) -> dict[str, ExtractedField]:
    """Returns the fields with the tax by rate, where the lines that a document prints are all of its tax.

    Lines are left out if neither their taxes nor their taxable amounts add up to the document's. Some were not found,
    or they are something else.
    """
    if all(spec.name != BREAKDOWN for spec in kind.fields) or TAX not in found:
        return dict(found)
    lines = list(_lines(words, hints))
    sums = {
        TAX: sum((line.tax for line, _ in lines), Decimal(0)),
        NET: sum((line.base for line, _ in lines), Decimal(0)),
    }
    fits = {name: name in found and found[name].value == f"{total:f}" for name, total in sums.items()}
    if not lines or not any(fits.values()):
        return dict(found)
    ids = tuple(i for _, line_ids in lines for i in line_ids)
    one: Captioned[str] = Captioned(ids, written(line for line, _ in lines), None)
    why = "rate times taxable amount is the tax on each line"
    return {**found, BREAKDOWN: field_of(words, BREAKDOWN, "text", one, PROVEN if fits[TAX] else LIKELY, why)}


def _is(field: ExtractedField, amount: Decimal) -> bool:
    return field.value is not None and Decimal(field.value) == amount


def _lines(words: LabelledWords, hints: Hints) -> Iterator[Found]:
    """Yields the tax of each rate once, with its words."""
    grid, best = grid_of(words.read), words.best()
    by_row: dict[int, list[PrintedAmount]] = {}
    for amount in printed_amounts(words.read, hints):
        if not any((best[i] or "").startswith(COLUMN_PREFIX) for i in amount.word_ids):
            by_row.setdefault(grid.row_index(amount.word_ids[0]), []).append(amount)
    seen: set[Decimal] = set()
    for at, amounts in sorted(by_row.items()):
        line = _line(grid.rows[at], amounts) if len(amounts) <= MOST_AMOUNTS else None
        if line is not None and line[0].rate not in seen:
            seen.add(line[0].rate)
            yield line


def _line(row: Row, amounts: Sequence[PrintedAmount]) -> Found | None:
    """Returns the tax of a row; without a percent sign, another number of the row may be the rate."""
    rates = [Decimal(match[1].replace(",", ".")) for cell in row for match in _PERCENT.finditer(cell.text)]
    for rate in dict.fromkeys(rates or [amount.value for amount in amounts]):
        for base, tax in permutations(amounts, 2):
            if not (rates or (base.has_cents and tax.has_cents and rate not in (base.value, tax.value))):
                continue
            if 0 < rate <= HIGHEST_PERCENT and tax.value and abs(base.value * rate / 100 - tax.value) <= _CENT:
                return TaxLine(rate, base.value, tax.value), (*base.word_ids, *tax.word_ids)
    return None
