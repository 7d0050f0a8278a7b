"""Words with a model's scores for each: the input of decoding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from schemas.document import ReadDocument

Probabilities = NDArray[np.float32]

COLUMN_PREFIX = "line."
"""Labels of table columns are the column's name behind this."""

HIGHEST_CONFIDENCE = 0.999


@dataclass(frozen=True)
class LabelledWords:
    """The words of a document and a model's scores for each.

    ``inside[name][i]`` is the probability that word ``i`` belongs to the field or column, ``begins[name][i]`` that it
    begins the value. ``outside[i]`` is the probability that it belongs to nothing.
    """

    read: ReadDocument
    outside: Probabilities
    inside: dict[str, Probabilities]
    begins: dict[str, Probabilities]
    why: dict[int, str] = field(default_factory=dict)
    """Word ids of parties to the reason why their block was taken for that party's."""
    signs: dict[str, float] = field(default_factory=dict)
    """What speaks against the labels as a whole, each in [0, 1]; see `extractors.fields.confidence.signs`."""
    second: dict[str, Probabilities] = field(default_factory=dict)
    """The same as ``inside``, by the second reader and for fields with digits; empty where it does not know the class.
    """
    overlays: tuple[LabelledWords, ...] = ()
    """The same words in further layers: fields whose values share words with those of this one."""

    def layer_of(self, label: str) -> LabelledWords:
        """Returns the layer that knows a field or column; this one where none does."""
        return next((layer for layer in self.overlays if label in layer.inside), self)

    def likelihood(self, name: str, word_ids: Sequence[int]) -> float:
        """Returns the highest probability that one of these words belongs to a field; 0 for an unknown field."""
        inside = self.inside.get(name)
        return 0.0 if inside is None else max(float(inside[i]) for i in word_ids)

    def is_first(self, name: str, word_id: int) -> bool:
        """Whether a word of a value rather begins it than continues it."""
        return bool(self.begins[name][word_id] > 0.5 * self.inside[name][word_id])

    def best(self) -> list[str | None]:
        """Returns the likeliest field or column of each word, or None."""
        names = list(self.inside)
        if not len(self.outside) or not names:
            return [None] * len(self.outside)
        table = np.stack([self.outside, *(self.inside[name] for name in names)])
        return [None if i == 0 else names[i - 1] for i in table.argmax(axis=0)]


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Returns probabilities over the last axis."""
    grown = np.exp(logits - logits.max(axis=-1, keepdims=True))
    chances: NDArray[np.float32] = grown / grown.sum(axis=-1, keepdims=True)
    return chances
