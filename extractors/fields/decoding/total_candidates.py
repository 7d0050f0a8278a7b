"""Candidates for net amount, tax, total and the amounts between them, each with its captions."""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, pairwise

from extractors.fields.decoding.amount_captions import AmountKind, amount_kind
from extractors.fields.decoding.amounts import PrintedAmount, printed_amounts
from extractors.fields.decoding.caption_places import caption_beside, kind_above
from extractors.fields.decoding.cells import Cell, PageGrid, grid_of
from extractors.fields.token_scores import COLUMN_PREFIX, LabelledWords
from schemas.extraction import ExtractedField
from values.normalize import Hints
from values.sums import NET, TAX, TOTAL

FLOOR = 0.01
"""Least probability of an amount for a field: captions and sums find what the model missed."""

NAMED, OTHERWISE = 2.5, -2.0
"""What a caption counts for the field that it names and against every other one, in natural logarithms."""

NAMED_PAYABLE = 1.5
"""The same of "amount due" for the total: often it is the total, sometimes what is left of it."""

IN_LINE = -2.0
"""The same of an amount that is in a line of the table."""

LINE_SURE = 0.5
BLOCK_ROWS = 5
"""Amounts between net amount and total are within so many rows of a captioned one."""

ROWS_TO_TOTAL = 2
"""The total is so many rows below a sum before it: a nought of a tax or a discount may be between."""

PRINTS_CENTS = 2
"""With this many amounts with cents, a number without them is no amount but a day, percentage or register number."""

MOST_PARTS = 4
"""A tax is printed in at most so many parts: by rate, or central, state and city."""

Kinds = tuple[AmountKind | None, AmountKind | None]

BETWEEN: Mapping[AmountKind | None, int] = {"rounding": 1, "charge": 1, "allowance": -1, "withheld": -1, "prepaid": -1}
"""Kinds between net amount and total, with the sign that they count with."""

SUMS: tuple[AmountKind, ...] = ("net", "tax", "total", "payable")


@dataclass(frozen=True)
class Candidate:
    """A printed amount, its captions (beside it and above it), and the number of its row from 0.

    ``parts`` are the amounts that a tax is the sum of; empty for a printed amount.
    """

    word_ids: tuple[int, ...]
    value: Decimal
    beside: AmountKind | None
    above: AmountKind | None
    row: int
    in_line: bool
    shares_row: bool
    parts: tuple[Candidate, ...] = ()

    @property
    def kind(self) -> AmountKind | None:
        """What the amount is called: beside it, else above it."""
        return self.beside or self.above


def candidates_of(words: LabelledWords, hints: Hints) -> list[Candidate]:
    """Returns every amount with cents in reading order; captioned ones without where the document prints no cents.

    A currency sign alone makes a captioned number an amount: $8,115.
    """
    read, grid = words.read, grid_of(words.read)
    amounts = printed_amounts(read, hints)
    is_value = frozenset(i for amount in amounts if amount.has_cents for i in amount.word_ids)
    best = words.best()
    rows: dict[int, int] = defaultdict(int)
    for amount in amounts:
        rows[grid.row_index(amount.word_ids[0])] += amount.has_cents
    prints_cents = sum(amount.has_cents for amount in amounts) >= PRINTS_CENTS
    found = []
    for amount in amounts:
        beside, above = _kinds(grid, amount, is_value)
        in_line = any((best[i] or "").startswith(COLUMN_PREFIX) for i in amount.word_ids)
        is_amount = not prints_cents or _has_currency_sign(words, amount)
        if amount.has_cents or (beside is not None and not in_line and is_amount):
            row = grid.row_index(amount.word_ids[0])
            found.append(Candidate(amount.word_ids, amount.value, beside, above, row, in_line, rows[row] > 1))
    return found


