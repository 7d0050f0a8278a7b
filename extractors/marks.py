"""Check boxes on a page image, ticked or not: they carry meaning and have no text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.image import PageImage
from schemas.document import Mark
from schemas.geometry import Box

Gray = NDArray[np.uint8]

INK = 0.35
"""A pixel is ink when it is darker than its surroundings by this share of their brightness."""

CORE = 0.62
"""The middle part of a box, by its side, in which a tick is looked for: the box's own lines stay outside of it."""

TICKED, EMPTY = 0.09, 0.045
"""Shares of the core that ink covers: above the one a box is ticked, below the other it is empty."""


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
    darkness = _darkness(image)
    covered = np.array([_coverage(darkness, box) for box in typed])
    marks = []
    for i, (place, group) in enumerate(zip(places, groups, strict=True)):
        others = [covered[j] for j in range(len(groups)) if groups[j] == group and j != i]
        checked, confidence = _verdict(float(covered[i]), [float(c) for c in others])
        marks.append(Mark(box=place, checked=checked, confidence=confidence))
    return tuple(marks)


def _darkness(image: PageImage) -> NDArray[np.float32]:
    """Returns how much darker than its surroundings each pixel is, as a share, (height, width).

    The brightest of the three channels is taken: colour print, such as the red of claim forms, nearly vanishes.
    """
    import cv2

    bright = image.pixels.max(axis=2)
    size = max(3, int(image.page.dpi * 0.12) | 1)
    ground = cv2.morphologyEx(cv2.GaussianBlur(bright, (3, 3), 0), cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    ground = np.maximum(ground.astype(np.float32), 1.0)
    share: NDArray[np.float32] = np.clip(1.0 - bright.astype(np.float32) / ground, 0.0, 1.0)
    return share


def _coverage(darkness: NDArray[np.float32], box: Box) -> float:
    """Returns the share of the box's core that is ink."""
    height, width = darkness.shape
    (x, y), w, h = box.center, CORE * box.width / 2, CORE * box.height / 2
    core = darkness[
        max(int((y - h) * height), 0) : int((y + h) * height) + 1, max(int((x - w) * width), 0) : int((x + w) * width) + 1
    ]
    return float((core > INK).mean()) if core.size else 0.0


def _verdict(own: float, others: Sequence[float]) -> tuple[bool, float]:
    """Tells from a box's ink and that of the other boxes of its field whether it is ticked, and how surely."""
    most = max(others, default=0.0)
    checked = own >= TICKED and own >= 0.5 * most
    distance = abs(own - (TICKED + EMPTY) / 2) / TICKED
    contrast = (own - most) / own if checked and own > 0 else 1.0
    return checked, float(np.clip(0.5 + 0.5 * min(distance, 1.0) * max(contrast, 0.0) ** 0.5, 0.0, 0.995))
