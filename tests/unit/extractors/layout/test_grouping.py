"""From labels of parts to blocks."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.layout.grouping import MOST_STAMPS, group
from extractors.layout.network import JOINED, KINDS
from extractors.layout.parts import DIRECTIONS, LINE_FEATURES, REGION_FEATURES, RELATION, THUMBNAIL, Parts


def regions(count: int, apart: float) -> Parts:
    """Ink regions of 60 x 40 pixels in a column."""
    top = np.arange(count) * (40.0 + apart)
    boxes = np.stack([np.full(count, 10.0), top, np.full(count, 70.0), top + 40], axis=1).astype(np.float32)
    return Parts(
        0,
        boxes,
        np.zeros((count, LINE_FEATURES + REGION_FEATURES), np.float32),
        np.zeros((count, 2 * THUMBNAIL**2), np.float32),
        np.full((count, len(DIRECTIONS)), -1),
        np.zeros((count, len(DIRECTIONS), RELATION), np.float32),
        (800, 900),
    )


def found(parts: Parts, kind: str) -> list[str]:
    kinds = np.full((len(parts.boxes), len(KINDS)), 0.01, np.float32)
    kinds[:, KINDS.index(kind)] = 0.9
    return [block.kind for block in group(parts, kinds, np.zeros((len(parts.boxes), len(JOINED)), np.float32))]


@pytest.mark.parametrize(("count", "stamps"), [(1, 1), (MOST_STAMPS, MOST_STAMPS), (MOST_STAMPS + 1, 0)])
def test_a_page_of_many_stamps_has_none(count: int, stamps: int) -> None:
    assert found(regions(count, 50), "stamp") == ["stamp"] * stamps


def test_a_page_may_have_many_figures() -> None:
    assert found(regions(8, 50), "figure") == ["figure"] * 8


@pytest.mark.parametrize(("apart", "blocks"), [(5, 1), (50, 3)])
def test_pieces_of_a_picture_are_one_block(apart: float, blocks: int) -> None:
    assert found(regions(3, apart), "stamp") == ["stamp"] * blocks
