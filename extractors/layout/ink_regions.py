"""Ink that may be a figure or a stamp: connected ink outside of words, and connected color ink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.page_image import PageImage
from schemas.geometry import Box

Gray = NDArray[np.uint8]
"""(height, width) of the small image."""

Floats = NDArray[np.float32]

Rectangles = NDArray[np.float32]
"""(n, 4): left, top, right, bottom in pixels of the small image."""

DPI = 100.0
LONGEST_SIDE = 2400
"""Resolution of the small image in dots per inch, and its longest side in pixels."""

PAPER = 15
"""Side, in line heights, of the part of the page whose brightest color is its background."""

DARKER, SATURATED = 40, 60
"""Levels below the background that make ink, and levels between the channels that make color ink."""

JOIN = 0.9
"""Ink closer than this many line heights is one region."""

SMALLEST = 1.4
"""A region is at least this many line heights long on both sides."""

SAME = 0.75
"""Intersection over union from which two regions are one."""

MOST_REGIONS = 60
"""The largest ones are kept: a page of photographs or specks has more."""

LINE_MM = 3.2
"""Assumed height of a line on a page without words."""


@dataclass(frozen=True, eq=False)
class SmallPage:
    """A page at low resolution, with what its features are measured on.

    Attributes:
        darkness: How many levels darker than the background each pixel is.
        color: Levels between the strongest and the weakest channel, less those of the background.
        pixels: The page, (height, width, 3), RGB.
        line_height: Median height of a line, in pixels.
    """

    darkness: Gray
    color: Gray
    pixels: NDArray[np.uint8]
    line_height: float

    @cached_property
    def ink(self) -> Gray:
        """1 where there is ink."""
        return np.asarray(cv2.threshold(self.darkness, DARKER, 1, cv2.THRESH_BINARY)[1], np.uint8)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.darkness.shape[1], self.darkness.shape[0]


def small_page(image: PageImage, boxes: Sequence[Box]) -> SmallPage:
    """Returns a page at low resolution; the boxes are those of its lines."""
    height, width = image.pixels.shape[:2]
    scale = min(DPI / image.page.dpi, LONGEST_SIDE / max(height, width), 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    pixels = _reduced(image.pixels, size)
    assumed = LINE_MM / 25.4 * image.page.dpi * scale
    heights = sorted(min(box.height * size[1], box.width * size[0]) for box in boxes)
    line_height = max(heights[len(heights) // 2], 4.0) if heights else max(assumed, 4.0)
    channels = cv2.split(pixels)  # numpy's min over the last axis takes ten times longer
    darkest, brightest = reduce(cv2.min, channels), reduce(cv2.max, channels)
    side = round(PAPER * line_height / 4) | 1
    # The background changes slowly: a quarter of the resolution is enough to find it.
    quarter = _reduced(darkest, (max(size[0] // 4, 1), max(size[1] // 4, 1)))
    background = cv2.blur(cv2.dilate(quarter, np.ones((side, side), np.uint8)), (side, side))
    darkness = cv2.subtract(cv2.resize(background, size, interpolation=cv2.INTER_LINEAR), darkest)
    spread = cv2.subtract(brightest, darkest)
    tint = float(np.median(spread[::8, ::8]))
    color = cv2.subtract(spread, (int(tint), 0, 0, 0))
    return SmallPage(np.asarray(darkness, np.uint8), np.asarray(color, np.uint8), pixels, line_height)


def _reduced(pixels: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Returns an image at a smaller size (width, height), each pixel a mean of those that it covers.

    Halving by bilinear interpolation is that mean, and takes a fifth of the time of OpenCV's area interpolation.
    """
    while pixels.shape[1] > 2.2 * size[0] and pixels.shape[0] > 2.2 * size[1]:
        half = pixels.shape[1] // 2, pixels.shape[0] // 2
        pixels = np.asarray(cv2.resize(pixels, half, interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def ink_regions(page: SmallPage, words: Sequence[Box]) -> Rectangles:
    """Returns rectangles around ink that no word accounts for and around color ink, the largest first.

    Args:
        page: The page at low resolution.
        words: Boxes of all words that were read.
    """
    rest = page.ink.copy()
    width, height = page.size
    margin = round(0.12 * page.line_height)
    corners = np.array([box.as_list() for box in words], np.float32).reshape(-1, 4) * (width, height, width, height)
    corners = np.rint(corners).astype(int) + np.array([-margin, -margin, margin + 1, margin + 1])
    for left, top, right, bottom in np.maximum(corners, 0).tolist():
        rest[top:bottom, left:right] = 0
    found = _components(rest, page.line_height)
    color = cv2.threshold(page.color, SATURATED, 1, cv2.THRESH_BINARY)[1] & page.ink
    if color.any():
        found = np.concatenate([found, _components(color, page.line_height)])
    areas = (found[:, 2] - found[:, 0]) * (found[:, 3] - found[:, 1])
    kept: list[Floats] = []
    for i in np.argsort(-areas, kind="stable"):
        if len(kept) == MOST_REGIONS:
            break
        if not kept or _iou(found[i], np.stack(kept)) <= SAME:
            kept.append(found[i])
    return np.stack(kept) if kept else np.zeros((0, 4), np.float32)


def _components(mask: Gray, line_height: float) -> Rectangles:
    # Gaps of a line height are closed: half the resolution finds the same regions in a quarter of the time.
    half = cv2.dilate(mask, np.ones((2, 2), np.uint8))[::2, ::2]
    side = max(round(JOIN * line_height / 2), 1) | 1
    joined = cv2.morphologyEx(np.ascontiguousarray(half), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(joined, np.uint8), connectivity=8)
    sides = 2 * stats[1:, :4]
    sides = sides[sides[:, 2:].min(axis=1) >= SMALLEST * line_height]
    corners = sides[:, [0, 1, 0, 1]].astype(np.float32)
    corners[:, 2:] += sides[:, 2:]
    return np.asarray(np.minimum(corners, np.tile(mask.shape[::-1], 2)), np.float32)


def _iou(box: Floats, others: Rectangles) -> float:
    """Returns the largest intersection over union of a rectangle and others, (n, 4)."""
    width = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0])
    height = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1])
    shared = np.maximum(width, 0) * np.maximum(height, 0)
    areas = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    return float((shared / ((box[2] - box[0]) * (box[3] - box[1]) + areas - shared)).max())
