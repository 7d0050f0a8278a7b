"""Ink that no word accounts for: regions to recognize, and boxes to black out."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractors.rectangles import Region, rectangles
from extractors.unread.ink import Ink, Mask
from schemas.geometry import Box

GAP_MM = (2.4, 1.2)
"""Ink closer than this, along and across lines of text, belongs to one region."""

THINNEST_MM, SMALLEST_MM = 1.0, 1.6
"""A region thinner or shorter holds no letter: dashes, dots, bullets, what reaches out of a word's box."""

RULE_MM, RULE_THICKNESS_MM = 10.0, 1.0
"""A region at least this long and on average thinner is a dotted, dashed or jagged rule: letters are higher."""

PICTURE_MM, PICTURE_GAP_MM, PICTURE_WORDS = 6.0, 9.0, 0.1
"""Regions within this gap of each other and at least this large on both sides are a picture.

Words cover at most this share of it. Frames, and circles that a pen drew around print, hold more words.
"""

PHOTOGRAPH_MM = (12.0, 120.0)
"""The least and the largest side of a photograph that has few edges; a larger one has the outline of a torn page."""

FEWEST_EDGES = 8
"""Pixels of curved edges: an empty check box has fewer, the corners where its sides meet."""

CELL_MM = 1.0
"""Side of the cells that boxes consist of."""


def unread_mask(ink: Ink) -> tuple[Mask, list[Region]]:
    """Returns the ink's regions that may hold information: a mask of their area, and the rectangle around each."""
    mask, regions = _unread(ink)
    if ink.soft.any():
        # Apart: what joins a portrait to words beside it would keep its flat parts from being filled.
        more, regions = _unread(ink.with_soft())
        mask = mask | more
    photographs = _photographs(ink)
    return mask | photographs, [*regions, *_rectangles_of(photographs)]


def _unread(ink: Ink) -> tuple[Mask, list[Region]]:
    across, down = (max(round(mm / ink.pixel_mm), 1) | 1 for mm in GAP_MM)
    if np.count_nonzero(ink.curved) < FEWEST_EDGES:
        return np.zeros_like(ink.mask), []
    joined = cv2.morphologyEx(ink.mask, cv2.MORPH_CLOSE, np.ones((down, across), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(joined, np.uint8), connectivity=8)
    curved = np.bincount(labels[ink.curved > 0], minlength=count)
    sides = stats[:, 2:4] * ink.pixel_mm
    kept = (sides.min(axis=1) >= THINNEST_MM) & (sides.max(axis=1) >= SMALLEST_MM) & (curved >= FEWEST_EDGES)
    # The edges of a stroke lie a pixel outside of it.
    thickness = (stats[:, 4] / stats[:, 2:4].max(axis=1) - 1) * ink.pixel_mm
    kept &= (sides.max(axis=1) < RULE_MM) | (thickness >= RULE_THICKNESS_MM)
    kept[0] = False
    regions = [Region(x, y, x + w, y + h) for x, y, w, h, _ in stats[kept].tolist()]
    mask = kept.astype(np.uint8)[labels]
    if (kept & (sides.min(axis=1) >= PICTURE_MM)).any():
        _fill_pictures(mask, ink)
    return mask, regions


def _photographs(ink: Ink) -> Mask:
    """Returns the area of photographs with few edges: smooth, blurred, or paler than the texture behind them."""
    side, gap, longest = (round(mm / ink.pixel_mm) for mm in (PHOTOGRAPH_MM[0], PICTURE_GAP_MM, PHOTOGRAPH_MM[1]))
    found = np.zeros_like(ink.mask)
    joined = cv2.morphologyEx(ink.blobs, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    contours, _ = cv2.findContours(joined & ~ink.known, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        width, height = cv2.boundingRect(contour)[2:]
        if side <= min(width, height) and max(width, height) <= longest:
            filled = np.zeros_like(found)
            cv2.fillConvexPoly(filled, cv2.convexHull(contour), 1)
            if np.count_nonzero(filled & ink.known) <= PICTURE_WORDS * np.count_nonzero(filled):
                found |= filled & ~ink.known
    return found


def _rectangles_of(mask: Mask) -> list[Region]:
    if not mask.any():
        return []
    stats = cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:]
    return [Region(x, y, x + w, y + h) for x, y, w, h, _ in stats.tolist()]


def _fill_pictures(mask: Mask, ink: Ink) -> None:
    """Adds the flat parts of pictures to a mask of their edges, without words."""
    side, gap = (round(mm / ink.pixel_mm) for mm in (PICTURE_MM, PICTURE_GAP_MM))
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    contours, _ = cv2.findContours(joined & ~ink.known, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        left, top, width, height = cv2.boundingRect(contour)
        if min(width, height) < side:
            continue
        part = mask[top : top + height, left : left + width]
        known = ink.known[top : top + height, left : left + width]
        filled = np.zeros_like(part)
        cv2.fillConvexPoly(filled, cv2.convexHull(contour) - (left, top), 1)
        if np.count_nonzero(filled & known) <= PICTURE_WORDS * np.count_nonzero(filled):
            part |= filled & ~known


def boxes_of(mask: Mask, pixel_mm: float) -> tuple[Box, ...]:
    """Returns boxes that cover a mask, in cells of `CELL_MM`: rows of cells, joined where they are alike."""
    cell = max(round(CELL_MM / pixel_mm), 1)
    height, width = mask.shape
    rows, columns = -(-height // cell), -(-width // cell)
    padded = np.zeros((rows * cell, columns * cell), np.uint8)
    padded[:height, :width] = mask
    cells = padded.reshape(rows, cell, columns, cell).max(axis=(1, 3))
    return tuple(
        Box.from_pixels(left * cell, top * cell, right * cell, bottom * cell, width=width, height=height)
        for left, top, right, bottom in rectangles(cells)
    )


def merged(regions: Sequence[Region], distance: int) -> list[Region]:
    """Returns the regions with those joined that are closer than a distance in both directions."""
    apart: list[Region] = []
    for region in regions:
        while close := [other for other in apart if _near(region, other, distance)]:
            for other in close:
                apart.remove(other)
                region = Region(*map(min, region[:2], other[:2]), *map(max, region[2:], other[2:]))
        apart.append(region)
    return apart


def _near(a: Region, b: Region, distance: int) -> bool:
    return (
        max(a.left, b.left) - min(a.right, b.right) < distance
        and max(a.top, b.top) - min(a.bottom, b.bottom) < distance
    )
