"""What a LayoutLM learns from: certain labels, and values that are in one of several places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

IGNORED = -100
"""torch's own mark for a position without a target."""


@dataclass(frozen=True)
class WordTargets:
    """The targets of one window's words.

    ``certain[i]`` is a label or `IGNORED`. Each of ``choices`` is a value with several places. A place is a list of
    (word, label) pairs, and at least one place is right.
    """

    certain: list[int]
    choices: list[list[list[tuple[int, int]]]]


def window_loss(log_probabilities: Tensor, targets: WordTargets) -> tuple[Tensor, int]:
    """Returns the summed negative log-likelihood of a window, and how many decisions it sums.

    For a value with several places it is ``-log(mean over places of p(place))``. The gradient flows to the places that
    the model finds likely, as in expectation maximization. Words of places are not pushed to be nothing.

    Args:
        log_probabilities: (words, labels), normalized over the labels of the document's class.
        targets: The targets of the same words.
    """
    certain = torch.tensor(targets.certain)
    keep = certain != IGNORED
    loss = -log_probabilities[keep].gather(1, certain[keep, None]).sum()
    decisions = int(keep.sum())
    for places in targets.choices:
        likelihoods = torch.stack([_place(log_probabilities, place) for place in places])
        loss = loss - (torch.logsumexp(likelihoods, 0) - torch.log(torch.tensor(float(len(places)))))
        decisions += max(len(place) for place in places)
    return loss, decisions


def _place(log_probabilities: Tensor, place: Sequence[tuple[int, int]]) -> Tensor:
    words, labels = zip(*place, strict=True)
    return log_probabilities[list(words), list(labels)].sum()
