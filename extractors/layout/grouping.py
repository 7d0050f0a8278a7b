"""From labels of parts to blocks: neighbors of one kind that the model joins are one block."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.layout.network import JOINED, KINDS
from extractors.layout.parts import Floats, Parts

Labels = NDArray[np.int64]
"""(n,): the kind of each part, an index into `KINDS`; 0 for none."""

JOIN = 0.5
"""Probability from which two neighbors of one kind are one block."""

PICTURES = (KINDS.index("figure"), KINDS.index("stamp"))
"""The kinds that ink regions may have; lines may have every kind but none."""

NEAR = 2.0
"""Pieces of pictures of one kind are one block if they are at most this many line heights apart."""

SURE = 0.6
"""Probability from which an ink region is a figure or a stamp."""

SMALLEST = 3.0
"""A picture is at least this many line heights long: check boxes are shorter."""

MOST_STAMPS = 4
"""A page with more stamps than this has none."""

LINE_SHARE = 1 / 90
"""Height of a line as a share of the page's, where the page has no lines."""


@dataclass(frozen=True)
class FoundBlock:
    """A block of a page.

    Attributes:
        kind: One of `KINDS`.
        score: Mean probability of the kind over the parts, in [0, 1].
        box: Left, top, right, bottom in pixels of the small page.
        lines: Indices of its lines, ascending; empty for a picture without words.
    """

    kind: str
    score: float
    box: tuple[float, float, float, float]
    lines: tuple[int, ...]


def group(parts: Parts, kinds: Floats, joins: Floats) -> list[FoundBlock]:
    """Returns the blocks in reading order, pictures without words last; every line is in exactly one.

    Args:
        parts: The parts of the page.
        kinds: (n, len(KINDS)), the probability of each kind.
        joins: (n, len(JOINED)), the probability of each join.
    """
    found = _group(parts, kinds, joins)
    if sum(block.kind == "stamp" for block in found) > MOST_STAMPS:
        # They are the cells and fills of a printed form.
        kinds = kinds.copy()
        kinds[:, KINDS.index("stamp")] = 0.0
        found = _group(parts, kinds, joins)
    return found


def _group(parts: Parts, kinds: Floats, joins: Floats) -> list[FoundBlock]:
    chosen = _kinds(parts, kinds)
    owner = list(range(len(chosen)))
    others = parts.neighbors[:, JOINED]
    same = (joins > JOIN) & (chosen[:, None] > 0) & (chosen[:, None] == chosen[others])
    for part, column in np.argwhere(same).tolist():
        owner[_root(owner, part)] = _root(owner, int(others[part, column]))
    _join_pictures(parts, chosen, owner)
    members: dict[int, list[int]] = defaultdict(list)
    for part in range(len(chosen)):
        if chosen[part]:
            members[_root(owner, part)].append(part)
    found = [_block(parts, kinds, int(chosen[group[0]]), group) for group in members.values()]
    return sorted(found, key=lambda b: (not b.lines, b.lines[:1], b.box[1], b.box[0]))


def _kinds(parts: Parts, kinds: Floats) -> Labels:
    """Returns the likeliest kind that each part may have."""
    allowed = kinds.copy()
    allowed[: parts.lines, 0] = 0.0
    others = [k for k in range(1, len(KINDS)) if k not in PICTURES]
    allowed[parts.lines :, others] = 0.0
    chosen: Labels = allowed.argmax(axis=1)
    sides = (parts.boxes[:, 2:] - parts.boxes[:, :2]).max(axis=1)
    unsure = (allowed.max(axis=1) < SURE) | (sides < SMALLEST * _line_height(parts))
    unsure[: parts.lines] = False
    chosen[unsure] = 0
    return chosen


def _root(owner: list[int], part: int) -> int:
    while owner[part] != part:
        owner[part] = owner[owner[part]]
        part = owner[part]
    return part


def _join_pictures(parts: Parts, chosen: Labels, owner: list[int]) -> None:
    """Joins pictures of one kind that are close: a worn stamp leaves several pieces of ink."""
    for kind in PICTURES:
        pictures = np.flatnonzero(chosen == kind)
        left, top, right, bottom = parts.boxes[pictures].T
        across = np.maximum(left[:, None], left) - np.minimum(right[:, None], right)
        down = np.maximum(top[:, None], top) - np.minimum(bottom[:, None], bottom)
        near = np.tril(np.maximum(across, down) < NEAR * _line_height(parts), -1)
        for i, j in pictures[np.argwhere(near)].tolist():
            owner[_root(owner, i)] = _root(owner, j)


def _line_height(parts: Parts) -> float:
    if not parts.lines:
        return LINE_SHARE * parts.size[1]
    boxes = parts.boxes[: parts.lines]
    return float(np.median((boxes[:, 2:] - boxes[:, :2]).min(axis=1)))


def _block(parts: Parts, kinds: Floats, kind: int, members: list[int]) -> FoundBlock:
    boxes = parts.boxes[members].tolist()
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
    score = float(kinds[members, kind].mean())
    lines = tuple(i for i in sorted(members) if i < parts.lines)
    return FoundBlock(KINDS[kind], score, (left, top, right, bottom), lines)
