"""Upright crops of single lines, and the way back from a crop to the page."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.image import Pixels
from extractors.ocr.detection import Quad

UPRIGHT_RATIO = 1.5
"""A region this much taller than wide holds a line that was turned by 90 degrees."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Crop:
    """One line cut out of a page: its pixels (height, width, 3), RGB, text from left to right.

    ``to_page`` maps a point of the crop onto the page (homogeneous, 3 x 3).
    """

    pixels: Pixels
    to_page: Matrix

    def on_page(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Returns the upright rectangle of the page around a rectangle of the crop, in pixels of the page."""
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float64)
        points = cv2.perspectiveTransform(corners[np.newaxis], self.to_page)[0]
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return float(x0), float(y0), float(x1), float(y1)


def cut(pixels: Pixels, quad: Quad) -> Crop:
    """Returns the line inside four corners, made level.

    A region that is clearly taller than wide is read from bottom to top, as text in margins is printed.
    """
    width = max(2, round(float(max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[3] - quad[2])))))
    height = max(2, round(float(max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2])))))
    level = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    to_crop = cv2.getPerspectiveTransform(quad.astype(np.float32), level)
    cropped = cv2.warpPerspective(
        pixels, to_crop, (width, height), borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC
    )
    crop = Crop(np.asarray(cropped, dtype=np.uint8), np.linalg.inv(to_crop))
    return turned(crop, 1) if height >= UPRIGHT_RATIO * width else crop


def turned(crop: Crop, quarters: int) -> Crop:
    """Returns the crop turned clockwise by quarters of a full turn."""
    for _ in range(quarters % 4):
        height, width = crop.pixels.shape[:2]
        # A point (x, y) of the turned crop was (y, height - x) before.
        back = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, height], [0.0, 0.0, 1.0]])
        crop = Crop(np.ascontiguousarray(np.rot90(crop.pixels, -1)), crop.to_page @ back)
        assert crop.pixels.shape[:2] == (width, height)
    return crop
