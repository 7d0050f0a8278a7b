"""What all benchmarks have in common: what they say without data or after an error, and their one report."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import ablation, frame, learning_curve, noisy, review
from benchmarks.readings import Reading
from schemas.errors import UnreadableDocument


def two_rows(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    return frame.told(report, [{"way": "exact", "recall": 0.5}, {"way": "tolerant", "recall": 1.0}])


def broken(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    yield "before"
    raise UnreadableDocument("page 3 is damaged", document_id="d1")


def measured(measure: frame.Measure, *arguments: str | Path) -> int:
    return frame.main(frame.parser("one", "About it.").parse_args(list(map(str, arguments))), measure)


@pytest.mark.parametrize("name", ["fields", "ocr", "redaction", "search", "ablation", "learning-curve"])
def test_absent_data_are_said_with_their_place(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "report.json"
    assert command.main([name, "--data", str(tmp_path), "--json", "--output", str(output)]) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith(f"skipped: the development data are not at {tmp_path}")
    assert printed.out == ""
    assert not output.exists()


def test_json_is_one_document_and_the_output_is_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "results" / "one.json"
    assert measured(two_rows, "--json", "--output", output) == 0
    printed = capsys.readouterr()
    report = json.loads(printed.out)
    assert output.read_text() == printed.out
    assert [row["recall"] for row in report["rows"]] == [0.5, 1.0]
    assert report["versions"].keys() == set(frame.PACKAGES)
    assert report["date"]
    assert report["machine"]
    assert "way tolerant  recall 1.0" in printed.err.splitlines()


def test_without_json_the_lines_are_printed_and_the_output_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "one.json"
    assert measured(two_rows, "--output", output) == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines()[1:] == ["way exact  recall 0.5", "way tolerant  recall 1.0"]
    assert printed.err == ""
    assert len(json.loads(output.read_text())["rows"]) == 2


def test_a_line_is_printed_before_the_next_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    def measure(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
        yield "first"
        assert "first" in capsys.readouterr().out
        yield "second"

    assert measured(measure) == 0


def test_an_error_of_a_document_ends_with_two_and_no_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "one.json"
    assert measured(broken, "--json", "--output", output) == 2
    printed = capsys.readouterr()
    assert "before" in printed.err
    assert printed.err.endswith("fieldwright: page 3 is damaged\n")
    assert printed.out == ""
    assert not output.exists()


@pytest.mark.parametrize("text", ["0", "-1", "many"])
def test_a_count_is_at_least_one(text: str) -> None:
    with pytest.raises((argparse.ArgumentTypeError, ValueError)):
        frame.count(text)


def test_all_is_one_document_of_what_was_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(name: str, options: Sequence[str]) -> int:
        return measured(broken if name == "ocr" else two_rows, *options)

    monkeypatch.setattr(command, "run", run)
    output = tmp_path / "all.json"
    assert command.main(["all", "--json", "--output", str(output)]) == 2
    printed = capsys.readouterr()
    reports = json.loads(printed.out)
    assert output.read_text() == printed.out
    assert list(reports) == [name for name in command.NAMES if name != "ocr"]
    assert all(len(report["rows"]) == 2 for report in reports.values())
    assert "# load" in printed.err.splitlines()
    assert command.main(["all", "--output", str(output)]) == 2
    assert capsys.readouterr().out == ""
    assert json.loads(output.read_text()).keys() == reports.keys()


def test_all_without_json_prints_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "run", lambda name, options: measured(two_rows, *options))
    assert command.main(["all"]) == 0
    assert capsys.readouterr().out.count("way exact  recall 0.5") == len(command.NAMES)


def test_readings_make_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("alpha", "bravo", "delta", "gamma")
    file = tmp_path / "readings.jsonl"
    rows = [
        Reading(file=f"{word}.png", set="x", noise="fax", engine="none", truth=(f"the {word}",), read=(f"the {word}",))
        for word in words
    ]
    file.write_text("".join(row.model_dump_json() + "\n" for row in rows))
    assert noisy.main([str(file), "--json"]) == 0
    assert [row["way"] for row in json.loads(capsys.readouterr().out)["rows"]] == list(noisy.WAYS)


def test_trained_models_are_measured_into_one_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "score.py").touch()
    variant = {"f1": {"ad_buy": 0.9, "fara_forms": None}, "f1_interval": {}, "windows": 8}
    point = {"class": "ad_buy", "examples": 10, "measured_on": 5, "f1": 0.5, "f1_interval": (0.4, 0.6)}
    monkeypatch.setattr(ablation, "variants", lambda options: iter([("full recipe", variant)]))
    monkeypatch.setattr(learning_curve, "points", lambda options, base: iter([point]))
    assert ablation.main(["--data", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["variants"] == {"full recipe": variant}
    assert learning_curve.main(["--data", str(tmp_path), "--base", "a/base", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["base"], report["points"][0]["f1"]) == ("base", 0.5)


@pytest.mark.slow
def test_the_queue_is_timed_on_all_its_pages(capsys: pytest.CaptureFixture[str]) -> None:
    assert review.main(["--documents", "1200", "--rounds", "2", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["documents"], report["database"]) == (1200, "sqlite")
    assert {*review.PAGES, "take the next"} <= report["ms"].keys()
    assert all(times["median"] > 0 for times in report["ms"].values())
