"""Plays the figures of a drill to the alert rules of the program, with the program that Prometheus has for it.

The rules are those of ``ops/slo.yaml``, and the figures are what a scraper got. ``promtool test rules`` evaluates both.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from schemas.errors import ConfigurationError
from schemas.objectives import Objectives
from services.operations.alerts import rules_text

PROMTOOL = "promtool"
MOST_STEPS = 1500
"""Evaluations of the rules: longer histories have fewer per hour."""
_ANSWER = re.compile(r"time: (\S+),.*?got: (?:\{\} (\S+)|nil)", re.DOTALL)
_UNITS_S = {"h": 3600, "m": 60, "s": 1, "d": 86_400, "w": 604_800}


@dataclass(frozen=True)
class Scrape:
    """What a scraper got: ``minute`` of the drill's clock, and the samples by name and labels."""

    minute: int
    samples: Sequence[tuple[str, dict[str, str], float]]


@dataclass(frozen=True)
class Firing:
    """The minutes at which the rules were evaluated, and whether the alert fired at each."""

    minutes: tuple[int, ...]
    fires: tuple[bool, ...]

    def first(self, since: int) -> int | None:
        """Returns the first minute from ``since`` on at which the alert fired; None where it did not."""
        pairs = zip(self.minutes, self.fires, strict=True)
        return next((minute for minute, fires in pairs if fires and minute >= since), None)

    def before(self, minute: int) -> bool:
        """Whether the alert fired at the last evaluation before a minute."""
        known = [fires for at, fires in zip(self.minutes, self.fires, strict=True) if at < minute]
        return bool(known) and known[-1]

    @property
    def last(self) -> bool:
        """Whether the alert fires after the last scrape."""
        return self.fires[-1]


def can_evaluate() -> bool:
    """Whether the program that evaluates the rules is installed."""
    return shutil.which(PROMTOOL) is not None


def alert_of(objectives: Objectives, name: str) -> dict[str, Any]:
    """Returns the rules of one alert: the first of its objective or limit, with what it records.

    Raises:
        ConfigurationError: The file of objectives has no such alert.
    """
    for group in yaml.safe_load(rules_text(objectives))["groups"]:
        alerts = [rule for rule in group["rules"] if rule.get("alert") == name]
        if alerts:
            recorded = [rule for rule in group["rules"] if "record" in rule]
            return {"name": group["name"], "rules": [*recorded, alerts[0]]}
    raise ConfigurationError(f"ops/slo.yaml has no alert {name}: set FIELDWRIGHT_OBJECTIVES to a file that has it")


def runbook_of(rules: dict[str, Any]) -> str:
    """Returns the runbook that an alert names."""
    return str(rules["rules"][-1]["annotations"]["runbook"])


def waits_minutes(rules: dict[str, Any]) -> int:
    """Returns for how many minutes the condition of an alert must hold."""
    return int(str(rules["rules"][-1]["for"]).removesuffix("m"))


def firing(rules: Mapping[str, Any], scrapes: Sequence[Scrape], labels: Mapping[str, str]) -> Firing:
    """Returns when an alert fired; needs promtool. Between two scrapes, the figures are those of the earlier one.

    Args:
        rules: The alert with what it records; see `alert_of`.
        scrapes: The figures.
        labels: Labels that the alert must have.

    Raises:
        ConfigurationError: promtool does not take the rules.
    """
    begin, end = scrapes[0].minute, scrapes[-1].minute
    step = max(1, -(-(end - begin) // MOST_STEPS))
    minutes = list(range(begin, end + step, step))  # the last one sees the last scrape
    name = rules["rules"][-1]["alert"]
    chosen = _selector("ALERTS", {"alertname": name, "alertstate": "firing", **labels})
    expression = f"count({chosen}) or vector(0)"
    test = {
        "rule_files": ["rules.yaml"],
        "evaluation_interval": f"{step}m",
        "tests": [
            {
                "interval": f"{step}m",
                "input_series": _series(scrapes, minutes),
                # An answer that cannot be right is printed beside the one that was found.
                "promql_expr_test": [
                    {"expr": expression, "eval_time": f"{minute - begin}m", "exp_samples": []} for minute in minutes
                ],
            }
        ],
    }
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "rules.yaml").write_text(yaml.safe_dump({"groups": [rules]}), encoding="utf-8")
        (Path(folder) / "test.yaml").write_text(yaml.safe_dump(test), encoding="utf-8")
        done = subprocess.run(
            [PROMTOOL, "test", "rules", "test.yaml"], cwd=folder, capture_output=True, text=True, check=False
        )
    told = {begin + _minutes(time): float(value or 0) > 0 for time, value in _ANSWER.findall(done.stdout + done.stderr)}
    if set(told) != set(minutes):
        raise ConfigurationError(f"promtool does not take the rules of {name}: promtool check rules says why")
    return Firing(tuple(minutes), tuple(told[minute] for minute in minutes))


def _series(scrapes: Sequence[Scrape], minutes: Sequence[int]) -> list[dict[str, str]]:
    values: dict[str, dict[int, float]] = defaultdict(dict)
    for number, scrape in enumerate(scrapes):
        for name, labels, value in [*scrape.samples, ("up", {"job": "fieldwright"}, 1.0)]:
            if not name.endswith("_created"):
                values[_selector(name, labels)][number] = value
    at = [max(n for n, scrape in enumerate(scrapes) if scrape.minute <= minute) for minute in minutes]
    return [{"series": series, "values": _notation([found.get(n) for n in at])} for series, found in values.items()]


def _selector(name: str, labels: Mapping[str, str]) -> str:
    told = ",".join(f'{key}="{_escaped(value)}"' for key, value in sorted(labels.items()))
    return f"{name}{{{told}}}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _notation(values: Sequence[float | None]) -> str:
    """Returns values as promtool reads them: a run of one value is ``VALUExTIMES``, ``_`` is no value."""
    parts: list[str] = []
    start = 0
    while start < len(values):
        end = start
        while end < len(values) and values[end] == values[start]:
            end += 1
        value = values[start]
        if value is not None:
            parts.append(f"{value!r}x{end - start - 1}")
        elif start == 0:
            parts.append(f"_x{end}")
        else:
            # What is exported no more is gone at once; a gap would keep its value for five minutes.
            parts += ["stale", *([f"_x{end - start - 1}"] if end - start > 1 else [])]
        start = end
    return " ".join(parts)


def _minutes(time: str) -> int:
    """Returns the minutes of a duration as Prometheus writes it: ``1d2h3m0s``."""
    return sum(int(number) * _UNITS_S[unit] for number, unit in re.findall(r"(\d+)([wdhms])", time)) // 60
