"""Where lines of text are on a page: turned rectangles from the PP-OCR detection network."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.network import Network
from extractors.page_image import Pixels

Quad = NDArray[np.float32]
"""The corners of a line in pixels of the page, (4, 2): clockwise from the top of the text's start."""

STRIDE = 32
"""The network halves its input five times."""

PROBABILITY = 0.3
"""Pixels above it belong to text. Source: PP-OCR's DBPostProcess, like the next two."""

SCORE = 0.5
"""Mean probability that a region needs to count as a line."""

UNCLIP = 1.6
"""The network is trained on shrunken lines: grown back by area x UNCLIP / perimeter. Source: Liao et al. 2020, DB."""

SMALLEST = 3.0
"""Regions lower than this many pixels of the network's input are specks."""

LARGEST = 0.3
"""Regions higher than this share of the page's longer side are drawings; an image of a single line stays."""


def find_lines(network: Network, pixels: Pixels, scale: float, step: int = STRIDE) -> list[Quad]:
    """Returns the lines found on a page, in no particular order.

    Args:
        network: The detection network.
        pixels: The page, (height, width, 3), RGB.
        scale: How much to enlarge the page before looking; boxes come back in pixels of the page.
        step: Sides of the network's input are multiples of it: a multiple of `STRIDE`.
    """
    height, width = pixels.shape[:2]
    sized = cv2.resize(pixels, _input_size(width, height, scale, step), interpolation=_interpolation(scale))
    # BGR and mean 0.5: as the network was trained.
    tensor = (sized[:, :, ::-1].astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)[np.newaxis]
    probability = network(np.ascontiguousarray(tensor))[0, 0]
    factor = np.array([width / sized.shape[1], height / sized.shape[0]], dtype=np.float32)
    return [quad * factor for quad in _regions(probability)]


def _input_size(width: int, height: int, scale: float, step: int) -> tuple[int, int]:
    return tuple(max(step, round(side * scale / step) * step) for side in (width, height))  # type: ignore[return-value]


def _interpolation(scale: float) -> int:
    return cv2.INTER_AREA if scale < 1.0 else cv2.INTER_CUBIC


def _regions(probability: NDArray[np.float32]) -> list[Quad]:
    mask = cv2.dilate((probability > PROBABILITY).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    quads = []
    for contour in contours:
        (x, y), (w, h), angle = cv2.minAreaRect(contour)
        if min(w, h) < SMALLEST or _score(probability, contour) < SCORE:
            continue
        if min(w, h) > LARGEST * max(probability.shape):
            continue
        grow = w * h * UNCLIP / (w + h)
        quads.append(_ordered(cv2.boxPoints(((x, y), (w + grow, h + grow), angle))))
    return quads


def _score(probability: NDArray[np.float32], contour: NDArray[np.int32]) -> float:
    left, top, width, height = cv2.boundingRect(contour)
    inside = np.zeros((height, width), np.uint8)
    corners = cv2.boxPoints(cv2.minAreaRect(contour)) - (left, top)
    cv2.fillPoly(inside, [corners.round().astype(np.int32)], 1)
    return float(cv2.mean(probability[top : top + height, left : left + width], inside)[0])


def _ordered(corners: NDArray[np.float32]) -> Quad:
    """Returns the corners clockwise, starting at the top left."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    top_left, bottom_left = left[np.argsort(left[:, 1], kind="stable")]
    top_right, bottom_right = right[np.argsort(right[:, 1], kind="stable")]
    return np.array([top_left, top_right, bottom_right, bottom_left], dtype=np.float32)
