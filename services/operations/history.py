"""What was counted day by day, as charts and cost need it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from schemas.operation_settings import CostSettings
from store.counters import DayCount
from telemetry.catalog import (
    DOCUMENT_SECONDS,
    DOCUMENTS,
    LOW_CONFIDENCE,
    PAGES,
    REVIEW_SECONDS,
    STAGE_SECONDS,
    STORED_BYTES,
    Metric,
)
from telemetry.exposition import quantile
from telemetry.recorder import Counts

NEEDED = tuple(
    metric.name
    for metric in (DOCUMENTS, DOCUMENT_SECONDS, LOW_CONFIDENCE, PAGES, REVIEW_SECONDS, STAGE_SECONDS, STORED_BYTES)
)
"""Names of the counts that charts are made of."""

PARTS = ("machine", "review", "storage")
MONTHS_STORED = 12.0
"""A page is charged for a year of storage when it comes in."""


def total(counts: Iterable[DayCount], metric: Metric, **labels: str) -> float:
    """Returns the sum of a counter, of the series that have these labels."""
    return sum(count.value for count in counts if count.name == metric.name and _has(count.labels, labels))


def by_label(counts: Iterable[DayCount], metric: Metric, label: str) -> dict[str, float]:
    """Returns the sum of a counter by one of its labels, the largest first."""
    found: dict[str, float] = defaultdict(float)
    for count in counts:
        if count.name == metric.name:
            found[count.labels[label]] += count.value
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def buckets(counts: Iterable[DayCount], metric: Metric, **labels: str) -> dict[str, float]:
    """Returns the buckets of a histogram and its sum, added up over the series that have these labels."""
    found: dict[str, float] = defaultdict(float)
    for count in counts:
        if count.name == metric.name and _has(count.labels, labels):
            found[count.labels["le"]] += count.value
    return found


def seconds(counts: Iterable[DayCount], metric: Metric, share: float, **labels: str) -> float | None:
    """Returns a quantile of a histogram of seconds; None where nothing was observed."""
    return quantile(metric, buckets(counts, metric, **labels), share)


def by_day(counts: Iterable[DayCount]) -> dict[date, list[DayCount]]:
    """Returns the counts of each day that has any, the oldest first."""
    found: dict[date, list[DayCount]] = defaultdict(list)
    for count in counts:
        found[count.day].append(count)
    return dict(sorted(found.items()))


def costs(counts: Sequence[DayCount], rates: CostSettings) -> dict[str, float]:
    """Returns what the counted work costs by part: machine time, reviewers' time, a year of storage."""
    machine = buckets(counts, STAGE_SECONDS).get("sum", 0.0)
    return _costs(machine, total(counts, REVIEW_SECONDS), total(counts, STORED_BYTES), rates)


def machine_costs(counts: Sequence[DayCount], rates: CostSettings) -> dict[tuple[str, str], float]:
    """Returns what machine time of a page costs, by class and tier.

    Seconds of stages before the class was known are spread over all pages of their tier.
    """
    seconds: dict[tuple[str, str], float] = defaultdict(float)
    pages: dict[tuple[str, str], float] = defaultdict(float)
    for count in counts:
        if count.name == STAGE_SECONDS.name and count.labels["le"] == "sum":
            seconds[count.labels["document_class"], count.labels["tier"]] += count.value
        elif count.name == PAGES.name:
            pages[count.labels["document_class"], count.labels["tier"]] += count.value
    spread: dict[str, float] = defaultdict(float)
    of_tier: dict[str, float] = defaultdict(float)
    for (name, tier), value in seconds.items():
        spread[tier] += 0 if pages.get((name, tier)) else value
    for (_, tier), value in pages.items():
        of_tier[tier] += value
    per_second = rates.machine_hour / 3600
    return {
        (name, tier): (seconds.get((name, tier), 0.0) / count + spread[tier] / of_tier[tier]) * per_second
        for (name, tier), count in pages.items()
        if count
    }


