"""How long training takes: its time, or less where the loss is flat; and what is left of it."""

from __future__ import annotations

import pytest

from training.schedule import COOLING, FEWEST_STEPS, Plan, Schedule


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def run(plan: Plan, losses: list[float], *, step_s: float) -> tuple[Schedule, Clock, int]:
    clock = Clock()
    schedule = Schedule(plan, clock)
    for step, loss in enumerate(losses):
        if schedule.share(8 * step) >= 1:
            return schedule, clock, step
        schedule.note(loss)
        clock.now += step_s
    return schedule, clock, len(losses)


def test_a_flat_loss_ends_training_early_and_cools_down() -> None:
    plan = Plan(minutes=60, stops_when_flat=True)
    _, clock, _ = run(plan, [0.01] * 10_000, step_s=1)
    assert clock.now == pytest.approx(2 * FEWEST_STEPS * (1 + COOLING), rel=0.05)


def test_a_falling_loss_and_a_plan_of_windows_go_on() -> None:
    falling = [0.999**n for n in range(3600)]
    _, clock, _ = run(Plan(minutes=60, stops_when_flat=True), falling, step_s=1)
    assert clock.now == 3600
    _, clock, _ = run(Plan(minutes=1, windows=8 * 2000, stops_when_flat=True), [0.01] * 5000, step_s=1)
    assert clock.now == 2000


def test_the_share_never_goes_back_and_what_is_left_is_told() -> None:
    clock = Clock()
    schedule = Schedule(Plan(minutes=60, stops_when_flat=True), clock)
    shares = []
    for step in range(2000):
        shares.append(schedule.share(step))
        schedule.note(0.01)
        clock.now += 1
    assert shares == sorted(shares)
    assert schedule.left_s(0) == 0
    clock = Clock()
    schedule = Schedule(Plan(minutes=10), clock)
    clock.now = 120
    assert schedule.left_s(0) == 480
    schedule = Schedule(Plan(minutes=10, windows=100), clock)
    clock.now = 180
    assert schedule.left_s(25) == pytest.approx(180)
