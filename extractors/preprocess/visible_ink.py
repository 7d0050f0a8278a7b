"""What can be seen on a page: whether words have ink, and how much text-like ink lies outside of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from extractors.page_image import Pixels
from extractors.patches import median, shrunk

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

_CONTRAST = 24
"""Gray levels between the darkest and the lightest pixel of a word that an eye can distinguish."""
_WORKING_LONG_SIDE = 1200
"""About 100 dpi for A4: letters are still apart, and speckles are gone."""
_TEXT_HEIGHT = (4, 40)
_NEIGHBOURS = 4000


def turned(pixels: Pixels, turn_deg: int) -> Pixels:
    """Returns the page turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(pixels, k=-(turn_deg // 90) % 4))


def visible(pixels: Pixels, boxes: Sequence[PixelBox]) -> list[bool]:
    """Tells for each box whether anything can be seen in it."""
    import cv2

    result = []
    height, width = pixels.shape[:2]
    for left, top, right, bottom in boxes:
        # One pixel more on each side, so that a dash of one pixel's height is seen against its background.
        part = pixels[max(top - 1, 0) : min(bottom + 2, height), max(left - 1, 0) : min(right + 2, width)]
        if part.size == 0:
            result.append(False)
            continue
        lowest, highest, _, _ = cv2.minMaxLoc(reduce(cv2.min, cv2.split(part)))
        result.append(highest - lowest >= _CONTRAST)
    return result


def characters_outside(pixels: Pixels, boxes: Sequence[PixelBox]) -> int:
    """Returns about how many characters are on the page outside of the boxes.

    It counts spots of a letter's size with similar ones left and right on their row. Rules, logos, photographs and
    hatching have few of those.
    """
    import cv2

    factor = max(round(max(pixels.shape[:2]) / _WORKING_LONG_SIDE), 1)
    gray = shrunk(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8), factor)
    spots = (cv2.absdiff(gray, median(gray, 31)) > 50).astype(np.uint8)
    outside = spots.copy()
    for left, top, right, bottom in boxes:
        x0, y0 = left // factor - 2, top // factor - 2
        x1, y1 = right // factor + 3, bottom // factor + 3
        outside[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)] = 0
    if not outside.any():
        return 0
    for length in ((60, 1), (1, 60)):
        rules = cv2.morphologyEx(spots, cv2.MORPH_OPEN, np.ones(length, np.uint8))
        spots &= ~rules
        outside &= ~rules
    _, _, stats, _ = cv2.connectedComponentsWithStats(outside, connectivity=8)
    return _in_rows(stats[1:])


def _in_rows(stats: NDArray[np.int32]) -> int:
    """Counts components of a letter's size that have a like one within a letter's width on both sides."""
    low, high = _TEXT_HEIGHT
    left, top, width, height = (stats[:, i] for i in range(4))
    letters = (height >= low) & (height <= high) & (width <= 3 * height) & (width >= 1)
    left, top, width, height = (values[letters][:_NEIGHBOURS] for values in (left, top, width, height))
    if not left.size:
        return 0
    right, bottom = left + width, top + height
    gap = left[None, :] - right[:, None]
    like = np.minimum(height[None, :], height[:, None]) >= 0.5 * np.maximum(height[None, :], height[:, None])
    on_row = np.abs(bottom[None, :] - bottom[:, None]) <= 0.35 * np.maximum(height[None, :], height[:, None])
    follows = (gap >= -1) & (gap <= 0.8 * height[:, None]) & like & on_row
    np.fill_diagonal(follows, False)
    return int((follows.any(axis=0) & follows.any(axis=1)).sum())
