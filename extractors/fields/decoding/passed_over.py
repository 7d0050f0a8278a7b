"""Rows of a table that the model did not see: their amounts make the sum that the others miss."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from extractors.fields.decoding.amount_captions import amount_kind
from extractors.fields.decoding.amounts import PrintedAmount, printed_amounts
from extractors.fields.decoding.caption_places import caption_beside
from extractors.fields.decoding.cells import grid_of
from extractors.fields.decoding.columns import Stack
from extractors.fields.decoding.table_rows import Row
from extractors.fields.token_scores import COLUMN_PREFIX, LabelledWords
from schemas.document import PlacedWord
from values.normalize import Hints

TOTAL_KINDS = frozenset({"net", "tax", "total", "payable", "prepaid", "withheld", "rounding"})
"""Captions of amounts that no row of the table holds; charges and discounts may be rows."""

DESCRIBES = 0.5
"""Words are a description from this mean probability on, whatever they would say as a caption."""

SHORT_CAPTION = 4
"""A caption of a sum has at most so many words."""

MOST = 12
"""With more further rows than this, only all of them together are tried."""


class RowFinder:
    """Tells rows of the table from sums below it, and finds the rows that a sum needs.

    Args:
        words: The document and its label probabilities.
        hints: How it writes numbers.
    """

    def __init__(self, words: LabelledWords, hints: Hints) -> None:
        self._words = words
        self._grid = grid_of(words.read)
        self._amounts = [amount for amount in printed_amounts(words.read, hints) if amount.has_cents]
        self._is_value = frozenset(i for amount in self._amounts for i in amount.word_ids)

    def is_sum(self, row: Row) -> bool:
        """Whether a row is a captioned sum: "Subtotal", "VAT 20%"; not where the model sees a description there."""
        beside = [amount for amount in self._amounts if row.holds(self._first(amount))]
        return len(beside) == 1 and self._names_sum(beside[0])

    def _names_sum(self, amount: PrintedAmount) -> bool:
        caption = caption_beside(self._grid, amount.word_ids, self._is_value)
        if not caption or len(caption.split()) > SHORT_CAPTION or amount_kind(caption) not in TOTAL_KINDS:
            return False
        inside = self._words.inside.get(f"{COLUMN_PREFIX}description")
        row = self._grid.row_of(amount.word_ids[0])
        texts = set(caption.split())
        ids = [w.id for cell in row for w in cell.words if w.text in texts]
        return inside is None or not ids or float(inside[ids].mean()) < DESCRIBES

    def _first(self, amount: PrintedAmount) -> PlacedWord:
        return self._words.read.words[amount.word_ids[0]]

    def missing(self, rows: Sequence[Row], stack: Stack, sums: Collection[Decimal]) -> list[tuple[Row, PrintedAmount]]:
        """Returns further rows whose amounts, in the column of the others, make one of the sums with theirs.

        Args:
            rows: The rows that are known.
            stack: The column of their amounts.
            sums: What all amounts may add up to.
        """
        known = sum((number.value for number in stack.numbers.values()), Decimal(0))
        if known in sums or not rows:
            return []
        further = list(self._further(rows, stack))
        for count in range(1, len(further) + 1):
            if len(further) > MOST and count < len(further):
                continue
            fitting = [
                chosen
                for chosen in combinations(further, count)
                if known + sum((amount.value for _, amount in chosen), Decimal(0)) in sums
            ]
            if len(fitting) == 1:
                return list(fitting[0])
        return []

    def _further(self, rows: Sequence[Row], stack: Stack) -> Iterator[tuple[Row, PrintedAmount]]:
        pages = {row.page_number for row in rows}
        for amount in self._amounts:
            first, last = self._first(amount), self._words.read.words[amount.word_ids[-1]]
            row = Row(first.page_number, first.box.center[1], first.box.height)
            overlap = min(stack.right, last.box.right) - max(stack.left, first.box.left)
            is_in_column = overlap > 0.5 * min(stack.right - stack.left, last.box.right - first.box.left)
            if first.page_number not in pages or not is_in_column or any(r.holds(first) for r in rows):
                continue
            if self.is_sum(row) or not caption_beside(self._grid, amount.word_ids, frozenset()):
                continue
            yield row, amount
