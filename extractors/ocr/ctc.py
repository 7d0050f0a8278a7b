"""Connectionist temporal classification: runs of columns that are one character, and how sure their text is.

Source: Graves et al., "Connectionist Temporal Classification", ICML 2006.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.network import Tensor


class Run(NamedTuple):
    """Columns ``start`` to ``end`` of the output in which one class is the best guess."""

    class_id: int
    start: int
    end: int

    @property
    def columns(self) -> slice:
        """The columns, to index an output with."""
        return slice(self.start, self.end)

    @property
    def middle(self) -> float:
        """The middle of the columns."""
        return (self.start + self.end) / 2


def runs_of(best: NDArray[np.int64], *, blank: int) -> list[Run]:
    """Returns the runs of one printed character each.

    Args:
        best: The likeliest class of each column.
        blank: The class between words. It is no character, as the CTC blank (class 0) is none.
    """
    edges = [0, *(np.flatnonzero(np.diff(best)) + 1).tolist(), len(best)]
    runs = [Run(int(best[start]), start, end) for start, end in pairwise(edges)]
    return [run for run in runs if run.class_id not in (0, blank)]


def text_probability(probabilities: Tensor, runs: Sequence[Run]) -> float:
    """Returns about the probability that the characters of the runs are the text, whatever blanks are between them.

    Each run must be printed, once, and no column may show another character than those of the runs around it. The
    product orders lines as the sum over all alignments does, in a fraction of its time.

    Args:
        probabilities: (columns, classes); class 0 is the CTC blank, the last class the blank between words.
        runs: The printed characters in order.
    """
    if not runs:
        return 0.0
    peaks = [probabilities[run.columns, run.class_id].max() for run in runs]
    first, last = (Run(0, at, at) for at in (0, len(probabilities)))
    once = [_once(probabilities, run, after) for run, after in pairwise((first, *runs, last)) if after.start > run.end]
    return float(np.prod(peaks) * np.prod(once) * np.prod(_expected(probabilities, runs)))


def _once(probabilities: Tensor, run: Run, after: Run) -> float:
    """Returns the probability that neither of two neighbors is there twice.

    A character fades between its run and the next. Where it comes back it may be another one, as the last of "000".
    """
    fading: list[float] = probabilities[run.end : after.start, run.class_id].tolist()
    if run.class_id == after.class_id:
        # The letter twice needs a column between that is neither.
        return 1.0 - min(fading)
    growing: list[float] = probabilities[run.end : after.start, after.class_id].tolist()
    return 1.0 - max(_again(fading) if run.class_id else 0.0, _again(growing[::-1]) if after.class_id else 0.0)


def _again(fading: Sequence[float]) -> float:
    """Returns how far a probability rises again after it fell."""
    lowest, rise = 1.0, 0.0
    for probability in fading:
        lowest = min(lowest, probability)
        rise = max(rise, probability - lowest)
    return rise


def _expected(probabilities: Tensor, runs: Sequence[Run]) -> Tensor:
    """Returns for each column the probability of a blank or of a character of the runs at, before and after it."""
    columns = np.arange(len(probabilities))
    at = np.searchsorted([run.start for run in runs], columns, side="right")
    classes = np.array([0, 0, *(run.class_id for run in runs), 0])
    before, own, after = classes[at], classes[at + 1], classes[at + 2]
    total = probabilities[:, 0] + probabilities[:, -1]
    for nearby, counted in (
        (own, own == 0),
        (before, (before == 0) | (before == own)),
        (after, (after == 0) | (after == own) | (after == before)),
    ):
        total = total + np.where(counted, 0.0, probabilities[columns, nearby])
    return np.asarray(np.minimum(total, 1.0), np.float32)
