"""Writes figures as Prometheus reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from telemetry.catalog import METRICS, UNKNOWN, Metric
from telemetry.recorder import Counts, Labels, sorted_labels

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

TYPE_ACCEPTED = "text/plain"
"""What a program sends that wants the classic format."""


class Figures:
    """Values of gauges and of counters that are computed: by metric and labels."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, Labels], float] = {}

    def set(self, metric: Metric, value: float, **labels: str) -> None:
        """Sets one value.

        Raises:
            ValueError: The labels are not those of the metric.
        """
        if labels.keys() != set(metric.labels):
            raise ValueError(f"{metric.name} has the labels {', '.join(metric.labels)}")
        self._values[metric.name, sorted_labels(labels)] = value

    def items(self) -> Iterable[tuple[tuple[str, Labels], float]]:
        """Returns every value with its name and labels."""
        return self._values.items()


Source = Callable[[], tuple[Counts, Figures]]
"""Returns the totals of counters and histograms, and what was computed, as they are now."""


def exposition(source: Source, accept: str = TYPE_ACCEPTED) -> tuple[bytes, str]:
    """Returns the text and its media type.

    Args:
        source: The figures; a name that the catalog no longer has is left out.
        accept: The Accept header of the request: OpenMetrics if it prefers that, else the classic text.
    """
    from prometheus_client.exposition import choose_encoder

    encoder, media_type = choose_encoder(accept)
    return encoder(_registry(source)), media_type


def samples(text: str) -> list[tuple[str, dict[str, str], float]]:
    """Returns the samples of an exposition in the classic format: name, labels and value, as a scraper reads them."""
    from prometheus_client.parser import text_string_to_metric_families

    return [(s.name, s.labels, s.value) for family in text_string_to_metric_families(text) for s in family.samples]


def serve(source: Source, port: int, host: str) -> Callable[[], None]:
    """Answers scrapers on a port, in a thread; returns what ends that.

    Raises:
        OSError: The port is taken.
    """
    from prometheus_client import start_http_server

    server, thread = start_http_server(port, host, _registry(source))

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return end


def push(source: Source, gateway: str) -> None:
    """Sends the figures to a Pushgateway, in place of those that were sent before.

    Raises:
        OSError: It does not answer, or refuses them.
        ValueError: The address is none.
    """
    from http.client import InvalidURL

    from prometheus_client import push_to_gateway

    try:
        push_to_gateway(gateway, job="fieldwright", registry=_registry(source))
    except InvalidURL as error:
        raise ValueError(str(error)) from None


def _registry(source: Source) -> CollectorRegistry:
    from prometheus_client import CollectorRegistry
    from prometheus_client.registry import Collector

    class Collected(Collector):
        def collect(self) -> Iterator:  # type: ignore[type-arg]
            yield from _families(*source())

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Collected())
    return registry


def _families(counted: Counts, figures: Figures) -> Iterator:  # type: ignore[type-arg]
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

    by_name: dict[str, list[tuple[dict[str, str], float]]] = defaultdict(list)
    for (name, labels), value in (*counted.items(), *figures.items()):
        by_name[name].append((dict(labels), value))
    for metric in METRICS:
        samples = _filled(metric, by_name.get(metric.name, ()))
        if metric.kind == "histogram":
            histogram = HistogramMetricFamily(metric.full_name, metric.help, labels=metric.labels)
            for values, buckets in _series(metric, samples).items():
                cumulative = _cumulative(metric, buckets)
                histogram.add_metric(values, cumulative, buckets.get("sum", 0.0))
            yield histogram
            continue
        make = CounterMetricFamily if metric.kind == "counter" else GaugeMetricFamily
        family = make(metric.full_name, metric.help, labels=metric.labels)
        for found, value in samples:
            family.add_metric([found[name] for name in metric.labels], value)
        yield family


def _filled(metric: Metric, samples: Iterable[tuple[dict[str, str], float]]) -> list[tuple[dict[str, str], float]]:
    """Returns samples with all labels of their metric: what was counted before it had a label is of an unknown one.

    Samples with a label that the metric lost are left out.
    """
    found: dict[Labels, float] = defaultdict(float)
    for labels, value in samples:
        if labels.keys() - {"le"} <= set(metric.labels):
            found[sorted_labels(dict.fromkeys(metric.labels, UNKNOWN) | labels)] += value
    return [(dict(labels), value) for labels, value in found.items()]


def _series(metric: Metric, samples: Iterable[tuple[dict[str, str], float]]) -> dict[tuple[str, ...], dict[str, float]]:
    series: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for labels, value in samples:
        series[tuple(labels[name] for name in metric.labels)][labels["le"]] = value
    return series


def _cumulative(metric: Metric, buckets: Mapping[str, float]) -> list[tuple[str, float]]:
    found, total = [], 0.0
    for bound in bounds_of(metric):
        total += buckets.get(bound, 0.0)
        found.append((bound, total))
    return found


def bounds_of(metric: Metric) -> list[str]:
    """Returns the upper bounds of a histogram's buckets as they are written, the infinite one last."""
    return [*(str(float(bound)) for bound in metric.buckets), "+Inf"]


def quantile(metric: Metric, buckets: Mapping[str, float], share: float) -> float | None:
    """Returns a quantile of a histogram as Prometheus estimates it: evenly spread within a bucket; None without any.

    A quantile in the last, open bucket is given as the bucket's lower bound.

    Args:
        metric: The histogram.
        buckets: Observations by upper bound, not cumulative.
        share: From 0 to 1.
    """
    bounds = bounds_of(metric)
    counts = [buckets.get(bound, 0.0) for bound in bounds]
    wanted, seen, lower = share * sum(counts), 0.0, 0.0
    if not sum(counts):
        return None
    for bound, count in zip(bounds, counts, strict=True):
        if count and seen + count >= wanted:
            return lower if bound == "+Inf" else lower + (float(bound) - lower) * (wanted - seen) / count
        seen += count
        lower = lower if bound == "+Inf" else float(bound)
    return lower
