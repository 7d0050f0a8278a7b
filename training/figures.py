"""Figures of judged documents with intervals: what a measurement on a few dozen documents supports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.fitting import interval
from training.scoring import Judged, Tally, tally

RESAMPLES = 1000
SEED = 17


@dataclass(frozen=True)
class Figures:
    """Fields of a set of documents: micro F1 with its interval, each field's own tally, and each document's."""

    documents: int
    counted: Tally
    f1_interval: tuple[float, float]
    by_field: Mapping[str, Tally]
    by_document: Sequence[Tally] = ()

    @property
    def f1(self) -> float | None:
        """Micro F1 over all fields; None of nothing."""
        return self.counted.f1


def figures_of(judged: Sequence[Sequence[Judged]]) -> Figures:
    """Returns the figures of documents, given the judged fields of each."""
    by_field: dict[str, list[Judged]] = defaultdict(list)
    for fields in judged:
        for one in fields:
            by_field[one.field].append(one)
    counts = [tally(fields) for fields in judged]
    total = sum(counts, Tally())
    names = {name: tally(by_field[name]) for name in sorted(by_field)}
    return Figures(len(judged), total, _interval(counts), names, counts)


def surely_worse(figures: Figures, other: Figures) -> bool:
    """Whether F1 would be lower than the other's on nearly all other documents of the kind that could be drawn.

    Args:
        figures: Of one model.
        other: Of another model on the same documents in the same order.
    """
    if len(figures.by_document) < 2 or len(figures.by_document) != len(other.by_document):
        return (figures.f1 or 0.0) < (other.f1 or 0.0)
    drawn = _drawn(len(figures.by_document))
    gap = _scores(figures.by_document, drawn) - _scores(other.by_document, drawn)
    return bool(np.quantile(gap, 0.975) < 0)


def _interval(counts: Sequence[Tally]) -> tuple[float, float]:
    """Returns the 95 % interval of F1 when other documents of the kind had been drawn.

    Documents are drawn, not fields: the fields of one document stand or fall together. Where all documents are right,
    or all wrong, resampling has no variance. Then the exact interval of a proportion is returned. Source: Efron,
    "Bootstrap Methods: Another Look at the Jackknife", 1979.
    """
    total = sum(counts, Tally())
    if not total.right or not total.spurious + total.missed:
        low, high = interval(len(counts) if total.right else 0, len(counts))
        return round(low, 4), round(high, 4)
    low, high = np.quantile(_scores(counts, _drawn(len(counts))), [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)


def _drawn(documents: int) -> NDArray[np.int64]:
    """Returns indices of documents (resamples, documents), the same ones every time."""
    return np.random.default_rng(SEED).integers(documents, size=(RESAMPLES, documents))


def _scores(counts: Sequence[Tally], drawn: NDArray[np.int64]) -> NDArray[np.float64]:
    """Returns the F1 of each resample."""
    table = np.array([(2 * c.right, 2 * c.right + c.spurious + c.missed) for c in counts], dtype=float)
    sums = table[drawn].sum(axis=1)
    return np.asarray(sums[:, 0] / np.maximum(sums[:, 1], 1))
