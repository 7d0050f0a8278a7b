"""Batches of windows with the labels of their units, drawn from generated texts for ever."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from redaction.token_classifier.encoding import LABELS, Encoder, Unit, windows_of
from training.pii.documents import Documents
from training.pii.faults import damaged
from training.pii.samples import Samples
from training.pii.text import IGNORED, Text

NOT_JUDGED = -100
"""The label of tokens that teach nothing; PyTorch's cross entropy leaves it out."""

DOCUMENT_SHARE = 0.08
_POOL_BATCHES = 16
_REPLACED = 0.07
"""Share of the units without a label that become other words, so that no sentence is learned by heart."""


@dataclass(frozen=True)
class Example:
    """One window: tokens, features and labels, all of one length."""

    token_ids: list[int]
    features: list[int]
    labels: list[int]


class Batches:
    """Draws batches of examples.

    Args:
        encoder: Cuts texts into units.
        seed: Another one draws others.
        held_out: Whether to draw from the names and sentences that are kept aside; then nothing is replaced.
    """

    def __init__(self, encoder: Encoder, seed: int, *, held_out: bool = False) -> None:
        self._encoder = encoder
        self._rng = random.Random(seed)
        self._samples = Samples(seed, held_out=held_out)
        self._documents = Documents(random.Random(seed + 1)) if not held_out else None
        self._held_out = held_out
        self._others: list[tuple[int, ...]] = []

    def draw(self, size: int) -> Iterator[list[Example]]:
        """Yields batches whose examples are of like length."""
        while True:
            pool = sorted((self._example() for _ in range(size * _POOL_BATCHES)), key=lambda e: len(e.token_ids))
            starts = list(range(0, len(pool), size))
            self._rng.shuffle(starts)
            for start in starts:
                yield pool[start : start + size]

    def text(self) -> Text:
        """Returns one text with its spans."""
        if self._documents and self._rng.random() < DOCUMENT_SHARE:
            piece = self._documents.draw()
            return damaged(piece.text, piece.spans, self._rng)
        return self._samples.draw()

    def _example(self) -> Example:
        while True:
            text = self.text()
            units = self._encoder.units(text.text, ())
            if units:
                break
        labels = labels_of(units, text)
        window = self._rng.choice(windows_of(units))
        ids, features, targets = [self._encoder.start_id], [0], [NOT_JUDGED]
        for i in range(window.first, window.first + window.count):
            tokens = units[i].token_ids
            if not self._held_out and labels[i] == 0:
                tokens = self._replaced(tokens, units[i].feature)
            ids += tokens
            features += [units[i].feature] * len(tokens)
            targets += [labels[i]] + [NOT_JUDGED] * (len(tokens) - 1)
        return Example([*ids, self._encoder.end_id], [*features, 0], [*targets, NOT_JUDGED])

    def _replaced(self, tokens: tuple[int, ...], feature: int) -> tuple[int, ...]:
        """Returns another unit's tokens now and then, from a store of units that had no label either."""
        if feature % 4 != 0:
            return tokens
        if len(self._others) < 20_000:
            self._others.append(tokens)
        else:
            self._others[self._rng.randrange(len(self._others))] = tokens
        return self._rng.choice(self._others) if self._rng.random() < _REPLACED else tokens


def labels_of(units: Sequence[Unit], text: Text) -> list[int]:
    """Returns the label of each unit as an index into `LABELS`, or `NOT_JUDGED`."""
    labels = [0] * len(units)
    index = {label: i for i, label in enumerate(LABELS)}
    place = 0
    for start, end, kind in text.spans:
        while place < len(units) and units[place].end <= start:
            place += 1
        i, prefix = place, "B"
        while i < len(units) and units[i].start < end:
            labels[i] = NOT_JUDGED if kind == IGNORED else index[f"{prefix}-{kind}"]
            prefix = "I"
            i += 1
    return labels


def padded(batch: Sequence[Example], pad_id: int) -> dict[str, torch.Tensor]:
    """Returns a batch as tensors of one length."""
    # Few different shapes: PyTorch prepares its kernels once for each.
    longest = -(-max(len(e.token_ids) for e in batch) // 16) * 16

    def column(rows: list[list[int]], filler: int) -> torch.Tensor:
        return torch.tensor([row + [filler] * (longest - len(row)) for row in rows])

    return {
        "input_ids": column([e.token_ids for e in batch], pad_id),
        "token_type_ids": column([e.features for e in batch], 0),
        "attention_mask": column([[1] * len(e.token_ids) for e in batch], 0),
        "labels": column([e.labels for e in batch], NOT_JUDGED),
    }
