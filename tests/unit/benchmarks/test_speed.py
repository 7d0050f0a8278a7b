from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks import speed
from benchmarks.speed_pages import Paper
from benchmarks.speed_picture import drawn
from benchmarks.speed_readers import Stopwatch, one_by_one


def row(reader: str, cpu_s: float, kind: str = "receipts") -> dict[str, Any]:
    return {"kind": kind, "reader": reader, "cpu_s": cpu_s}


def test_words_count_in_any_order_and_edits_in_reading_order() -> None:
    assert speed.errors(["Total 12.50"], ["12.50 total"])["word_f1"] == 1
    assert speed.errors(["Total 12.50"], ["12.50 total"])["wer"] == 1
    found = speed.errors(["Total 12.50", ""], ["Total 12.5O", "what nobody wrote down"])
    assert found == {"word_f1": 0.5, "wer": 0.5, "cer": 0.1}
    assert speed.errors([""], ["anything"]) == {}


def test_figures_are_of_one_page() -> None:
    papers = [Paper(Path("a.pdf"), 3, ""), Paper(Path("b.pdf"), 1, "")]
    ran = {"texts": [], "wall_s": 2.0, "cpu_s": 4.0, "page_s": [0.1, 0.2, 0.3, 1.4], "peak_mb": 900.4}
    found = speed.figures(ran | {"stage_s": {"read": 2.0}}, papers)
    assert (found["pages"], found["wall_s"], found["cpu_s"], found["p50_s"]) == (4, 0.5, 1.0, 0.25)
    assert found["stage_s"] == {"read": 0.5}
    # 1,000 pages of a second each are 0.28 hours of one core.
    assert found["cost_per_1000"] == pytest.approx(0.10 / 3.6, abs=1e-4)


def test_ratios_are_against_rapidocr_on_the_same_pages() -> None:
    rows = [row("rapidocr", 3.0), row("fieldwright-ocr", 1.5), row("rapidocr", 8.0, "photos"), row("x", 4.0, "photos")]
    speed.with_ratios([*rows, row("fieldwright-extract", 1.0, "text-pdf")])
    assert [r.get("ratio") for r in rows] == [1.0, 2.0, 1.0, 2.0]


def test_the_median_of_the_rounds_counts() -> None:
    rounds = [{"cpu_s": s, "stage_s": {"read": s / 2}} for s in (3.0, 1.0, 2.0)]
    assert speed.summary(rounds) == {"cpu_s": 2.0, "stage_s": {"read": 1.0}}


def test_the_warm_up_is_read_and_not_measured(tmp_path: Path) -> None:
    read: list[str] = []

    def reader(path: Path) -> str:
        read.append(path.name)
        return path.name

    found = one_by_one(reader, 1, [Path("a"), Path("b"), Path("c")])
    assert read == ["a", "b", "c"]
    assert found["texts"] == ["b", "c"]
    assert len(found["page_s"]) == 2


def test_processor_time_of_child_processes_counts() -> None:
    import subprocess
    import sys

    watch = Stopwatch()
    subprocess.run([sys.executable, "-c", "sum(i * i for i in range(3_000_000))"], check=True)
    assert watch.read()[1] > 0.05


def test_the_picture_names_every_reader_and_kind() -> None:
    rows = [row("rapidocr", 3.0), row("fieldwright <extract>", 1.5) | {"word_f1": 0.93}, row("rapidocr", 8.0, "photos")]
    root = ElementTree.fromstring(drawn(rows, "a & b"))
    said = " ".join(root.itertext())
    assert all(word in said for word in ("a & b", "fieldwright <extract>", "93.0% of words", "photos", "8.00 s"))


def test_a_peer_that_is_missing_is_skipped_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--reader", "faster-paddle-small", "--kind", "receipts", "--data", str(tmp_path), "--json"]
    assert speed.main([*arguments, "--pages", "1", "--warm-up", "1"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["rows"] == []
    assert "--faster-paddle" in report["skipped"]["faster-paddle-small"]


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_a_peer_is_measured_on_the_samples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "speed.svg"
    arguments = ["--reader", "tesseract", "--kind", "receipts", "--data", str(tmp_path), "--picture", str(picture)]
    assert speed.main([*arguments, "--pages", "1", "--warm-up", "1", "--json"]) == 0
    [found] = json.loads(capsys.readouterr().out)["rows"]
    assert found["pages"] == 1
    assert found["cpu_s"] > 0
    assert found["peak_mb"] > 1
    assert "tesseract" in picture.read_text()
