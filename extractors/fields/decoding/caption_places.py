"""Where the caption of an amount is: beside it in its row, else above it in its column."""

from __future__ import annotations

from extractors.fields.decoding.amount_captions import AmountKind, amount_kind
from extractors.fields.decoding.cells import Cell, PageGrid
from schemas.document import PlacedWord
from values.normalize import CURRENCY_SIGNS

LINES_ABOVE = 3
"""A caption above an amount has at most so many lines."""


def caption_beside(grid: PageGrid, word_ids: tuple[int, ...], is_value: frozenset[int]) -> str:
    """Returns the caption left of an amount, in its own cell or the next one with letters, else nothing.

    Args:
        grid: The pages.
        word_ids: The amount's words.
        is_value: Words of amounts: a caption ends where another amount is.
    """
    own = grid.before(word_ids)
    parts = [own] if own is not None else []
    for cell in (*parts, *grid.left_cells(word_ids)):
        kept = _behind_values(cell, is_value)
        if kept and Cell(kept).has_letters and not _is_currency(kept):
            return Cell(kept).text
        if kept != cell.words:
            break
    return ""


def _is_currency(words: tuple[PlacedWord, ...]) -> bool:
    word = words[0].text.strip("().:")
    return len(words) == 1 and (word in _CURRENCIES or word.casefold() in CURRENCY_SIGNS)


_CURRENCIES = frozenset({
    "EUR", "USD", "GBP", "CHF", "INR", "CAD", "AUD", "NZD", "SGD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON",
    "JPY", "ZAR", "AED", "kr", "Kr",
})  # fmt: skip


def _behind_values(cell: Cell, is_value: frozenset[int]) -> tuple[PlacedWord, ...]:
    """Returns the words of a cell behind its last amount."""
    last = max((i for i, word in enumerate(cell.words) if word.id in is_value), default=-1)
    return cell.words[last + 1 :]


def kind_above(grid: PageGrid, word_ids: tuple[int, ...], is_value: frozenset[int]) -> AmountKind | None:
    """Returns the kind that the lines of the caption above an amount name together."""
    lines: list[str] = []
    for cell in grid.above(word_ids):
        if any(word.id in is_value for word in cell.words):
            continue
        if not cell.has_letters:
            break
        lines.insert(0, cell.text)
        if len(lines) == LINES_ABOVE:
            break
    for count in range(1, len(lines) + 1):
        kind = amount_kind(" ".join(lines[-count:]))
        if kind is not None:
            return kind
    return None
