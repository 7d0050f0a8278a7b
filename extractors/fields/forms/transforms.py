"""Maps between two planes from pairs of points: robust affine maps, and homographies for photos."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SKEW_LIMIT = 0.12
"""The page is upright and shows the whole form: its sides turn and scale by at most this much."""

LEAST_PAIRS = 6
"""Pairs that must agree on a map."""


def mapped(matrix: Floats, points: Floats) -> Floats:
    """Returns the points (n, 2) under a map (3, 3)."""
    homogeneous = np.c_[points, np.ones(len(points))] @ matrix.T
    mapped: Floats = homogeneous[:, :2] / homogeneous[:, 2:]
    return mapped


def ransac(form: Floats, seen: Floats, tolerance: float) -> Floats | None:
    """Returns the affine map (3, 3) that most pairs agree on, or None when no plausible one is found.

    Source: Fischler, Bolles, "Random sample consensus", 1981. OpenCV draws the same samples each time.
    """
    found, inside = cv2.estimateAffine2D(form, seen, ransacReprojThreshold=1.5 * tolerance)
    if found is None or int(inside.sum()) < LEAST_PAIRS:
        return None
    matrix: Floats = np.vstack([found, [0.0, 0.0, 1.0]])
    return matrix if plausible(matrix) else None


def affine(form: Floats, seen: Floats) -> Floats | None:
    """Returns the affine map (3, 3) with the least squared error; None where all points lie on one line."""
    design = np.c_[form, np.ones(len(form))]
    if np.linalg.matrix_rank(design, tol=1e-3) < 3:
        return None
    solution, *_ = np.linalg.lstsq(design, seen, rcond=None)
    return np.vstack([solution.T, [0.0, 0.0, 1.0]])


def plausible(matrix: Floats) -> bool:
    """Whether a map keeps the page upright and about its size."""
    return bool(
        np.all(np.abs(np.diag(matrix)[:2] - 1.0) < 2.5 * SKEW_LIMIT)
        and abs(matrix[0, 1]) < SKEW_LIMIT
        and abs(matrix[1, 0]) < SKEW_LIMIT
    )


def distances(matrix: Floats, form: Floats, seen: Floats) -> Floats:
    """Returns how far each form point (n, 2) is mapped from the point it was seen at, (n,)."""
    apart: Floats = np.linalg.norm(mapped(matrix, form) - seen, axis=1)
    return apart


def refined(matrix: Floats, form: Floats, seen: Floats, tolerance: float) -> Floats:
    """Returns the homography through all pairs that agree with a map; the map itself where too few do."""
    for _ in range(3):
        inside = distances(matrix, form, seen) < tolerance
        if inside.sum() < 12:
            break
        found, _ = cv2.findHomography(form[inside], seen[inside])
        if found is None:
            break
        matrix = found
    return matrix


def inverse(matrix: Floats) -> Floats:
    """Returns the map back."""
    return np.linalg.inv(matrix).astype(np.float64)
