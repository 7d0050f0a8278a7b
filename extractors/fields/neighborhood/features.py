"""A word and its neighborhood as numbers: hashed words in slots (left, above, right, below, title) and their offsets.

Source: Majumder et al., "Representation Learning for Information Extraction from Form-like Documents", ACL 2020.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

WORDS, STEMS, SHAPES, LETTERS = 8192, 4096, 1024, 2048
"""Buckets into which words, their beginnings, the shapes of candidates and their letters are hashed; 0 is nothing."""

LEFT, ABOVE, RIGHT, BELOW, TITLE = 6, 5, 2, 2, 3
"""Neighbors of each kind, the nearest first; of the title, the largest words of the page."""

SLOTS: Final = LEFT + ABOVE + RIGHT + BELOW + TITLE

NUMBERS: Final = (
    "x", "y", "width", "height", "length", "digits", "cents", "percent", "rank", "is_largest", "repeats", "year",
    "first_page", "last_page",
)  # fmt: skip
"""What is measured of a candidate. ``rank`` is the share of the page's amounts with cents that are not larger."""

SAME_ROW = 0.6
"""Centers of words on one row differ by at most this share of the taller one's height."""

REACH = 15
"""Words above and below overlap the candidate sideways, up to so many thousandths of the page."""

FARTHEST = 150
"""Words above and below are at most so many thousandths of the page away."""

FAR = 10_000.0
STEM = 4

Box = tuple[int, int, int, int]
Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


class Candidates(NamedTuple):
    """The candidates of a page, N of them.

    Attributes:
        words: (N,) index of each on its page.
        neighbors: (N, SLOTS, 2) buckets of word and stem; 0 where a slot is empty.
        offsets: (N, SLOTS, 2) from the candidate to the neighbor, in page widths and heights.
        own: (N, 2) buckets of shape and letters.
        numbers: (N, len(NUMBERS)).
    """

    words: Ints
    neighbors: Ints
    offsets: Floats
    own: Ints
    numbers: Floats


def candidates_of(texts: Sequence[str], boxes: Sequence[Box], *, first_page: bool, last_page: bool) -> Candidates:
    """Returns each word of a page that has a digit, with its neighborhood.

    Args:
        texts: The words in reading order.
        boxes: Left, top, right, bottom of each, in thousandths of the page.
        first_page: Whether it is the document's first page.
        last_page: Whether it is its last one.
    """
    chosen = np.array([i for i, text in enumerate(texts) if any(c.isdigit() for c in text)], np.int32)
    if not len(chosen):
        none = np.zeros((0, SLOTS, 2))
        numbers = np.zeros((0, len(NUMBERS)), np.float32)
        return Candidates(chosen, none.astype(np.int32), none.astype(np.float32), np.zeros((0, 2), np.int32), numbers)
    grid = np.array(boxes, np.float32)
    hashed = np.array([(_word(text), _stem(text)) for text in texts], np.int32)
    slots = _neighbors(grid, chosen)
    is_filled = (slots >= 0)[..., np.newaxis]
    centers = np.stack([grid[:, 0] + grid[:, 2], grid[:, 1] + grid[:, 3]], axis=1) / 2000
    return Candidates(
        chosen,
        np.where(is_filled, hashed[slots], 0).astype(np.int32),
        np.where(is_filled, centers[slots] - centers[chosen][:, np.newaxis], 0).astype(np.float32),
        np.array([(_shape(texts[i]), _letters(texts[i])) for i in chosen], np.int32),
        _numbers([texts[i] for i in chosen], grid[chosen], first_page, last_page),
    )


