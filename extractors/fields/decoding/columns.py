"""The numbers of a table form columns: which column holds which field is decided for all rows at once.

A model that reads word by word may confuse tax and price, or price and quantity, in single rows. Numbers of all rows in
one column combine their label probabilities, the captions above them, and quantity x price = amount.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractors.fields.decoding.amounts import whole_amount
from extractors.fields.decoding.captions import column_of
from extractors.fields.token_scores import COLUMN_PREFIX, LabelledWords
from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import raw_text
from values.normalize import Hints, currency_code, parse_amount

QUANTITY, PRICE, AMOUNT = "quantity", "unit_price", "line_amount"
NUMERIC = (QUANTITY, PRICE, AMOUNT)

NEUTRAL = 0.06
"""A number with this probability for a column speaks neither for nor against it."""

FITS, MISFITS = 5.0, -0.5
"""Score of a row for an assignment in which quantity x price is, or is not, the amount (natural logarithms)."""

TRIVIAL = 1.5
"""The same where the quantity is one, so that price and amount are equal anyway."""

ADDS_UP, IS_ALL = 20.0, 6.0
"""Score of an assignment whose amounts add up to the net amount or total; the second for a single row."""

CAPTION, OTHER_CAPTION = 1.0, -1.5
"""Score of a caption above a column for the field it names, and against the others, per row."""

CAPTION_REACH = 12
"""A caption is at most so many line heights above the first row."""

NEAR = 0.005
"""A caption may miss the numbers below it by this share of the page's width."""

CENT = Decimal("0.01")

_GLUED = re.compile(r"[^\W\d_]+(?=\d)")
"""Letters right before a digit: "A4" is no number, "RM4" is one."""


@dataclass(frozen=True)
class Number:
    """A number in a row: its words (several where thousands are parted by blanks) and its value."""

    word_ids: tuple[int, ...]
    value: Decimal
    left: float
    right: float


@dataclass
class Stack:
    """Numbers that are below each other, by the row they are in."""

    left: float
    right: float
    numbers: dict[int, Number] = field(default_factory=dict)

    def holds(self, number: Number) -> bool:
        """Whether a number is in this stack: the wider half of the narrower one is over the other."""
        overlap = min(self.right, number.right) - max(self.left, number.left)
        return overlap > 0.5 * min(self.right - self.left, number.right - number.left)


def numbers_of(read: ReadDocument, row: Sequence[PlacedWord], hints: Hints) -> Iterator[Number]:
    """Yields the numbers among the words of one row, left to right."""
    passed: set[int] = set()
    for word in row:
        if word.id in passed or not any(c.isdigit() for c in word.text):
            continue
        span = whole_amount(read, [word.id])
        passed.update(span)
        value = _value(read, span, hints)
        if value is not None:
            yield Number(tuple(span), value, read.words[span[0]].box.left, read.words[span[-1]].box.right)


def _value(read: ReadDocument, span: Sequence[int], hints: Hints) -> Decimal | None:
    """Returns the number that words spell; none where letters before the digits are no currency, and of a share."""
    text = raw_text(read, span)
    letters = next((match for i in span if (match := _GLUED.match(read.words[i].text))), None)
    if "%" in text or (letters and currency_code(letters[0].upper(), hints) is None):
        return None
    value = parse_amount(text, hints)
    return Decimal(value) if value is not None else None


def stacks_of(rows: Mapping[int, Sequence[Number]]) -> list[Stack]:
    """Returns the stacks of the numbers of all rows, left to right."""
    stacks: list[Stack] = []
    for row, numbers in rows.items():
        for number in numbers:
            home = next((s for s in stacks if row not in s.numbers and s.holds(number)), None)
            if home is None:
                stacks.append(Stack(number.left, number.right, {row: number}))
            else:
                home.numbers[row] = number
                home.left, home.right = min(home.left, number.left), max(home.right, number.right)
    return sorted(stacks, key=lambda s: s.left)


def captions(words: Sequence[PlacedWord], stacks: Sequence[Stack], top: float, height: float) -> list[set[str]]:
    """Returns for each stack the columns that caption words above it name; ``top`` is that of the first row."""
    named = [
        (word, column)
        for word in words
        if top - CAPTION_REACH * height < word.box.center[1] < top and (column := column_of(word.text)) is not None
    ]
    # A line of captions names two columns at least; a lone word above a number is text.
    heads = [(w, c) for w, c in named if len({other for v, other in named if _beside(v, w, height)}) > 1]
    return [{c for w, c in heads if min(s.right, w.box.right) - max(s.left, w.box.left) > -NEAR} for s in stacks]


def _beside(a: PlacedWord, b: PlacedWord, height: float) -> bool:
    return abs(a.box.center[1] - b.box.center[1]) < height


def assigned(
    words: LabelledWords, stacks: Sequence[Stack], named: Sequence[set[str]], sums: Collection[Decimal] = ()
) -> dict[str, Stack]:
    """Returns the likeliest stack of each numeric column; a column without a stack is left out.

    Args:
        words: The document.
        stacks: The stacks of its table, left to right.
        named: What the captions over each stack name.
        sums: What the amounts of all rows may add up to.
    """
    alone = {
        column: [0.0, *(_likelihood(words, s, column, names) for s, names in zip(stacks, named, strict=True))]
        for column in NUMERIC
        if COLUMN_PREFIX + column in words.inside
    }
    columns = list(alone)
    best, best_score = {}, 0.0
    for choice in itertools.product(range(len(stacks) + 1), repeat=len(columns)):
        taken = [i for i in choice if i]
        if len(set(taken)) < len(taken):
            continue
        score = sum(alone[column][i] for column, i in zip(columns, choice, strict=True))
        chosen = {column: stacks[i - 1] for column, i in zip(columns, choice, strict=True) if i}
        score += _arithmetic(chosen) + _sum(chosen, sums)
        if score > best_score:
            best, best_score = chosen, score
    return best


def _likelihood(words: LabelledWords, stack: Stack, column: str, names: set[str]) -> float:
    inside = words.inside[COLUMN_PREFIX + column]
    seen = sum(math.log((max(float(inside[i]) for i in n.word_ids) + 0.01) / NEUTRAL) for n in stack.numbers.values())
    caption = CAPTION if column in names else OTHER_CAPTION if names else 0.0
    return seen + caption * min(len(stack.numbers), 3)


def _arithmetic(chosen: Mapping[str, Stack]) -> float:
    if len(chosen) < len(NUMERIC):
        return 0.0
    quantity, price, amount = (chosen[name].numbers for name in NUMERIC)
    rows = quantity.keys() & price.keys() & amount.keys()
    return sum(_product(quantity[r].value, price[r].value, amount[r].value) for r in rows)


def _product(quantity: Decimal, price: Decimal, amount: Decimal) -> float:
    if not fits(quantity, price, amount):
        return MISFITS
    return TRIVIAL if quantity == 1 else FITS


def _sum(chosen: Mapping[str, Stack], sums: Collection[Decimal]) -> float:
    amounts = [number.value for number in chosen[AMOUNT].numbers.values()] if AMOUNT in chosen else []
    if not amounts or sum(amounts, Decimal(0)) not in sums:
        return 0.0
    return ADDS_UP if len(amounts) > 1 else IS_ALL


def fits(quantity: Decimal, price: Decimal, amount: Decimal) -> bool:
    """Whether quantity x price is the amount, up to the rounding of the printed price."""
    return abs(quantity * price - amount) <= max(CENT, abs(quantity) * CENT / 2) and amount != 0
