"""The plan of an archive: which files are usable, how they are divided, and what the forecast rests on."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from schemas.errors import ConfigurationError
from schemas.operation_settings import CostSettings
from schemas.settings import Limits
from services.archive.forecast import BENCHMARK_S, Range, forecast, machine_cost, measured, remaining
from services.archive.manifest import Totals, open_manifest, write_manifest
from services.archive.raising import Condition, condition
from store.counters import DayCount
from telemetry.catalog import PAGES, STAGE_SECONDS
from tests.archives import folder, planned
from tests.workbenches import SAMPLES, workbench

ODD = {
    "empty.pdf": b"",
    "note.txt": b"hello",
    "broken.pdf": b"%PDF-1.4\nnothing",
    "big.jpg": b"\xff\xd8\xff" + b"x" * 99,
}


@pytest.fixture
def tree(tmp_path):
    """Four samples of six pages in folders, four files that cannot be used, and files that are no documents."""
    root = folder(tmp_path / "nas", "letter.pdf", "receipt_dollar.jpg")
    folder(root / "2019" / "müller [1]", "invoice_french_two_pages.pdf", "invoice_italian_scan.tif")
    for name, data in ODD.items():
        (root / "2019" / name).write_bytes(data)
    (root / ".hidden.pdf").write_bytes(b"%PDF")
    (root / "half.pdf.part").write_bytes(b"%PDF")
    (root / "link.pdf").symlink_to("/etc/passwd")
    return root


def test_usable_files_are_counted_and_the_others_named_with_their_problem(tree, tmp_path):
    made = planned(tmp_path / "m.jsonl", tree, shard_pages=2)
    rows = [json.loads(line) for line in made.path.read_text().splitlines()]
    usable = {Path(row["path"]).name: row["pages"] for row in rows if row["shard"]}
    assert usable == {
        "invoice_french_two_pages.pdf": 2, "invoice_italian_scan.tif": 1, "letter.pdf": 1, "receipt_dollar.jpg": 1,
    }  # fmt: skip
    problems = {Path(row["path"]).name: row["problem"] for row in rows if not row["shard"]}
    assert sorted(problems) == sorted([*ODD, "link.pdf"])
    assert "plain text" in problems["note.txt"]
    assert "leaves the folder" in problems["link.pdf"]
    assert (made.totals.files, made.totals.unusable, made.totals.pages, made.totals.estimated) == (4, 5, 5, 0)
    assert all(row["path"].startswith("/") for row in rows)
    assert [one.line for one in made.unusable(2)] == [n for n, row in enumerate(rows, 1) if not row["shard"]][:2]


def test_shards_hold_their_pages_and_are_found_again(tree, tmp_path):
    made = planned(tmp_path / "m.jsonl", tree, shard_pages=2)
    sizes = [[entry.pages for entry in made.entries(shard.number)] for shard in made.shards]
    assert [sum(pages) for pages in sizes] == [shard.pages for shard in made.shards]
    assert all(sum(pages) <= 2 for pages in sizes)
    assert len(sizes) == 3
    lines = [entry.line for shard in made.shards for entry in made.entries(shard.number)]
    assert lines == sorted(set(lines))
    assert made.find({lines[-1]})[lines[-1]].path.endswith("invoice_italian_scan.tif")


def test_the_same_manifest_is_the_same_archive_and_another_one_is_not(tree, tmp_path):
    one, two = planned(tmp_path / "a.jsonl", tree), planned(tmp_path / "b.jsonl", tree)
    other = planned(tmp_path / "c.jsonl", tree, shard_pages=9)
    assert one.id == two.id != other.id


def test_an_interrupted_plan_leaves_no_manifest_and_a_manifest_is_never_overwritten(tree, tmp_path):
    output = tmp_path / "m.jsonl"
    walk = write_manifest([str(tree)], output, limits=Limits())
    next(walk)
    walk.close()
    assert list(tmp_path.iterdir()) == [tree]
    planned(output, tree)
    with pytest.raises(ConfigurationError, match="exists"):
        planned(output, tree)


def test_files_behind_urls_are_judged_by_name_and_size(tmp_path):
    import fsspec

    bucket = fsspec.filesystem("memory")
    for name, data in {"a.pdf": b"x" * 500_000, "b.jpg": b"x", "c.docx": b"x", "d.pdf": b""}.items():
        bucket.pipe(f"/archive-plan/{name}", data)
    try:
        made = planned(tmp_path / "m.jsonl", "memory://archive-plan", shard_pages=100)
        [shard] = made.shards
        assert [(e.path[-5:], e.pages, e.counted) for e in made.entries(1)] == [("a.pdf", 2, False), ("b.jpg", 1, True)]
        assert [e.path[-4:] for e in made.unusable(9)] == ["docx", ".pdf"]
        assert (shard.pages, made.totals.estimated) == (3, 2)
    finally:
        bucket.rm("/archive-plan", recursive=True)


@pytest.mark.parametrize(
    "content", ["hello\n", '{"path": "x"}\n', '{"path":"a","bytes":1,"pages":1,"counted":true,"shard":2}\n']
)
def test_what_is_no_manifest_is_refused_with_advice(tmp_path, content):
    path = tmp_path / "m.jsonl"
    path.write_text(content)
    with pytest.raises(ConfigurationError, match="archive plan"):
        open_manifest(path)


def test_a_forecast_without_own_figures_names_the_benchmark_and_one_with_them_uses_them(tmp_path):
    with workbench(tmp_path, cost=CostSettings(machine_hour=3.6, storage_gb_month=0)) as bench:
        totals = Totals(files=10, pages=1000, shards=1)
        before = forecast(bench, totals, "draft", 2)
        assert "benchmark" in before.speed.source
        assert (before.speed.seconds.low, before.speed.seconds.high) == BENCHMARK_S["draft"]
        assert before.hours.high == pytest.approx(1000 * 4.07 / 3600 / 2)
        assert before.machine.high == pytest.approx(4.07)
        kind = {"document_class": "invoice", "tier": "draft"}
        bench.store.counters.add(
            {
                (PAGES.name, tuple({**kind, "model": "m"}.items())): 200.0,
                (STAGE_SECONDS.name, tuple({**kind, "stage": "read", "le": "sum"}.items())): 800.0,
            }
        )
        after = forecast(bench, totals, "draft", 1)
        assert after.speed.seconds.middle == 4.0
        assert after.speed.pages == 200
        assert after.hours.low < after.hours.middle < after.hours.high
        assert "benchmark" in forecast(bench, totals, "premium", 1).speed.source


def test_the_spread_of_days_and_classes_is_the_range():
    counts = []
    for number, seconds in enumerate((1.0, 1.0, 2.0, 2.0, 2.0, 8.0), 1):
        labels = {"document_class": "invoice", "tier": "draft"}
        day = date(2026, 11, number)
        counts.append(DayCount(day, PAGES.name, labels, 100.0))
        counts.append(DayCount(day, STAGE_SECONDS.name, {**labels, "le": "sum"}, 100.0 * seconds))
    found = measured(counts, "draft")
    assert (found.seconds.low, found.seconds.high) == (1.0, 8.0)
    assert found.seconds.middle == pytest.approx(16 / 6)
    assert measured(counts, "premium") is None
    assert measured(counts[:1], "draft") is None


def test_estimated_pages_widen_the_range(tmp_path):
    with workbench(tmp_path) as bench:
        found = forecast(bench, Totals(files=2, pages=300, estimated=200, shards=1), "draft", 1)
        assert (found.pages.low, found.pages.middle, found.pages.high) == (200, 300, 500)


def test_what_remains_is_a_range_that_narrows_with_finished_shards():
    assert remaining([(100, 200)], 1000) is None
    assert remaining([], 1000) is None
    few, many = remaining([(100, 200), (100, 260)], 1000), remaining([(100, 200), (100, 260)] * 10, 1000)
    assert few.middle == many.middle == pytest.approx(2300)
    assert few.low == 0 < many.low
    assert many.high < few.high
    even = remaining([(100, 200), (50, 100), (10, 20)], 100)
    assert (even.low, even.high) == (pytest.approx(200), pytest.approx(200))
    assert machine_cost(Range(3600, 3600, 7200), CostSettings(machine_hour=2)) == Range(2, 2, 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("needs_review", Condition(status="needs_review")),
        ("class=claim", Condition(document_class="claim")),
        ("amount>1000", Condition(above=1000.0)),
        ("class=invoice, amount>=99.5", Condition(document_class="invoice", above=99.5, or_equal=True)),
    ],
)
def test_conditions(text, expected):
    assert condition(text) == expected


@pytest.mark.parametrize("text", ["", "amount", "amount<5", "rejected", "class="])
def test_unknown_conditions_are_refused(text):
    with pytest.raises(ConfigurationError, match="--where"):
        condition(text)


def test_samples_are_all_usable_but_the_damaged_one(tmp_path):
    made = planned(tmp_path / "m.jsonl", SAMPLES, shard_pages=1000)
    assert [e.path.rpartition("/")[2] for e in made.unusable(9)] == ["damaged_on_purpose.pdf"]
    assert len(made.shards) == 1
