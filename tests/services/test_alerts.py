"""Prometheus and Alertmanager themselves check the rules, play outages against them, and route what they raise."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
OPS = ROOT / "ops" / "prometheus"

pytestmark = pytest.mark.service


def said(*command: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is missing: apt-get install prometheus prometheus-alertmanager")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_rules_are_rules() -> None:
    assert "rules found" in said("promtool", "check", "rules", "--lint-fatal", str(OPS / "alerts.yaml"))
    assert "SUCCESS" in said("promtool", "check", "config", str(OPS / "prometheus.yaml"))


def test_outages_raise_alerts_and_small_troubles_do_not() -> None:
    assert "SUCCESS" in said("promtool", "test", "rules", str(OPS / "alerts_test.yaml"))


@pytest.mark.parametrize(
    ("labels", "receiver"),
    [
        ("severity=page alertname=FieldwrightLatency", "on-call"),
        ("severity=ticket alertname=FieldwrightDrift", "tickets"),
        ("alertname=Other", "tickets"),
    ],
)
def test_pages_reach_who_is_on_call_and_tickets_do_not(labels, receiver) -> None:
    config = f"--config.file={OPS / 'alertmanager.yaml'}"
    assert said("amtool", "config", "routes", "test", config, *labels.split()).split() == [receiver]


def test_every_metric_of_rules_and_tests_is_exported() -> None:
    from telemetry.catalog import METRICS

    exported = {name for metric in METRICS for name in metric.sample_names}
    for name in ("alerts.yaml", "alerts_test.yaml"):
        text = (OPS / name).read_text()
        recorded = set(re.findall(r"fieldwright:[a-z0-9_:]+", text))
        assert set(re.findall(r"\bfieldwright_[a-z_]+", text)) <= exported
        defined = {
            r["record"]
            for g in yaml.safe_load((OPS / "alerts.yaml").read_text())["groups"]
            for r in g["rules"]
            if "record" in r
        }
        assert recorded <= defined
