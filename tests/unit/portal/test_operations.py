"""The operations pages show what was counted, to auditors and admins only, and work before anything was."""

from __future__ import annotations

from datetime import date

import pytest

from portal.charts import line_chart, written
from portal.operations_views import review_work
from services import stages
from store.counters import DayCount
from tests.portals import signed_in
from tests.workbenches import TEXT_PDFS, NoFields, ingest, workbench

PAGES = ("/operations", "/operations/on-call", "/operations/debug")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("reviewer", 403), ("auditor", 200), ("admin", 200)])
def test_who_may_look(bench, path, role, status):
    assert signed_in(bench, role).get(path).status_code == status


def test_pages_show_what_was_counted(tmp_path):
    def broken(batch):
        raise ValueError("text")

    with workbench(tmp_path) as bench:
        good, bad = ingest(bench, *TEXT_PDFS[:2])
        ingest(bench, TEXT_PDFS[2])
        stages.extract(bench, [good])
        bench.__dict__["fields"] = NoFields(broken)
        stages.extract(bench, [bad])
        bench.save_counts()
        browser = signed_in(bench, "auditor")
        executive = browser.get("/operations?days=7").text
        assert "<strong>2</strong><span>pages</span>" in executive
        assert executive.count('<svg class="chart"') >= 3
        assert "style=" not in executive  # the policy of the portal forbids it
        on_call = browser.get("/operations/on-call").text
        assert '<td>standard</td><td class="wraps">none 1</td>' in on_call
        assert f'href="/documents/{bad}"' in on_call
        assert "stage failed" in on_call
        assert f'href="/documents/{good}"' in on_call
        assert "Processing" in on_call
        titles = {
            bench.catalog.title(queue.document_class) for queue in bench.store.samples.queues() if queue.document_class
        }
        assert titles
        assert all(f"<td>{title}</td>" in on_call for title in titles)
        debug = browser.get(f"/operations/debug?document={good[:10]}").text
        assert "none 1" in debug
        assert good[:32] in debug
        assert all(f'<th scope="row">{name}</th>' in debug for name in ("pages", "read", "fields", "report"))
        assert "begins so" in browser.get("/operations/debug?document=zzz").text
        assert browser.get("/operations?days=8").status_code == 422


def test_review_work_is_that_of_one_version():
    def count(name, value, **labels):
        return DayCount(date(2026, 3, 1), name, {"model": "m 2", "tier": "draft", **labels}, value)

    counts = [
        count("documents", 3, status="needs_review"), count("documents", 9, status="accepted"),
        count("documents", 8, status="needs_review", model="m 1"), count("review_seconds", 360),
        count("review_seconds", 999, model="m 1"), count("review_turnaround_seconds", 2, le="3600.0"),
        count("review_turnaround_seconds", 5000, le="sum"),
    ]  # fmt: skip
    found = review_work(counts, 12, model="m 2")
    assert (found.share, found.minutes) == (0.25, 3.0)
    assert 0.25 < found.p50_h < found.p95_h < 1.0
    assert review_work(counts, 8, model="m 1").minutes is None


def test_a_chart_draws_its_values_and_leaves_gaps():
    days = [date(2026, 3, day) for day in (1, 2, 3)]
    svg = line_chart("Pages <a>", days, {"a & b": [1.0, None, 4.0], "none": [None, None, None]})
    assert svg.count("<circle") == 2
    assert "Pages &lt;a&gt;: from 2026-03-01 to 2026-03-03, at most 4" in svg
    assert ">2026-03-03<" in svg


@pytest.mark.parametrize(
    ("value", "percent", "text"),
    [
        (0, False, "0"),
        (0.5, True, "50.0%"),
        (12.345, False, "12.35"),
        (1234567.8, False, "1,234,568"),
        (3.0, False, "3"),
    ],
)
def test_values_are_written_for_people(value, percent, text):
    assert written(value, percent) == text