def _neighbors(grid: Floats, chosen: Ints) -> Ints:
    """Returns the words in the slots of each candidate, -1 where a slot is empty."""
    left, top, right, bottom = (grid[:, i] for i in range(4))
    height, middle = bottom - top, (top + bottom) / 2
    own = grid[chosen]
    tallest = np.maximum(height[None], (own[:, 3] - own[:, 1])[:, None])
    apart = middle[None] - ((own[:, 1] + own[:, 3]) / 2)[:, None]
    same_row = np.abs(apart) <= SAME_ROW * tallest
    overlaps = (left[None] <= own[:, 2, None] + REACH) & (right[None] >= own[:, 0, None] - REACH)
    itself = np.arange(len(grid))[None] == chosen[:, None]
    before = own[:, 0, None] - right[None]
    behind = left[None] - own[:, 2, None]
    is_left = same_row & ~itself & ((left + right)[None] < (own[:, 0] + own[:, 2])[:, None])
    is_right = same_row & ~itself & ~is_left
    near = overlaps & ~same_row & (np.abs(apart) <= FARTHEST)
    title = np.argsort(-height, kind="stable")[:TITLE]
    return np.concatenate(
        [
            _nearest(np.where(is_left, before, FAR), LEFT),
            # Of one row above, the words that are closest sideways come first.
            _nearest(np.where(near & (apart < 0), -apart + np.abs(left[None] - own[:, 0, None]) / 1000, FAR), ABOVE),
            _nearest(np.where(is_right, behind, FAR), RIGHT),
            _nearest(np.where(near & (apart > 0), apart, FAR), BELOW),
            np.broadcast_to(np.pad(title, (0, TITLE - len(title)), constant_values=-1), (len(chosen), TITLE)),
        ],
        axis=1,
    ).astype(np.int32)


def _nearest(distance: Floats, count: int) -> Ints:
    order = np.argsort(distance, axis=1, kind="stable")[:, :count]
    found = np.where(np.take_along_axis(distance, order, axis=1) < FAR, order, -1)
    return np.pad(found, ((0, 0), (0, count - found.shape[1])), constant_values=-1).astype(np.int32)


_CENTS = re.compile(r"(\d[\d.,' ]*)[.,](\d{2})\D{0,4}$")
_YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2}")


def _numbers(texts: Sequence[str], grid: Floats, first_page: bool, last_page: bool) -> Floats:
    amounts = [_amount(text) for text in texts]
    known = sorted(a for a in amounts if a is not None)
    rows = []
    for text, amount, (left, top, right, bottom) in zip(texts, amounts, grid / 1000, strict=True):
        smaller = sum(a <= amount for a in known) / len(known) if amount is not None else 0.0
        rows.append((
            (left + right) / 2, (top + bottom) / 2, right - left, 10 * (bottom - top), len(text) / 20,
            sum(c.isdigit() for c in text) / len(text), amount is not None, "%" in text, smaller,
            amount is not None and amount == known[-1], amount is not None and known.count(amount) > 1,
            _YEAR.search(text) is not None, first_page, last_page,
        ))  # fmt: skip
    return np.array(rows, np.float32)


def _amount(text: str) -> float | None:
    """Returns the size of an amount with cents; None for every other word."""
    match = _CENTS.search(text)
    return float("".join(c for c in match[1] if c.isdigit()) + "." + match[2]) if match else None


@lru_cache(maxsize=100_000)
def _word(text: str) -> int:
    return _bucket(_folded(text) or text, WORDS)


@lru_cache(maxsize=100_000)
def _stem(text: str) -> int:
    return _bucket(_folded(text)[:STEM] or text, STEMS)


def _shape(text: str) -> int:
    signs = "".join("0" if c.isdigit() else "A" if c.isupper() else "a" if c.isalpha() else c for c in text)
    return _bucket(re.sub(r"(.)\1{3,}", r"\1\1\1\1", signs), SHAPES)


def _letters(text: str) -> int:
    return _bucket("".join(c for c in text.casefold() if c.isalpha())[:STEM], LETTERS)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    return "".join("0" if c.isdigit() else c for c in plain if c.isalnum() or c in "#%$€£")


def _bucket(text: str, buckets: int) -> int:
    # Not hash(): that changes from process to process.
    return 1 + zlib.crc32(text.encode()) % (buckets - 1)
