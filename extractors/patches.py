"""Filters computed only where they change a page: most of it is plain background, and little is colored."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.page_image import Pixels
from extractors.rectangles import Region, rectangles

Layer = NDArray[np.uint8]
"""(height, width), one channel of the working image."""

CELL = 16
"""Side in pixels of the cells that are plain or not."""

MOST_OF_PAGE = 0.9
"""Share of the page, overlaps counted twice, from which the whole page is filtered at once."""


def shrunk(pixels: Pixels, factor: int) -> Pixels:
    """Returns a page, in color or gray, with whole blocks of pixels averaged to one: much faster than other sizes."""
    if factor == 1:
        return pixels
    rows, columns = (max(side // factor, 1) for side in pixels.shape[:2])
    whole = pixels[: rows * factor, : columns * factor]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)


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


def median(layer: Layer, side: int) -> Layer:
    """Returns the median of the square around each pixel, as OpenCV's; ``side`` in pixels is odd.

    Where one level, that of the background, fills most of the square, it is the median. Counting it takes a tenth of
    the time.
    """
    background = int(np.bincount(layer[::4, ::4].ravel(), minlength=256).argmax())
    is_plain = np.bitwise_and(cv2.compare(layer, (background, 0, 0, 0), cv2.CMP_EQ), 1)
    counts = cv2.boxFilter(is_plain, cv2.CV_16U, (side, side), normalize=False, borderType=cv2.BORDER_REPLICATE)
    rest = cv2.compare(counts, (side * side // 2, 0, 0, 0), cv2.CMP_LE)
    parts = rectangles(_cells(np.asarray(rest, np.uint8)))
    known = np.full_like(layer, background)
    return _computed(layer, known, parts, side // 2, lambda part: np.asarray(cv2.medianBlur(part, side), np.uint8))


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
    """Returns 255 where a pixel differs from the next one to the right or below."""
    steps = np.zeros_like(layer)
    steps[:, :-1] = cv2.compare(layer[:, :-1], layer[:, 1:], cv2.CMP_NE)
    steps[:-1] |= cv2.compare(layer[:-1], layer[1:], cv2.CMP_NE)
    return steps


def _cells(mask: Layer) -> Layer:
    """Returns 1 for each cell that holds a pixel of a mask, which is 0 or 255."""
    height, width = mask.shape
    rows, columns = (-(-side // CELL) for side in mask.shape)
    padded = np.zeros((rows * CELL, columns * CELL), np.uint8)
    padded[:height, :width] = mask
    # A single pixel of a cell has a mean of 255 / CELL ** 2, which rounds to 1.
    means = cv2.resize(padded, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.threshold(means, 0, 1, cv2.THRESH_BINARY)[1], np.uint8).reshape(rows, columns)


def _grown(cells: Layer, reach: int) -> Layer:
    side = 2 * -(-reach // CELL) + 1
    return np.asarray(cv2.dilate(cells, np.ones((side, side), np.uint8)), np.uint8)
