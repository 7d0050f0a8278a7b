"""Squares drawn on a page, by their straight sides and the white around them: candidates for check boxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]

SMALLEST_MM, LARGEST_MM = 2.4, 6.5
"""Sides of check boxes on paper forms. Smaller squares are letters, larger ones are cells."""

SMALLEST_PIXELS = 12
"""Below this a box and a letter look alike."""

SQUARE = 1.3
"""The longer side of a box is at most this many times the shorter one."""

SIDE = 0.75
"""A side of a box is there when ink covers this share of it: noise and faxes break lines."""

OPEN_BOX_MM = 3.0
"""A box that lacks one side must be at least this large: E and D have three straight sides too, but are smaller."""

WHITE = 6.1
"""White along the four sides, outside and inside, summed: of at most 8. Letters have other strokes there; a tick may
cross a side and a caption may touch one."""


class Square(NamedTuple):
    """A candidate in pixels; ``sides`` is how many of its sides are drawn, 0 for a filled one."""

    left: int
    top: int
    right: int
    bottom: int
    sides: int


def find_squares(ink: Gray, pixel_mm: float) -> list[Square]:
    """Returns squares by their sides: two upright ones with a third between, or two level ones with a third."""
    import cv2

    short, long = _limits(pixel_mm)
    reach = max(5, round(0.8 * short))

    def strokes(rows: int, columns: int) -> Gray:
        """Ink in straight strokes of one direction, gaps of a pixel or two bridged."""
        bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((min(rows, 3), min(columns, 3)), np.uint8))
        opened: Gray = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((rows, columns), np.uint8))
        return opened

    level, upright = strokes(1, reach), strokes(reach, 1)
    found = _pairs(_segments(upright, short, long), level, pixel_mm)
    # Turned by 90 degrees, level sides are upright ones: one routine serves both.
    turned = _pairs(_segments(level.T, short, long), upright.T, pixel_mm)
    found += [Square(s.top, s.left, s.bottom, s.right, s.sides) for s in turned]
    return _best(found)


def _limits(pixel_mm: float) -> tuple[float, float]:
    """Returns the shortest and the longest side of a box in pixels."""
    return max(SMALLEST_MM / pixel_mm, SMALLEST_PIXELS), LARGEST_MM / pixel_mm


def _segments(lines: Gray, short: float, long: float) -> NDArray[np.int32]:
    """Returns upright strokes of a box side's length as left, top, right, bottom, (n, 4), from left to right."""
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(lines), connectivity=8)
    x, y, w, h = (stats[1:, i] for i in range(4))
    kept = (h >= 0.9 * short) & (h <= 1.35 * long) & (w <= np.maximum(4, 0.3 * h))
    boxes = np.stack([x, y, x + w, y + h], axis=1)[kept].astype(np.int32)
    ordered: NDArray[np.int32] = boxes[np.argsort(boxes[:, 0], kind="stable")]
    return ordered


def _pairs(strokes: NDArray[np.int32], level: Gray, pixel_mm: float) -> list[Square]:
    """Returns squares between two upright strokes of the same height whose top or bottom is drawn."""
    short, long = _limits(pixel_mm)
    found = []
    for i, (left, top, _, bottom) in enumerate(strokes):
        end = int(np.searchsorted(strokes[:, 0], left + long, side="right"))
        others = strokes[i + 1 : end]
        if not len(others):
            continue
        height, heights = bottom - top, others[:, 3] - others[:, 1]
        width = others[:, 2] - left
        shared = np.minimum(others[:, 3], bottom) - np.maximum(others[:, 1], top)
        fits = (
            (width >= short)
            & (shared >= 0.75 * np.maximum(height, heights))
            & (np.maximum(width, height) <= SQUARE * np.minimum(width, height))
        )
        for other in others[fits]:
            square = _snapped(
                level, int(left), int(min(top, other[1])), int(other[2]), int(max(bottom, other[3])), pixel_mm
            )
            large = min(square.right - square.left, square.bottom - square.top) >= OPEN_BOX_MM / pixel_mm
            if square.sides == 4 or (square.sides == 3 and large):
                found.append(square)
    return found


