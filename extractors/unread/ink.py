"""Ink that holds information: edges that are neither ruled lines nor borders of flat fills, at low resolution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.input.page_image import Pixels
from schemas.geometry import Box

Mask = NDArray[np.uint8]
"""(height, width) of the working image; 1 where something is, else 0."""

WORKING_DPI = 100.0
LONGEST_SIDE = 2400
"""Of the working image in pixels: posters get fewer dots an inch."""

EDGE = 18
"""Levels between neighboring pixels of the working image that make an edge."""

TEXTURE, TEXTURE_PEAK, TEXTURE_MM = 5.0, 2.0, 10.0
"""An edge is also stronger than the texture within so many millimeters: by the first factor than the median of all
steps there, or by the second than nine of ten steps. Grain, guilloches and screens step everywhere, print and
handwriting on fewer than half of the pixels."""

STRONG_EDGE, STRONG_EDGE_IN_DARK, LIGHT = 110, 28, 140
"""Edges that always count: black print has the first on any texture. Paper is light, on average at least the last gray
level; where it is darker, a photograph may stand, in which every edge of the second counts."""

BLURRED, BLURRED_EDGE = 2, 14
"""Pixels in one of the second, coarser look, and levels of an edge there: blurred strokes change too slowly for the
first, and its smoothing takes fine texture away."""

SHARP_MM = 1.3
"""The coarse look adds nothing so close to a sharp edge: there it sees the same print, rule or fill, only wider."""

RULE_MM, STROKE_MM = 8.0, 2.0
"""Straight edges at least as long: of rules and fills; of check boxes, boxed letters and bars."""

BARS = 0.5
"""Share of straight edges around a pixel from which they are bars of a code or hatching, not rules of a table."""

BARS_MM = 4.0


@dataclass(frozen=True, eq=False)
class Ink:
    """The ink of one page.

    Attributes:
        mask: Edges that hold information.
        curved: The same without straight strokes of `STROKE_MM`: check boxes have next to none of them.
        known: The places of words.
        pixel_mm: Size of a pixel of the masks.
    """

    mask: Mask
    curved: Mask
    known: Mask
    pixel_mm: float

    def without(self, boxes: Iterable[Box], margin: float = 0.25) -> Ink:
        """Returns the ink outside of boxes, each widened by a pixel and a share of its height."""
        height, width = self.mask.shape
        known = self.known.copy()
        for box in boxes:
            extra = margin * min(box.height * height, box.width * width) + 1
            left, right = int(box.left * width - extra), int(box.right * width + extra) + 1
            top, bottom = int(box.top * height - extra), int(box.bottom * height + extra) + 1
            known[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = 1
        return Ink(self.mask & ~known, self.curved & ~known, known, self.pixel_mm)


def ink_of(pixels: Pixels, dpi: float) -> Ink:
    """Returns the ink of a page image, (height, width, 3)."""
    factor = max(round(dpi / WORKING_DPI), -(-max(pixels.shape[:2]) // LONGEST_SIDE), 1)
    small = _shrunk(pixels, factor)
    pixel_mm = 25.4 * factor / dpi
    found, curved, sharp = _found(small, pixel_mm, EDGE)
    near = max(round(SHARP_MM / pixel_mm), 1) * 2 + 1
    alone = ~np.asarray(cv2.dilate(sharp, np.ones((near, near), np.uint8)), np.uint8)
    height, width = found.shape
    # A whole number of pixels, so that both looks lie upon one another.
    margin = (0, -height % BLURRED, 0, -width % BLURRED)
    coarse = _shrunk(np.asarray(cv2.copyMakeBorder(small, *margin, cv2.BORDER_REPLICATE), np.uint8), BLURRED)
    smooth = np.asarray(cv2.GaussianBlur(coarse, (0, 0), 1.0), np.uint8)
    for mask, blurred in zip((found, curved), _found(smooth, pixel_mm * BLURRED, BLURRED_EDGE)[:2], strict=True):
        mask |= blurred.repeat(BLURRED, 0).repeat(BLURRED, 1)[:height, :width] & alone
    return Ink(found, curved, np.zeros_like(found), pixel_mm)


def _found(pixels: Pixels, pixel_mm: float, edge: int) -> tuple[Mask, Mask, Mask]:
    """Returns the edges of an image that hold information, those of them that are curved, and all edges."""
    found, curved, every = (np.zeros(pixels.shape[:2], np.uint8) for _ in range(3))
    channels = cv2.split(pixels)
    for axis in (0, 1):
        for edges in _edges(channels, axis, pixel_mm, edge):
            rules, strokes = (_straight(edges, axis, round(mm / pixel_mm)) for mm in (RULE_MM, STROKE_MM))
            bars = _bars(rules, round(BARS_MM / pixel_mm))
            found |= (edges & ~_widened(rules)) | bars
            curved |= (edges & ~_widened(strokes)) | bars
            every |= edges
    return np.bitwise_and(found, 1), np.bitwise_and(curved, 1), every


def _shrunk(pixels: Pixels, factor: int) -> Pixels:
    """Returns the page with a whole number of its pixels averaged to one, which is much faster than any other size."""
    if factor == 1:
        return pixels
    rows, columns = (max(side // factor, 1) for side in pixels.shape[:2])
    whole = pixels[: rows * factor, : columns * factor]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)


def _edges(channels: Sequence[Mask], axis: int, pixel_mm: float, edge: int) -> list[Mask]:
    """Returns where the page turns darker, and where it turns lighter, along an axis."""
    pairs = [(c[:-1], c[1:]) if axis == 0 else (c[:, :-1], c[:, 1:]) for c in channels]
    ways = [
        reduce(cv2.max, steps)
        for steps in ([cv2.subtract(a, b) for a, b in pairs], [cv2.subtract(b, a) for a, b in pairs])
    ]
    least = _least_steps(np.asarray(cv2.max(*ways), np.uint8), _mean(channels), pixel_mm, edge)
    found = []
    for strength in ways:
        edges = (strength >= least).astype(np.uint8)
        # The last row or column has no neighbor.
        after = (0, 1, 0, 0) if axis == 0 else (0, 0, 0, 1)
        found.append(np.asarray(cv2.copyMakeBorder(edges, *after, cv2.BORDER_CONSTANT, value=0), np.uint8))
    return found


def _mean(channels: Sequence[Mask]) -> Mask:
    return np.asarray(cv2.cvtColor(cv2.merge(channels), cv2.COLOR_RGB2GRAY), np.uint8)


def _least_steps(steps: Mask, light: Mask, pixel_mm: float, edge: int) -> Mask:
    """Returns the step that makes an edge at each pixel, by the texture and the light around it."""
    side = max(round(TEXTURE_MM / pixel_mm / 2) * 2, 4)
    rows, columns = (max(length // side, 1) for length in steps.shape)
    # Blocks of about this size that fill the image; every second pixel of both axes tells enough.
    blocks = cv2.resize(steps, (columns * side, rows * side), interpolation=cv2.INTER_NEAREST)[::2, ::2]
    parts = blocks.reshape(rows, side // 2, columns, side // 2).swapaxes(1, 2).reshape(rows, columns, -1)
    median, peak = np.percentile(parts, (50, 90), axis=2).astype(np.float32)
    is_light = cv2.resize(light, (columns, rows), interpolation=cv2.INTER_AREA) >= LIGHT
    least = np.minimum(TEXTURE * median, TEXTURE_PEAK * peak)
    least = np.clip(least, edge, np.where(is_light, STRONG_EDGE, STRONG_EDGE_IN_DARK).astype(np.float32))
    height, width = steps.shape
    return np.asarray(cv2.resize(least, (width, height), interpolation=cv2.INTER_LINEAR), np.float32).astype(np.uint8)


def _straight(edges: Mask, axis: int, length: int) -> Mask:
    """Returns the edges that run straight across the axis of their step for a length, over small gaps and bends."""
    across, along = ((3, 1), (1, 3)) if axis == 0 else ((1, 3), (3, 1))
    kernel = (1, length) if axis == 0 else (length, 1)
    near = cv2.morphologyEx(cv2.dilate(edges, np.ones(across, np.uint8)), cv2.MORPH_CLOSE, np.ones(along, np.uint8))
    run = cv2.morphologyEx(near, cv2.MORPH_OPEN, np.ones(kernel, np.uint8))
    return np.asarray(run & edges, np.uint8)


def _widened(straight: Mask) -> Mask:
    return np.asarray(cv2.dilate(straight, np.ones((3, 3), np.uint8)), np.uint8)


def _bars(straight: Mask, side: int) -> Mask:
    """Returns the straight edges that are so close together that they are bars."""
    # A bar has two edges, of which only one turns darker.
    share = cv2.blur(straight * 200, (side, side))
    return np.asarray(straight & (share > BARS / 2 * 200), np.uint8)
