"""Makes Prometheus alert rules of the objectives: several windows and burn rates, a severity and a runbook for each.

Source: Google, "The Site Reliability Workbook", chapter 5, "Multiwindow, Multi-Burn-Rate Alerts", table 5-8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from schemas.objectives import Limit, Objective, Objectives, Severity

HEADER = """\
# Made of ops/slo.yaml by `fieldwright slo rules --output ops/prometheus/alerts.yaml`. Do not edit: change that file.
"""

DOCUMENTS, SECONDS, REQUESTS, VALUES = (
    "fieldwright_documents_total",
    "fieldwright_document_seconds",
    "fieldwright_http_request_seconds_count",
    "fieldwright_sampled_values",
)


@dataclass(frozen=True)
class BurnAlert:
    """Fires while the budget burns faster than ``factor`` in both windows; the short one ends it soon after."""

    factor: float
    long: str
    short: str
    minutes: int
    severity: Severity


BURN_ALERTS = (
    BurnAlert(14.4, "1h", "5m", 2, "page"),
    BurnAlert(6, "6h", "30m", 15, "page"),
    BurnAlert(1, "3d", "6h", 60, "ticket"),
)
"""14.4 uses up 2 % of a 30 days' budget in an hour, 6 uses up 5 % in six hours, 1 uses up 10 % in three days."""

SAMPLE_ALERTS = (BurnAlert(6, "30d", "3d", 60, "page"), BurnAlert(1, "30d", "3d", 60, "ticket"))
"""Second looks come in slowly: accuracy has windows of days, which the exporter computes."""

WINDOWS = ("5m", "30m", "1h", "6h", "3d")


def rules_text(objectives: Objectives) -> str:
    """Returns the rules file of Prometheus."""
    groups = [_group(objective) for objective in objectives.objectives]
    groups.append({"name": "fieldwright-limits", "rules": [_limit(limit) for limit in objectives.limits]})
    text: str = yaml.dump({"groups": groups}, Dumper=_Dumper, sort_keys=False, width=1000, allow_unicode=True)
    return HEADER + text


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]
    """Writes expressions of several lines as they are."""


def _written(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _written)


def _group(objective: Objective) -> dict[str, Any]:
    rules: list[dict[str, Any]] = []
    if objective.kind == "accuracy":
        windows = sorted({window for alert in SAMPLE_ALERTS for window in (alert.long, alert.short)})
        rules += [{"record": _recorded_burn(objective, w), "expr": _burn_of_samples(objective, w)} for w in windows]
        rules += [_accuracy(objective, alert) for alert in SAMPLE_ALERTS]
    else:
        rules += [{"record": _recorded(objective, window), "expr": _ratio(objective, window)} for window in WINDOWS]
        rules += [_burn(objective, alert) for alert in BURN_ALERTS]
    return {"name": f"fieldwright-{objective.name}", "rules": rules}


def _burn(objective: Objective, alert: BurnAlert) -> dict[str, Any]:
    bound = f"{alert.factor * (1 - objective.objective):.6g}"
    by = _by(objective)
    expression = (
        f"{_recorded(objective, alert.long)} > {bound}\n"
        f"and {_recorded(objective, alert.short)} > {bound}\n"
        f"and {_sum(by, f'increase({_all(objective)}[{alert.long}])')} >= {objective.least}"
    )
    return _alert(objective, alert, expression)


def _accuracy(objective: Objective, alert: BurnAlert) -> dict[str, Any]:
    bound = f"{alert.factor:.6g}"
    seen = _sum("document_class, model", f'{VALUES}{{sample="accepted",window="{alert.long}"}}')
    expression = (
        f"{_recorded_burn(objective, alert.long)} > {bound}\n"
        f"and {_recorded_burn(objective, alert.short)} > {bound}\n"
        f"and {seen} >= {objective.least}"
    )
    return _alert(objective, alert, expression)


def _recorded_burn(objective: Objective, window: str) -> str:
    return f"fieldwright:{objective.name.replace('-', '_')}_burn:{window}"


def _burn_of_samples(objective: Objective, window: str) -> str:
    """Returns the burn rate by class and model; each class is divided by what its own objective allows."""
    stated = objective.classes.items()
    cases = [_burn_of_class(objective, window, f'="{name}"', share) for name, share in stated]
    others = f'!~"{"|".join(objective.classes)}"'
    return "\nor ".join([*cases, _burn_of_class(objective, window, others, objective.objective)])


def _burn_of_class(objective: Objective, window: str, chosen: str, share: float) -> str:
    def weighted(more: str) -> str:
        found = f'{VALUES}{{sample="accepted",window="{window}",document_class{chosen}{more}'
        parts = [f'{found},importance="{name}"}} * {weight:.6g}' for name, weight in objective.weights.items()]
        return _sum("document_class, model", " or ".join(parts))

    wrong = weighted(',result="wrong"')
    return f"{wrong} / {weighted('')} / {1 - share:.6g}"


def _ratio(objective: Objective, window: str) -> str:
    by, every = _by(objective), _all(objective)
    total = _sum(by, f"rate({every}[{window}])")
    if objective.kind == "latency":
        good = f'{SECONDS}_bucket{{le="{float(objective.within_s or 0)}"}}'
        return f"1 - {_sum(by, f'rate({good}[{window}])')} / {total}"
    bad = f'{REQUESTS}{{status="5xx"}}' if objective.kind == "availability" else f'{DOCUMENTS}{{status="failed"}}'
    # Nothing bad yet has no series at all: that is 0, not unknown.
    return f"({_sum(by, f'rate({bad}[{window}])')} or 0 * {total}) / {total}"


def _all(objective: Objective) -> str:
    return {"availability": REQUESTS, "processing": DOCUMENTS, "latency": f"{SECONDS}_count"}[objective.kind]


def _by(objective: Objective) -> str:
    """Returns by which labels alerts are grouped; most documents that failed have no model."""
    return {"availability": "kind", "processing": "tier", "latency": "model, tier"}[objective.kind]


def _sum(by: str, of: str) -> str:
    return f"sum by ({by}) ({of})"


def _recorded(objective: Objective, window: str) -> str:
    return f"fieldwright:{objective.name.replace('-', '_')}_errors:ratio_rate{window}"


def _alert(objective: Objective, alert: BurnAlert, expression: str) -> dict[str, Any]:
    told = f"The error budget burns more than {alert.factor:g} times too fast (over {alert.long} and {alert.short})."
    labels = {"severity": alert.severity, "objective": objective.name, "window": alert.long}
    return _rule(objective.name, expression, alert.minutes, labels, objective.title, told, objective.runbook)


def _limit(limit: Limit) -> dict[str, Any]:
    told = f"{{{{ $value | humanize }}}} is above {limit.above:g}."
    expression = f"({limit.expression}) > {limit.above:g}"
    return _rule(
        limit.name, expression, limit.minutes, {"severity": limit.severity}, limit.title, told, limit.runbook
    )  # fmt: skip


def _rule(
    name: str, expression: str, minutes: int, labels: dict[str, str], title: str, told: str, runbook: str
) -> dict[str, Any]:
    return {
        "alert": "Fieldwright" + "".join(part.capitalize() for part in name.split("-")),
        "expr": expression,
        "for": f"{minutes}m",
        "labels": labels,
        "annotations": {"summary": title, "description": told, "runbook": runbook},
    }
