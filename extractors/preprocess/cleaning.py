"""Scanner borders, noise and faint print: each measured first, then taken away, with what was measured."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.page_image import Pixels
from schemas.document import PreprocessStep

Gray = NDArray[np.uint8]
"""(height, width), 0 is black."""

_BORDER_GREY = 70
_BORDER_SHARE = 0.97
_LETTER_GREY, _LIGHT_PIXELS = 130, 2
"""A dark row with more light pixels than that may hold white letters of a short word."""
_BORDER_WIDTH = (4, 0.15)
"""A scanner's border has at least this many pixels, and at most this share of the page."""

_SPECK_CONTRAST = 80
_SPECKS = 0.002
"""Share of single-pixel specks from which they are noise. Clean scans have 0.0000 to 0.0003, dithered faxes more."""

_GRAIN = 14.0
"""Standard deviation of the gray levels from which grain is smoothed. JPEG scans have 0 to 5."""

_FAINT = 110
"""Gray levels between ink and paper under which the page is stretched; print on the page has 150 to 255."""
_LEAST_CONTRAST = 12
"""Under this there is nothing but noise to stretch."""


def white_borders(pixels: Pixels) -> tuple[Pixels, PreprocessStep | None]:
    """Returns the page with the black strips of a scanner's lid painted white; its size stays.

    A strip is made of whole rows or columns without anything in them, so no letter can be lost.
    """
    gray = to_gray(pixels)
    dark, light = gray < _BORDER_GREY, gray > _LETTER_GREY
    rows, columns = (
        (dark.mean(axis=axis) >= _BORDER_SHARE) & (np.count_nonzero(light, axis=axis) <= _LIGHT_PIXELS)
        for axis in (1, 0)
    )
    top, bottom = _strip(rows), _strip(rows[::-1])
    left, right = _strip(columns), _strip(columns[::-1])
    if not any((top, bottom, left, right)):
        return pixels, None
    height, width = gray.shape
    clean = pixels.copy()
    clean[:top] = clean[height - bottom :] = 255
    clean[:, :left] = clean[:, width - right :] = 255
    measured = {"top": top, "bottom": bottom, "left": left, "right": right}
    return clean, PreprocessStep(name="white_borders", version="1", measured=measured)


def _strip(is_border: NDArray[np.bool_]) -> int:
    least, most = _BORDER_WIDTH
    inside = np.flatnonzero(~is_border)
    # A page that is dark all over is a negative or a photograph, not a border.
    width = int(inside[0]) if inside.size else 0
    return width if least <= width <= most * len(is_border) else 0


def remove_specks(pixels: Pixels) -> tuple[Pixels, PreprocessStep | None]:
    """Returns the page without single pixels that differ from all eight around them, where there are many of those."""
    import cv2

    gray = to_gray(pixels)
    ring = np.ones((3, 3), np.uint8)
    ring[1, 1] = 0
    pepper = cv2.subtract(cv2.erode(gray, ring), gray) > _SPECK_CONTRAST
    salt = cv2.subtract(gray, cv2.dilate(gray, ring)) > _SPECK_CONTRAST
    specks = pepper | salt
    share = float(specks.mean())
    if share < _SPECKS:
        return pixels, None
    clean = pixels.copy()
    clean[specks] = np.asarray(cv2.medianBlur(pixels, 3))[specks]
    return clean, PreprocessStep(name="remove_specks", version="1", measured={"speck_share": round(share, 5)})


def smooth_grain(pixels: Pixels) -> tuple[Pixels, PreprocessStep | None]:
    """Returns the page with its grain smoothed, where it is strong; edges of letters stay.

    The grain's strength is taken where the page is flat. Source: Immerkaer 1996, "Fast noise variance estimation".
    """
    import cv2

    gray = to_gray(pixels)
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    response = np.abs(cv2.filter2D(gray, cv2.CV_32F, kernel)[::2, ::2])
    # The median ignores letters; 0.6745 makes it a standard deviation, 6 is the norm of the kernel.
    sigma = float(np.median(response)) / 0.6745 / 6
    if sigma < _GRAIN:
        return pixels, None
    clean = cv2.GaussianBlur(pixels, (0, 0), 0.9)
    step = PreprocessStep(
        name="smooth_grain", version="1", parameters={"radius": 0.9}, measured={"grain": round(sigma, 2)}
    )
    return np.asarray(clean, dtype=np.uint8), step


def stretch_contrast(pixels: Pixels) -> tuple[Pixels, PreprocessStep | None]:
    """Returns the page with its ink black and its paper white, where the print is faint."""
    gray = to_gray(pixels)
    ink, paper = (float(v) for v in np.percentile(gray[::2, ::2], (0.5, 90)))
    if not _LEAST_CONTRAST <= paper - ink < _FAINT:
        return pixels, None
    levels = np.clip((np.arange(256) - ink) * (255.0 / (paper - ink)), 0, 255)
    clean = np.rint(levels).astype(np.uint8)[pixels]
    measured = {"ink": round(ink, 1), "paper": round(paper, 1)}
    return clean, PreprocessStep(name="stretch_contrast", version="1", measured=measured)


def to_gray(pixels: Pixels) -> Gray:
    """Returns the brightness of each pixel."""
    import cv2

    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