def _snapped(level: Gray, left: int, top: int, right: int, bottom: int, pixel_mm: float) -> Square:
    """Returns the square with its top and bottom moved to the drawn lines near them, and its number of sides.

    A line that runs on far beyond the box counts too: boxes stand on rules.
    """
    slack = max(2, round(0.5 / pixel_mm))
    sides, ends = 2, []
    for y, outward in ((top, -1), (bottom, 1)):
        first = max(y - slack, 0)
        drawn = np.flatnonzero((level[first : y + slack, left:right] > 0).mean(axis=1) >= SIDE) + first
        sides += bool(len(drawn))
        ends.append(y if not len(drawn) else int(drawn[0] if outward < 0 else drawn[-1] + 1))
    return Square(left, ends[0], right, max(ends[1], ends[0] + 1), sides)


def stands_free(ink: Gray, square: Square, pixel_mm: float) -> bool:
    """Tells whether white lines the square's sides, outside and inside."""
    return sum(_whites(ink, square, pixel_mm)) >= WHITE


def _whites(ink: Gray, square: Square, pixel_mm: float) -> list[float]:
    """Returns the shares of white along the four sides: left, right, top, bottom outside, then inside."""
    left, top, right, bottom, _ = square
    near, far = max(2, round(0.3 / pixel_mm)), max(4, round(0.6 / pixel_mm))
    line = max(2, round(0.5 / pixel_mm))

    def white(top: int, bottom: int, left: int, right: int, axis: int) -> float:
        band = ink[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
        return float((band.max(axis=axis) == 0).mean()) if band.size else 1.0

    return [
        white(top, bottom, left - far, left - near + 1, 1), white(top, bottom, right + near - 1, right + far, 1),
        white(top - far, top - near + 1, left, right, 0), white(bottom + near - 1, bottom + far, left, right, 0),
        white(top + far, bottom - far, left + line, left + line + near, 1),
        white(top + far, bottom - far, right - line - near, right - line, 1),
        white(top + line, top + line + near, left + far, right - far, 0),
        white(bottom - line - near, bottom - line, left + far, right - far, 0),
    ]  # fmt: skip


def _best(squares: Sequence[Square]) -> list[Square]:
    """Returns one square a place: the one with most sides, and of those the smallest."""
    kept: list[Square] = []
    for square in sorted(squares, key=lambda s: (-s.sides, (s.right - s.left) * (s.bottom - s.top))):
        if all(_shared(square, other) < 0.3 for other in kept):
            kept.append(square)
    return kept


def _shared(a: Square, b: Square) -> float:
    """Returns the common area as a share of the smaller square."""
    width = min(a.right, b.right) - max(a.left, b.left)
    height = min(a.bottom, b.bottom) - max(a.top, b.top)
    smaller = min((s.right - s.left) * (s.bottom - s.top) for s in (a, b))
    return width * height / smaller if width > 0 and height > 0 else 0.0


def alone(squares: Sequence[Square], slack: int) -> list[Square]:
    """Leaves out squares that share a side with another one: cells of a comb or of a table."""

    def neighbours(a: Square, b: Square) -> bool:
        aside = min(a.bottom, b.bottom) - max(a.top, b.top) > 0.7 * (a.bottom - a.top) and (
            abs(a.right - b.left) <= slack or abs(a.left - b.right) <= slack
        )
        below = min(a.right, b.right) - max(a.left, b.left) > 0.7 * (a.right - a.left) and (
            abs(a.bottom - b.top) <= slack or abs(a.top - b.bottom) <= slack
        )
        return aside or below

    return [a for i, a in enumerate(squares) if not any(neighbours(a, b) for j, b in enumerate(squares) if i != j)]


def filled(ink: Gray, squares: Sequence[Square], pixel_mm: float) -> list[Square]:
    """Returns squares full of ink whose size is that of a box already found."""
    import cv2

    if not squares:
        return []
    sizes = [s.right - s.left for s in squares]
    solid = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(3, round(0.6 * min(sizes))),) * 2, np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(solid)
    found = []
    for x, y, w, h, area in stats[1:].tolist():
        square = Square(x, y, x + w, y + h, 0)
        alike = any(abs(w - size) <= 0.25 * size and abs(h - size) <= 0.25 * size for size in sizes)
        if alike and area >= 0.85 * w * h and all(_shared(square, other) < 0.3 for other in squares):
            found.append(square)
    return found
