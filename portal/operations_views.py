"""What the operations pages show: charts, tables and lists, from counts by day, checked values and queues."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from markupsafe import Markup

from portal.charts import Lines, line_chart
from schemas.outcome import Outcome
from services.operations import history
from services.operations.accuracy import accuracies, accuracy, confusions, false_positives
from services.operations.exporter import MOST_CHECKED, tallies
from services.operations.objectives import COUNTS_NEEDED, Burn, burns, load_objectives
from services.workbench import Workbench
from store.counters import DayCount
from store.samples import CheckedValue, Queue
from telemetry import catalog
from values.rates import Rate

PERIODS = (7, 30, 90)
NAMES = tuple({*history.NEEDED, *COUNTS_NEEDED, catalog.REVIEW_TURNAROUND.name, catalog.ERRORS.name})
MOST_ROWS = 12
LOOKED_AT = 500
"""Open reviews and rejected documents whose reasons are counted."""
LINKS = 3


@dataclass(frozen=True)
class Chart:
    """A chart with the values behind it, by day."""

    title: str
    svg: Markup
    days: Sequence[date]
    lines: Lines
    percent: bool = False


@dataclass(frozen=True)
class Reason:
    """A reason, how many documents have it, and the newest of them."""

    code: str
    count: int
    documents: Sequence[str]


@dataclass(frozen=True)
class ReviewWork:
    """What people did on documents of one version: share that needed them, time a decision, hours until one.

    None where nothing was decided.
    """

    share: float
    minutes: float | None
    p50_h: float | None
    p95_h: float | None


@dataclass(frozen=True)
class Version:
    """How documents did that one model read."""

    model: str
    documents: float
    accepted: float
    low: float
    p95_s: float | None
    characters: Rate | None
    reviews: ReviewWork


@dataclass(frozen=True)
class Executive:
    """Trends: volume, acceptance, accuracy, cost, reviews."""

    charts: Sequence[Chart]
    burns: Sequence[Burn]
    cost: Mapping[str, float]
    currency: str
    pages: float


@dataclass(frozen=True)
class OnCall:
    """What waits and what goes wrong now."""

    queues: Sequence[Queue]
    now: datetime
    reasons: Sequence[Reason]
    errors: Sequence[Reason]
    charts: Sequence[Chart]


@dataclass(frozen=True)
class Debug:
    """Versions, fields and characters; and the stages of one document."""

    versions: Sequence[Version]
    positives: Sequence[tuple[str, str, Rate]]
    confusions: Sequence[tuple[str, str, int]]
    stages: Sequence[tuple[str, str, float, datetime]] = field(default_factory=tuple)


class Period:
    """The counts and checked values of the last days.

    Args:
        bench: The store.
        days: How many, today among them.
    """

    def __init__(self, bench: Workbench, days: int) -> None:
        self.now = datetime.now(UTC)
        self.days = [self.now.date() - timedelta(days=ago) for ago in range(days - 1, -1, -1)]
        self.counts: Sequence[DayCount] = bench.store.counters.by_day(NAMES, self.days[0])
        self.checked: Sequence[CheckedValue] = bench.store.samples.checked_values(
            self.now - timedelta(days=days), MOST_CHECKED
        )
        self._by_day = history.by_day(self.counts)

    def chart(
        self,
        title: str,
        of: Callable[[Sequence[DayCount]], Mapping[str, float | None]],
        *,
        percent: bool = False,
        titled: Callable[[str], str] = str,
    ) -> Chart:
        """Returns a chart of what a function returns for each day's counts; ``titled`` gives each line its title."""
        found = [of(self._by_day.get(day, [])) for day in self.days]
        names = dict.fromkeys(name for values in found for name in values)
        lines = {titled(name): [values.get(name) for values in found] for name in names}
        return Chart(title, line_chart(title, self.days, lines, percent=percent), self.days, lines, percent)

    def accuracy_chart(self) -> Chart:
        """Returns page accuracy by day of review and sample."""
        lines: dict[str, list[float | None]] = {}
        by_day: dict[date, list[CheckedValue]] = defaultdict(list)
        for value in self.checked:
            by_day[value.at.date()].append(value)
        for sample, name in (("accepted", "accepted, second looks"), ("reviewed", "sent to a person")):
            values: list[float | None] = []
            for day in self.days:
                chosen = [v for v in by_day[day] if v.sample == sample]
                pages = [a.pages for a in accuracies(chosen).values()]
                seen = sum(rate.seen for rate in pages)
                values.append(sum(rate.mean * rate.seen for rate in pages) / seen if seen else None)
            if any(v is not None for v in values):
                lines[name] = values
        title = "Pages with every checked value right"
        return Chart(title, line_chart(title, self.days, lines, percent=True), self.days, lines, percent=True)


def executive(bench: Workbench, days: int) -> Executive:
    """Returns the trends of the last days."""
    period, rates = Period(bench, days), bench.settings.cost
    objectives = load_objectives(bench.settings.objectives).objectives
    return Executive(
        charts=[
            period.chart("Pages", lambda counts: _nonzero({"pages": history.total(counts, catalog.PAGES)})),
            period.chart("Accepted without a person", _accepted, percent=True, titled=bench.catalog.title),
            period.accuracy_chart(),
            period.chart(f"Cost ({rates.currency})", lambda counts: _nonzero(history.costs(counts, rates))),
            period.chart("Hours from the queue to a decision", _turnaround),
        ],
        burns=burns(objectives, period.counts, tallies(period.checked, bench.catalog)),
        cost=history.costs(period.counts, rates),
        currency=rates.currency,
        pages=history.total(period.counts, catalog.PAGES),
    )


