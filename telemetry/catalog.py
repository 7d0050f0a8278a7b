"""Every metric that Fieldwright exports: its name, kind, unit, labels and meaning. docs/metrics.md explains each.

Counters and histograms are counted in the process that does the work and added up in the store, over all processes
and restarts. Gauges are computed from the store when somebody asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["counter", "histogram", "gauge"]

PREFIX = "fieldwright_"

LATENCY_BUCKETS_S = (1, 2, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 14_400, 86_400)
"""From arrival to outcome: a document may wait for a schedule, or over night."""
STAGE_BUCKETS_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
REQUEST_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REVIEW_BUCKETS_S = (300, 900, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 604_800)

_MADE = ("document_class", "tier", "model")
ALL = "all"
"""The value of a label where a figure is of every class, tier or model."""
UNKNOWN = "unknown"
"""The value of a label of a document that does not have it yet."""


@dataclass(frozen=True)
class Metric:
    """One metric. ``figure`` is its number among the twelve (M1 to M12), empty for what only explains another.

    The exposition adds ``_total`` to a counter's name, ``_bucket``, ``_sum`` and ``_count`` to a histogram's.
    """

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...]
    figure: str = ""
    unit: str = ""
    buckets: tuple[float, ...] = ()

    @property
    def full_name(self) -> str:
        """The name with the program's prefix."""
        return PREFIX + self.name

    @property
    def sample_names(self) -> tuple[str, ...]:
        """The names under which Prometheus stores it."""
        ends = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}[self.kind]
        return tuple(self.full_name + end for end in ends)


DOCUMENTS = Metric("documents", "counter", "Documents that got an outcome.", (*_MADE, "status"), "M8")
LOW_CONFIDENCE = Metric(
    "low_confidence_documents", "counter", "Documents whose confidence is below the threshold.", _MADE, "M4"
)
DOCUMENT_SECONDS = Metric(
    "document_seconds", "histogram", "From a document's arrival to its outcome.", _MADE, "M5", "s", LATENCY_BUCKETS_S
)
STAGE_SECONDS = Metric(
    "stage_seconds",
    "histogram",
    "Machine time of a stage for one document.",
    ("stage", "document_class", "tier"),
    "M5",
    "s",
    STAGE_BUCKETS_S,
)
PAGES = Metric("pages", "counter", "Pages of the documents that got an outcome.", _MADE, "M6")
ERRORS = Metric("errors", "counter", "Errors while documents were processed.", ("stage", "type"))
RETRIES = Metric("retries", "counter", "Stages that were run again after an error that may pass.", ("stage",))
STORED_BYTES = Metric("stored_bytes", "counter", "Bytes written as originals and page images.", ("kind",), "M10", "By")
REVIEW_SECONDS = Metric(
    "review_seconds", "counter", "Time that people worked on reviews and second looks.", _MADE, "M8", "s"
)
REVIEW_TURNAROUND = Metric(
    "review_turnaround_seconds",
    "histogram",
    "From a document's place in the review queue to a person's decision.",
    _MADE,
    "M8",
    "s",
    REVIEW_BUCKETS_S,
)
REQUEST_SECONDS = Metric(
    "http_request_seconds",
    "histogram",
    "Requests that the portal answered.",
    ("kind", "status"),
    "",
    "s",
    REQUEST_BUCKETS_S,
)
REFUSED = Metric("refused_uploads", "counter", "Uploads answered with 429: too fast, or the queue is full.", ("why",))
PAGE_FINDINGS = Metric("page_findings", "counter", "Findings of pages of documents that got an outcome.", ("code",))
DENIED = Metric("denied_requests", "counter", "Requests to the portal without a sign-in or a right.", ("why",))

