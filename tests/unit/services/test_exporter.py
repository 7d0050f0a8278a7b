"""The figures of a store with documents, reviews and second looks are those of what happened, within bounds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from schemas.classes import SHIPPED
from schemas.errors import StoreUnavailable
from schemas.outcome import Outcome
from schemas.settings import Settings
from services import stages
from services.operations import history
from services.operations.exporter import Exporter, set_accuracy, set_burns
from services.operations.objectives import burns, load_objectives
from store.counters import DayCount
from store.samples import CheckedValue
from telemetry.exposition import Figures, exposition
from tests.workbenches import TEXT_PDFS, NoFields, ingest, workbench


def exported(bench):
    families = text_string_to_metric_families(exposition(Exporter(bench).figures)[0].decode())
    return {(s.name, *sorted(s.labels.items())): s.value for family in families for s in family.samples}


def test_documents_stages_and_queues_are_counted_over_processes(tmp_path):
    with workbench(tmp_path) as bench:
        ids = ingest(bench, *TEXT_PDFS[:2])
        stages.extract(bench, ids[:1])
        bench.save_counts()
    with workbench(tmp_path) as bench:  # another process
        found = exported(bench)
        reviewed = [key for key in found if key[0] == "fieldwright_documents_total"]
        assert [dict(key[1:])["status"] for key in reviewed] == ["needs_review"]
        assert dict(reviewed[0][1:])["model"] == "none 1"
        assert sum(v for key, v in found.items() if key[0] == "fieldwright_pages_total") == 1
        assert sum(v for key, v in found.items() if key[0] == "fieldwright_document_seconds_count") == 1
        stage_names = {dict(key[1:])["stage"] for key in found if key[0] == "fieldwright_stage_seconds_count"}
        assert {"pages", "read", "class", "fields", "report"} <= stage_names
        unread = {"document_class": "unknown", "tier": "unknown", "model": "unknown", "queue": "processing"}
        assert found["fieldwright_queue_documents", *sorted(unread.items())] == 1
        asked = {
            dict(key[1:])["document_class"]: dict(key[1:])
            for key in found
            if key[0] == "fieldwright_queue_age_seconds" and ("queue", "review") in key and found[key] > 0
        }
        every = asked.pop("all")
        assert (every["tier"], every["model"]) == ("all", "all")
        assert {(labels["tier"], labels["model"]) for labels in asked.values()} == {("standard", "none 1")}
        assert found["fieldwright_stored_bytes_total", ("kind", "original")] > 1000
        assert found["fieldwright_stored_bytes_total", ("kind", "image")] > 1000
        assert found["fieldwright_cost_per_page", ("part", "machine")] > 0
        assert found["fieldwright_store_up",] == 1


def test_a_document_that_breaks_a_stage_is_failed_and_a_bad_file_is_not(tmp_path):
    def broken(batch):
        raise ValueError("words of a document")

    with workbench(tmp_path, fields=NoFields(broken)) as bench:
        ids = ingest(bench, TEXT_PDFS[0], "damaged_on_purpose.pdf")
        stages.extract(bench, ids)
        found = exported(bench)
    statuses = {
        dict(key[1:])["status"]: value for key, value in found.items() if key[0] == "fieldwright_documents_total"
    }
    assert statuses == {"failed": 1, "rejected": 1}
    errors = {(dict(k[1:])["stage"], dict(k[1:])["type"]) for k in found if k[0] == "fieldwright_errors_total"}
    assert ("fields", "ValueError") in errors
    assert not any("words of a document" in str(key) for key in found)


def test_nothing_is_counted_twice_for_one_outcome(tmp_path):
    with workbench(tmp_path) as bench:
        [one] = ingest(bench, TEXT_PDFS[0])
        stages.extract(bench, [one])
        stages.Batch(bench, [one]).end(Outcome(document_id=one, status="accepted"))
        found = exported(bench)
    assert sum(v for key, v in found.items() if key[0] == "fieldwright_documents_total") == 1


def test_a_store_that_does_not_answer_is_said_and_counts_wait(tmp_path, monkeypatch):
    with workbench(tmp_path) as bench:
        bench.telemetry.retried("read")

        def down(*_):
            raise StoreUnavailable("down")

        with monkeypatch.context() as patched:
            patched.setattr(bench.store.counters, "add", down)
            patched.setattr(bench.store.counters, "totals", down)
            assert exported(bench) == {("fieldwright_store_up",): 0}
        assert exported(bench)["fieldwright_retries_total", ("stage", "read")] == 1


def test_counting_can_be_turned_off(tmp_path):
    with workbench(tmp_path, telemetry={"metrics": False}) as bench:
        ids = ingest(bench, TEXT_PDFS[0])
        stages.extract(bench, ids)
        bench.save_counts()
        assert bench.store.counters.totals() == {}


def day(ago, name, value, **labels):
    return DayCount(datetime.now(UTC).date() - timedelta(days=ago), name, labels, value)


def test_costs_are_machine_time_reviewers_and_a_year_of_storage():
    settings = Settings(cost={"machine_hour": 0.36, "reviewer_hour": 36, "storage_gb_month": 0.5})
    counts = [
        day(0, "stage_seconds", 100, stage="read", le="sum"), day(0, "stage_seconds", 3, stage="read", le="1.0"),
        day(1, "review_seconds", 60, document_class="invoice"), day(1, "stored_bytes", 2e9, kind="image"),
    ]  # fmt: skip
    assert history.costs(counts, settings.cost) == pytest.approx({"machine": 0.01, "review": 0.6, "storage": 12.0})


def test_costs_of_a_page_are_told_by_class_and_tier():
    settings = Settings(cost={"machine_hour": 3600, "reviewer_hour": 3600})

    def counted(document_class, tier, pages, seconds):
        labels = {"document_class": document_class, "tier": tier}
        found = [
            day(0, "stage_seconds", seconds, stage="read", le="sum", **labels),
            day(0, "stage_seconds", 9, le="1.0", **labels),
        ]
        return [*found, day(0, "pages", pages, model="m", **labels)] if pages else found

    counts = [
        *counted("invoice", "draft", 10, 20), *counted("receipt", "draft", 30, 30), *counted("unknown", "draft", 0, 40),
        *counted("invoice", "premium", 2, 10), day(0, "review_seconds", 36, document_class="invoice"),
        day(0, "review_seconds", 5, document_class="claim"),
    ]  # fmt: skip
    assert history.machine_costs(counts, settings.cost) == {
        ("invoice", "draft"): 3.0, ("receipt", "draft"): 2.0, ("invoice", "premium"): 5.0,
    }  # fmt: skip
    assert history.review_costs(counts, settings.cost) == {"invoice": 3.0}


def test_drift_is_the_difference_of_shares():
    def documents(invoices, receipts, low):
        return [
            day(0, "documents", invoices, document_class="invoice"), day(0, "documents", receipts, document_class="receipt"),
            day(0, "low_confidence_documents", low, document_class="invoice"),
        ]  # fmt: skip

    moved = history.drifts(documents(50, 50, 20), documents(90, 10, 9))
    assert moved["class_mix", "invoice"] == pytest.approx(-0.4)
    assert moved["confidence", "invoice"] == pytest.approx(0.3)
    assert moved["confidence", "receipt"] == 0
    assert history.drifts([], documents(1, 1, 1)) == {}


def version(name, value, *, ago=0, tier="draft", model="m 2", document_class="invoice", **labels):
    return day(ago, name, value, document_class=document_class, tier=tier, model=model, **labels)


def test_drift_of_a_tier_and_model_needs_documents_of_it_in_both_periods():
    def documents(count, low, **labels):
        return [version("documents", count, **labels), version("low_confidence_documents", low, **labels)]

    now = [*documents(50, 25), *documents(60, 0, model="m 3"), *documents(49, 49, tier="premium")]
    before = [*documents(100, 10), *documents(100, 0, tier="premium"), day(9, "errors", 7, stage="read", type="x")]
    assert history.drifts_by_version(now, before, 50) == {("invoice", "draft", "m 2"): pytest.approx(0.4)}


OBJECTIVES = """
objectives:
  - {name: a, kind: availability, objective: 0.99, runbook: a.md, title: A}
  - {name: p, kind: processing, objective: 0.99, least: 20, runbook: a.md, title: P}
  - {name: l, kind: latency, objective: 0.95, within_s: 60, least: 20, runbook: a.md, title: L}
  - {name: v, kind: accuracy, objective: 0.98, least: 2, runbook: a.md, title: V}
