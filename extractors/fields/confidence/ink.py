"""Unread ink beside a value: a hole, a stamp or a stain may hide a part of the value.

Only recognized pages are looked at: a text layer knows its words whatever is drawn over them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import cv2
import numpy as np

from extractors.page_image import PageImage, Pixels
from schemas.document import Page, ReadDocument
from schemas.extraction import Extraction
from schemas.geometry import Box

INK_BESIDE = "ink_beside"

REACH = 2.5
"""Line heights to the left and to the right of a value in which ink counts."""

ROOM = 0.15
"""Line heights that are left free around words: letters reach a little over their boxes."""

THICK = 0.25
"""Line heights from which ink is a blob: strokes of letters and rulings are thinner."""

DARK = 0.5
"""Pixels darker than this share of the background, the median of the page, are ink."""


def ink_beside(
    read: ReadDocument, extraction: Extraction, names: Collection[str], image_of: Callable[[Page], PageImage]
) -> float:
    """Returns the largest share of unexplained ink beside the first or last line of a value, from 0 to 1.

    Args:
        read: The words of the document.
        extraction: Its fields.
        names: The fields to look at.
        image_of: Gives a page's pixels.
    """
    most = 0.0
    for page in read.pages:
        found = [f for f in extraction.fields if f.name in names and f.page_number == page.number and f.boxes]
        if page.text_source == "text_layer" or not found:
            continue
        pixels = image_of(page).pixels
        background = _median(pixels)
        boxes = [word.box for word in read.words_of_page(page.number)]
        for box in {box for f in found for box in (f.boxes[0], f.boxes[-1])}:
            most = max(most, *(_share(pixels, background, side, boxes) for side in _sides(box, pixels.shape)))
    return most


def _median(pixels: Pixels) -> float:
    """Returns the median over the pixels of the sum of their three channels, as numpy's but by counting."""
    first = np.ascontiguousarray(pixels[..., 0])
    others = [np.ascontiguousarray(pixels[..., i]) for i in (1, 2)]
    if all(np.array_equal(first, other) for other in others):
        counts = np.zeros(3 * 256, np.int64)
        counts[::3] = cv2.calcHist([first], [0], None, [256], [0, 256]).ravel()
    else:
        sums = np.add(first, others[0], dtype=np.uint16)
        sums += others[1]
        counts = np.bincount(sums.ravel(), minlength=3 * 256)
    below = counts.cumsum()
    middle = np.searchsorted(below, [(below[-1] - 1) // 2, below[-1] // 2], side="right")
    return float(middle.mean())


def _sides(box: Box, shape: tuple[int, ...]) -> tuple[tuple[int, int, int, int], ...]:
    """Returns left and right neighborhood of a box in pixels: left, top, right, bottom."""
    height, width = shape[:2]
    tall = (box.bottom - box.top) * height
    top, bottom = round(box.top * height), round(box.bottom * height)
    left, right = box.left * width, box.right * width
    return (
        (round(left - REACH * tall), top, round(left - ROOM * tall), bottom),
        (round(right + ROOM * tall), top, round(right + REACH * tall), bottom),
    )


def _share(pixels: Pixels, background: float, side: tuple[int, int, int, int], boxes: Collection[Box]) -> float:
    height, width = pixels.shape[:2]
    left, top, right, bottom = max(side[0], 0), max(side[1], 0), min(side[2], width), min(side[3], height)
    if right - left < 1 or bottom - top < 1:
        return 0.0
    free = pixels[top:bottom, left:right].sum(axis=2, dtype=np.uint16) < DARK * background
    room = ROOM * (bottom - top)
    for box in boxes:
        x0, x1 = round(box.left * width - room) - left, round(box.right * width + room) - left
        y0, y1 = round(box.top * height - room) - top, round(box.bottom * height + room) - top
        if x1 > 0 and y1 > 0 and x0 < right - left and y0 < bottom - top:
            free[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)] = False
    # Rulings and strokes go, blobs stay.
    thick = max(round(THICK * (bottom - top)), 2)
    free = cv2.morphologyEx(free.astype(np.uint8), cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    # Of a square as high as the line: what is a hole for small letters is one for large ones.
    square = (bottom - top) ** 2
    return float(min(np.count_nonzero(free) / square, 1.0))
