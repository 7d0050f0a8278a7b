"""Makes the three dashboards of Grafana beside itself: `python ops/grafana/make.py`.

A panel is one line: its title, kind, unit, and expressions with their legends. docs/metrics.md explains the figures.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
COLUMNS = 24
WIDTH, HEIGHT = 8, 8
DATA = {"type": "prometheus", "uid": "${source}"}


@dataclass(frozen=True)
class Panel:
    """One panel; ``unit`` is Grafana's name of it."""

    title: str
    kind: str
    unit: str
    queries: tuple[tuple[str, str], ...]


def quantiles(metric: str, by: str = "") -> tuple[tuple[str, str], ...]:
    """Returns P50, P95 and P99 of a histogram."""
    group = f"le, {by}" if by else "le"
    legend = f" {{{{{by}}}}}" if by else ""
    return tuple(
        (f"histogram_quantile({share}, sum by ({group}) (rate({metric}_bucket[$__rate_interval])))", f"P{name}{legend}")
        for share, name in ((0.5, "50"), (0.95, "95"), (0.99, "99"))
    )


def share(part: str, by: str, window: str = "1d") -> str:
    """Returns which share of the documents a counter is."""
    return (
        f"sum by ({by}) (increase({part}[{window}])) / sum by ({by}) (increase(fieldwright_documents_total[{window}]))"
    )


MADE = "document_class, tier, model"
ALL = "fieldwright_documents_total"
REVIEW = 'fieldwright_documents_total{status="needs_review"}'
ACCEPTED = 'fieldwright_documents_total{status="accepted"}'

EXECUTIVE = (
    Panel("Pages a day", "timeseries", "short", (("sum(increase(fieldwright_pages_total[1d]))", "pages"),)),
    Panel("Accepted without a person", "timeseries", "percentunit", ((share(ACCEPTED, "document_class"), "{{document_class}}"),)),
    Panel("Budget burn of 30 days (1 is all of it)", "bargauge", "short", (
        ('fieldwright_error_budget_burn_rate{window="30d",tier="all",model="all"}', "{{objective}} {{document_class}}"),
    )),
    Panel("Page accuracy of accepted documents", "timeseries", "percentunit", (
        ('fieldwright_page_accuracy_ratio{sample="accepted",estimate="mean"}', "{{document_class}} {{tier}} {{model}}"),
        ('fieldwright_page_accuracy_ratio{sample="accepted",estimate="low"}', "{{document_class}} {{tier}} {{model}} low"),
    )),
    Panel("Word accuracy", "timeseries", "percentunit", (
        ('fieldwright_word_accuracy_ratio{estimate="mean"}', "{{document_class}} {{sample}}"),
    )),
    Panel("Cost per page of 30 days", "timeseries", "short", (("fieldwright_cost_per_page", "{{part}}"),)),
    Panel("Cost per page by class and tier", "timeseries", "short", (
        ("fieldwright_class_cost_per_page", "{{part}} {{document_class}} {{tier}}"),
    )),
    Panel("Cost a day", "timeseries", "short", (("sum by (part) (increase(fieldwright_cost_total[1d]))", "{{part}}"),)),
    Panel("From arrival to outcome", "timeseries", "s", quantiles("fieldwright_document_seconds")),
    Panel("From queue to decision", "timeseries", "s", quantiles("fieldwright_review_turnaround_seconds")),
)  # fmt: skip
ON_CALL = (
    Panel("Alerts", "table", "short", (('ALERTS{alertname=~"Fieldwright.+",alertstate="firing"}', ""),)),
    Panel("Waiting", "timeseries", "short", (("sum by (queue) (fieldwright_queue_documents)", "{{queue}}"),)),
    Panel("Age of the oldest", "timeseries", "s", (
        ('fieldwright_queue_age_seconds{document_class="all"}', "{{queue}}"),
    )),
    Panel("Pages per second", "timeseries", "short", (("sum(rate(fieldwright_pages_total[$__rate_interval]))", "pages"),)),
    Panel("From arrival to outcome", "timeseries", "s", quantiles("fieldwright_document_seconds")),
    Panel("Stage P95", "timeseries", "s", (
        ("histogram_quantile(0.95, sum by (le, stage) (rate(fieldwright_stage_seconds_bucket[$__rate_interval])))", "{{stage}}"),
    )),
    Panel("Below the threshold", "timeseries", "percentunit", (
        (share("fieldwright_low_confidence_documents_total", "document_class", "6h"), "{{document_class}}"),
    )),
    Panel("Needs a person", "timeseries", "percentunit", ((share(REVIEW, "document_class", "6h"), "{{document_class}}"),)),
    Panel("Errors", "timeseries", "short", (("sum by (stage, type) (increase(fieldwright_errors_total[1h]))", "{{stage}} {{type}}"),)),
    Panel("Retries", "timeseries", "short", (("sum by (stage) (increase(fieldwright_retries_total[1h]))", "{{stage}}"),)),
    Panel("Portal requests with 5xx", "timeseries", "percentunit", (
        ('sum by (kind) (rate(fieldwright_http_request_seconds_count{status="5xx"}[$__rate_interval])) / '
         "sum by (kind) (rate(fieldwright_http_request_seconds_count[$__rate_interval]))", "{{kind}}"),
    )),
    Panel("Refused uploads", "timeseries", "short", (("sum by (why) (increase(fieldwright_refused_uploads_total[1h]))", "{{why}}"),)),
)  # fmt: skip
DEBUG = (
    Panel("Documents by model and status", "timeseries", "short", (
        (f"sum by (model, status) (increase({ALL}[1h]))", "{{model}} {{status}}"),
    )),
    Panel("Below the threshold by model", "timeseries", "percentunit", (
        (share("fieldwright_low_confidence_documents_total", "model"), "{{model}}"),
    )),
    Panel("Character errors by model", "timeseries", "percentunit", (
        ('fieldwright_character_error_ratio{estimate="mean"}', "{{document_class}} {{model}} {{sample}}"),
    )),
    Panel("False positives by field", "table", "percentunit", (
        ('fieldwright_false_positive_ratio{estimate="mean"}', "{{document_class}} {{field}} {{tier}} {{model}}"),
    )),
    Panel("Latency by model", "timeseries", "s", quantiles("fieldwright_document_seconds", "model")),
    Panel("Machine time a document by stage", "timeseries", "s", (
        ("sum by (stage) (rate(fieldwright_stage_seconds_sum[1h])) / sum by (stage) (rate(fieldwright_stage_seconds_count[1h]))", "{{stage}}"),
    )),
    Panel("Drift", "timeseries", "percentunit", (
        ('fieldwright_drift_ratio{tier="all",model="all"}', "{{kind}} {{document_class}}"),
    )),
    Panel("Drift by tier and model", "timeseries", "percentunit", (
        ('fieldwright_drift_ratio{model!="all"}', "{{kind}} {{document_class}} {{tier}} {{model}}"),
    )),
    Panel("Drift index by tier and model", "timeseries", "short", (
        ('fieldwright_drift_index{model!="all"}', "{{kind}} {{document_class}} {{tier}} {{model}}"),
    )),
    Panel("Budget burn of 3 days by tier and model", "bargauge", "short", (
        ('fieldwright_error_budget_burn_rate{window="3d",model!="all"}', "{{objective}} {{document_class}} {{tier}} {{model}}"),
    )),
    Panel("Checked values", "table", "short", (
        ('sum by (document_class, model, sample, result) (fieldwright_sampled_values{window="30d"})',
         "{{document_class}} {{model}} {{sample}} {{result}}"),
    )),
    Panel("Portal requests", "timeseries", "s", quantiles("fieldwright_http_request_seconds", "kind")),
    Panel("Stored a day", "timeseries", "bytes", (("sum by (kind) (increase(fieldwright_stored_bytes_total[1d]))", "{{kind}}"),)),
    Panel("Waiting by class, tier and model", "timeseries", "short", (
        ("fieldwright_queue_documents", "{{queue}} {{document_class}} {{tier}} {{model}}"),
    )),
    Panel("Age of the oldest by class, tier and model", "timeseries", "s", (
        ('fieldwright_queue_age_seconds{document_class!="all"}', "{{queue}} {{document_class}} {{tier}} {{model}}"),
    )),
    Panel("Needs a person by class, tier and model", "timeseries", "percentunit", (
        (share(REVIEW, MADE), "{{document_class}} {{tier}} {{model}}"),
    )),
    Panel("Reviewers' time a day", "timeseries", "s", (
        (f"sum by ({MADE}) (increase(fieldwright_review_seconds_total[1d]))", "{{document_class}} {{tier}} {{model}}"),
    )),
    Panel("Reviewers' time a document", "timeseries", "s", (
        (f"sum by ({MADE}) (increase(fieldwright_review_seconds_total[1d])) / "
         f"sum by ({MADE}) (increase(fieldwright_review_turnaround_seconds_count[1d]))", "{{document_class}} {{tier}} {{model}}"),
    )),
    Panel("From queue to decision by model", "timeseries", "s", quantiles("fieldwright_review_turnaround_seconds", "model")),
    Panel("Store answers", "stat", "short", (("min(fieldwright_store_up)", "store"),)),
)  # fmt: skip
DASHBOARDS = {
    "executive": ("Fieldwright: executive", "now-90d", EXECUTIVE),
    "on-call": ("Fieldwright: on call", "now-24h", ON_CALL),
    "debug": ("Fieldwright: debug", "now-7d", DEBUG),
}


