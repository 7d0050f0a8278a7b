"""The orientation of a page: direction and lean of its rows of letters, and whether they are upside down."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
"""(height, width), 0 is black."""

MAX_SKEW_DEG = 15.0

_WORKING_DPI = 120
"""Small print is still made of single letters."""
_WORKING_LONG_SIDE = (1400, 3000)
"""A4 at 120 dpi; and what a long receipt may take."""
_LETTER_SIDE = (5, 60)
_FEW_LETTERS = 25
_POINTS = 3000
_COARSE_DEG = 0.5
_FINE_DEG = 0.1
_ROWS = 32
_FEW_ROWS = 4
_FIRST_ROWS = 8
_DECIDED = 0.35
"""If the mean of the first rows is this far from 0.5, the others are not asked: they cannot turn the page any more."""
_CLASSIFIER = "ch_ppocr_mobile_v2.0_cls_mobile.onnx"
_CROP_HEIGHT, _CROP_WIDTH = 48, 192


@dataclass(frozen=True, eq=False)
class Letters:
    """Spots of a letter's size on a page that was scaled by ``scale``.

    ``boxes`` is (n, 4): left, top, width, height in scaled pixels; ``mask`` is 255 where such a spot is.
    """

    scale: float
    boxes: NDArray[np.int32]
    mask: Gray

    @property
    def few(self) -> bool:
        """Whether there are too few to say anything about the page."""
        return len(self.boxes) < _FEW_LETTERS


@dataclass(frozen=True)
class Rows:
    """How well the letters line up. ``across`` and ``down`` are how sharply they are in rows along either axis.

    ``skew_deg`` is how far the rows of the page, as it is, lean clockwise; ``gain`` by what factor turning them back
    sharpens them.
    """

    across: float
    down: float
    skew_deg: float
    gain: float

    @property
    def ratio(self) -> float:
        """Over 1 if the rows are horizontal, under 1 if they are vertical."""
        return self.across / self.down if self.down > 0 else 1.0


def find_letters(gray: Gray, dpi: float) -> Letters:
    """Returns the spots of a letter's size."""
    import cv2

    low, high = (side / max(gray.shape) for side in _WORKING_LONG_SIDE)
    scale = min(max(low, min(_WORKING_DPI / dpi, high)), 1.0)
    if scale < 1.0:
        gray = np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    # Compared with the surroundings, so that shadows and colored bands do not hide letters.
    dark = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
    longer, shorter = np.maximum(width, height), np.minimum(width, height)
    least, most = _LETTER_SIDE
    chosen = (longer >= least) & (longer <= most) & (shorter >= 2) & (area >= 8) & (longer <= 8 * shorter)
    chosen[0] = False
    mask = np.where(chosen, 255, 0).astype(np.uint8)[labels]
    return Letters(scale, stats[chosen, :4], mask)


