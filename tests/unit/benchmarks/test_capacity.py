"""The simulation of capacity against queues whose answer is known."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import capacity
from benchmarks.capacity import DAY_S, PEAK_AT_S, Service, arrivals, fewest, recovery_s, row, waits


def options(**changes: float) -> Namespace:
    return Namespace(**({"target_s": 120.0, "cores": 16, "least": 2} | changes))


def test_fitted_times_have_the_measured_mean_and_spread() -> None:
    service = Service.fitted(2.0, 1.5, 4.5)
    drawn = service.batches(200_000, 1, np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(2.0, rel=0.02)
    assert np.percentile(drawn, 95) / np.median(drawn) == pytest.approx(3.0, rel=0.03)
    assert service.batches(1000, 16, np.random.default_rng(1)).mean() == pytest.approx(32.0, rel=0.05)


def test_one_worker_takes_one_batch_after_the_other() -> None:
    assert waits(np.array([0.0, 1.0, 10.0]), np.array([4.0, 4.0, 4.0]), 1).tolist() == [0.0, 3.0, 0.0]
    assert waits(np.array([0.0, 1.0, 2.0]), np.array([4.0, 4.0, 4.0]), 2).tolist() == [0.0, 0.0, 2.0]


def test_waits_are_those_of_the_formula_for_one_server() -> None:
    # M/M/1: the mean wait is rho / (mu - lambda). Source: Kleinrock, "Queueing Systems" 1, 3.2.
    random = np.random.default_rng(7)
    moments = np.cumsum(random.exponential(1.0, 400_000))
    assert waits(moments, random.exponential(0.7, 400_000), 1).mean() == pytest.approx(0.7 / (1 / 0.7 - 1), rel=0.05)


def test_lost_workers_are_away_for_an_hour() -> None:
    moments = np.array([PEAK_AT_S + 1, PEAK_AT_S + 2, PEAK_AT_S + 3700])
    seconds = np.array([10.0, 10.0, 10.0])
    assert waits(moments, seconds, 2).tolist() == [0.0, 0.0, 0.0]
    assert waits(moments, seconds, 2, lost=1).tolist() == [0.0, 9.0, 0.0]
    assert recovery_s(moments, waits(moments, seconds, 2, lost=1), 5.0) == 2.0


def test_a_day_has_its_pages_and_its_busy_hour() -> None:
    moments = arrivals(1_000_000, 1.0, np.random.default_rng(3))
    assert len(moments) * capacity.BATCH == pytest.approx(1_000_000, rel=0.02)
    assert (np.diff(moments) >= 0).all()
    by_hour = np.histogram(moments, bins=24, range=(0, DAY_S))[0]
    assert by_hour.max() / by_hour.mean() == pytest.approx(1.8, abs=0.1)


def test_the_fewest_workers_keep_the_target_and_one_fewer_do_not() -> None:
    random = np.random.default_rng(5)
    moments = arrivals(200_000, 1.0, random)
    seconds = Service(1.6, 0.4).batches(len(moments), 16, random)
    count = fewest(moments, seconds, 60.0)
    assert np.percentile(waits(moments, seconds, count), 99) <= 60.0
    assert np.percentile(waits(moments, seconds, count - 1), 99) > 60.0


def test_a_volume_above_a_cell_is_so_many_cells_and_a_seed_gives_the_same() -> None:
    service = Service(1.6, 0.4)
    one, ten = row(1_000_000, service, options()), row(10_000_000, service, options())
    assert (one["cells"], ten["cells"]) == (1, 10)
    assert ten["processes"] == 10 * one["processes"]
    assert row(1_000_000, service, options()) == one
    assert one["double_oldest_s"] > one["p99_wait_s"]
    assert one["double_processes"] > one["processes"]
    assert one["pool_lost_oldest_s"] > one["p99_wait_s"]


def test_the_recorded_figures_are_those_of_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    recorded = json.loads((Path(capacity.__file__).parent / "results" / "capacity.json").read_text())
    assert capacity.main(["--json", "--pages", "10000"]) == 0
    now = json.loads(capsys.readouterr().out)
    assert now["rows"] == [one for one in recorded["rows"] if one["pages_per_day"] == 10_000]
    told = (Path(capacity.__file__).parent.parent / "docs" / "capacity.md").read_text()
    for one in recorded["rows"]:
        assert f"| {one['pages_per_day']:,} | {one['processes']:,} | {one['machines']:,} |" in told


def test_a_store_without_timings_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="at least 20"):
        capacity.main(["--home", str(tmp_path)])
