"""What an archive will take: seconds of work for a page, hours and cost, each as a range."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.operation_settings import CostSettings
from schemas.tiers import Tier
from services.archive.manifest import Totals
from services.operations.history import MONTHS_STORED
from services.workbench import Workbench
from store.counters import DayCount, utc_today
from telemetry.catalog import PAGES, STAGE_SECONDS, STORED_BYTES

BENCHMARK_S: Mapping[Tier, tuple[float, float]] = {
    "draft": (1.36, 4.07), "standard": (1.72, 5.96), "premium": (2.77, 8.08),
}  # fmt: skip
"""Processor and wall seconds of a page: the range where nothing was measured here.

Source: ``python -m benchmarks tiers``, 30 November 2026, 24 receipts, 2 busy cores, without redaction and index; a
quiet machine takes less (``benchmarks/results/tiers.json``).
"""
BENCHMARK = "the shipped benchmark: 24 receipts on a busy machine with 2 cores, without redaction and index"
DAYS = 90
"""Days of this deployment's counts that are looked at."""
LEAST_PAGES = 100
"""Pages of a tier without which the deployment's own figures do not count."""
LEAST_GROUPS = 5
"""Groups of a day and a class without which their spread does not count."""
UNSURE = 1.5
"""The range around a mean whose spread is not known: divided and multiplied by this."""
IMAGE_BYTES = 300_000
"""Bytes of the kept image of a page where this deployment has stored none. Assumption, A4 at 200 dpi."""
ESTIMATE_UNSURE = 2.0
"""Pages that follow from the bytes of a file may be half or twice as many."""
STUDENT = (12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23)
"""The 97.5 % points of Student's t distribution, from 1 to 10 degrees of freedom."""


@dataclass(frozen=True)
class Range:
    """A figure with the lowest and highest value to expect."""

    low: float
    middle: float
    high: float

    def times(self, factor: float) -> Range:
        """Returns the range multiplied by a factor of at least 0."""
        return Range(self.low * factor, self.middle * factor, self.high * factor)

    def plus(self, other: Range) -> Range:
        """Returns the sum of two ranges whose ends may come together."""
        return Range(self.low + other.low, self.middle + other.middle, self.high + other.high)


@dataclass(frozen=True)
class Speed:
    """Seconds of one worker for a page, and where the figure comes from. ``pages`` is what it was measured on."""

    seconds: Range
    source: str
    pages: int


@dataclass(frozen=True)
class Forecast:
    """What an archive takes. ``hours`` is for all workers together, ``machine`` and ``storage`` are cost."""

    pages: Range
    speed: Speed
    workers: int
    hours: Range
    machine: Range
    storage: Range
    currency: str

    @property
    def cost(self) -> Range:
        """Machine time and a year of storage; reviewers are not in it."""
        return self.machine.plus(self.storage)


def forecast(bench: Workbench, totals: Totals, tier: Tier, workers: int) -> Forecast:
    """Returns what a manifest takes before anything ran, from this deployment's own counts where it has some.

    Args:
        bench: The store and the rates of cost.
        totals: Sums of the manifest.
        tier: The tier of its documents.
        workers: How many work at the same time, each on a core of its own.
    """
    rates = bench.settings.cost
    counts = bench.store.counters.by_day(
        [PAGES.name, STAGE_SECONDS.name, STORED_BYTES.name], utc_today() - timedelta(days=DAYS)
    )
    found = measured(counts, tier) or Speed(_of_benchmark(tier), BENCHMARK, 0)
    sure = totals.pages - totals.estimated
    pages = Range(sure + totals.estimated / ESTIMATE_UNSURE, totals.pages, sure + totals.estimated * ESTIMATE_UNSURE)
    work = Range(pages.low * found.seconds.low, pages.middle * found.seconds.middle, pages.high * found.seconds.high)
    stored = pages.times(_image_bytes(counts)).plus(Range(*(float(totals.bytes),) * 3))
    return Forecast(
        pages=pages,
        speed=found,
        workers=workers,
        hours=work.times(1 / 3600 / workers),
        machine=machine_cost(work, rates),
        storage=stored.times(rates.storage_gb_month * MONTHS_STORED / 1e9),
        currency=rates.currency,
    )


def machine_cost(seconds: Range, rates: CostSettings) -> Range:
    """Returns what seconds of work cost."""
    return seconds.times(rates.machine_hour / 3600)


