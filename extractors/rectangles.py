"""Rectangles that cover the set pixels of a mask."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Region(NamedTuple):
    """A rectangle in pixels of a mask."""

    left: int
    top: int
    right: int
    bottom: int


def rectangles(cells: NDArray[np.uint8]) -> list[Region]:
    """Returns rectangles that cover the set cells: runs of a row, grown downward over rows with the same run."""
    done: list[Region] = []
    running: dict[tuple[int, int], int] = {}
    edged = np.zeros((cells.shape[0] + 1, cells.shape[1] + 2), np.int8)
    edged[:-1, 1:-1] = cells
    rows, columns = np.nonzero(np.diff(edged, axis=1))
    begins = np.searchsorted(rows, np.arange(len(edged) + 1)).tolist()
    edges = columns.tolist()
    for row in range(len(edged)):
        here = edges[begins[row] : begins[row + 1]]
        runs = set(zip(here[::2], here[1::2], strict=True))
        for run in [run for run in running if run not in runs]:
            done.append(Region(run[0], running.pop(run), run[1], row))
        for run in runs:
            running.setdefault(run, row)
    return sorted(done, key=lambda r: (r.top, r.left))
