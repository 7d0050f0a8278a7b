"""Filters computed only where they change a page: most of it is plain paper, and little is colored."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.unread.rectangles import Region, rectangles

Layer = NDArray[np.uint8]
"""(height, width), one channel of the working image."""

CELL = 16
"""Side in pixels of the cells that are plain or not."""

MOST_OF_PAGE = 0.9
"""Share of the page, overlaps counted twice, from which the whole page is filtered at once."""


def filtered(channels: Sequence[Layer], reach: int, apply: Callable[[Layer], Layer]) -> list[Layer]:
    """Returns ``apply`` of each channel, without computing it where its result is known.

    Where all pixels within reach are the same, the result is the channel itself. Where they are those of the first
    channel, it is the first channel's result.

    Args:
        channels: All of one size.
        reach: How many pixels away a pixel may change the result.
        apply: A filter whose result at a pixel is one of the values within reach, as of a median or an erosion.
    """
    done: list[Layer] = []
    for channel in channels:
        busy = _grown(_cells(_steps(channel)), reach)
        known = channel
        if done:
            other = _grown(_cells(cv2.compare(channel, channels[0], cv2.CMP_NE)), reach)
            busy, known = busy & other, done[0].copy()
            for part in rectangles(other):
                rows, columns = _slices(part, channel.shape, 0)
                known[rows, columns] = channel[rows, columns]
        done.append(_computed(channel, known, rectangles(busy), reach, apply))
    return done


def _computed(
    channel: Layer, known: Layer, parts: Sequence[Region], reach: int, apply: Callable[[Layer], Layer]
) -> Layer:
    if not parts:
        return known
    around = [_slices(part, channel.shape, reach) for part in parts]
    if sum((y.stop - y.start) * (x.stop - x.start) for y, x in around) > MOST_OF_PAGE * channel.size:
        return apply(channel)
    done = known.copy()
    for part, (y, x) in zip(parts, around, strict=True):
        rows, columns = _slices(part, channel.shape, 0)
        found = apply(np.ascontiguousarray(channel[y, x]))
        top, left = rows.start - y.start, columns.start - x.start
        done[rows, columns] = found[top : top + rows.stop - rows.start, left : left + columns.stop - columns.start]
    return done


def _slices(part: Region, shape: tuple[int, ...], margin: int) -> tuple[slice, slice]:
    """Returns the rows and columns of cells in pixels, with a margin, as far as they are on the page."""
    height, width = shape
    return (
        slice(max(part.top * CELL - margin, 0), min(part.bottom * CELL + margin, height)),
        slice(max(part.left * CELL - margin, 0), min(part.right * CELL + margin, width)),
    )


def _steps(layer: Layer) -> Layer:
    """Returns where a pixel differs from the next one to the right or below."""
    steps = np.zeros_like(layer)
    steps[:, :-1] = cv2.compare(layer[:, :-1], layer[:, 1:], cv2.CMP_NE)
    steps[:-1] |= cv2.compare(layer[:-1], layer[1:], cv2.CMP_NE)
    return steps


def _cells(mask: NDArray[np.uint8]) -> Layer:
    """Returns 1 for each cell that holds a pixel of a mask."""
    height, width = mask.shape
    rows, columns = (-(-side // CELL) for side in mask.shape)
    padded = np.zeros((rows * CELL, columns * CELL), np.uint8)
    padded[:height, :width] = mask
    by_row = padded.reshape(rows, CELL, columns * CELL).max(axis=1)
    return np.asarray(by_row.reshape(rows, columns, CELL).max(axis=2) > 0, np.uint8)


def _grown(cells: Layer, reach: int) -> Layer:
    side = 2 * -(-reach // CELL) + 1
    return np.asarray(cv2.dilate(cells, np.ones((side, side), np.uint8)), np.uint8)
