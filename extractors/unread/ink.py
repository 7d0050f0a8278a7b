"""Ink that holds information: edges that are neither ruled lines nor borders of flat fills, at low resolution."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.page_image import Pixels
from extractors.patches import filtered, shrunk
from schemas.geometry import Box

Mask = NDArray[np.uint8]
"""(height, width) of the working image; 1 where something is, else 0."""

WORKING_DPI = 100.0
LONGEST_SIDE = 2400
"""Of the working image in pixels: posters get fewer dots an inch."""

EDGE = 18
"""Levels between neighboring pixels of the working image that make an edge."""

NOISE, NOISE_PERCENTILE, STRONG_EDGE = 4.0, 75, 28
"""An edge is also this many times stronger than the noise.

The noise is the largest difference of this share of neighbors, with less ink than that. A page of photographs has more
of it; an edge above the last value always counts.
"""

TEXTURE_PERCENTILES, TAIL, LONGEST_TAIL = (90, 99), 1.5, 1.8
"""How strong the strongest steps of a texture are: its upper percentiles in the calm parts of the page, extrapolated.

Noise has a long tail, a printed pattern has none. The last value limits it, in steps of the upper percentile.
"""

BLOCK, CALM_BLOCKS, CALM_PERCENTILE = 32, 10, 90
"""Side in pixels of the parts of a page, the percentage of the calmest of them, and the percentile of steps there.

What is uneven even there is the texture of the background, not a photograph or text.
"""

FEWEST_BLOCKS = 300
"""Of a page whose texture can be told: all of a card may be pattern, print and picture. A5 has 468."""

SOFT, SOFT_TEXTURE = 9, 2.0
"""How many levels a stroke without edges is darker than the background around it, and how many times its texture.

Such strokes are pale or blurred handwriting.
"""

SMOOTH_MM, WIDEST_MM, SHORTEST_SOFT_MM = (0.35, 0.8), 3.2, 4.0
"""Of strokes without edges: how far the page is smoothed before, their largest width, their least length.

