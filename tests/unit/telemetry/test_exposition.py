"""What Prometheus reads parses, is cumulative, and has quantiles as Prometheus estimates them."""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from telemetry.catalog import DOCUMENT_SECONDS, DOCUMENTS, METRICS, QUEUE_AGE, REVIEW_SECONDS
from telemetry.exposition import Figures, exposition, quantile
from telemetry.recorder import Recorder

MADE = {"document_class": "invoice", "tier": "standard", "model": 'layoutlm "3"\n'}


def exported(counted, figures=None):
    text, media_type = exposition(lambda: (counted, figures or Figures()))
    assert media_type.startswith("text/plain")
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def test_counters_and_histograms_are_written_as_prometheus_reads_them():
    recorder = Recorder()
    recorder.add(DOCUMENTS, **MADE, status="accepted")
    for seconds in (0.5, 4, 4, 100_000):
        recorder.add(DOCUMENT_SECONDS, seconds, **MADE)
    found = exported(recorder.take())
    labels = sorted(MADE.items())
    assert found["fieldwright_documents_total", *sorted({**MADE, "status": "accepted"}.items())] == 1
    assert found["fieldwright_document_seconds_count", *labels] == 4
    assert found["fieldwright_document_seconds_sum", *labels] == 100_008.5
    by_bound = {
        le: found["fieldwright_document_seconds_bucket", *sorted({**MADE, "le": le}.items())]
        for le in ("1.0", "5.0", "86400.0", "+Inf")
    }
    assert by_bound == {"1.0": 1, "5.0": 3, "86400.0": 3, "+Inf": 4}


def test_gauges_are_computed_and_a_name_that_the_catalog_lost_is_left_out():
    figures = Figures()
    figures.set(QUEUE_AGE, 12.5, queue="review", **MADE)
    found = exported({("gone", ()): 3, ("documents", (("old_label", "x"),)): 3}, figures)
    labels = sorted({**MADE, "queue": "review"}.items())
    assert found == {("fieldwright_queue_age_seconds", *labels): 12.5}
    with pytest.raises(ValueError, match="queue_age_seconds has the labels queue"):
        figures.set(QUEUE_AGE, 1)


def test_what_was_counted_before_a_metric_had_a_label_is_of_an_unknown_one():
    recorder = Recorder()
    recorder.add(REVIEW_SECONDS, 30, **MADE)
    recorder.add(REVIEW_SECONDS, 5, document_class="invoice", tier="unknown", model="unknown")
    before = {("review_seconds", (("document_class", "invoice"),)): 60.0}
    found = exported({**recorder.take(), **before})
    unknown = {"document_class": "invoice", "tier": "unknown", "model": "unknown"}
    assert found == {
        ("fieldwright_review_seconds_total", *sorted(MADE.items())): 30,
        ("fieldwright_review_seconds_total", *sorted(unknown.items())): 65,
    }


def test_open_metrics_is_written_where_it_is_asked_for():
    text, media_type = exposition(lambda: ({}, Figures()), "application/openmetrics-text; version=1.0.0")
    assert media_type.startswith("application/openmetrics-text")
    assert text.endswith(b"# EOF\n")


@pytest.mark.parametrize(
    ("buckets", "share", "expected"),
    [
        ({}, 0.5, None),
        ({"10.0": 4}, 0.5, 7.5),
        ({"10.0": 4}, 1.0, 10.0),
        ({"5.0": 1, "60.0": 1}, 0.5, 5.0),
        ({"5.0": 50, "60.0": 50}, 0.75, 45.0),
        ({"+Inf": 3}, 0.95, 86_400.0),
    ],
)
def test_quantiles_are_those_of_prometheus(buckets, share, expected):
    assert quantile(DOCUMENT_SECONDS, buckets, share) == expected


def test_names_are_unique_and_a_counter_does_not_end_in_total():
    names = [name for metric in METRICS for name in metric.sample_names]
    assert len(names) == len(set(names))
    assert not any(metric.name.endswith("_total") for metric in METRICS)


def test_all_twelve_figures_have_a_metric():
    assert {f"M{number}" for number in range(1, 13)} <= {metric.figure for metric in METRICS}
