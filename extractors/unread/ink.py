"""Ink that holds information: edges that are neither ruled lines nor borders of flat fills, at low resolution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.page_image import Pixels
from schemas.geometry import Box

Mask = NDArray[np.uint8]
"""(height, width) of the working image; 1 where something is, else 0."""

WORKING_DPI = 100.0
LONGEST_SIDE = 2400
"""Of the working image in pixels: posters get fewer dots an inch."""

EDGE = 18
"""Levels between neighboring pixels of the working image that make an edge."""

NOISE, NOISE_PERCENTILE, STRONG_EDGE = 4.0, 75, 28
"""An edge is also this many times stronger than the noise: what this share of neighbors differ by at most, where ink
covers less than the rest. A page of photographs has more of it; an edge above the last value always counts."""

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
    found, curved = (np.zeros(small.shape[:2], np.uint8) for _ in range(2))
    channels = cv2.split(small)
    for axis in (0, 1):
        for edges in _edges(channels, axis):
            rules, strokes = (_straight(edges, axis, round(mm / pixel_mm)) for mm in (RULE_MM, STROKE_MM))
            bars = _bars(rules, round(BARS_MM / pixel_mm))
            found |= (edges & ~_widened(rules)) | bars
            curved |= (edges & ~_widened(strokes)) | bars
    return Ink(np.bitwise_and(found, 1), np.bitwise_and(curved, 1), np.zeros_like(found), pixel_mm)


def _shrunk(pixels: Pixels, factor: int) -> Pixels:
    """Returns the page with a whole number of its pixels averaged to one, which is much faster than any other size."""
    if factor == 1:
        return pixels
    rows, columns = (max(side // factor, 1) for side in pixels.shape[:2])
    whole = pixels[: rows * factor, : columns * factor]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)


def _edges(channels: Sequence[Mask], axis: int) -> list[Mask]:
    """Returns where the page turns darker, and where it turns lighter, along an axis."""
    pairs = [(c[:-1], c[1:]) if axis == 0 else (c[:, :-1], c[:, 1:]) for c in channels]
    found = []
    for steps in ([cv2.subtract(a, b) for a, b in pairs], [cv2.subtract(b, a) for a, b in pairs]):
        strength = reduce(cv2.max, steps)
        noise = float(np.percentile(strength[::4, ::4], NOISE_PERCENTILE))
        edges = cv2.threshold(strength, min(max(EDGE, NOISE * noise), STRONG_EDGE) - 1, 1, cv2.THRESH_BINARY)[1]
        # The last row or column has no neighbor.
        after = (0, 1, 0, 0) if axis == 0 else (0, 0, 0, 1)
        found.append(np.asarray(cv2.copyMakeBorder(edges, *after, cv2.BORDER_CONSTANT, value=0), np.uint8))
    return found


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
