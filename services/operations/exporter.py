"""All figures as they are now, for a scraper: what was counted, and what is computed from the store."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from registry.releases import releases
from schemas.classes import ClassCatalog
from schemas.errors import StoreUnavailable
from schemas.objectives import Objective
from schemas.vocabulary import Importance
from services.operations import history
from services.operations.accuracy import accuracies, false_positives
from services.operations.objectives import COUNTS_NEEDED, Tally, burns, load_objectives
from services.workbench import Workbench
from store.counters import DayCount
from store.samples import QUEUES, CheckedValue, Queue
from telemetry import catalog
from telemetry.catalog import Metric
from telemetry.exposition import Figures
from telemetry.recorder import Counts
from values.rates import Rate

if TYPE_CHECKING:
    from services.drift.report import DriftReport

FRESH_S = 15.0
"""Figures are computed at most so often, however many scrapers ask."""
SAMPLE_DAYS = 30
MOST_CHECKED = 20_000
"""Most checked values that count, the newest first."""
WINDOWS_DAYS = (1, 3, 30)
"""Windows of burn rates that are computed from whole days."""
RECENT_DAYS, REFERENCE_DAYS = 7, 28
DRIFT_FRESH_S = 600.0
"""Drift is computed so often: it looks at some thousand documents, and moves in days."""
INDEX_FRESH_S = 600.0
"""The index is sampled so often: each document of the sample is one search."""
ROLLBACK_HOURS = 24
"""How long a release that was rolled back is shown."""
LEAST_TO_DRIFT = 50
"""Documents of the recent days without which nothing is said about drift."""
EVERY = {"tier": catalog.ALL, "model": catalog.ALL}
"""Labels of a figure that is of all tiers and models together."""
LEVELS = ("none", "moderate", "major")
"""Levels of `values.stability.Shift` in the order of their numbers."""


class Exporter:
    """Makes the figures of a deployment. Threads may share it.

    Args:
        bench: The store and the settings.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._lock = threading.Lock()
        self._made: tuple[float, Counts, Figures] | None = None
        self._drift: tuple[float, DriftReport] | None = None
        self._index: tuple[float, float | None] | None = None

    def figures(self) -> tuple[Counts, Figures]:
        """Returns totals and computed figures; of a store that does not answer, only that it does not."""
        with self._lock:
            if self._made is None or time.monotonic() - self._made[0] >= FRESH_S:
                self._made = (time.monotonic(), *self._compute())
            return self._made[1:]

    def _compute(self) -> tuple[Counts, Figures]:
        bench, figures, now = self._bench, Figures(), datetime.now(UTC)
        bench.save_counts()
        try:
            totals = bench.store.counters.totals()
            checked = bench.store.samples.checked_values(now - timedelta(days=SAMPLE_DAYS), MOST_CHECKED)
            queues = bench.store.samples.queues()
            since = now.date() - timedelta(days=RECENT_DAYS + REFERENCE_DAYS)
            counts = bench.store.counters.by_day([*{*history.NEEDED, *COUNTS_NEEDED}], since)
            set_drift(figures, self._drifted())
            self._set_index(figures)
        except StoreUnavailable:
            figures.set(catalog.STORE_UP, 0)
            return {}, figures
        figures.set(catalog.STORE_UP, 1)
        set_rollbacks(figures, bench, now)
        set_accuracy(figures, checked)
        set_samples(figures, checked, bench.catalog, now)
        set_queues(figures, queues, now)
        self._set_history(figures, totals, counts, checked, now)
        return totals, figures

    def _drifted(self) -> DriftReport:
        from services.drift.report import drift  # its statistics take a second to load

        if self._drift is None or time.monotonic() - self._drift[0] >= DRIFT_FRESH_S:
            self._drift = (time.monotonic(), drift(self._bench))
        return self._drift[1]

    def _set_index(self, figures: Figures) -> None:
        from services.index_check import missing_share

        if self._index is None or time.monotonic() - self._index[0] >= INDEX_FRESH_S:
            self._index = (time.monotonic(), missing_share(self._bench))
        if self._index[1] is not None:
            figures.set(catalog.INDEX_MISSING, self._index[1])

    def _set_history(
        self, figures: Figures, totals: Counts, counts: Sequence[DayCount], checked: Sequence[CheckedValue],
        now: datetime,
    ) -> None:  # fmt: skip
        today, rates = now.date(), self._bench.settings.cost
        for part, cost in history.costs_of_totals(totals, rates).items():
            figures.set(catalog.COST, cost, part=part)
        month = [count for count in counts if count.day > today - timedelta(days=30)]
        if pages := history.total(month, catalog.PAGES):
            for part, cost in history.costs(month, rates).items():
                figures.set(catalog.COST_PER_PAGE, cost / pages, part=part)
        for (name, tier), cost in history.machine_costs(month, rates).items():
            figures.set(catalog.COST_OF_CLASS, cost, part="machine", document_class=name, tier=tier)
        for name, cost in history.review_costs(month, rates).items():
            figures.set(catalog.COST_OF_CLASS, cost, part="review", document_class=name, tier=catalog.ALL)
        recent = [count for count in counts if count.day > today - timedelta(days=RECENT_DAYS)]
        if history.total(recent, catalog.DOCUMENTS) >= LEAST_TO_DRIFT:
            before = [count for count in counts if count.day <= today - timedelta(days=RECENT_DAYS)]
            for (kind, document_class), moved in history.drifts(recent, before).items():
                figures.set(catalog.DRIFT, moved, kind=kind, document_class=document_class, **EVERY)
            for version, moved in history.drifts_by_version(recent, before, LEAST_TO_DRIFT).items():
                figures.set(catalog.DRIFT, moved, kind="confidence", **_labels(version))
        objectives = load_objectives(self._bench.settings.objectives).objectives
        for days in WINDOWS_DAYS:
            inside = [count for count in counts if count.day > today - timedelta(days=days)]
            seen = [v for v in checked if v.at > now - timedelta(days=days)]
            set_burns(figures, objectives, inside, seen, self._bench.catalog, window=f"{days}d")


