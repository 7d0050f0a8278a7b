"""Page images with black boxes over personal data."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from schemas.geometry import Box

MARGIN = 0.15
"""Widening of a box on each side, as a share of its height: letters exceed the engines' boxes."""


def redact_pixels(pixels: NDArray[np.uint8], boxes: Iterable[Box], *, margin: float = MARGIN) -> NDArray[np.uint8]:
    """Returns a copy of a page image with every box filled black.

    Args:
        pixels: (height, width, 3) or (height, width) values of the upright page; left as they are.
        boxes: What to black out, as shares of the page.
        margin: Widening to each side as a share of the box's height, at least one pixel.
    """
    redacted = pixels.copy()
    height, width = pixels.shape[:2]
    for box in boxes:
        extra = max(margin * box.height * height, 1.0)
        top, bottom = floor(box.top * height - extra), ceil(box.bottom * height + extra)
        left, right = floor(box.left * width - extra), ceil(box.right * width + extra)
        redacted[max(top, 0) : bottom, max(left, 0) : right] = 0
    return redacted
