"""The dashboards of Grafana are current, every expression is PromQL, and every metric in it is exported."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from telemetry.catalog import METRICS

GRAFANA = Path(__file__).resolve().parents[2] / "ops" / "grafana"
NAMES = ("debug", "executive", "on-call")


def expressions(name: str) -> list[str]:
    panels = json.loads((GRAFANA / f"{name}.json").read_text())["panels"]
    return [target["expr"] for panel in panels for target in panel["targets"]]


def test_the_committed_dashboards_are_current() -> None:
    spec = importlib.util.spec_from_file_location("make_dashboards", GRAFANA / "make.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    assert tuple(sorted(made.DASHBOARDS)) == NAMES
    for name in NAMES:
        assert (GRAFANA / f"{name}.json").read_text() == made.written(name), "run: python ops/grafana/make.py"


@pytest.mark.parametrize("name", NAMES)
def test_every_metric_is_exported(name) -> None:
    exported = {sample for metric in METRICS for sample in metric.sample_names}
    for expression in expressions(name):
        assert set(re.findall(r"\bfieldwright_[a-z_]+", expression)) <= exported, expression


def test_every_figure_is_on_a_dashboard() -> None:
    shown = " ".join(expression for name in NAMES for expression in expressions(name))
    unseen = {metric.figure for metric in METRICS if metric.figure} - {
        metric.figure for metric in METRICS if metric.full_name in shown
    }
    assert unseen == set()


@pytest.mark.service
@pytest.mark.parametrize("name", NAMES)
def test_every_expression_is_promql(name, tmp_path) -> None:
    if shutil.which("promtool") is None:
        pytest.skip("promtool is missing: apt-get install prometheus")
    rules = [
        {"record": f"panel:{number}", "expr": expression.replace("$__rate_interval", "5m")}
        for number, expression in enumerate(expressions(name))
    ]
    path = tmp_path / "rules.yaml"
    path.write_text(yaml.safe_dump({"groups": [{"name": name, "rules": rules}]}))
    done = subprocess.run(["promtool", "check", "rules", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
