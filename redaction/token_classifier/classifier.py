"""Names persons, addresses, places and organizations in texts, with the weights in a folder."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from redaction.token_classifier.encoding import LABELS, Encoder, Unit, Window, windows_of
from registry.manifest import read_about, weights_of
from schemas.errors import ConfigurationError

MODEL_FILE = "model.onnx"

KINDS = ("PERSON", "ADDRESS", "PLACE", "ORG")
_LEAST = 0.4
"""From this probability on a kind is chosen if no other is likelier: a lost name costs more than a word."""

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class NamedSpan:
    """``text[start:end]`` is of this kind with a mean probability in [0, 1]."""

    start: int
    end: int
    kind: str
    score: float


@dataclass(frozen=True)
class Reading:
    """What the classifier takes each unit of one text for: a probability for each label, a row a unit."""

    units: Sequence[Unit]
    scores: Scores

    def spans(self) -> list[NamedSpan]:
        """Returns the spans of all kinds in reading order, none of which begins or ends with punctuation."""
        return list(self._spans())

    def probability(self, start: int, end: int, kind: str) -> float:
        """Returns the mean probability of a kind over the units of ``text[start:end]``; of no unit it is 0."""
        rows = [i for i, unit in enumerate(self.units) if unit.start < end and unit.end > start]
        return float(self.by_kind[rows, 1 + KINDS.index(kind)].mean()) if rows else 0.0

    @property
    def by_kind(self) -> Scores:
        """Probabilities of nothing and of each kind, a row a unit."""
        pairs = self.scores[:, 1:].reshape(len(self.scores), len(KINDS), 2).sum(axis=2)
        joined: Scores = np.concatenate([self.scores[:, :1], pairs], axis=1)
        return joined

    def _spans(self) -> Iterator[NamedSpan]:
        if not self.units:
            return
        table = self.by_kind
        kinds = np.where(table[:, 1:].max(axis=1) >= _LEAST, table[:, 1:].argmax(axis=1) + 1, 0)
        first = 0
        for i in range(1, len(kinds) + 1):
            if i == len(kinds) or kinds[i] != kinds[first] or self._begins(i, int(kinds[i])):
                if kinds[first] and (span := self._span(first, i, table)):
                    yield span
                first = i

    def _begins(self, i: int, kind: int) -> bool:
        """Whether a unit rather begins a span of its kind than continues one."""
        begin = 2 * kind - 1
        return kind > 0 and bool(self.scores[i, begin] > self.scores[i, begin + 1])

    def _span(self, first: int, last: int, table: Scores) -> NamedSpan | None:
        worded = [i for i in range(first, last) if self.units[i].is_word]
        if not worded:
            return None
        kind = int(table[first, 1:].argmax())
        score = float(table[worded, 1 + kind].mean())
        return NamedSpan(self.units[worded[0]].start, self.units[worded[-1]].end, KINDS[kind], score)


class TokenClassifier:
    """Our token classifier on ONNX Runtime; ``name`` names its weights.

    Args:
        folder: Holds the weights, the tokenizer and what they say of themselves.
        threads: Of the runtime; 0 means one for each core.

    Raises:
        ConfigurationError: The folder has no weights.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        import onnxruntime

        self.name = weights_of(read_about(folder))
        path = folder / MODEL_FILE
        if not path.is_file():
            raise ConfigurationError(f"{folder} has no {MODEL_FILE}: personal data cannot be found", stage="redact")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._encoder = Encoder(folder)

    def read(self, texts: Sequence[tuple[str, Collection[int]]]) -> list[Reading]:
        """Returns a reading of each text.

        Args:
            texts: Each text with the offsets at which its cells begin.
        """
        units = [self._encoder.units(text, starts) for text, starts in texts]
        scores = [np.zeros((len(each), len(LABELS)), np.float32) for each in units]
        # How far from its window's end each unit was read: the farthest reading counts.
        depths = [np.full(len(each), -1) for each in units]
        for i, each in enumerate(units):
            for window in windows_of(each):
                # One window at a time: the weights are quantized, and what else is in a batch changes the scale of all.
                found = self._run(_units_of(each, window))
                depth = np.minimum(np.arange(window.count), np.arange(window.count)[::-1])
                place = slice(window.first, window.first + window.count)
                better = depth > depths[i][place]
                scores[i][place][better] = found[better]
                depths[i][place][better] = depth[better]
        return [Reading(each, rows) for each, rows in zip(units, scores, strict=True)]

    def _run(self, units: Sequence[Unit]) -> Scores:
        """Returns the probabilities of a window's units."""
        tokens = [t for unit in units for t in unit.token_ids]
        features = [unit.feature for unit in units for _ in unit.token_ids]
        ids = np.array([[self._encoder.start_id, *tokens, self._encoder.end_id]], np.int64)
        inputs = {
            "input_ids": ids, "token_type_ids": np.array([[0, *features, 0]], np.int64),
            "attention_mask": np.ones_like(ids),
        }  # fmt: skip
        [logits] = self._session.run(["logits"], inputs)
        exact = np.exp(logits - logits.max(axis=-1, keepdims=True))
        probabilities = (exact / exact.sum(axis=-1, keepdims=True)).astype(np.float32)
        found: Scores = probabilities[0, 1 + np.cumsum([0, *(len(unit.token_ids) for unit in units[:-1])])]
        return found


def _units_of(units: Sequence[Unit], window: Window) -> Sequence[Unit]:
    return units[window.first : window.first + window.count]