"""


def test_budgets_of_a_tier_and_model_burn_by_themselves_from_the_least_events_on(tmp_path):
    (tmp_path / "slo.yaml").write_text(OBJECTIVES)
    counts = [
        version("documents", 19, status="accepted"), version("documents", 1, status="failed"),
        version("documents", 19, status="failed", tier="premium"), version("document_seconds", 20, le="120.0"),
        day(0, "http_request_seconds", 100, kind="page", status="5xx", le="1.0"),
    ]  # fmt: skip
    checked = [
        CheckedValue(str(n), 1, datetime.now(UTC), "invoice", "m 2", "accepted", "total_amount", None, "1", "1", n > 0, "draft")
        for n in range(2)
    ]  # fmt: skip
    figures = Figures()
    objectives = load_objectives(tmp_path / "slo.yaml").objectives
    set_burns(figures, objectives, counts, checked, SHIPPED, window="3d")
    every = {
        (dict(k)["objective"], dict(k)["document_class"]) for (_, k), _ in figures.items() if ("model", "all") in k
    }
    assert every == {("a", ""), ("p", ""), ("l", ""), ("v", "invoice")}
    found = {dict(k)["objective"]: value for (_, k), value in figures.items() if ("model", "m 2") in k}
    assert found == {name: pytest.approx(rate) for name, rate in {"p": 5.0, "l": 20.0, "v": 25.0}.items()}
    assert not any(("tier", "premium") in labels for (_, labels), _ in figures.items())


def test_false_positives_are_those_of_a_class_tier_and_model():
    def value(number, model, right):
        truth = "1" if right else "2"
        return CheckedValue(
            str(number), 1, datetime.now(UTC), "invoice", model, "accepted", "iban", None, "1", truth, right, "draft"
        )

    figures = Figures()
    set_accuracy(figures, [value(1, "m 1", True), value(2, "m 1", True), value(3, "m 2", True), value(4, "m 2", False)])
    rates = {
        dict(labels)["model"]: (rate, dict(labels)["tier"])
        for (name, labels), rate in figures.items()
        if name == "false_positive_ratio" and ("estimate", "mean") in labels
    }
    assert rates == {"m 1": (0.0, "draft"), "m 2": (0.5, "draft")}


def test_burn_rates_are_errors_over_what_is_allowed(tmp_path):
    path = tmp_path / "slo.yaml"
    path.write_text("""
