"""The alert rules of ops/slo.yaml play the scrapes of a drill: they fire after their time, and end with what they show."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gameday.alerts import Scrape, alert_of, firing, runbook_of, waits_minutes
from schemas.errors import ConfigurationError
from services.operations.objectives import load_objectives

ROOT = Path(__file__).resolve().parents[3]
OBJECTIVES = load_objectives(ROOT / "ops" / "slo.yaml")
OF_ALL = {"tier": "all", "model": "all"}

needs_promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is missing")


def queue(minute, age_s):
    return Scrape(minute, [("fieldwright_queue_age_seconds", {"queue": "processing"}, age_s)])


def test_an_alert_is_found_with_its_runbook_and_waiting_time():
    rules = alert_of(OBJECTIVES, "FieldwrightQueueAge")
    assert (runbook_of(rules), waits_minutes(rules)) == ("ops/runbooks/queue-age.md", 10)
    latency = alert_of(OBJECTIVES, "FieldwrightLatency")["rules"]
    assert latency[0]["record"].startswith("fieldwright:latency_errors:")
    assert latency[-1]["labels"]["window"] == "1h"
    with pytest.raises(ConfigurationError, match="no alert Fieldwright"):
        alert_of(OBJECTIVES, "FieldwrightNone")


@needs_promtool
def test_an_alert_fires_after_its_time_and_not_for_other_labels():
    rules, scrapes = alert_of(OBJECTIVES, "FieldwrightQueueAge"), [queue(0, 0), queue(10, 4000), queue(40, 10)]
    found = firing(rules, scrapes, {})
    assert (found.first(0), found.before(10), found.last) == (20, False, False)
    assert firing(rules, scrapes, {"severity": "ticket"}).first(0) is None


@needs_promtool
def test_what_is_exported_no_more_ends_its_alert_at_once():
    level = ("fieldwright_drift_level", {"kind": "image_quality", "document_class": "receipt", **OF_ALL}, 2.0)
    rules = alert_of(OBJECTIVES, "FieldwrightInputDrift")
    found = firing(rules, [Scrape(0, []), Scrape(5, [level]), Scrape(40, [level]), Scrape(41, [])], {})
    assert (found.first(0), found.last) == (35, False)


@needs_promtool
def test_a_long_history_is_evaluated_in_longer_steps():
    def counted(minute, documents, low):
        labels = {"document_class": "receipt", "tier": "standard", "model": 'a "quoted" \\ model'}
        return Scrape(
            minute,
            [
                ("fieldwright_documents_total", {**labels, "status": "accepted"}, documents),
                ("fieldwright_low_confidence_documents_total", labels, low),
            ],
        )

    rules = alert_of(OBJECTIVES, "FieldwrightLowConfidence")
    day = 24 * 60
    usual = [counted(0, 6.0, 1.0), counted(30, 26.0, 5.0), counted(2 * day, 28.0, 6.0)]
    spike = [counted(2 * day + 2, 62.0, 40.0), counted(2 * day + 40, 62.0, 40.0)]
    assert firing(rules, usual, {}).first(0) is None
    first = firing(rules, usual + spike, {}).first(0)
    assert first is not None
    assert 30 <= first - 2 * day <= 40
