"""Check boxes on a page image, ticked or not: they carry meaning and have no text.

``find_marks`` finds the boxes by their straight sides; ``measure_marks`` is told where they are. Both judge by the ink
inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.image import PageImage
from schemas.document import Mark, Page
from schemas.geometry import Box

Gray = NDArray[np.uint8]
Shares = NDArray[np.float32]
"""How much darker than its surroundings each pixel is, in [0, 1], (height, width)."""

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

INK = 0.35
"""A pixel is ink when it is darker than its surroundings by this share of their brightness."""

LINE = 0.16
"""The same for the lines of boxes: forms are printed pale, and only straight strokes of a side's length are kept."""

WHITE = 6.1
"""White along the four sides, outside and inside, summed: of at most 8. Letters have other strokes there; a tick may
cross a side and a caption may touch one."""

COVERED = 0.4
"""A square of which words of three letters and more cover this share is a part of them."""

CORE = 0.62
"""The middle part of a box, by its side, in which a tick is looked for: the box's own lines stay outside of it."""

TICKED, EMPTY = 0.09, 0.045
"""Shares of the core that ink covers: above the one a box is ticked, below the other it is empty."""


class Square(NamedTuple):
    """A candidate in pixels; ``sides`` is how many of its sides are drawn, 0 for a filled one."""

    left: int
    top: int
    right: int
    bottom: int
    sides: int


def find_marks(image: PageImage) -> tuple[Mark, ...]:
    """Returns the check boxes on a page, from top to bottom, ticked or not.

    A check box is a square of 2.4 to 6.5 mm with at least three straight sides that stands alone: squares that share a
    side are a comb for letters or a table. A filled square counts where other boxes of its size are on the page.
    """
    darkness = _darkness(_channel(image, np.minimum), image.page.dpi)
    ink = (darkness > LINE).astype(np.uint8) * 255
    pixel_mm = 25.4 / image.page.dpi
    squares = [s for s in _squares(ink, pixel_mm) if _stands_free(ink, s, pixel_mm) and not _inside_word(s, image.page)]
    squares = _alone(squares, round(0.4 / pixel_mm))
    squares += _filled(ink, squares, pixel_mm)
    height, width = ink.shape
    marks = []
    for square in sorted(squares, key=lambda s: (s.top, s.left)):
        box = Box.from_pixels(*square[:4], width=width, height=height)
        if square.sides == 0:
            marks.append(Mark(box=box, checked=True, confidence=0.6))
            continue
        checked, confidence = _verdict(_coverage(darkness, box), ())
        marks.append(Mark(box=box, checked=checked, confidence=confidence * (1.0 if square.sides == 4 else 0.8)))
    return tuple(marks)


def _squares(ink: Gray, pixel_mm: float) -> list[Square]:
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
    return boxes[np.argsort(boxes[:, 0], kind="stable")]


def _pairs(strokes: NDArray[np.int32], level: Gray, pixel_mm: float) -> list[Square]:
    """Returns squares between two upright strokes of the same height whose top or bottom is drawn."""
    short, long = _limits(pixel_mm)
    found = []
    for i, (left, top, right, bottom) in enumerate(strokes):
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


def _stands_free(ink: Gray, square: Square, pixel_mm: float) -> bool:
    """Tells whether white lines the square's sides, outside and inside."""
    return sum(_whites(ink, square, pixel_mm)) >= WHITE


def _inside_word(square: Square, page: Page) -> bool:
    """Tells whether words cover much of a square: it is two letters' stems and what is between them."""
    place = Box.from_pixels(*square[:4], width=page.width, height=page.height)
    long_words = (word.box for line in page.lines for word in line.words if len(word.text) > 2)
    return sum(box.overlap(place) for box in long_words) > COVERED * place.area


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


def _alone(squares: Sequence[Square], slack: int) -> list[Square]:
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


def _filled(ink: Gray, squares: Sequence[Square], pixel_mm: float) -> list[Square]:
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


def measure_marks(
    image: PageImage, places: Sequence[Box], typed: Sequence[Box], groups: Sequence[str]
) -> tuple[Mark, ...]:
    """Returns a mark for each known check box, by the ink inside.

    Args:
        image: The upright page.
        places: Where the boxes are printed; the marks get these boxes.
        typed: Where a tick in each box would stand: the place moved by the printer's offset.
        groups: The field that each box belongs to; boxes of one field are compared with each other.
    """
    # The brightest of the three channels: colour print, such as the red of claim forms, nearly vanishes.
    darkness = _darkness(_channel(image, np.maximum), image.page.dpi)
    covered = np.array([_coverage(darkness, box) for box in typed])
    marks = []
    for i, (place, group) in enumerate(zip(places, groups, strict=True)):
        others = [covered[j] for j in range(len(groups)) if groups[j] == group and j != i]
        checked, confidence = _verdict(float(covered[i]), [float(c) for c in others])
        marks.append(Mark(box=place, checked=checked, confidence=confidence))
    return tuple(marks)


def _channel(image: PageImage, choose: np.ufunc) -> Gray:
    """Returns the darkest or the brightest of the three channels, by np.minimum or np.maximum."""
    pixels = image.pixels
    chosen: Gray = choose(choose(pixels[..., 0], pixels[..., 1]), pixels[..., 2])
    return chosen


def _darkness(bright: Gray, dpi: float) -> Shares:
    """Returns how much darker than its surroundings each pixel is, as a share of their brightness."""
    import cv2

    size = max(3, int(dpi * 0.12) | 1)
    ground = cv2.morphologyEx(cv2.GaussianBlur(bright, (3, 3), 0), cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    ground = np.maximum(ground.astype(np.float32), 1.0)
    share: Shares = np.clip(1.0 - bright.astype(np.float32) / ground, 0.0, 1.0)
    return share


def _coverage(darkness: Shares, box: Box) -> float:
    """Returns the share of the box's core that is ink."""
    height, width = darkness.shape
    (x, y), w, h = box.center, CORE * box.width / 2, CORE * box.height / 2
    core = darkness[
        max(int((y - h) * height), 0) : int((y + h) * height) + 1,
        max(int((x - w) * width), 0) : int((x + w) * width) + 1,
    ]
    return float((core > INK).mean()) if core.size else 0.0


def _verdict(own: float, others: Sequence[float]) -> tuple[bool, float]:
    """Tells from a box's ink and that of the other boxes of its field whether it is ticked, and how surely."""
    most = max(others, default=0.0)
    checked = own >= TICKED and own >= 0.5 * most
    distance = abs(own - (TICKED + EMPTY) / 2) / TICKED
    contrast = (own - most) / own if checked and own > 0 else 1.0
    return checked, float(np.clip(0.5 + 0.5 * min(distance, 1.0) * max(contrast, 0.0) ** 0.5, 0.0, 0.995))
