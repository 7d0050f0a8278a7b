"""Which pixels are ink: of one line, and of a whole page."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.page_image import Pixels

Mask = NDArray[np.bool_]

CONTRAST = 24
"""Gray levels between background and ink below which a crop counts as empty."""

RULE_LENGTH = 2.0
"""A stroke longer than this many line heights is a ruled line, not a part of a letter."""


@dataclass(frozen=True, eq=False)
class LineInk:
    """The ink of one line.

    ``mask`` is (height, width); the text is in rows ``top`` to ``bottom``; ``profile`` counts its ink by column.
    """

    mask: Mask
    top: int
    bottom: int
    profile: NDArray[np.int64]

    @property
    def height(self) -> int:
        """Rows from the top of the text to its bottom."""
        return max(self.bottom - self.top, 1)


def line_ink(pixels: Pixels) -> LineInk:
    """Returns the ink of a crop of one line, without ruled lines through or under it."""
    mask = _binary(pixels)
    mask &= ~_rules(mask)
    top, bottom = _text_rows(mask)
    return LineInk(mask, top, bottom, mask[top:bottom].sum(axis=0))


def _binary(pixels: Pixels) -> Mask:
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    threshold, _ = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark = gray <= threshold
    if dark.all() or not dark.any() or float(gray[~dark].mean()) - float(gray[dark].mean()) < CONTRAST:
        return np.zeros(gray.shape, dtype=bool)
    # White on black is print as well: what covers less of the crop is the ink.
    return np.asarray(dark if dark.mean() <= 0.5 else ~dark)


def _rules(mask: Mask) -> Mask:
    length = max(3, round(RULE_LENGTH * mask.shape[0]))
    if length >= mask.shape[1]:
        length = max(3, int(mask.shape[1] * 0.9))
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), bool)


def _text_rows(mask: Mask) -> tuple[int, int]:
    """Returns the rows that hold the text: fragments of the lines above and below stay outside."""
    rows = np.flatnonzero(mask.sum(axis=1) >= max(1.0, 0.01 * mask.shape[1]))
    if not len(rows):
        return 0, mask.shape[0]
    middle = mask.shape[0] / 2
    # Bands of rows with ink; the one with the most ink is the text, dots of i and commas lie close to it.
    breaks = np.flatnonzero(np.diff(rows) > max(2, 0.08 * mask.shape[0])) + 1
    bands = np.split(rows, breaks)
    best = max(bands, key=lambda band: (mask[band].sum(), -abs(float(band.mean()) - middle)))
    return int(best[0]), int(best[-1]) + 1


INK_SHARE = 2e-4
"""Share of a page's pixels that dust and scan noise cover at most: about a short word on A4."""

MARGIN = 0.02
"""Share of each side that is left out: shadows of the scanner's lid are no ink."""


def has_ink(pixels: Pixels) -> bool:
    """Whether a page is not blank."""
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    height, width = gray.shape
    gray = gray[
        round(MARGIN * height) : height - round(MARGIN * height), round(MARGIN * width) : width - round(MARGIN * width)
    ]
    if gray.size == 0:
        return False
    # Against the background: a gray page or a shade across it is no ink.
    background = cv2.medianBlur(cv2.resize(gray, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA), 21)
    background = cv2.resize(background, (gray.shape[1], gray.shape[0]))
    distance = cv2.medianBlur(cv2.absdiff(gray, background), 3)
    return bool((distance > 2 * CONTRAST).mean() > INK_SHARE)
