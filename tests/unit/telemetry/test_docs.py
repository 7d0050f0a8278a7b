"""docs/metrics.md defines every figure, and names nothing that is not exported."""

from __future__ import annotations

import re
from pathlib import Path

from telemetry.catalog import METRICS

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "metrics.md").read_text()


def test_every_metric_is_described_and_every_described_one_is_exported():
    named = set(re.findall(r"fieldwright_[a-z_]+", TEXT))
    known = {name for metric in METRICS for name in (metric.full_name, *metric.sample_names)}
    assert named <= known
    assert {m.full_name for m in METRICS if not {m.full_name, *m.sample_names} & named} == set()


def test_every_figure_has_its_line():
    assert re.findall(r"^\| (M\d+) ", TEXT, re.MULTILINE) == [f"M{number}" for number in range(1, 13)]