def with_first_sum(words: LabelledWords, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Returns the candidates, the first of two equal sums as a net amount where nothing between them is a tax.

    Many languages have one word for both: "Soma 15,00", and in the next row "Total 15,00". Before an amount to pay
    it is rather the total, unless the model sees a net amount.
    """
    sums = [c for c in candidates if c.beside in ("total", "payable") and not c.in_line]
    taxed = [c for c in candidates if c.kind in ("tax", "net") and c.value != 0 and not c.in_line]
    firsts = {
        first.word_ids
        for first, second in pairwise(sums)
        if first.beside == "total"
        and all(c.beside is None and c.row < first.row for c in taxed)  # the column of a table at most
        and first.value == second.value != 0
        and 0 < second.row - first.row <= ROWS_TO_TOTAL
        and (second.beside == "total" or _is_rather_net(words, first))
    }
    return [replace(c, beside="net") if c.word_ids in firsts else c for c in candidates]


def _is_rather_net(words: LabelledWords, candidate: Candidate) -> bool:
    return words.likelihood(NET, candidate.word_ids) > words.likelihood(TOTAL, candidate.word_ids)


def _has_currency_sign(words: LabelledWords, amount: PrintedAmount) -> bool:
    return any(unicodedata.category(c) == "Sc" for i in amount.word_ids for c in words.read.words[i].text)


def _kinds(grid: PageGrid, amount: PrintedAmount, is_value: frozenset[int]) -> Kinds:
    caption = caption_beside(grid, amount.word_ids, is_value)
    behind = _behind(grid, amount.word_ids)
    beside = (amount_kind(caption) or amount_kind(f"{caption} {behind}")) if caption or behind else None
    return beside, kind_above(grid, amount.word_ids, is_value)


def _behind(grid: PageGrid, word_ids: Sequence[int]) -> str:
    """Returns the words behind an amount in its cell: "(incl. 726.56 € VAT)"."""
    right = grid.read.words[word_ids[-1]].box.right
    words = tuple(w for w in grid.cell_of(word_ids[-1]).words if w.box.left >= right)
    return Cell(words).text if words and not any(c.isdigit() for w in words for c in w.text) else ""


def score(words: LabelledWords, name: str, candidate: Candidate, found: ExtractedField | None) -> float:
    """Returns how well an amount fits a field, in natural logarithms: by the model, and by its captions."""
    if candidate.parts:
        return sum(score(words, name, part, None) for part in candidate.parts) / len(candidate.parts)
    likely = words.likelihood(name, candidate.word_ids)
    if found is not None and found.value is not None and Decimal(found.value) == candidate.value:
        likely = max(likely, found.confidence)
    caption = _caption_score(name, candidate)
    if candidate.in_line:
        caption = min(caption, 0.0) + (IN_LINE if likely < LINE_SURE else 0.0)
    return math.log(max(likely, FLOOR)) + caption


_NAMES: Mapping[str, AmountKind] = {NET: "net", TAX: "tax", TOTAL: "total"}


def _caption_score(name: str, candidate: Candidate) -> float:
    wanted = _NAMES[name]
    kinds = {candidate.beside, candidate.above} if candidate.shares_row else {candidate.kind}
    if wanted in kinds:
        return NAMED
    if name == TOTAL and candidate.kind == "payable":
        return NAMED_PAYABLE
    return OTHERWISE if kinds != {None} else 0.0


def tax_sums(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Returns what the captioned taxes of different rows add up to, each sum with its parts."""
    taxes: list[Candidate] = []
    for one in candidates:
        is_new = all(other.row != one.row for other in taxes)
        if one.beside == "tax" and not one.in_line and one.value != 0 and is_new:
            taxes.append(one)
    sums = []
    for count in range(2, MOST_PARTS + 1):
        for parts in combinations(taxes[: MOST_PARTS + 2], count):
            ids = tuple(i for part in parts for i in part.word_ids)
            total = sum((part.value for part in parts), Decimal(0))
            sums.append(replace(parts[0], word_ids=ids, value=total, parts=parts))
    return sums


def between(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Returns the captioned amounts that may be between net amount and total: near another captioned amount.

    Some totals are one row of amounts below their captions: there the caption above names an amount.
    """
    across = _rows_of_sums(candidates)
    named = [replace(c, beside=c.above) if c.beside is None and c.row in across else c for c in candidates]
    rows = [c.row for c in named if c.beside in SUMS and not c.in_line]
    return [
        c
        for c in named
        if c.beside in BETWEEN
        and not c.in_line
        and c.value != 0
        and any(abs(c.row - row) <= BLOCK_ROWS for row in rows)
    ]


def _rows_of_sums(candidates: Sequence[Candidate]) -> set[int]:
    """Returns the rows in which captions above name at least two different sums."""
    kinds: dict[int, set[AmountKind | None]] = defaultdict(set)
    for c in candidates:
        if c.beside is None and c.above in SUMS and not c.in_line:
            kinds[c.row].add(c.above)
    return {row for row, found in kinds.items() if len(found) > 1}
