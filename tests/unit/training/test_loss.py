"""The loss chooses between the places of a value, and says nothing about what is not known."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from training.loss import IGNORED, WordTargets, window_loss  # noqa: E402


def log_probabilities(rows: list[list[float]]):
    return torch.log(torch.tensor(rows))


def test_certain_labels_are_summed() -> None:
    loss, decisions = window_loss(log_probabilities([[0.5, 0.5], [0.25, 0.75]]), WordTargets([0, 1], []))
    assert float(loss) == pytest.approx(-(torch.log(torch.tensor(0.5)) + torch.log(torch.tensor(0.75))).item())
    assert decisions == 2


def test_ignored_words_weigh_nothing() -> None:
    loss, decisions = window_loss(log_probabilities([[0.5, 0.5]]), WordTargets([IGNORED], []))
    assert (float(loss), decisions) == (0.0, 0)


def test_the_gradient_goes_to_the_place_that_is_likelier_already() -> None:
    logits = torch.tensor([[0.0, 2.0], [0.0, -2.0]], requires_grad=True)
    targets = WordTargets([IGNORED, IGNORED], [[[(0, 1)], [(1, 1)]]])
    loss, _ = window_loss(torch.log_softmax(logits, -1), targets)
    torch.autograd.backward(loss)
    likely = torch.softmax(logits.detach(), -1)
    share = [float(-logits.grad[i, 1] / (1 - likely[i, 1])) for i in range(2)]
    assert share[0] > 0.8 > 0.2 > share[1]
    assert sum(share) == pytest.approx(1.0, abs=1e-4)
