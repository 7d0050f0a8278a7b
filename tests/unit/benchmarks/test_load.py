from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.load import main, spread
from benchmarks.noisy import corrections, half, measure
from benchmarks.noisy import main as noisy
from benchmarks.readings import Reading


def test_searches_are_timed_over_all_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "load.json"
    assert main(["--documents", "30", "40", "--searches", "12", "--clients", "2", "--output", str(output)]) == 0
    rows = json.loads(output.read_text())["rows"]
    assert [(row["index"], row["documents"], row["searches"]) for row in rows] == [
        ("embedded", 30, 12),
        ("embedded", 40, 12),
    ]
    assert all(0 < row["median_ms"] <= row["p95_ms"] <= row["longest_ms"] * 1.5 for row in rows)
    assert "p95_ms" in capsys.readouterr().out


def test_the_spread_of_times_is_that_of_the_numbers() -> None:
    figures = spread([float(n) for n in range(1, 101)])
    assert figures["searches"] == 100
    assert figures["median_ms"] == pytest.approx(50.5)
    assert figures["p95_ms"] == pytest.approx(96, abs=1)
    assert figures["longest_ms"] == 100


def reading(number: int, truth: str, read: str) -> Reading:
    return Reading(file=f"{number}.png", set="x", noise="worn", engine="none", truth=(truth,), read=(read,))


WORDS = ("alpha", "bravo", "delta", "gamma", "sigma", "omega", "kappa", "theta", "zebra", "tango")
READINGS = [
    reading(i, f"date {word} copper {word}x", f"dute {word} copper {word}x") for i, word in enumerate(WORDS * 2)
]


def test_what_a_reviewer_would_have_corrected() -> None:
    assert list(corrections(reading(0, "total date 123", "tctal date xyz 124"))) == [("124", "123"), ("tctal", "total")]


def test_known_items_are_found_more_often_with_what_the_others_taught() -> None:
    rows = {row["way"]: row for row in measure(READINGS)}
    assert rows["exact"]["recall_at_10"] <= rows["tolerant"]["recall_at_10"] <= rows["learned"]["recall_at_10"]
    assert rows["learned"]["recall_at_10"] > rows["exact"]["recall_at_10"]
    assert rows["exact"]["precision_at_10"] == 1.0
    assert {half(r.file) for r in READINGS} == {0, 1}


def test_without_readings_the_benchmark_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert noisy([]) == 2
    assert "benchmarks.readings" in capsys.readouterr().err
