"""Maps between two planes from pairs of points: robust affine maps, and homographies for photos."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SKEW_LIMIT = 0.12
"""The page is upright and shows the whole form: its sides turn and scale by at most this much."""


def mapped(matrix: Floats, points: Floats) -> Floats:
    """Returns the points (n, 2) under a map (3, 3)."""
    homogeneous = np.c_[points, np.ones(len(points))] @ matrix.T
    mapped: Floats = homogeneous[:, :2] / homogeneous[:, 2:]
    return mapped


def ransac(form: Floats, seen: Floats, tolerance: float) -> Floats | None:
    """Returns the affine map (3, 3) that most pairs agree on, or None when no plausible one is found.

    Source: Fischler, Bolles, "Random sample consensus", 1981; the generator is seeded, so the result is reproducible.
    """
    generator = np.random.default_rng(1500)
    best, most = None, 5
    for _ in range(300):
        chosen = generator.choice(len(form), 3, replace=False)
        matrix = affine(form[chosen], seen[chosen])
        if matrix is None or not plausible(matrix):
            continue
        inside = int((distances(matrix, form, seen) < 1.5 * tolerance).sum())
        if inside > most:
            best, most = matrix, inside
    return best


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
        matrix = _homography(form[inside], seen[inside])
    return matrix


def _homography(form: Floats, seen: Floats) -> Floats:
    """Returns the homography with the least squared error.

    Source: Hartley, Zisserman, "Multiple view geometry", algorithm 4.2: points are normalized first.
    """
    a, b = _normalizer(form), _normalizer(seen)
    p, q = mapped(a, form), mapped(b, seen)
    zero, one = np.zeros(len(p)), np.ones(len(p))
    x, y, u, v = p[:, 0], p[:, 1], q[:, 0], q[:, 1]
    rows = np.vstack(
        [np.c_[x, y, one, zero, zero, zero, -u * x, -u * y], np.c_[zero, zero, zero, x, y, one, -v * x, -v * y]]
    )
    solution, *_ = np.linalg.lstsq(rows, np.r_[u, v], rcond=None)
    matrix = np.linalg.inv(b) @ np.append(solution, 1.0).reshape(3, 3) @ a
    scaled: Floats = matrix / matrix[2, 2]
    return scaled


def inverse(matrix: Floats) -> Floats:
    """Returns the map back."""
    return np.linalg.inv(matrix).astype(np.float64)


def _normalizer(points: Floats) -> Floats:
    """Returns the map that moves the points about the origin and gives them unit spread."""
    middle, spread = points.mean(axis=0), max(float(points.std()), 1e-9)
    return np.array([[1 / spread, 0, -middle[0] / spread], [0, 1 / spread, -middle[1] / spread], [0, 0, 1.0]])
