"""The network of the layout model, computed with numpy: kinds of parts, and which neighbors are one block.

A part's state begins with its own features, and hears of its neighbors three times. A kind is decided by the state, a
join of two neighbors by both states and how they lie to each other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, get_args

import numpy as np

from extractors.layout.parts import Floats, Parts
from extractors.weights import load_arrays
from schemas.document import BlockKind

KINDS: Final[tuple[str, ...]] = ("", *get_args(BlockKind))
"""Labels of parts; the first is no block: a rule, a frame, a speck."""

ROUNDS: Final = 3
JOINED: Final = (1, 3, 4)
"""Directions (below, right, inside) in which a part may join a neighbor's block."""

ONE_THREAD: Final = 4 * 65536
"""Multiplications up to which OpenBLAS uses one thread. Its others spin for longer than the network takes.

Source: interface/gemm.c of OpenBLAS, SMP_THRESHOLD_MIN and GEMM_MULTITHREAD_THRESHOLD.
"""


class LayoutNetwork:
    """Labels the parts of a page.

    Args:
        folder: With weights.npz, as `training.blocks.fit` writes it.

    Raises:
        ConfigurationError: The file is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        arrays = load_arrays(folder)
        self.version = str(arrays.pop("version"))
        self._weights = {name: value.astype(np.float32) for name, value in arrays.items()}

    def label(self, parts: Parts) -> tuple[Floats, Floats]:
        """Returns the probability of each kind, (n, len(KINDS)), and of each join, (n, len(JOINED))."""
        count = len(parts.boxes)
        if not count:
            return np.zeros((0, len(KINDS)), np.float32), np.zeros((0, len(JOINED)), np.float32)
        there = (parts.neighbors >= 0)[..., None].astype(np.float32)
        chosen = np.maximum(parts.neighbors, 0)
        features = (parts.features - self._weights["mean"]) / self._weights["spread"]
        seen = np.tile(_relu(self._weights["thumbnail.bias"]), (count, 1))  # lines have no thumbnail
        seen[parts.lines :] = _relu(self._linear("thumbnail", parts.thumbnails[parts.lines :]))
        own = np.concatenate([features, seen, parts.relations.reshape(count, -1)], axis=1)
        state = _relu(self._linear("first", own))
        for number in range(ROUNDS):
            heard = (state[chosen] * there).reshape(count, -1)
            state = state + _relu(self._linear(f"round{number}", np.concatenate([own, state, heard], axis=1)))
        logits = self._linear("kind", _relu(self._linear("before", state)))
        logits -= logits.max(axis=1, keepdims=True)
        kinds = np.exp(logits)
        joins = np.zeros((count, len(JOINED)), np.float32)
        for column, direction in enumerate(JOINED):
            other = state[chosen[:, direction]]
            pair = np.concatenate([state + other, np.abs(state - other), parts.relations[:, direction]], axis=1)
            score = self._linear("join", _relu(self._linear(f"pair{column}", pair)))[:, 0]
            joins[:, column] = there[:, direction, 0] / (1 + np.exp(-np.clip(score, -30, 30)))
        return kinds / kinds.sum(axis=1, keepdims=True), joins

    def _linear(self, name: str, values: Floats) -> Floats:
        weights = self._weights[f"{name}.weight"].T
        found = np.empty((len(values), weights.shape[1]), np.float32)
        rows = max(ONE_THREAD // weights.size, 1)
        for start in range(0, len(values), rows):
            np.matmul(values[start : start + rows], weights, out=found[start : start + rows])
        found += self._weights[f"{name}.bias"]
        return found


def _relu(values: Floats) -> Floats:
    positive: Floats = np.maximum(values, 0)
    return positive
