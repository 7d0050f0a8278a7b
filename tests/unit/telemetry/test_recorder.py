"""Counts are true: added up over takes, kept when they cannot be stored, bounded in their labels, off when told."""

from __future__ import annotations

import subprocess
import sys

import pytest

from telemetry.catalog import DOCUMENTS, PAGES, RETRIES, STAGE_SECONDS
from telemetry.recorder import MOST_VALUES, REST, Recorder, sorted_labels

STAGE = {"stage": "read", "document_class": "invoice", "tier": "standard"}


def test_counts_are_taken_once_and_put_back_when_they_could_not_be_kept():
    recorder = Recorder()
    recorder.add(RETRIES, stage="read")
    recorder.add(RETRIES, 2, stage="read")
    first = recorder.take()
    key = ("retries", (("stage", "read"),))
    assert first == {key: 3}
    assert recorder.take() == {}
    recorder.put_back(first)
    recorder.add(RETRIES, stage="read")
    assert recorder.take() == {key: 4}


def test_a_histogram_has_its_buckets_by_upper_bound_and_its_sum():
    recorder = Recorder()
    for seconds in (0.02, 0.02, 7, 1000):
        recorder.add(STAGE_SECONDS, seconds, **STAGE)
    found = recorder.take()
    assert found == {
        ("stage_seconds", sorted_labels(STAGE | {"le": le})): value
        for le, value in {"0.025": 2, "10.0": 1, "+Inf": 1, "sum": 1007.04}.items()
    }


def test_labels_have_a_bound():
    recorder = Recorder()
    for number in range(MOST_VALUES + 20):
        recorder.add(RETRIES, stage=f"stage {number}")
    found = recorder.take()
    assert len(found) == MOST_VALUES + 1
    assert found["retries", (("stage", REST),)] == 20


@pytest.mark.parametrize("labels", [{}, {"stage": "read", "document": "x"}])
def test_labels_are_those_of_the_catalog(labels):
    with pytest.raises(ValueError, match="retries has the labels stage"):
        Recorder().add(RETRIES, **labels)


def test_nothing_is_counted_when_off():
    recorder = Recorder(on=False)
    recorder.add(PAGES, 3, document_class="invoice", tier="standard", model="m")
    assert recorder.take() == {}


def test_the_sdk_is_loaded_by_the_first_count_only():
    code = (
        "import sys; from telemetry.telemetry import Telemetry; from schemas.operation_settings import TelemetrySettings;"
        "made = Telemetry(TelemetrySettings()); assert 'opentelemetry.sdk' not in sys.modules;"
        "made.retried('read'); assert 'opentelemetry.sdk' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_documents_are_named_by_no_label():
    forbidden = {"document", "document_id", "name", "text", "value", "user", "actor", "path"}
    assert not forbidden & {label for metric in (DOCUMENTS, PAGES, STAGE_SECONDS) for label in metric.labels}
