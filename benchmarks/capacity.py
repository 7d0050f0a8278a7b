"""How many machines do 10 thousand, 1 million and 100 million pages a day need, and what happens when it goes wrong?

A discrete-event simulation of one queue and many worker processes, first come first served. A page takes a lognormal
time with the mean and spread of measured ones. These are in ``benchmarks/results/speed.json``, or with ``--home`` in
the outcomes of a store. A worker takes one micro-batch after the other. Pages arrive by a Poisson process.
The busiest hour of the day has 1.8 times the mean. Above a million pages a day, the load is divided into cells.
Each cell has a queue of its own, and one of them is simulated.

With the chosen processes, 99 of 100 pages wait at most ``--target-s`` for a worker on a normal day. Fewer do not reach
that. The same number is then shown at twice the load, and with half of the workers lost for an hour. Only waiting for
a worker is simulated: database, index and object store are taken to keep up.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import frame
from schemas.settings import load_settings
from services.workbench import Workbench

VOLUMES = (10_000, 1_000_000, 100_000_000)
CELL_PAGES = 1_000_000
"""Pages a day of one queue: some 12 a second, far below what one PostgreSQL claims."""
DAY_S = 86_400
PEAK = 0.8
"""The busiest hour has so much more than the mean, the quietest so much less."""
PEAK_AT_S = DAY_S / 2
LOST_S = 3600
BATCH = 16
SPEED = Path(__file__).parent / "results" / "speed.json"
PAGE_GB = 0.0005
"""Original and page image of an A4 page at 200 dpi."""

Times = NDArray[np.float64]


@dataclass(frozen=True)
class Service:
    """Seconds of a process for one page: lognormal, by its mean and the spread of its logarithm."""

    mean_s: float
    sigma: float

    @classmethod
    def fitted(cls, mean_s: float, p50_s: float, p95_s: float) -> Service:
        """Returns the distribution with this mean, and the spread between median and 95th percentile."""
        return cls(mean_s, math.log(max(p95_s / p50_s, 1.0)) / 1.6449)

    def batches(self, count: int, pages: int, random: np.random.Generator) -> Times:
        """Returns the seconds of so many batches of so many pages."""
        location = math.log(self.mean_s) - self.sigma**2 / 2
        drawn = np.zeros(count)
        for _ in range(pages):
            drawn += random.lognormal(location, self.sigma, count)
        return drawn


def measured() -> Service:
    """Returns the service times of the recorded benchmark: processor seconds, as all processors are in use."""
    rows = [r for r in json.loads(SPEED.read_text())["rows"] if r["reader"] == "fieldwright-extract" and "p95_s" in r]
    mean = float(np.mean([row["cpu_s"] for row in rows]))
    return Service.fitted(mean, min(row["p50_s"] for row in rows), max(row["p95_s"] for row in rows))


def stored(home: Path) -> Service:
    """Returns the service times of a store's outcomes.

    Raises:
        SystemExit: It has fewer than 20 outcomes.
    """
    with Workbench(load_settings(home=home)) as bench:
        ids = [document.id for document in bench.store.documents(limit=10_000)]
        seconds = [sum(one.timings_s.values()) for one in bench.store.outcomes(ids).values() if one.timings_s]
    if len(seconds) < 20:
        raise SystemExit(f"capacity: {home} has {len(seconds)} outcomes with timings; at least 20 are needed")
    return Service.fitted(float(np.mean(seconds)), float(np.median(seconds)), frame.percentile(seconds, 95))


def arrivals(pages: int, load: float, random: np.random.Generator) -> Times:
    """Returns the moments of a day at which batches arrive, in seconds and in order."""
    each = min(BATCH, max(pages // 5000, 1))
    count = int(random.poisson(pages * load / each))
    # Thinning: a moment stays with the chance that its hour's rate has of the busiest hour's.
    drawn = np.empty(0)
    while len(drawn) < count:
        some = random.uniform(0, DAY_S, count)
        rate = 1 + PEAK * np.cos(2 * np.pi * (some - PEAK_AT_S) / DAY_S)
        drawn = np.concatenate([drawn, some[random.uniform(0, 1 + PEAK, count) < rate]])
    return np.sort(drawn[:count])


def waits(moments: Times, seconds: Times, workers: int, *, lost: int = 0) -> Times:
    """Returns how long each batch waits for a worker; ``lost`` workers are away for an hour from the busiest moment on.

    A batch that a lost worker held is taken over: its worker is free only after the hour.
    """
    free = [(0.0, number < lost) for number in range(workers)]
    heapq.heapify(free)
    waited = np.empty(len(moments))
    for index, (moment, length) in enumerate(zip(moments, seconds, strict=True)):
        while True:
            at, may_be_lost = heapq.heappop(free)
            begin = max(at, moment)
            if may_be_lost and PEAK_AT_S <= begin < PEAK_AT_S + LOST_S:
                heapq.heappush(free, (PEAK_AT_S + LOST_S, True))
                continue
            break
        waited[index] = begin - moment
        heapq.heappush(free, (begin + length, may_be_lost))
    return waited


def fewest(moments: Times, seconds: Times, target_s: float) -> int:
    """Returns the fewest workers with which 99 of 100 batches wait at most so long."""
    low, high = 1, max(int(seconds.sum() / DAY_S * (1 + PEAK) * 2) + 2, 2)
    while low < high:
        middle = (low + high) // 2
        if float(np.percentile(waits(moments, seconds, middle), 99)) <= target_s:
            high = middle
        else:
            low = middle + 1
    return low


def recovery_s(moments: Times, waited: Times, target_s: float) -> float:
    """Returns how long after the busiest moment the last batch waited longer than the target; 0 where none did."""
    late = moments[(moments >= PEAK_AT_S) & (waited > target_s)]
    return float(late[-1] - PEAK_AT_S) if len(late) else 0.0


def row(pages: int, service: Service, options: argparse.Namespace) -> dict[str, Any]:
    """Returns the figures of one volume."""
    random = np.random.default_rng(frame.SEED)
    cost = load_settings().cost
    cells = max(round(pages / CELL_PAGES), 1)
    own = pages // cells
    each = min(BATCH, max(own // 5000, 1))
    moments = arrivals(own, 1.0, random)
    seconds = service.batches(len(moments), each, random)
    workers = max(fewest(moments, seconds, options.target_s), options.least)
    normal = waits(moments, seconds, workers)
    lost = waits(moments, seconds, workers, lost=max(workers // 2, 1))
    double = arrivals(own, 2.0, random)
    double_seconds = service.batches(len(double), each, random)
    doubled = waits(double, double_seconds, workers)
    processes = workers * cells
    machine = processes * 24 * cost.machine_hour
    storage = pages * PAGE_GB * cost.storage_gb_month
    return {
        "pages_per_day": pages,
        "cells": cells,
        "processes": processes,
        "machines": math.ceil(processes / options.cores),
        "utilization": round(float(seconds.sum()) / (workers * DAY_S), 3),
        "p99_wait_s": round(float(np.percentile(normal, 99)), 1),
        "machine_per_day": round(machine, 2),
        "storage_per_day_month": round(storage, 2),
        "cost_per_1000": round((machine + storage) / pages * 1000, 4),
        "double_processes": max(fewest(double, double_seconds, options.target_s), options.least) * cells,
        "double_oldest_s": round(float(doubled.max()), 1),
        "pool_lost_oldest_s": round(float(lost.max()), 1),
        "pool_lost_recovery_s": round(recovery_s(moments, lost, options.target_s), 1),
    }


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Simulates each volume and yields a line for it."""
    service = stored(options.home) if options.home else measured()
    report |= {
        "service": {"mean_s": round(service.mean_s, 3), "sigma": round(service.sigma, 3)},
        "target_s": options.target_s, "cores": options.cores, "currency": load_settings().cost.currency,
    }  # fmt: skip
    yield from frame.told(report, (row(pages, service, options) for pages in options.pages or VOLUMES))


def main(argv: Sequence[str] | None = None) -> int:
    """Sizes the volumes."""
    parser = frame.parser("capacity", __doc__)
    parser.add_argument("--home", type=Path, help="a store whose outcomes have the service times", metavar="FOLDER")
    parser.add_argument("--pages", type=frame.count, action="append", help="pages a day; may be repeated")
    parser.add_argument("--target-s", type=float, default=120.0, help="wait of 99 of 100 pages on a normal day")
    parser.add_argument("--cores", type=frame.count, default=16, help="processes of one machine")
    parser.add_argument("--least", type=frame.count, default=2, help="processes that are never fewer")
    return frame.main(parser.parse_args(argv), run)


if __name__ == "__main__":
    sys.exit(main())
