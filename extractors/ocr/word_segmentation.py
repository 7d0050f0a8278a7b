"""The words of a line: characters parted where words end, with the columns that each word covers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.ink import LineInk
from extractors.ocr.recognition import Character, Reading
from extractors.ocr.word_boundaries import probabilities

COLUMN_GAP = 2.5
"""Blank wider than this many text heights parts two columns."""

CENTS_GAP = 0.6
"""Wide type parts the two digits of cents by less than this many text heights."""

_CENTS = re.compile(r"\d[.,]\d\d(?!\d)")


@dataclass(frozen=True)
class Piece:
    """One word of a line: its characters, its columns of the crop, the blank before it in text heights."""

    characters: tuple[Character, ...]
    left: float
    right: float
    gap_before: float

    @property
    def text(self) -> str:
        """The characters in a row."""
        return "".join(c.text for c in self.characters)


def split_words(reading: Reading, ink: LineInk) -> list[list[Piece]]:
    """Returns the words of one crop, as one list for each column that it runs through."""
    if not reading.characters:
        return []
    gaps = blank_columns(reading, ink)
    ends = _ends(reading, gaps, ink.height)
    columns: list[list[Piece]] = []
    for piece in _pieces(reading, ink, gaps, ends):
        if not columns or piece.gap_before > COLUMN_GAP:
            columns.append([])
        columns[-1].append(piece)
    return columns


def blank_columns(reading: Reading, ink: LineInk) -> NDArray[np.float64]:
    """Returns the widest run of columns without ink between each two neighbors: (n - 1, 2), start and end."""
    empty = ink.profile == 0
    spans = np.zeros((max(len(reading.characters) - 1, 0), 2))
    for i, (left, right) in enumerate(pairwise(reading.characters)):
        start, end = int(left.x), max(int(np.ceil(right.x)), int(left.x) + 1)
        spans[i] = _widest_run(empty, start, end)
    return spans


def _widest_run(empty: NDArray[np.bool_], start: int, end: int) -> tuple[float, float]:
    inside = empty[max(start, 0) : end]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inside, [False])).astype(np.int8)))
    if not len(edges):
        middle = (start + end) / 2
        return middle, middle
    starts, ends = edges[::2], edges[1::2]
    widest = int(np.argmax(ends - starts))
    return float(start + starts[widest]), float(start + ends[widest])


def _ends(reading: Reading, gaps: NDArray[np.float64], height: float) -> NDArray[np.bool_]:
    """Tells for each two neighboring characters whether a word ends between them."""
    if len(reading.characters) < 2:
        return np.zeros(0, dtype=bool)
    widths = (gaps[:, 1] - gaps[:, 0]) / height
    steps = np.diff([character.x for character in reading.characters])
    ends = probabilities(reading.text, np.array(reading.blanks), widths, steps) > 0.5
    for cents in _CENTS.finditer(reading.text):
        last = cents.end() - 2
        ends[last] &= widths[last] > CENTS_GAP
    return ends


def _pieces(reading: Reading, ink: LineInk, gaps: NDArray[np.float64], ends: NDArray[np.bool_]) -> Iterator[Piece]:
    edges = [0, *(int(i) + 1 for i in np.flatnonzero(ends)), len(reading.characters)]
    inked = np.flatnonzero(ink.profile)
    first, last = (int(inked[0]), int(inked[-1]) + 1) if len(inked) else (0, len(ink.profile))
    for start, end in pairwise(edges):
        characters = reading.characters[start:end]
        left = gaps[start - 1, 1] if start else min(first, characters[0].x)
        right = gaps[end - 1, 0] if end < len(reading.characters) else max(last, characters[-1].x)
        gap = (gaps[start - 1, 1] - gaps[start - 1, 0]) / ink.height if start else 0.0
        yield Piece(characters, float(left), float(max(right, left + 1)), float(gap))
