"""What is chosen, how the scorer's report becomes figures, and what the commands say when something is wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks import __main__ as command
from benchmarks import fields
from schemas.settings import Settings
from training import assess
from training.datasets import Document, load_set


def invoice(number: int, **row: Any) -> Document:
    truth = {"file": f"documents/{number}.pdf", "document_class": "invoice", "fields": {"currency": {"value": "EUR"}}}
    return Document("a_set", Path(f"{number}.pdf"), truth | row, family=str(number))


DOCUMENTS = [invoice(n) for n in range(60)]


def test_only_held_out_documents_are_chosen_unless_all_are_asked_for() -> None:
    held_out = fields.Choice().of(DOCUMENTS)
    assert held_out == [d for d in DOCUMENTS if d.held_out]
    assert 0 < len(held_out) < len(DOCUMENTS)
    assert fields.Choice(everything=True).of(DOCUMENTS) == DOCUMENTS


def test_the_limit_counts_chosen_documents() -> None:
    assert fields.Choice(limit=3).of(DOCUMENTS) == fields.Choice().of(DOCUMENTS)[:3]


@pytest.mark.parametrize("row", [{"fields": {}}, {"fields": None}, {"document_class": "passport"}])
def test_a_document_without_truth_for_a_known_class_is_not_chosen(row: dict[str, Any]) -> None:
    assert fields.Choice(everything=True).of([invoice(1, **row)]) == []


SCORER = """
def evaluate(truth, predicted):
    import json
    rows = [json.loads(line) for line in predicted.read_text().splitlines()]
    return {
        "documents": len(truth.read_text().splitlines()), "document_class_accuracy": 1.0, "status": {"rejected": len(rows)},
        "fields": {"micro": {"f1": 0.0, "precision": None, "recall": 0.0, "labelled": 1}},
        "confidence": {"expected_calibration_error": 0.25, "automation_at_99_precision": 0.5},
        "grounding": {"share_with_page_and_boxes": None},
    }
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a scorer and one set of one broken file."""
    folder = tmp_path / "data"
    documents = folder / "invoice2data" / "documents"
    documents.mkdir(parents=True)
    (folder / "score.py").write_text(SCORER)
    (documents / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    row = {"file": "documents/broken.pdf", "document_class": "invoice", "fields": {"currency": {"value": "EUR"}}}
    (folder / "invoice2data" / "truth.jsonl").write_text(json.dumps(row) + "\n")
    return folder


def test_a_file_goes_the_way_of_the_product_and_into_the_report(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "results" / "fields.json"
    arguments = ["--data", str(data), "--set", "invoice2data", "--all", "--json", "--output", str(output)]
    assert fields.main(arguments) == 0
    report = json.loads(capsys.readouterr().out)
    assert json.loads(output.read_text()) == report
    found = report["sets"]["invoice2data"]
    assert found["documents"] == 1
    assert found["status"] == {"rejected": 1}
    assert found["pages"] == 0
    assert (found["ece"], found["automation_at_99"], found["grounding"]) == (0.25, 0.5, None)
    assert found["line_cell_f1"] is None, "the set has no truth for lines"
    assert found["causes"] == {"document not read": 1}
    assert report["machine"]
    assert report["date"]
    assert report["versions"]["fieldwright"]


@pytest.mark.parametrize("classify", [True, False])
def test_the_class_is_told_unless_it_is_to_be_found(classify: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[list[str], str | None]] = []

    def extract_files(settings: Settings, locations: Sequence[str], *, document_class: str | None) -> list[Any]:
        asked.append((list(locations), document_class))
        return [SimpleNamespace(file=location) for location in locations]

    def documents_and_results(documents: list[Document], classify: bool) -> list[tuple[Document, SimpleNamespace]]:
        order = documents if classify else [documents[0], documents[2], documents[1]]
        return [(document, SimpleNamespace(file=str(document.path))) for document in order]

    monkeypatch.setattr(assess, "extract_files", extract_files)
    documents = [invoice(1), invoice(2, document_class="receipt"), invoice(3)]
    assert list(assess.extracted(Settings(), documents, classify=classify)) == documents_and_results(
        documents, classify
    )
    told = [(["1.pdf", "3.pdf"], "invoice"), (["2.pdf"], "receipt")]
    assert asked == ([(["1.pdf", "2.pdf", "3.pdf"], None)] if classify else told)


def test_a_table_row_has_a_column_for_every_heading() -> None:
    row = fields.table_row("invoice2data", {"documents": 5, "f1": 0.91234})
    assert row.split() == ["invoice2data", "5", "0.912", *["-"] * (len(fields.COLUMNS) - 2)]


def test_causes_are_a_table_with_a_column_for_each_set_that_has_errors() -> None:
    sets = {"a": {"causes": {"word misread": 2}}, "b": {"causes": {}}, "c": {"causes": {"label missed": 1}}}
    lines = list(fields.cause_lines(sets))
    assert lines[0] == "| errors by cause | a | c |"
    assert "| word misread | 2 | 0 |" in lines
    assert "| label missed | 0 | 1 |" in lines
    assert len(lines) == 4
    assert list(fields.cause_lines({"b": {"causes": {}}})) == []


def test_absent_data_ends_with_two_and_says_where_it_was_looked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fields.main(["--data", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--limit", "0"], ["--limit", "x"], ["--set", "funsd"], ["--no-such-option"]])
def test_wrong_arguments_end_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        fields.main(arguments)
    assert ended.value.code == 2


@pytest.mark.parametrize("arguments", [[], ["no_such_benchmark"], ["all", "--limit", "3"], ["--json"]])
def test_the_command_refuses_what_it_does_not_know(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(arguments) == 2
    assert capsys.readouterr().err


def test_the_command_hands_options_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["fields", "--data", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_all_runs_every_benchmark_and_ends_with_the_worst(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[tuple[str, list[str]]] = []

    def run(name: str, options: Sequence[str]) -> int:
        ran.append((name, list(options)))
        return 2 if name == "ocr" else 0

    monkeypatch.setattr(command, "run", run)
    assert command.main(["all", "--json"]) == 2
    assert ran == [(name, ["--json"]) for name in command.NAMES]


@pytest.mark.parametrize("name", [*command.NAMES, *command.TRAINING])
def test_every_benchmark_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main([name, "--help"])
    assert ended.value.code == 0
    explained = capsys.readouterr().out
    assert "--json" in explained
    assert "--output" in explained


@pytest.mark.data
@pytest.mark.parametrize("name", fields.SETS)
def test_every_set_has_held_out_documents(name: str) -> None:
    if not fields.DATA.exists():
        pytest.skip(f"the development sets are not at {fields.DATA}")
    assert fields.Choice(everything=True).of(load_set(fields.DATA, name))


def test_a_set_that_may_only_be_measured_is_held_out_as_a_whole() -> None:
    rows = [{"file": f"{i}.pdf", "group": f"layout {i}", "fields": {"a": {"value": "1"}}} for i in range(30)]
    documents = [Document("template_invoices", Path(row["file"]), row, row["group"]) for row in rows]
    assert all(document.held_out for document in documents)