objectives:
  - {name: a, kind: availability, objective: 0.99, runbook: a.md, title: A}
  - {name: p, kind: processing, objective: 0.999, runbook: a.md, title: P}
  - {name: l, kind: latency, objective: 0.95, within_s: 60, runbook: a.md, title: L}
  - {name: v, kind: accuracy, objective: 0.98, classes: {receipt: 0.9}, weights: {critical: 1, supporting: 0.25}, runbook: a.md, title: V}
""")
    counts = [
        day(0, "http_request_seconds", 97, kind="page", status="2xx", le="1.0"),
        day(0, "http_request_seconds", 3, kind="page", status="5xx", le="1.0"),
        day(0, "http_request_seconds", 40, kind="page", status="5xx", le="sum"),
        day(0, "documents", 998, status="accepted"), day(0, "documents", 2, status="failed"),
        day(0, "document_seconds", 8, le="60.0"), day(0, "document_seconds", 1, le="120.0"), day(0, "document_seconds", 1, le="+Inf"),
    ]  # fmt: skip
    values = [
        ("invoice", "critical", True, 94),
        ("invoice", "critical", False, 1),
        ("invoice", "supporting", False, 4),
        ("receipt", "critical", False, 1),
        ("receipt", "critical", True, 9),
    ]
    found = {
        (burn.objective, burn.document_class): burn.rate
        for burn in burns(load_objectives(path).objectives, counts, values)
    }
    expected = {("a", ""): 3.0, ("p", ""): 2.0, ("l", ""): 4.0, ("v", "invoice"): 2 / 96 / 0.02, ("v", "receipt"): 1.0}
    assert found == {key: pytest.approx(value) for key, value in expected.items()}