A page whose texture is left after the first smoothing is smoothed further, too.
"""

HALO_MM = 1.2
"""A stroke without edges this close to an edge is the shadow of that edge."""

BLOB_MM, BLOB_EDGE = 1.6, 10
"""The largest width of strokes, and an edge in levels once they are smoothed away."""

BLOB_SMOOTH_MM, BLOB_MOST = (2.2, 5.5), 0.01
"""How far texture is smoothed away, and further where more than this share of the page still has edges."""

RULE_MM, STROKE_MM = 8.0, 2.0
"""Straight edges at least as long: of rules and fills; of check boxes, boxed letters and bars."""

BARS = 0.5
"""Share of straight edges around a pixel that makes it a bar of a code or hatching, not a rule."""

BARS_MM = 4.0


@dataclass(frozen=True, eq=False)
class Ink:
    """The ink of one page.

    Attributes:
        mask: Edges that hold information.
        curved: The same without straight strokes of `STROKE_MM`: check boxes have next to none of them.
        soft: Strokes without edges: pale or blurred handwriting.
        blobs: Edges of what is wider than any stroke and has no straight sides, as hair and faces in photographs.
        known: The places of words.
        pixel_mm: Size of a pixel of the masks.
    """

    mask: Mask
    curved: Mask
    soft: Mask
    blobs: Mask
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
        mask, curved, soft, blobs = (mask & ~known for mask in (self.mask, self.curved, self.soft, self.blobs))
        return Ink(mask, curved, soft, blobs, known, self.pixel_mm)

    def with_soft(self) -> Ink:
        """Returns the ink whose masks hold strokes without edges too."""
        return replace(self, mask=self.mask | self.soft, curved=self.curved | self.soft)


def ink_of(pixels: Pixels, dpi: float) -> Ink:
    """Returns the ink of a page image, (height, width, 3)."""
    factor = max(round(dpi / WORKING_DPI), -(-max(pixels.shape[:2]) // LONGEST_SIDE), 1)
    small = shrunk(pixels, factor)
    pixel_mm = 25.4 * factor / dpi
    found, curved = (np.zeros(small.shape[:2], np.uint8) for _ in range(2))
    channels = _distinct(cv2.split(small))
    sharp = np.zeros_like(found)
    for axis in (0, 1):
        for edges in _edges(channels, axis, EDGE):
            sharp |= edges
            rules, strokes = _straight(edges, axis, *(round(mm / pixel_mm) for mm in (RULE_MM, STROKE_MM)))
            bars = _bars(rules, round(BARS_MM / pixel_mm))
            found |= (edges & ~_widened(rules)) | bars
            curved |= (edges & ~_widened(strokes)) | bars
    soft = _soft_strokes(reduce(cv2.min, channels), sharp, pixel_mm)
    blobs = _blobs(channels, pixel_mm)
    return Ink(np.bitwise_and(found, 1), np.bitwise_and(curved, 1), soft, blobs, np.zeros_like(found), pixel_mm)


def _distinct(channels: Sequence[Mask]) -> Sequence[Mask]:
    """Returns one channel of a gray page, whose three are the same, else all."""
    return channels[:1] if all(np.array_equal(channels[0], other) for other in channels[1:]) else channels


def _edges(channels: Sequence[Mask], axis: int, weakest: int) -> list[Mask]:
    """Returns where the page turns darker, and where it turns lighter, along an axis."""
    pairs = [(c[:-1], c[1:]) if axis == 0 else (c[:, :-1], c[:, 1:]) for c in channels]
    found = []
    for steps in ([cv2.subtract(a, b) for a, b in pairs], [cv2.subtract(b, a) for a, b in pairs]):
        strength = reduce(cv2.max, steps)
        sample = strength[::4, ::4]
        calm = np.count_nonzero(sample) <= _most_of_zero(sample.size, NOISE_PERCENTILE)
        noise = 0.0 if calm else float(np.percentile(sample, NOISE_PERCENTILE))
        least = max(min(max(weakest, NOISE * noise), STRONG_EDGE), _strongest_of_texture(strength))
        edges = cv2.threshold(strength, least - 1, 1, cv2.THRESH_BINARY)[1]
        # The last row or column has no neighbor.
        after = (0, 1, 0, 0) if axis == 0 else (0, 0, 0, 1)
        found.append(np.asarray(cv2.copyMakeBorder(edges, *after, cv2.BORDER_CONSTANT, value=0), np.uint8))
    return found


def _texture(levels: Mask, *percentiles: float) -> list[float]:
    """Returns how strong steps are even in the calm parts of a page; ``percentiles`` are of the steps of a part."""
    rows, columns = (side // BLOCK for side in levels.shape[:2])
    if rows * columns < FEWEST_BLOCKS:
        return [0.0 for _ in percentiles]
    sample, side = levels[: rows * BLOCK : 2, : columns * BLOCK : 2], BLOCK // 2
    by_row = (sample > 0).reshape(rows, side, columns * side).sum(axis=1, dtype=np.uint8)
    inked = by_row.reshape(rows, columns, side).sum(axis=2, dtype=np.uint16)
    blocks = sample.reshape(rows, side, columns, side).transpose(0, 2, 1, 3)
    return [_of_calm_blocks(blocks, inked, percentile) for percentile in percentiles]


def _of_calm_blocks(blocks: Mask, inked: NDArray[np.uint16], percentile: float) -> float:
    found = np.zeros(inked.shape)
    rest = inked > _most_of_zero(blocks[0, 0].size, percentile)
    if np.count_nonzero(rest) <= _most_of_zero(rest.size, CALM_BLOCKS):
        return 0.0
    found[rest] = np.percentile(blocks[rest], percentile, axis=(1, 2))
    return float(np.percentile(found, CALM_BLOCKS))


def _most_of_zero(count: int, percentile: float) -> int:
    """Returns how many of so many levels may be above 0 while their percentile is surely 0."""
    return count - 1 - math.ceil((count - 1) * percentile / 100)


def _strongest_of_texture(strength: Mask) -> float:
    """Returns the step that the texture of the background does not exceed, as noise, halftone or a security pattern.

    A texture is everywhere; what somebody wrote is not.
    """
    lower, upper = _texture(strength, *TEXTURE_PERCENTILES)
    return min(1.15 * upper + TAIL * (upper - lower), LONGEST_TAIL * upper)


def _blobs(channels: Sequence[Mask], pixel_mm: float) -> Mask:
    """Returns the edges, without straight ones, that are left when all strokes and the texture are smoothed away."""
    side = round(BLOB_MM / pixel_mm) | 1
    kernel = np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)
    wide = _without_strokes(channels, kernel)
    found = np.zeros_like(channels[0])
    for smooth_mm in BLOB_SMOOTH_MM:
        smooth = _medians(wide, round(smooth_mm / pixel_mm) | 1)
        found = np.zeros_like(found)
        for axis in (0, 1):
            for edges in _edges(smooth, axis, BLOB_EDGE):
                (rules,) = _straight(edges, axis, round(RULE_MM / pixel_mm))
                found |= edges & ~_widened(rules)
        if np.count_nonzero(found) <= BLOB_MOST * found.size:
            break
    return np.bitwise_and(found, 1)


def _without_strokes(channels: Sequence[Mask], kernel: NDArray[np.uint8]) -> list[Mask]:
    def apply(layer: Mask) -> Mask:
        closed = cv2.morphologyEx(layer, cv2.MORPH_CLOSE, kernel)
        return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel), np.uint8)

    return filtered(channels, 4 * (len(kernel) // 2), apply)


def _medians(channels: Sequence[Mask], side: int) -> list[Mask]:
    return filtered(channels, side // 2, lambda layer: np.asarray(cv2.medianBlur(layer, side), np.uint8))


def _soft_strokes(gray: Mask, sharp: Mask, pixel_mm: float) -> Mask:
    """Returns strokes that are darker than what is around them, without edges: pale or blurred handwriting."""
    strokes = np.zeros_like(gray)
    side = round(WIDEST_MM / pixel_mm) | 1
    for smooth_mm in SMOOTH_MM:
        smooth = cv2.GaussianBlur(gray, (0, 0), smooth_mm / pixel_mm)
        darker = np.asarray(
            cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))),
            np.uint8,
        )
        (texture,) = _texture(darker, CALM_PERCENTILE)
        strokes |= cv2.threshold(darker, max(SOFT, SOFT_TEXTURE * texture), 1, cv2.THRESH_BINARY)[1]
        if SOFT_TEXTURE * texture <= SOFT:
            break
    halo = round(HALO_MM / pixel_mm) | 1
    strokes &= ~cv2.dilate(sharp, np.ones((halo, halo), np.uint8))
    if not strokes.any():
        return strokes
    for length in ((round(RULE_MM / pixel_mm), 1), (1, round(RULE_MM / pixel_mm))):
        strokes &= ~_widened(cv2.morphologyEx(strokes, cv2.MORPH_OPEN, np.ones(length, np.uint8)))
    strokes &= 1
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(strokes, np.uint8), connectivity=8)
    long = stats[:, 2:4].max(axis=1) * pixel_mm >= SHORTEST_SOFT_MM
    long[0] = False
    return long.astype(np.uint8)[labels] if count > 1 else np.zeros_like(gray)


def _straight(edges: Mask, axis: int, *lengths: int) -> list[Mask]:
    """Returns the edges that run straight across the axis of their step, for each length, over small gaps and bends."""
    across, along = ((3, 1), (1, 3)) if axis == 0 else ((1, 3), (3, 1))
    near = cv2.morphologyEx(cv2.dilate(edges, np.ones(across, np.uint8)), cv2.MORPH_CLOSE, np.ones(along, np.uint8))
    kernels = (np.ones((1, length) if axis == 0 else (length, 1), np.uint8) for length in lengths)
    return [np.asarray(cv2.morphologyEx(near, cv2.MORPH_OPEN, kernel) & edges, np.uint8) for kernel in kernels]


def _widened(straight: Mask) -> Mask:
    return np.asarray(cv2.dilate(straight, np.ones((3, 3), np.uint8)), np.uint8)


def _bars(straight: Mask, side: int) -> Mask:
    """Returns the straight edges that are so close together that they are bars."""
    # A bar has two edges, of which only one turns darker.
    share = cv2.blur(straight * 200, (side, side))
    return np.asarray(straight & (share > BARS / 2 * 200), np.uint8)
