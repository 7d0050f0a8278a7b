"""Level crops of single lines for the recognition network, and the mapping from a crop back to the page."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.detection import Quad
from extractors.page_image import Pixels

HEIGHT = 48
"""Height of every crop: that of the recognition network's input."""

UPRIGHT_RATIO = 1.5
"""A region this much taller than wide holds a line that was turned by 90 degrees. Source: RapidOCR."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Crop:
    """One line cut out of a page: (HEIGHT, width, 3), RGB, text from left to right.

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

    def moved(self, left: float, top: float) -> Crop:
        """Returns the crop of a picture as a crop of the page with that picture at a place."""
        shift = np.array([[1, 0, left], [0, 1, top], [0, 0, 1]], dtype=np.float64)
        return Crop(self.pixels, shift @ self.to_page)


def is_turned(quad: Quad) -> bool:
    """Whether a region is so tall that its text runs up or down the page."""
    width, height = _extent(quad)
    return height >= UPRIGHT_RATIO * width


def upward(quad: Quad) -> Quad:
    """Returns the corners in the order of a text that runs from bottom to top."""
    return np.roll(quad, 1, axis=0)


def downward(quad: Quad) -> Quad:
    """Returns the corners in the order of a text that runs from top to bottom."""
    return np.roll(quad, -1, axis=0)


def cut(pixels: Pixels, quad: Quad) -> Crop:
    """Returns the line inside four corners, the first of which is where its text starts at the top."""
    width, height = _extent(quad)
    size = (max(2, round(width * HEIGHT / height)), HEIGHT)
    if height <= 1.5 * HEIGHT:
        return Crop(_warped(pixels, quad, size), _to_page(quad, size))
    # Sampling alone would skip pixels of large print: first cut it out as it is, then average.
    whole = _warped(pixels, quad, (max(2, round(width)), round(height)))
    return Crop(np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), np.uint8), _to_page(quad, size))


def _extent(quad: Quad) -> tuple[float, float]:
    top, right, bottom, left = np.linalg.norm(quad - np.roll(quad, -1, axis=0), axis=1).tolist()
    return max(top, bottom, 1.0), max(left, right, 1.0)


def _to_page(quad: Quad, size: tuple[int, int]) -> Matrix:
    return np.asarray(cv2.getPerspectiveTransform(_level(size), quad.astype(np.float32)), np.float64)


def _warped(pixels: Pixels, quad: Quad, size: tuple[int, int]) -> Pixels:
    to_crop = cv2.getPerspectiveTransform(quad.astype(np.float32), _level(size))
    warped = cv2.warpPerspective(pixels, to_crop, size, borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC)
    return np.asarray(warped, np.uint8)


def _level(size: tuple[int, int]) -> Quad:
    width, height = size
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