def on_call(bench: Workbench, days: int) -> OnCall:
    """Returns what waits and what goes wrong."""
    period, samples = Period(bench, days), bench.store.samples
    return OnCall(
        queues=sorted(samples.queues(), key=lambda queue: (queue.name, -queue.documents)),
        now=period.now,
        reasons=_reasons(samples.open_outcomes(LOOKED_AT)),
        errors=_reasons(samples.rejected_outcomes(LOOKED_AT)),
        charts=[
            period.chart("Seconds from arrival to outcome", _latency),
            period.chart("Below the threshold", _low, percent=True, titled=bench.catalog.title),
            period.chart("Errors", lambda counts: history.by_label(counts, catalog.ERRORS, "type")),
            period.chart("Seconds of machine time a document", _stages),
        ],
    )


def debug(bench: Workbench, days: int, document_id: str | None) -> Debug:
    """Returns versions compared, fields and characters that go wrong, and the stages of a document.

    Raises:
        UnknownDocument: There is no such document.
    """
    period = Period(bench, days)
    records = {}
    if document_id is not None:
        records = bench.store.stages(bench.store.get(document_id).id)
    positives = [(*key, rate) for key, rate in false_positives(period.checked).items() if rate.mean > 0]
    return Debug(
        versions=_versions(period),
        positives=sorted(positives, key=lambda row: -row[2].mean)[:MOST_ROWS],
        confusions=confusions(period.checked, MOST_ROWS),
        stages=[(name, r.version, r.timing_s, r.saved_at) for name, r in records.items()],
    )


def _versions(period: Period) -> list[Version]:
    checked: dict[str, list[CheckedValue]] = defaultdict(list)
    for value in period.checked:
        checked[value.model].append(value)
    read = {model: accuracy(values).characters for model, values in checked.items()}
    low = history.by_label(period.counts, catalog.LOW_CONFIDENCE, "model")
    return [
        Version(
            model,
            documents,
            history.total(period.counts, catalog.DOCUMENTS, model=model, status="accepted") / documents,
            low.get(model, 0.0) / documents,
            history.seconds(period.counts, catalog.DOCUMENT_SECONDS, 0.95, model=model),
            read.get(model),
            review_work(period.counts, documents, model=model),
        )
        for model, documents in history.by_label(period.counts, catalog.DOCUMENTS, "model").items()
    ]


def review_work(counts: Sequence[DayCount], documents: float, **labels: str) -> ReviewWork:
    """Returns what people did on the documents that have these labels."""
    turnaround = history.buckets(counts, catalog.REVIEW_TURNAROUND, **labels)
    decided = sum(count for bound, count in turnaround.items() if bound != "sum")
    worked = history.total(counts, catalog.REVIEW_SECONDS, **labels)
    p50_s, p95_s = (history.seconds(counts, catalog.REVIEW_TURNAROUND, share, **labels) for share in (0.5, 0.95))
    return ReviewWork(
        history.total(counts, catalog.DOCUMENTS, **labels, status="needs_review") / documents,
        worked / decided / 60 if decided else None,
        None if p50_s is None else p50_s / 3600,
        None if p95_s is None else p95_s / 3600,
    )


def _reasons(outcomes: Sequence[Outcome]) -> list[Reason]:
    """A document counts once for a reason, however many of its fields have it."""
    counts: Counter[str] = Counter()
    newest: dict[str, list[str]] = defaultdict(list)
    for outcome in outcomes:
        for code in dict.fromkeys(reason.code for reason in outcome.reasons if reason.severity != "info"):
            counts[code] += 1
            newest[code].append(outcome.document_id)
    return [Reason(code, count, newest[code][:LINKS]) for code, count in counts.most_common(MOST_ROWS)]


def _accepted(counts: Sequence[DayCount]) -> dict[str, float | None]:
    documents = history.by_label(counts, catalog.DOCUMENTS, "document_class")
    accepted = (history.total(counts, catalog.DOCUMENTS, document_class=n, status="accepted") for n in documents)
    return {name: part / documents[name] for name, part in zip(documents, accepted, strict=True)}


def _low(counts: Sequence[DayCount]) -> dict[str, float | None]:
    documents = history.by_label(counts, catalog.DOCUMENTS, "document_class")
    low = history.by_label(counts, catalog.LOW_CONFIDENCE, "document_class")
    return {name: low.get(name, 0.0) / total for name, total in documents.items()}


def _latency(counts: Sequence[DayCount]) -> dict[str, float | None]:
    shares = (("P50", 0.5), ("P95", 0.95), ("P99", 0.99))
    return {name: history.seconds(counts, catalog.DOCUMENT_SECONDS, share) for name, share in shares}


def _turnaround(counts: Sequence[DayCount]) -> dict[str, float | None]:
    found = {}
    for name, share in (("P50", 0.5), ("P95", 0.95)):
        seconds = history.seconds(counts, catalog.REVIEW_TURNAROUND, share)
        found[name] = None if seconds is None else seconds / 3600
    return found


def _stages(counts: Sequence[DayCount]) -> dict[str, float | None]:
    names = dict.fromkeys(count.labels["stage"] for count in counts if count.name == catalog.STAGE_SECONDS.name)
    found: dict[str, float | None] = {}
    for name in names:
        buckets = history.buckets(counts, catalog.STAGE_SECONDS, stage=name)
        observed = sum(value for bound, value in buckets.items() if bound != "sum")
        found[name] = buckets["sum"] / observed if observed else None
    return found


def _nonzero(values: Mapping[str, float]) -> dict[str, float | None]:
    return {name: value or None for name, value in values.items()}