def set_queues(figures: Figures, queues: Sequence[Queue], now: datetime) -> None:
    """Sets M7: what waits in each queue by class, tier and model; the age of the oldest also of all together."""
    for queue in queues:
        known = {"document_class": queue.document_class, "tier": queue.tier, "model": queue.model}
        labels = {"queue": queue.name} | {name: value or catalog.UNKNOWN for name, value in known.items()}
        figures.set(catalog.QUEUE_DOCUMENTS, queue.documents, **labels)
        figures.set(catalog.QUEUE_AGE, _age_s(queue.oldest, now), **labels)
    for name in QUEUES:
        # An empty queue has an age of 0: an alert on it ends by itself.
        oldest = min((queue.oldest for queue in queues if queue.name == name), default=now)
        figures.set(catalog.QUEUE_AGE, _age_s(oldest, now), queue=name, document_class=catalog.ALL, **EVERY)


def _age_s(since: datetime, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0)


def set_accuracy(figures: Figures, checked: Sequence[CheckedValue]) -> None:
    """Sets M1, M2, M3 and M9, each with its interval."""
    for group, found in accuracies(checked).items():
        labels = group._asdict()
        _set(figures, catalog.PAGE_ACCURACY, found.pages, labels)
        _set(figures, catalog.WORD_ACCURACY, found.words, labels)
        _set(figures, catalog.CHARACTER_ERRORS, found.characters, labels)
    for version, values in _by_version(checked).items():
        for (_, field), rate in false_positives(values).items():
            _set(figures, catalog.FALSE_POSITIVES, rate, {**_labels(version), "field": field})


def set_drift(figures: Figures, found: DriftReport) -> None:
    """Sets M11: how far each trait moved, and how many templates are new."""
    for one in (*found.shifts, *found.versions):
        labels = {"kind": one.kind, "document_class": one.document_class, "tier": one.tier, "model": one.model}
        figures.set(catalog.DRIFT_INDEX, one.shift.index, **labels)
        figures.set(catalog.DRIFT_LEVEL, LEVELS.index(one.shift.level), **labels)
    if found.shifts:
        figures.set(catalog.NEW_TEMPLATES, len(found.templates), document_class="all")
    for name, count in Counter(template.document_class for template in found.templates).items():
        figures.set(catalog.NEW_TEMPLATES, count, document_class=name)