def measured(counts: Iterable[DayCount], tier: Tier) -> Speed | None:
    """Returns the seconds of a page at a tier as this deployment counted them, or None where it has too few pages.

    The range holds the groups of a day and a class that 80 of 100 pages belong to: what an archive is made of is not
    known, and pages of one class take longer than those of another. Where groups are few, it is the mean divided and
    multiplied by `UNSURE`.
    """
    seconds: dict[tuple[date, str], float] = defaultdict(float)
    pages: dict[tuple[date, str], float] = defaultdict(float)
    for count in counts:
        if count.labels.get("tier") != tier:
            continue
        group = count.day, count.labels.get("document_class", "")
        if count.name == STAGE_SECONDS.name and count.labels.get("le") == "sum":
            seconds[group] += count.value
        elif count.name == PAGES.name:
            pages[group] += count.value
    total = sum(pages.values())
    if total < LEAST_PAGES or not sum(seconds.values()):
        return None
    # Seconds of stages before the class is known count for no class: they are spread over all pages of their day.
    mean = sum(seconds.values()) / total
    source = f"{total:.0f} pages that this deployment read at this tier in the last {DAYS} days"
    rates = _rates(seconds, pages)
    if len(rates) < LEAST_GROUPS:
        return Speed(Range(mean / UNSURE, mean, mean * UNSURE), source, round(total))
    low, high = _quantile(rates, 0.1), _quantile(rates, 0.9)
    return Speed(Range(min(low, mean), mean, max(high, mean)), source, round(total))


def remaining(done: Sequence[tuple[float, float]], left: float) -> Range | None:
    """Returns the seconds of work for what is left, from finished shards; None where fewer than two are finished.

    The range is a 95 % prediction interval. It rests on the spread between shards: how far each one was from the mean
    seconds of a page. It holds if the files that are left are as the finished ones were.

    Args:
        done: Pages and seconds of each finished shard.
        left: Pages that are left.

    Source: Cochran, "Sampling Techniques", 1977, section 6, for the ratio of two sums.
    """
    known = [(pages, seconds) for pages, seconds in done if pages > 0]
    if len(known) < 2:
        return None
    total = sum(pages for pages, _ in known)
    mean, size = sum(seconds for _, seconds in known) / total, total / len(known)
    spread = sum((seconds - mean * pages) ** 2 for pages, seconds in known) / (len(known) - 1)
    # The mean may be wrong, and the shards that are left differ as well.
    variance = spread * ((left / total) ** 2 * len(known) + left / size)
    freedom = len(known) - 1
    reach = (STUDENT[freedom - 1] if freedom <= len(STUDENT) else 1.96 + 2.7 / freedom) * math.sqrt(variance)
    return Range(max(left * mean - reach, 0.0), left * mean, left * mean + reach)


def _rates(
    seconds: Mapping[tuple[date, str], float], pages: Mapping[tuple[date, str], float]
) -> list[tuple[float, float]]:
    """Returns seconds of a page and pages of each group, the quickest first."""
    unknown: dict[date, float] = defaultdict(float)
    of_day: dict[date, float] = defaultdict(float)
    for (day, kind), value in seconds.items():
        if (day, kind) not in pages:
            unknown[day] += value
    for (day, _), value in pages.items():
        of_day[day] += value
    return sorted(
        (seconds.get((day, kind), 0.0) / count + unknown[day] / of_day[day], count)
        for (day, kind), count in pages.items()
        if count > 0
    )


def _quantile(rates: Sequence[tuple[float, float]], share: float) -> float:
    wanted, so_far = share * sum(pages for _, pages in rates), 0.0
    for rate, pages in rates:
        so_far += pages
        if so_far >= wanted:
            return rate
    return rates[-1][0]


def _of_benchmark(tier: Tier) -> Range:
    low, high = BENCHMARK_S[tier]
    return Range(low, math.sqrt(low * high), high)


def _image_bytes(counts: Iterable[DayCount]) -> float:
    counted = list(counts)
    pages = sum(count.value for count in counted if count.name == PAGES.name)
    images = sum(c.value for c in counted if c.name == STORED_BYTES.name and c.labels.get("kind") == "image")
    return images / pages if pages >= LEAST_PAGES and images else IMAGE_BYTES
