"""Makes page pixels upright, straight and clean, where a measurement shows that they are not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractors.page_image import Pixels
from extractors.preprocess import cleaning, visible_ink
from extractors.preprocess.orientation import Letters, Rows, find_letters, measure_rows, upside_down_share
from schemas.document import PreprocessStep

_SURELY_SIDEWAYS, _SURELY_UPRIGHT = 0.6, 1.6
"""Most sideways pages have a ratio from 0.08 to 0.6, upright ones 1.6 to 13. Long receipts in even columns have 0.74 to
1.35 either way: there the classifier decides."""
_CLEARLY_BETTER = 0.2
_CLEAREST = 0.5
_UPSIDE_DOWN = 0.55
"""Upright pages have a share under 0.42, pages on their heads over 0.54: measured on the real sets."""
_UNDECIDED = 0.05
_LEAST_SKEW_DEG = 0.3
_LEAST_GAIN = 1.08


@dataclass(frozen=True, eq=False)
class Prepared:
    """A page ready for recognition; ``rotation_deg`` is how far it was turned clockwise in all, in [0, 360)."""

    pixels: Pixels
    rotation_deg: float
    steps: tuple[PreprocessStep, ...]


def prepare(pixels: Pixels, dpi: float) -> Prepared:
    """Returns the page upright and clean; a page with nothing wrong comes back as it is, without a step.

    The same pixels give the same result, bit for bit.

    Args:
        pixels: The page as a viewer shows it, (height, width, 3) RGB.
        dpi: Its resolution.
    """
    steps: list[PreprocessStep] = []
    pixels, border = cleaning.white_borders(pixels)
    pixels, specks = cleaning.remove_specks(pixels)
    pixels, grain = cleaning.smooth_grain(pixels)
    steps += [step for step in (border, specks, grain) if step]
    pixels, rotation_deg, turns = _stand_up(pixels, dpi)
    pixels, contrast = cleaning.stretch_contrast(pixels)
    steps += [*turns, *([contrast] if contrast else [])]
    return Prepared(np.ascontiguousarray(pixels), rotation_deg, tuple(steps))


def _stand_up(pixels: Pixels, dpi: float) -> tuple[Pixels, float, Sequence[PreprocessStep]]:
    """Turns a page by right angles, then by its skew. Pages with few letters stay: there is nothing to go by."""
    gray = cleaning.to_gray(pixels)
    letters = find_letters(gray, dpi)
    if letters.few:
        return pixels, 0.0, ()
    rows = measure_rows(letters)
    sideways = _is_sideways(gray, letters, rows, dpi)
    turned = visible_ink.turned(pixels, 90) if sideways else pixels
    if sideways:
        gray = visible_ink.turned(gray, 90)
        letters = find_letters(gray, dpi)
        rows = measure_rows(letters)
    skew = _skew(rows)
    straight = _rotated(turned, -skew) if skew else turned
    if skew:
        gray = cleaning.to_gray(straight)
        letters = find_letters(gray, dpi)
    share = upside_down_share(gray, letters)
    # Sideways pages have to be turned one way or the other, so there the likelier one will do.
    if sideways and (share is None or abs(share - 0.5) < _UNDECIDED):
        return pixels, 0.0, ()
    head_down = share is not None and share > (0.5 if sideways else _UPSIDE_DOWN)
    right_angle = (90 if sideways else 0) + (180 if head_down else 0)
    upright = visible_ink.turned(straight, 180) if head_down else straight
    return upright, (right_angle - skew) % 360, _turns(right_angle, skew, rows, share)


def _is_sideways(gray: cleaning.Gray, letters: Letters, rows: Rows, dpi: float) -> bool:
    if not _SURELY_SIDEWAYS <= rows.ratio <= _SURELY_UPRIGHT:
        return rows.ratio < _SURELY_SIDEWAYS
    as_it_is = _clearness(gray, letters)
    if as_it_is + _CLEARLY_BETTER >= _CLEAREST:
        return False
    on_its_side = visible_ink.turned(gray, 90)
    return _clearness(on_its_side, find_letters(on_its_side, dpi)) > as_it_is + _CLEARLY_BETTER


def _clearness(gray: cleaning.Gray, letters: Letters) -> float:
    """Returns how surely the rows from left to right are upright or on their heads: 0.0 to 0.5."""
    share = upside_down_share(gray, letters)
    return 0.0 if share is None else abs(share - 0.5)


def _turns(right_angle: int, skew: float, rows: Rows, share: float | None) -> list[PreprocessStep]:
    steps = []
    if right_angle:
        measured: dict[str, float | int | str | bool] = {"row_ratio": round(rows.ratio, 3)}
        if share is not None:
            measured["upside_down_share"] = share
        steps.append(
            PreprocessStep(
                name="turn_upright", version="1", parameters={"clockwise_deg": right_angle}, measured=measured
            )
        )
    if skew:
        steps.append(
            PreprocessStep(
                name="deskew",
                version="1",
                parameters={"clockwise_deg": -skew},
                measured={"skew_deg": skew, "gain": round(rows.gain, 3)},
            )
        )
    return steps


def _skew(rows: Rows) -> float:
    """Returns the clockwise lean of the rows, 0.0 if too small or unsure to correct."""
    sure = rows.gain >= _LEAST_GAIN and rows.ratio >= 1.0
    return rows.skew_deg if sure and abs(rows.skew_deg) >= _LEAST_SKEW_DEG else 0.0


def _rotated(pixels: Pixels, clockwise_deg: float) -> Pixels:
    """Returns the page turned by a small angle on a larger white canvas, so that no corner is cut."""
    import cv2

    height, width = pixels.shape[:2]
    angle = math.radians(clockwise_deg)
    cos, sin = abs(math.cos(angle)), abs(math.sin(angle))
    new_width, new_height = math.ceil(width * cos + height * sin), math.ceil(width * sin + height * cos)
    # OpenCV counts angles counter-clockwise.
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -clockwise_deg, 1.0)
    matrix[:, 2] += (new_width - width) / 2, (new_height - height) / 2
    white = (255, 255, 255)
    turned = cv2.warpAffine(pixels, matrix, (new_width, new_height), flags=cv2.INTER_CUBIC, borderValue=white)
    return np.asarray(turned, dtype=np.uint8)