def measure_rows(letters: Letters) -> Rows:
    """Returns along which axis the letters form rows, and how far those lean.

    The feet and heads of one row's letters fall onto lines when projected along the row. The sharpest projection gives
    the direction. Source: Baird 1987, "The skew angle of printed documents".
    """
    left, top, width, height = letters.boxes.astype(np.float64).T
    step = max(len(left) // _POINTS, 1)
    left, top, width, height = (values[::step] for values in (left, top, width, height))
    x, y = left + width / 2, top + height / 2
    coarse = np.arange(-MAX_SKEW_DEG, MAX_SKEW_DEG + _COARSE_DEG / 2, _COARSE_DEG)
    feet, heads = _sharpness(x, top + height, coarse), _sharpness(x, top, coarse)
    along = feet if feet.max() >= heads.max() else heads
    down = max(_sharpness(y, left + width, -coarse).max(), _sharpness(y, left, -coarse).max())
    edge = top + height if along is feet else top
    best = coarse[int(along.argmax())]
    fine = np.arange(best - _COARSE_DEG, best + _COARSE_DEG + _FINE_DEG / 2, _FINE_DEG)
    fine = fine[np.abs(fine) <= MAX_SKEW_DEG]
    sharp = _sharpness(x, edge, fine)
    straight = _sharpness(x, edge, np.zeros(1))[0]
    return Rows(
        across=float(along.max()),
        down=float(down),
        skew_deg=round(float(fine[int(sharp.argmax())]), 2),
        gain=float(sharp.max() / max(straight, 1e-9)),
    )


def _sharpness(
    along: NDArray[np.float64], across: NDArray[np.float64], angles_deg: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Returns for each angle how many letters share a line with each letter, on average."""
    angles = np.deg2rad(angles_deg)[:, None]
    places = np.rint(across[None, :] * np.cos(angles) - along[None, :] * np.sin(angles)).astype(np.int64)
    places -= places.min()
    size = int(places.max()) + 1
    counts = np.bincount((places + np.arange(len(angles))[:, None] * size).ravel(), minlength=len(angles) * size)
    squares = counts.reshape(len(angles), size).astype(np.float64) ** 2
    return np.asarray(squares.sum(axis=1) / places.shape[1])


def upside_down_share(gray: Gray, letters: Letters) -> float | None:
    """Returns how sure it is that rows from left to right are on their heads: 0.0 upright, 1.0 upside down.

    None when the page has too few rows to ask about. The mean over up to 32 rows of the probability that PP-OCR's text
    direction classifier gives; over the eight clearest where these agree.
    """
    crops = _row_crops(gray, letters)
    if len(crops) < _FEW_ROWS:
        return None
    shares = _upside_down(crops[:_FIRST_ROWS])
    if abs(float(np.mean(shares)) - 0.5) < _DECIDED and len(crops) > _FIRST_ROWS:
        shares = np.concatenate([shares, _upside_down(crops[_FIRST_ROWS:])])
    return round(float(np.mean(shares)), 3)


def _upside_down(crops: Sequence[Gray]) -> NDArray[np.float32]:
    """Returns for each row how likely it is on its head."""
    batch = np.zeros((len(crops), 3, _CROP_HEIGHT, _CROP_WIDTH), np.float32)
    for i, crop in enumerate(crops):
        batch[i, :, :, : crop.shape[1]] = crop.astype(np.float32) / 127.5 - 1.0
    (probabilities,) = _classifier().run(None, {"x": batch})
    return np.asarray(probabilities[:, 1], np.float32)


def _row_crops(gray: Gray, letters: Letters) -> list[Gray]:
    """Returns the beginnings of rows of letters, 48 pixels high: of the longest ones those that stand out most."""
    import cv2

    # Dashes in a row are no letters, though receipts are full of them.
    spots = letters.boxes[letters.boxes[:, 2] <= 2 * letters.boxes[:, 3]]
    if not len(spots):
        return []
    typical = float(np.median(spots[:, 3]))
    bridge = np.ones((1, max(int(typical * 1.2), 3)), np.uint8)
    joined = cv2.morphologyEx(letters.mask, cv2.MORPH_CLOSE, bridge)
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    rows = stats[1:]
    rows = rows[(rows[:, 2] >= 2.5 * rows[:, 3]) & (rows[:, 3] >= 0.7 * typical) & (rows[:, 3] <= 4 * typical)]
    longest = rows[np.argsort(-rows[:, 2], kind="stable")[: 3 * _ROWS]]
    crops = [_crop(gray, row, letters.scale) for row in longest]
    contrast = np.array([crop.std() for crop in crops])
    return [crops[i] for i in np.argsort(-contrast, kind="stable")[:_ROWS]]


def _crop(gray: Gray, row: Sequence[int], scale: float) -> Gray:
    import cv2

    left, top, width, height = (int(value) for value in row[:4])
    margin = max(int(height * 0.15), 1)
    x0, y0 = max(int((left - margin) / scale), 0), max(int((top - margin) / scale), 0)
    x1, y1 = int((left + width + margin) / scale), int((top + height + margin) / scale)
    part = gray[y0:y1, x0 : min(x1, x0 + (y1 - y0) * _CROP_WIDTH // _CROP_HEIGHT)]
    wide = min(max(round(part.shape[1] * _CROP_HEIGHT / part.shape[0]), 1), _CROP_WIDTH)
    shrinks = part.shape[0] > _CROP_HEIGHT
    method = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(part, (wide, _CROP_HEIGHT), interpolation=method), dtype=np.uint8)


@cache
def _classifier() -> Any:
    """Loads the text direction classifier that comes inside RapidOCR's wheel; one thread, so that sums never vary.

    Raises:
        ConfigurationError: The wheel has no such file.
    """
    import onnxruntime

    from schemas.errors import ConfigurationError

    spec = importlib.util.find_spec("rapidocr")
    folders = spec.submodule_search_locations if spec else None
    path = Path(folders[0]) / "models" / _CLASSIFIER if folders else None
    if path is None or not path.is_file():
        raise ConfigurationError(f"{_CLASSIFIER} is missing from the rapidocr package; install rapidocr>=3.10 again")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
