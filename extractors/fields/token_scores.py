"""Words with what a model says of each: the input of decoding."""

from __future__ import annotations

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
    """The words of a document and what a model says of each.

    ``inside[name][i]`` is the probability that word ``i`` belongs to the field or column, ``begins[name][i]`` that it
    is the value's first word. ``outside[i]`` is the probability that it belongs to nothing.
    """

    read: ReadDocument
    outside: Probabilities
    inside: dict[str, Probabilities]
    begins: dict[str, Probabilities]
    why: dict[int, str] = field(default_factory=dict)
    """Word ids of parties to the reason why their block was taken for that party's."""
    signs: dict[str, float] = field(default_factory=dict)
    """What speaks against the labels as a whole, each in [0, 1]; see `extractors.fields.confidence.signs`."""
    overlays: tuple[LabelledWords, ...] = ()
    """The same words in further layers: fields whose values share words with those of this one."""

    def layer_of(self, label: str) -> LabelledWords:
        """Returns the layer that knows a field or column; this one where none does."""
        return next((layer for layer in self.overlays if label in layer.inside), self)

    def is_first(self, name: str, word_id: int) -> bool:
        """Whether a word of a value rather begins it than goes on with it."""
        return bool(self.begins[name][word_id] > 0.5 * self.inside[name][word_id])

    def best(self) -> list[str | None]:
        """Returns the likeliest field or column of each word, or None."""
        names = list(self.inside)
        if not len(self.outside) or not names:
            return [None] * len(self.outside)
        table = np.stack([self.outside, *(self.inside[name] for name in names)])
        return [None if i == 0 else names[i - 1] for i in table.argmax(axis=0)]
