"""Length of training: a set time or number of windows, shorter where the loss is flat."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

logger = logging.getLogger(__name__)

FEWEST_STEPS = 200
"""Losses of so many steps are compared with those of so many before: fewer say little."""

SHARE_COMPARED = 0.15
"""The same as a share of all steps so far, where that is more."""

FALLS = 0.03
"""A loss that falls by less than this share is flat."""

COOLING = 0.15
"""Share of the time so far in which the learning rate falls to zero once the loss is flat."""


@dataclass(frozen=True)
class Plan:
    """How to train. ``minutes`` of wall clock decide when the learning rate has fallen to zero.

    ``windows`` decide it instead where they are set: then the same plan gives the same model on every machine.
    """

    minutes: float
    windows: int | None = None
    minilm: bool = True
    """Whether a model without ``start`` begins with MiniLM's weights."""
    learning_rate: float = 4e-4
    warmup_share: float = 0.05
    batch_windows: int = 8
    seed: int = 13
    threads: int = 0
    save_every_minutes: float = 10.0
    stops_when_flat: bool = False
    """Whether training ends early once the loss no longer falls; never with ``windows``."""


class Schedule:
    """Tells how far training is, and how long it still takes.

    Args:
        plan: How long to train.
        clock: Gives seconds.
    """

    def __init__(self, plan: Plan, clock: Callable[[], float] = time.monotonic) -> None:
        self._plan = plan
        self._clock = clock
        self._begun = clock()
        self._losses: list[float] = []
        self._flat_at: tuple[float, float] | None = None
        self.loss = 0.0

    def share(self, seen: int) -> float:
        """Returns the share of the training that is done after so many windows; from 1 on it is over."""
        if self._plan.windows:
            return seen / self._plan.windows
        share = self._minutes() / self._plan.minutes
        if self._flat_at is None:
            return share
        begun, at = self._flat_at
        # The learning rate falls from where it is: what is learned at a high rate settles at a low one.
        return max(share, at + (1 - at) * (self._minutes() - begun) / (COOLING * begun))

    def left_s(self, seen: int) -> float:
        """Returns about how many seconds training still takes."""
        share = self.share(seen)
        if self._plan.windows:
            return 60 * self._minutes() * (1 - share) / share if share else 0.0
        left = self._plan.minutes - self._minutes()
        if self._flat_at is not None:
            left = min(left, self._flat_at[0] * (1 + COOLING) - self._minutes())
        return 60 * max(left, 0.0)

    def note(self, loss: float) -> None:
        """Notes the loss of one step."""
        self._losses.append(loss)
        self.loss = loss if len(self._losses) == 1 else 0.98 * self.loss + 0.02 * loss
        if self._plan.stops_when_flat and not self._plan.windows and self._flat_at is None and self._is_flat():
            self._flat_at = self._minutes(), min(self._minutes() / self._plan.minutes, 1.0)
            logger.info("the loss is flat: training ends early")

    def _is_flat(self) -> bool:
        compared = max(FEWEST_STEPS, int(SHARE_COMPARED * len(self._losses)))
        if len(self._losses) < 2 * compared or len(self._losses) % 50:
            return False
        last, before = sum(self._losses[-compared:]), sum(self._losses[-2 * compared : -compared])
        return last > (1 - FALLS) * before

    def _minutes(self) -> float:
        return (self._clock() - self._begun) / 60
