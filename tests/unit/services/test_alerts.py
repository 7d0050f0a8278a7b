"""The committed alert rules are those of ops/slo.yaml; each has a severity and a runbook that exists."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from schemas.errors import ConfigurationError
from services.operations.alerts import rules_text
from services.operations.objectives import load_objectives

ROOT = Path(__file__).resolve().parents[3]
SLO = ROOT / "ops" / "slo.yaml"
ALERTS = ROOT / "ops" / "prometheus" / "alerts.yaml"


def rules():
    return [
        rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"] if "alert" in rule
    ]


def test_the_committed_rules_are_current():
    assert ALERTS.read_text() == rules_text(load_objectives(SLO)), (
        "run: fieldwright slo rules --output ops/prometheus/alerts.yaml"
    )


def test_every_alert_has_a_severity_and_a_runbook_and_every_runbook_an_alert():
    assert {rule["labels"]["severity"] for rule in rules()} == {"page", "ticket"}
    linked = {rule["annotations"]["runbook"] for rule in rules()}
    assert linked == {f"ops/runbooks/{path.name}" for path in (ROOT / "ops" / "runbooks").glob("*.md")}
    for name in linked:
        text = (ROOT / name).read_text()
        assert all(f"## {part}" in text for part in ("Look", "Mitigate"))
        assert "```sh\nfieldwright " in text


def test_burn_rates_are_those_of_the_sre_workbook():
    latency = [rule for rule in rules() if rule["alert"] == "FieldwrightLatency"]
    assert [rule["labels"]["severity"] for rule in latency] == ["page", "page", "ticket"]
    for rule, (long, short, bound) in zip(
        latency, (("1h", "5m", 0.72), ("6h", "30m", 0.3), ("3d", "6h", 0.05)), strict=True
    ):
        assert rule["expr"].startswith(
            f"fieldwright:latency_errors:ratio_rate{long} > {bound}\nand fieldwright:latency_errors:ratio_rate{short} > {bound}\n"
        )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("objectives: [", "no YAML"),
        ("objectives: [{name: a, kind: latency, objective: 0.9, runbook: r, title: t}]", "within_s"),
        (
            "objectives: [{name: a, kind: latency, within_s: 61, objective: 0.9, runbook: r, title: t}]",
            "within_s must be one of 1.0, 2.0",
        ),
        ("objectives: [{name: a, kind: accuracy, objective: 2, runbook: r, title: t}]", "less than 1"),
        ("objectivs: []", "objectivs"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path, text, told):
    path = tmp_path / "slo.yaml"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match=told):
        load_objectives(path)


def test_without_a_file_nothing_is_promised(tmp_path):
    assert load_objectives(tmp_path / "none.yaml").objectives == ()


def test_objectives_that_cannot_be_read_are_named(tmp_path):
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path, tmp_path / "binary.yaml"):
        with pytest.raises(ConfigurationError, match="cannot be read: set FIELDWRIGHT_OBJECTIVES"):
            load_objectives(path)
