"""The probability of each field for each candidate: a small network over its neighborhood, computed with numpy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.fields.neighborhood.features import Candidates, candidates_of
from extractors.fields.token_scores import Probabilities, softmax
from extractors.weights import load_arrays
from schemas.document import ReadDocument
from schemas.vocabulary import DocumentClass

OUTSIDE = "O"
KINDS = frozenset({"date", "money", "id", "number"})
"""Kinds of fields that it reads: their words have digits."""

Weights = Mapping[str, NDArray[np.float32]]


def known_fields(document_class: DocumentClass) -> list[str]:
    """Returns the fields of a class whose words have digits."""
    return [spec.name for spec in document_class.fields if spec.kind in KINDS]


class NeighborhoodReader:
    """Scores candidates of the classes that it was trained on.

    Args:
        folder: With weights.npz, as `training.neighborhood` writes it.

    Raises:
        ConfigurationError: The file is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        arrays = load_arrays(folder)
        self.labels = [str(label) for label in arrays.pop("labels")]
        self.classes = [str(name) for name in arrays.pop("classes")]
        self.version = str(arrays.pop("version"))
        self._weights: Weights = {name: value.astype(np.float32) for name, value in arrays.items()}

    def read(self, read: ReadDocument, document_class: DocumentClass) -> dict[str, Probabilities]:
        """Returns for each field the probability of every word; nothing for a class that it does not know."""
        if document_class.name not in self.classes:
            return {}
        names = [name for name in known_fields(document_class) if name in self.labels]
        fields = {name: np.zeros(len(read.words), np.float32) for name in names}
        columns = [self.labels.index(name) for name in (OUTSIDE, *names)]
        for number, page in enumerate(read.pages):
            words = read.words_of_page(page.number)
            found = candidates_of(
                [w.text for w in words],
                [w.box.to_layoutlm() for w in words],
                first_page=number == 0,
                last_page=number == len(read.pages) - 1,
            )
            if not len(found.words):
                continue
            chances = softmax(self._logits(found, self.classes.index(document_class.name))[:, columns])
            ids = np.array([words[i].id for i in found.words])
            for column, name in enumerate(names, start=1):
                fields[name][ids] = chances[:, column]
        return fields

    def _logits(self, found: Candidates, class_index: int) -> NDArray[np.float32]:
        w = self._weights
        slots = np.broadcast_to(w["slots"], (len(found.words), *w["slots"].shape))
        seen = np.concatenate(
            [w["words"][found.neighbors[..., 0]], w["stems"][found.neighbors[..., 1]], slots, found.offsets], axis=-1
        )
        present = (found.neighbors[..., :1] > 0).astype(np.float32)
        hidden = _relu(seen @ w["neighbor.weight"].T + w["neighbor.bias"]) * present
        kind = np.broadcast_to(w["classes.weight"][class_index], (len(found.words), w["classes.weight"].shape[1]))
        whole = np.concatenate(
            [
                hidden.max(axis=1), hidden.sum(axis=1) / hidden.shape[1],
                w["shapes"][found.own[:, 0]], w["letters"][found.own[:, 1]], kind, found.numbers,
            ],
            axis=-1,
        )  # fmt: skip
        for layer in ("first", "second"):
            whole = _relu(whole @ w[f"{layer}.weight"].T + w[f"{layer}.bias"])
        logits: NDArray[np.float32] = whole @ w["last.weight"].T + w["last.bias"]
        return logits


def _relu(values: NDArray[np.float32]) -> NDArray[np.float32]:
    positive: NDArray[np.float32] = np.maximum(values, 0)
    return positive
