"""The simulation of promises: few months, fixed seeds."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from benchmarks import promise
from benchmarks.promise import WORLDS, drawn, figures, months

PROMISED = 0.99


def test_stated_confidences_are_those_of_their_world() -> None:
    random = np.random.default_rng(1)
    _, chance, right = drawn(WORLDS["calibrated"], 20_000, random, labeled=True)
    assert np.mean(chance) == pytest.approx(np.mean(right), abs=0.01)
    over, chance, _ = drawn(WORLDS["overconfident"], 20_000, random, labeled=True)
    surest = over > 0.99
    assert np.mean(chance[surest]) < np.mean(over[surest])
    under, chance, _ = drawn(WORLDS["underconfident"], 20_000, random, labeled=True)
    surest = under > 0.9
    assert np.mean(chance[surest]) > np.mean(under[surest])


@pytest.mark.parametrize("world", ["calibrated", "overconfident", "underconfident"])
def test_certified_months_are_broken_in_at_most_five_percent(world: str) -> None:
    found = figures([months(WORLDS[world], 3_000, PROMISED, seed, later=1)[0] for seed in range(40)], PROMISED)
    assert found["certified"] >= 4
    assert found["certified_broken"] <= 2
    assert found["mean_accepted"] > 0.2


def test_a_threshold_that_ignores_its_evidence_breaks_the_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = promise.choose

    def careless(*known, **more):
        chosen = honest(*known, **more)
        return replace(chosen, measured=replace(chosen.measured, threshold=0.9), certified=True)

    monkeypatch.setattr(promise, "choose", careless)
    found = figures([months(WORLDS["overconfident"], 500, PROMISED, seed, later=1)[0] for seed in range(10)], PROMISED)
    assert found["certified_broken"] == 10


def test_second_looks_lower_the_errors_of_a_world_that_drifts() -> None:
    runs = [months(WORLDS["drift: overconfident later"], 500, PROMISED, seed) for seed in range(8)]
    first, last = (figures([run[number] for run in runs], PROMISED) for number in (0, promise.LATER - 1))
    assert last["mean_error"] < first["mean_error"]


def test_a_report_has_a_row_for_each_world(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promise, "EVIDENCE", (100,))
    assert promise.main(["--json", "--months", "2"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert {row["world"] for row in report["rows"]} == set(WORLDS)
    assert all(row["months"] == 2 for row in report["rows"])
