"""Replaces a page's names and addresses by those of other documents: a few documents then teach as much as many.

A shop's letters are the same on all of its receipts. A model that sees them often learns the shop, not where shops
print their names. Source: entity replacement, Raiman and Miller 2017, "Globally Normalized Reader" (type swaps).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.fields.layoutlm.windows import Grid
from schemas.geometry import LAYOUTLM_SCALE
from training.examples import Example, ExamplePage, Place

SWAPPED = frozenset(
    {
        "seller_name",
        "seller_address",
        "buyer_name",
        "buyer_address",
        "advertiser",
        "registrant_name",
        "line.description",
    }
)
"""Labels whose values say nothing about one another, so that any two may change places."""

SHARE = 0.35
"""How many of a page's values are swapped."""

Lines = tuple[tuple[str, ...], ...]
"""A value's words, line by line."""


class ValuePool:
    """The names and addresses of a set of examples, by label and number of lines."""

    def __init__(self, examples: Iterable[Example]) -> None:
        values: dict[tuple[str, int], dict[Lines, None]] = defaultdict(dict)
        for example in examples:
            for page in example.pages:
                for label, places in page.groups:
                    if label in SWAPPED and (lines := _lines(page, places[0])) is not None:
                        values[label, len(lines)][tuple(tuple(page.texts[i] for i in line) for line in lines)] = None
        self._values = {key: list(found) for key, found in values.items()}

    def draw(self, label: str, line_count: int, rng: random.Random) -> Lines | None:
        """Returns one of the values with this number of lines, or None where there are none."""
        values = self._values.get((label, line_count))
        return rng.choice(values) if values else None


def swapped(page: ExamplePage, pool: ValuePool, rng: random.Random, *, share: float = SHARE) -> ExamplePage:
    """Returns the page with some values replaced by others of the pool, at their places and sizes."""
    changes: dict[Place, tuple[str, ...]] = {}
    distinct = {tuple(place) for _, places in page.groups for place in places}
    for label, places in page.groups:
        if label not in SWAPPED or rng.random() >= share:
            continue
        for place in places:
            lines = _lines(page, place)
            value = pool.draw(label, len(lines), rng) if lines else None
            # A place that shares words with another one stays: there would be nothing left of the other.
            alone = not any(other != place and set(other) & set(place) for other in distinct)
            if lines and value and alone:
                changes |= dict(zip(lines, value, strict=True))
    return _with(page, changes) if changes else page


def _lines(page: ExamplePage, place: Sequence[int]) -> tuple[Place, ...] | None:
    """Returns a place's words line by line, or None where a line's words do not follow one another."""
    lines: list[list[int]] = []
    for i in place:
        if lines and _on_one_line(page.boxes[lines[-1][-1]], page.boxes[i]):
            if i != lines[-1][-1] + 1:
                return None
            lines[-1].append(i)
        else:
            lines.append([i])
    return tuple(tuple(line) for line in lines)


def _on_one_line(first: Grid, second: Grid) -> bool:
    middle = (second[1] + second[3]) / 2
    return first[1] <= middle <= first[3] and second[0] >= first[0]


def _with(page: ExamplePage, changes: dict[Place, tuple[str, ...]]) -> ExamplePage:
    """Returns the page with each of these lines replaced by other words."""
    begins = {line[0]: line for line in changes}
    texts: list[str] = []
    boxes: list[Grid] = []
    new_of: dict[int, list[int]] = {}
    inside = {i for line in changes for i in line}
    for i, text in enumerate(page.texts):
        if i in begins:
            words = changes[begins[i]]
            made = range(len(texts), len(texts) + len(words))
            new_of |= {word: [] for word in begins[i]}
            new_of[i] = list(made)
            texts.extend(words)
            boxes.extend(_set(words, begins[i], page))
        elif i not in inside:
            new_of[i] = [len(texts)]
            texts.append(text)
            boxes.append(page.boxes[i])
    groups = tuple(
        (label, tuple(tuple(new for i in place for new in new_of[i]) for place in places))
        for label, places in page.groups
    )
    return replace(page, texts=tuple(texts), boxes=tuple(boxes), groups=groups)


def _set(words: Sequence[str], line: Place, page: ExamplePage) -> list[Grid]:
    """Returns boxes for words that begin where a line begins, their letters as wide as its letters."""
    left, right = page.boxes[line[0]][0], page.boxes[line[-1]][2]
    top, bottom = min(page.boxes[i][1] for i in line), max(page.boxes[i][3] for i in line)
    letter = (right - left) / (sum(len(page.texts[i]) for i in line) + len(line) - 1)
    boxes, x = [], float(left)
    for word in words:
        end = x + letter * len(word)
        boxes.append((_inside(x), top, _inside(end), bottom))
        x = end + letter
    return boxes


def _inside(x: float) -> int:
    return min(max(round(x), 0), LAYOUTLM_SCALE)