def set_rollbacks(figures: Figures, bench: Workbench, now: datetime) -> None:
    """Sets which releases of the field model were rolled back in the last day."""
    for release in releases(bench.settings.models):
        if release.status == "rolled_back" and release.since > now - timedelta(hours=ROLLBACK_HOURS):
            figures.set(catalog.RELEASE_ROLLBACKS, 1, version=release.version)


def set_samples(figures: Figures, checked: Sequence[CheckedValue], classes: ClassCatalog, now: datetime) -> None:
    """Sets how many values were checked in two windows, which accuracy alerts are made of."""
    for days in (3, SAMPLE_DAYS):
        seen: Counter[tuple[tuple[str, str], ...]] = Counter()
        for value in checked:
            if value.at > now - timedelta(days=days):
                labels = {
                    "document_class": value.document_class, "tier": value.tier, "model": value.model,
                    "sample": value.sample, "importance": importance_of(value, classes),
                    "result": "right" if value.right else "wrong",
                }  # fmt: skip
                seen[tuple(labels.items())] += 1
        for key, count in seen.items():
            figures.set(catalog.SAMPLED_VALUES, count, **dict(key), window=f"{days}d")


def set_burns(
    figures: Figures, objectives: Sequence[Objective], counts: Sequence[DayCount], checked: Sequence[CheckedValue],
    classes: ClassCatalog, *, window: str,
) -> None:  # fmt: skip
    """Sets M12 of a window: of everything, and of each class, tier and model with the least events of the objective."""
    for burn in burns(objectives, counts, tallies(checked, classes)):
        labels = {"objective": burn.objective, "document_class": burn.document_class, "window": window, **EVERY}
        figures.set(catalog.BURN_RATE, burn.rate, **labels)
    least = {objective.name: objective.least for objective in objectives}
    accuracy = [objective for objective in objectives if objective.kind == "accuracy"]
    others = [objective for objective in objectives if objective.kind in ("processing", "latency")]
    of_version = {version: burns(others, own, ()) for version, own in history.versions(counts).items()}
    for version, values in _by_version(checked).items():
        of_version[version] = [*of_version.get(version, ()), *burns(accuracy, (), tallies(values, classes))]
    for version, found in of_version.items():
        for burn in found:
            if burn.seen >= least[burn.objective]:
                labels = {"objective": burn.objective, "window": window, **_labels(version)}
                figures.set(catalog.BURN_RATE, burn.rate, **labels)


def tallies(checked: Sequence[CheckedValue], classes: ClassCatalog) -> list[Tally]:
    """Returns how many values of accepted documents were checked, by class, importance and result."""
    found: dict[tuple[str, Importance, bool], int] = defaultdict(int)
    for value in checked:
        if value.sample == "accepted":
            found[value.document_class, importance_of(value, classes), value.right] += 1
    return [(*key, count) for key, count in found.items()]


def importance_of(value: CheckedValue, classes: ClassCatalog) -> Importance:
    """Returns whether a checked value decides about its document; of a field that is gone, that it does not."""
    known = classes.or_other(value.document_class)
    specs = known.columns if value.line is not None else known.fields
    return next((spec.importance for spec in specs if spec.name == value.field), "supporting")


def _by_version(checked: Sequence[CheckedValue]) -> dict[tuple[str, str, str], list[CheckedValue]]:
    """Returns checked values by class, tier and model."""
    found: dict[tuple[str, str, str], list[CheckedValue]] = defaultdict(list)
    for value in checked:
        found[value.document_class, value.tier, value.model].append(value)
    return found


def _labels(version: tuple[str, str, str]) -> dict[str, str]:
    document_class, tier, model = version
    return {"document_class": document_class, "tier": tier, "model": model}


def _set(figures: Figures, metric: Metric, rate: Rate, labels: dict[str, str]) -> None:
    for estimate, value in (("mean", rate.mean), ("low", rate.low), ("high", rate.high)):
        figures.set(metric, value, **labels, estimate=estimate)