def dashboard(name: str) -> dict[str, Any]:
    """Returns a dashboard as Grafana imports it."""
    title, since, panels = DASHBOARDS[name]
    source = {"name": "source", "type": "datasource", "query": "prometheus", "label": "Prometheus"}
    return {
        "uid": f"fieldwright-{name}",
        "title": title,
        "tags": ["fieldwright"],
        "schemaVersion": 39,
        "editable": True,
        "refresh": "1m",
        "time": {"from": since, "to": "now"},
        "templating": {"list": [source]},
        "panels": [_panel(number, panel) for number, panel in enumerate(panels)],
    }


def _panel(number: int, panel: Panel) -> dict[str, Any]:
    across = COLUMNS // WIDTH
    return {
        "id": number + 1,
        "title": panel.title,
        "type": panel.kind,
        "datasource": DATA,
        "gridPos": {"x": number % across * WIDTH, "y": number // across * HEIGHT, "w": WIDTH, "h": HEIGHT},
        "fieldConfig": {"defaults": {"unit": panel.unit}, "overrides": []},
        "targets": [
            {
                "refId": chr(ord("A") + index), "datasource": DATA, "expr": expression, "legendFormat": legend,
                "instant": panel.kind != "timeseries", "format": "table" if panel.kind == "table" else "time_series",
            }
            for index, (expression, legend) in enumerate(panel.queries)
        ],
    }  # fmt: skip


def written(name: str) -> str:
    """Returns the file of a dashboard."""
    return json.dumps(dashboard(name), indent=1) + "\n"


if __name__ == "__main__":
    for each in DASHBOARDS:
        (HERE / f"{each}.json").write_text(written(each))