_SAMPLED = (*_MADE, "sample", "estimate")
PAGE_ACCURACY = Metric(
    "page_accuracy_ratio", "gauge", "Pages on which every checked value was read right, of 30 days.", _SAMPLED, "M1"
)
WORD_ACCURACY = Metric(
    "word_accuracy_ratio", "gauge", "Words of checked values that were read right, of 30 days.", _SAMPLED, "M2"
)
CHARACTER_ERRORS = Metric(
    "character_error_ratio", "gauge", "Character edits per character of checked values, of 30 days.", _SAMPLED, "M3"
)
SAMPLED_VALUES = Metric(
    "sampled_values",
    "gauge",
    "Values that a person checked, by whether they were right, in a window.",
    (*_MADE, "sample", "importance", "result", "window"),
    "M12",
)
QUEUE_DOCUMENTS = Metric("queue_documents", "gauge", "Documents that wait.", ("queue", *_MADE), "M7")
QUEUE_AGE = Metric("queue_age_seconds", "gauge", "Age of the oldest document that waits.", ("queue", *_MADE), "M7", "s")
FALSE_POSITIVES = Metric(
    "false_positive_ratio",
    "gauge",
    "Values of documents accepted without a person that a blind second look found wrong, of 30 days.",
    (*_MADE, "field", "estimate"),
    "M9",
)
COST = Metric("cost", "counter", "Cost at the rates in settings.", ("part",), "M10")
COST_PER_PAGE = Metric("cost_per_page", "gauge", "Cost per page of the last 30 days.", ("part",), "M10")
COST_OF_CLASS = Metric(
    "class_cost_per_page",
    "gauge",
    "Machine time per page of a class and tier, and reviewers' time per page of a class, of the last 30 days.",
    ("part", "document_class", "tier"),
    "M10",
)
DRIFT = Metric(
    "drift_ratio",
    "gauge",
    "How much a share of the last 7 days differs from that of the 28 days before.",
    ("kind", *_MADE),
    "M11",
)
DRIFT_INDEX = Metric(
    "drift_index",
    "gauge",
    "Population stability index of the last 7 days against the 28 days before.",
    ("kind", *_MADE),
    "M11",
)
DRIFT_LEVEL = Metric(
    "drift_level",
    "gauge",
    "Drift of a trait beyond chance: 0 none, 1 moderate, 2 major.",
    ("kind", *_MADE),
    "M11",
)
NEW_TEMPLATES = Metric(
    "new_templates",
    "gauge",
    "Templates of the last 7 days that no document of the 28 days before has.",
    ("document_class",),
    "M11",
)
BURN_RATE = Metric(
    "error_budget_burn_rate",
    "gauge",
    "How many times faster than allowed errors use up the error budget.",
    ("objective", *_MADE, "window"),
    "M12",
)
RELEASE_ROLLBACKS = Metric(
    "release_rollbacks", "gauge", "Releases of the field model that were rolled back in the last day.", ("version",)
)
INDEX_MISSING = Metric(
    "index_missing_ratio", "gauge", "Sampled documents that a search for their own words does not find.", ()
)
STORE_UP = Metric("store_up", "gauge", "Whether the store answered (1) when the figures were read.", ())

COUNTED = (
    DOCUMENTS, LOW_CONFIDENCE, DOCUMENT_SECONDS, STAGE_SECONDS, PAGES, ERRORS, RETRIES, STORED_BYTES, REVIEW_SECONDS,
    REVIEW_TURNAROUND, REQUEST_SECONDS, REFUSED, PAGE_FINDINGS, DENIED,
)  # fmt: skip
"""Counted where the work is done."""
COMPUTED = (
    PAGE_ACCURACY, WORD_ACCURACY, CHARACTER_ERRORS, SAMPLED_VALUES, QUEUE_DOCUMENTS, QUEUE_AGE, FALSE_POSITIVES, COST,
    COST_PER_PAGE, COST_OF_CLASS, DRIFT, DRIFT_INDEX, DRIFT_LEVEL, NEW_TEMPLATES, BURN_RATE, RELEASE_ROLLBACKS,
    INDEX_MISSING, STORE_UP,
)  # fmt: skip
"""Computed from the store when they are read."""
METRICS = COUNTED + COMPUTED

BY_NAME = {metric.name: metric for metric in METRICS}