def review_costs(counts: Sequence[DayCount], rates: CostSettings) -> dict[str, float]:
    """Returns what reviewers' time of a page costs, by class, spread over all of its pages."""
    pages, worked = by_label(counts, PAGES, "document_class"), by_label(counts, REVIEW_SECONDS, "document_class")
    return {name: s / pages[name] * rates.reviewer_hour / 3600 for name, s in worked.items() if pages.get(name)}


def costs_of_totals(counts: Counts, rates: CostSettings) -> dict[str, float]:
    """Returns the same of totals since the beginning."""
    machine = sum(v for (name, labels), v in counts.items() if name == STAGE_SECONDS.name and ("le", "sum") in labels)
    review = sum(v for (name, _), v in counts.items() if name == REVIEW_SECONDS.name)
    stored = sum(v for (name, _), v in counts.items() if name == STORED_BYTES.name)
    return _costs(machine, review, stored, rates)


def drifts(now: Sequence[DayCount], before: Sequence[DayCount]) -> dict[tuple[str, str], float]:
    """Returns how far shares moved (M11), by kind and class; nothing where one of the periods has no documents.

    ``confidence`` is the share of documents below the threshold, ``class_mix`` the share of a class among all.
    """
    documents, earlier = by_label(now, DOCUMENTS, "document_class"), by_label(before, DOCUMENTS, "document_class")
    low, low_earlier = (by_label(counts, LOW_CONFIDENCE, "document_class") for counts in (now, before))
    all_now, all_earlier = sum(documents.values()), sum(earlier.values())
    found: dict[tuple[str, str], float] = {}
    if not documents or not earlier:
        return found
    for name in {*documents, *earlier}:
        found["class_mix", name] = documents.get(name, 0) / all_now - earlier.get(name, 0) / all_earlier
        if name in documents and name in earlier:
            found["confidence", name] = low.get(name, 0) / documents[name] - low_earlier.get(name, 0) / earlier[name]
    return found


def drifts_by_version(
    now: Sequence[DayCount], before: Sequence[DayCount], least: float
) -> dict[tuple[str, str, str], float]:
    """Returns how far the share of documents below the threshold moved, by class, tier and model.

    Args:
        now: Counts of the later period.
        before: Counts of the earlier one.
        least: Documents in each period without which nothing is said.
    """
    documents, earlier = _by_version(now, DOCUMENTS), _by_version(before, DOCUMENTS)
    low, low_earlier = _by_version(now, LOW_CONFIDENCE), _by_version(before, LOW_CONFIDENCE)
    known = [version for version in documents if min(documents[version], earlier.get(version, 0)) >= least]
    return {v: low.get(v, 0) / documents[v] - low_earlier.get(v, 0) / earlier[v] for v in known}


def versions(counts: Iterable[DayCount]) -> dict[tuple[str, str, str], list[DayCount]]:
    """Returns the counts of documents by class, tier and model; counts of anything else are left out."""
    found: dict[tuple[str, str, str], list[DayCount]] = defaultdict(list)
    for count in counts:
        if {"document_class", "tier", "model"} <= count.labels.keys():
            found[count.labels["document_class"], count.labels["tier"], count.labels["model"]].append(count)
    return found


def _by_version(counts: Iterable[DayCount], metric: Metric) -> dict[tuple[str, str, str], float]:
    own = [count for count in counts if count.name == metric.name]
    return {version: sum(count.value for count in some) for version, some in versions(own).items()}


def _costs(machine_s: float, review_s: float, stored_bytes: float, rates: CostSettings) -> dict[str, float]:
    storage = stored_bytes / 1e9 * rates.storage_gb_month * MONTHS_STORED
    parts = machine_s / 3600 * rates.machine_hour, review_s / 3600 * rates.reviewer_hour, storage
    return dict(zip(PARTS, parts, strict=True))


def _has(labels: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    return all(labels.get(name) == value for name, value in wanted.items())
