"""What the token classifier reads: units of a text, their tokens, and features that the vocabulary has lost."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LABELS = ("O", *(f"{prefix}-{kind}" for kind in ("PERSON", "ADDRESS", "PLACE", "ORG") for prefix in "BI"))
"""Labels of a unit: B begins a span, I continues it."""

UNIT = re.compile(r"[^\W_]+|[^\w\s]|_")
"""A run of letters and digits, or one mark of punctuation."""

FEATURES = 8
"""Values of a unit's feature: four cases, each at the start of a cell or line and elsewhere."""

WINDOW_TOKENS = 128
OVERLAP_TOKENS = 32
_LONGEST_UNIT = 8
"""Tokens of one unit that are read; the rest of a long number has no information."""


@dataclass(frozen=True)
class Unit:
    """``text[start:end]``, the tokens it is cut into and its feature, in ``range(FEATURES)``."""

    start: int
    end: int
    token_ids: tuple[int, ...]
    feature: int
    is_word: bool


@dataclass(frozen=True)
class Window:
    """Consecutive units that the model reads at once: the first one's index, and how many there are."""

    first: int
    count: int


class Encoder:
    """Cuts texts into units and windows, with the tokenizer in a folder."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self.start_id, self.end_id, self.pad_id, self.unknown_id = (
            int(tokenizer.token_to_id(token) or 0) for token in ("[CLS]", "[SEP]", "[PAD]", "[UNK]")
        )

        @lru_cache(maxsize=50_000)
        def ids_of(unit: str) -> tuple[int, ...]:
            ids = tokenizer.encode(unit, add_special_tokens=False).ids
            return tuple(ids[:_LONGEST_UNIT]) or (self.unknown_id,)

        self._ids_of = ids_of

    def units(self, text: str, starts: Collection[int]) -> list[Unit]:
        """Returns the units of a text.

        Args:
            text: The text.
            starts: Offsets at which a cell begins; what follows a line's end begins one anyway.
        """
        found, line_end = [], True
        last = 0
        for match in UNIT.finditer(text):
            start, end = match.span()
            between = text[last:start]
            begins = line_end or start in starts or "\n" in between or "\t" in between
            text_of = match.group()
            found.append(Unit(start, end, self._ids_of(text_of), _case(text_of) + 4 * begins, text_of[0].isalnum()))
            last, line_end = end, False
        return found


def _case(unit: str) -> int:
    if any(c.isdigit() for c in unit):
        return 3
    if unit.isupper() and len(unit) > 1:
        return 2
    if unit[0].isupper():
        return 1 if unit[1:].islower() or len(unit) == 1 else 3
    return 0


def windows_of(units: Sequence[Unit]) -> list[Window]:
    """Returns windows over all units, each with at most `WINDOW_TOKENS` tokens, which overlap."""
    windows: list[Window] = []
    first = 0
    while first < len(units):
        count, tokens = 0, 2
        while first + count < len(units) and tokens + len(units[first + count].token_ids) <= WINDOW_TOKENS:
            tokens += len(units[first + count].token_ids)
            count += 1
        windows.append(Window(first, count))
        if first + count == len(units):
            break
        back, overlap = first + count, 0
        while back - 1 > first and overlap + len(units[back - 1].token_ids) <= OVERLAP_TOKENS:
            back -= 1
            overlap += len(units[back].token_ids)
        first = back
    return windows
