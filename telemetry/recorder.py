"""Counts what happens in this process, with OpenTelemetry, until somebody takes the counts along."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from telemetry.catalog import COUNTED, Metric

if TYPE_CHECKING:
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import InMemoryMetricReader, MetricReader

Labels = tuple[tuple[str, str], ...]
Counts = Mapping[tuple[str, Labels], float]
"""By name and labels, how much was added. A histogram has one entry for each bucket, with its upper bound as label
``le`` (not cumulative), and its sum with ``le="sum"``."""

MOST_VALUES = 100
"""Different values of one label; further ones count as `REST`."""
REST = "more"
MOST_CHARACTERS = 80
EXPORT_EVERY_S = 30.0


class Recorder:
    """The metrics of this process. Nothing is loaded before the first count; threads may share it.

    Args:
        on: Whether anything is counted.
        otlp_endpoint: Where an OpenTelemetry collector listens (``http://host:4318``); None sends nothing.
        instance: What this process is called there.
    """

    def __init__(self, *, on: bool = True, otlp_endpoint: str | None = None, instance: str = "") -> None:
        self._on = on
        self._endpoint = otlp_endpoint
        self._instance = instance
        self._lock = threading.Lock()
        self._meters: _Meters | None = None
        self._known: dict[str, set[str]] = {}
        self._left: dict[tuple[str, Labels], float] = {}

    def add(self, metric: Metric, amount: float = 1.0, /, **labels: str) -> None:
        """Adds to a counter, or records one observation of a histogram.

        Raises:
            ValueError: The labels are not those of the metric.
        """
        if not self._on:
            return
        if labels.keys() != set(metric.labels):
            raise ValueError(f"{metric.name} has the labels {', '.join(metric.labels)}")
        bounded = {name: self._bounded(name, value) for name, value in labels.items()}
        self._ready().record[metric.name](amount, bounded)

    def take(self) -> Counts:
        """Returns what was counted since the last call; `put_back` it where it could not be kept."""
        with self._lock:
            left, self._left = self._left, {}
            if self._meters is not None:
                for key, amount in _increments(self._meters.reader):
                    left[key] = left.get(key, 0.0) + amount
        return left

    def put_back(self, counts: Counts) -> None:
        """Keeps counts for the next `take`."""
        with self._lock:
            for key, amount in counts.items():
                self._left[key] = self._left.get(key, 0.0) + amount

    def close(self) -> None:
        """Sends what a collector has not got yet."""
        if self._meters is not None and self._endpoint is not None:
            self._meters.provider.shutdown()
            self._meters, self._on = None, False

    def _bounded(self, label: str, value: str) -> str:
        value = value[:MOST_CHARACTERS]
        known = self._known.setdefault(label, set())
        if value in known or len(known) < MOST_VALUES:
            known.add(value)
            return value
        return REST

    def _ready(self) -> _Meters:
        with self._lock:
            if self._meters is None:
                self._meters = _Meters(self._endpoint, self._instance)
            return self._meters


class _Meters:
    """The instruments of OpenTelemetry's SDK, which takes a quarter of a second to load."""

    def __init__(self, endpoint: str | None, instance: str) -> None:
        from opentelemetry.sdk.metrics import Counter as SdkCounter
        from opentelemetry.sdk.metrics import Histogram as SdkHistogram
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import AggregationTemporality, InMemoryMetricReader

        delta = AggregationTemporality.DELTA
        self.reader: InMemoryMetricReader = InMemoryMetricReader(
            preferred_temporality={SdkCounter: delta, SdkHistogram: delta}
        )
        readers: list[MetricReader] = [self.reader, *([_pushing(endpoint)] if endpoint else [])]
        self.provider: MeterProvider = MeterProvider(
            metric_readers=readers, resource=resource(instance), shutdown_on_exit=False
        )
        meter = self.provider.get_meter("fieldwright")
        self.record: dict[str, Callable[[float, Mapping[str, str]], None]] = {}
        for metric in COUNTED:
            name, unit = metric.full_name.replace("_", ".", 1), metric.unit or "1"
            if metric.kind == "counter":
                self.record[metric.name] = meter.create_counter(name, unit, metric.help).add
            else:
                self.record[metric.name] = meter.create_histogram(
                    name, unit, metric.help, explicit_bucket_boundaries_advisory=metric.buckets
                ).record


def resource(instance: str) -> Any:
    """Returns what OpenTelemetry calls the program and this process of it."""
    from opentelemetry.sdk.resources import Resource

    # Not Resource.create: its detectors look at the machine, and names of machines may be nobody's business.
    return Resource({"service.name": "fieldwright", **({"service.instance.id": instance} if instance else {})})


def _pushing(endpoint: str) -> MetricReader:
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader

    exporter = OTLPMetricExporter(endpoint=f"{endpoint.rstrip('/')}/v1/metrics")
    return PeriodicExportingMetricReader(exporter, export_interval_millis=EXPORT_EVERY_S * 1000)


def _increments(reader: InMemoryMetricReader) -> list[tuple[tuple[str, Labels], float]]:
    from opentelemetry.sdk.metrics.export import HistogramDataPoint, NumberDataPoint

    data = reader.get_metrics_data()
    found: list[tuple[tuple[str, Labels], float]] = []
    for metric in (m for r in (data.resource_metrics if data else ()) for s in r.scope_metrics for m in s.metrics):
        name = metric.name.partition(".")[2]
        for point in metric.data.data_points:
            labels = {key: str(value) for key, value in (point.attributes or {}).items()}
            if isinstance(point, HistogramDataPoint):
                bounds = [*(str(float(bound)) for bound in point.explicit_bounds), "+Inf"]
                buckets = zip(bounds, point.bucket_counts, strict=True)
                found += [((name, sorted_labels(labels | {"le": le})), float(n)) for le, n in buckets if n]
                found.append(((name, sorted_labels(labels | {"le": "sum"})), float(point.sum)))
            else:
                assert isinstance(point, NumberDataPoint)
                found.append(((name, sorted_labels(labels)), float(point.value)))
    return found


def sorted_labels(labels: Mapping[str, str]) -> Labels:
    """Returns labels in the one order in which they are compared."""
    return tuple(sorted(labels.items()))
