"""Check boxes at known places of a page image, ticked or not by the ink inside; they have no text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.page_image import PageImage
from schemas.document import Mark
from schemas.geometry import Box

Gray = NDArray[np.uint8]

Shares = NDArray[np.float32]
"""How much darker than its surroundings each pixel is, in [0, 1], (height, width)."""

INK = 0.35
"""A pixel is ink when it is darker than its surroundings by this share of their brightness."""

CORE = 0.62
"""Share of a box's side in which a tick is looked for: the box's own lines stay outside."""

PEN = 0.85
"""A tick that is seen only in color is trusted this much less: it could be print."""

TICKED, EMPTY = 0.09, 0.045
"""Shares of the core that ink covers: above the one a box is ticked, below the other it is empty."""


def measure_marks(
    image: PageImage, places: Sequence[Box], typed: Sequence[Box], groups: Sequence[str]
) -> tuple[Mark, ...]:
    """Returns a mark for each known check box, by the ink inside.

    Args:
        image: The upright page.
        places: Where the boxes are printed; the marks get these boxes.
        typed: Where a tick in each box would be: the place moved by the printer's offset.
        groups: The field that each box belongs to; boxes of one field are compared with each other.
    """
    # The brightest of the three channels: color print, such as the red of claim forms, nearly vanishes.
    darkness = _darkness(_channel(image, np.maximum), image.page.dpi)
    covered = [_coverage(darkness, box) for box in typed]
    judged = [_verdict(covered[i], _others(covered, groups, i)) for i in range(len(places))]
    ticked = {group for group, (checked, _) in zip(groups, judged, strict=True) if checked}
    if ticked != set(groups):
        # A colored pen vanishes too. Then print may not count: the ink must be in the printed and the typed place.
        darkness = _darkness(_channel(image, np.minimum), image.page.dpi)
        pairs = zip(typed, places, strict=True)
        covered = [min(_coverage(darkness, box), _coverage(darkness, place)) for box, place in pairs]
        for i in (i for i, group in enumerate(groups) if group not in ticked):
            checked, confidence = _verdict(covered[i], _others(covered, groups, i))
            judged[i] = (checked, confidence * PEN if checked else min(confidence, judged[i][1]))
    return tuple(
        Mark(box=place, checked=checked, confidence=confidence)
        for place, (checked, confidence) in zip(places, judged, strict=True)
    )


def _others(covered: Sequence[float], groups: Sequence[str], i: int) -> list[float]:
    """Returns the ink of the other boxes of a box's field."""
    return [covered[j] for j in range(len(groups)) if groups[j] == groups[i] and j != i]


def _channel(image: PageImage, choose: np.ufunc) -> Gray:
    """Returns the darkest or the brightest of the three channels, by np.minimum or np.maximum."""
    pixels = image.pixels
    chosen: Gray = choose(choose(pixels[..., 0], pixels[..., 1]), pixels[..., 2])
    return chosen


def _darkness(bright: Gray, dpi: float) -> Shares:
    """Returns how much darker than its surroundings each pixel is, as a share of their brightness."""
    import cv2

    # Larger than any check box, so that the inside of a filled one is not taken for paper.
    size = max(3, int(dpi * 0.3) | 1)
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
    """Returns whether a box is ticked, and how surely, by its ink and that of the field's other boxes."""
    most = max(others, default=0.0)
    checked = own >= TICKED and own >= 0.5 * most
    distance = abs(own - (TICKED + EMPTY) / 2) / TICKED
    contrast = (own - most) / own if checked and own > 0 else 1.0
    return checked, float(np.clip(0.5 + 0.5 * min(distance, 1.0) * max(contrast, 0.0) ** 0.5, 0.0, 0.995))
