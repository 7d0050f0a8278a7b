"""``fieldwright classes``: what there is, what is wrong with it, and how it goes away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.fieldwright.conftest import Call
from tests.workbenches import SAMPLES, TEXT_PDFS
from training.synthetic.notes import CLASS_FILE


@pytest.fixture
def taught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIELDWRIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIELDWRIGHT_MODELS", str(tmp_path / "models"))
    home = tmp_path / "models" / "taught" / "delivery_note"
    home.mkdir(parents=True)
    (home / "class.toml").write_text(CLASS_FILE)
    return home


def test_classes_are_listed_with_what_is_wrong_with_their_files(taught: Path, run_cli: Call) -> None:
    other = taught.with_name("slip")
    other.mkdir()
    (other / "class.toml").write_text('name = "slip"\ntitle = "Slip"\ncolor = 3\n')
    code, out, _ = run_cli("classes", "--json")
    rows = {row["name"]: row for row in json.loads(out)}
    assert code == 0
    assert (rows["invoice"]["taught"], rows["delivery_note"]["taught"]) == (False, True)
    assert "class.toml:3: color" in rows["slip"]["problem"]
    assert run_cli("classes")[0] == 0
    assert run_cli("list")[0] == 0, "a wrong file stops nothing else"


def test_a_class_is_renamed_and_removed(taught: Path, run_cli: Call) -> None:
    assert run_cli("classes", "rename", "delivery_note", "note")[0] == 0
    assert not taught.exists()
    assert run_cli("classes", "remove", "note", typed="n\n")[0] != 0
    assert taught.with_name("note").exists()
    assert run_cli("classes", "remove", "note", "--yes")[0] == 0
    assert not taught.with_name("note").exists()
    code, _, err = run_cli("classes", "remove", "note", "--yes")
    assert (code, "no class note was taught" in err) == (2, True)


def test_a_class_with_documents_keeps_its_name(taught: Path, run_cli: Call) -> None:
    assert run_cli("ingest", SAMPLES / TEXT_PDFS[0], "-c", "delivery_note", "--quiet")[0] == 0
    code, _, err = run_cli("classes", "rename", "delivery_note", "note")
    assert code == 2
    assert "1 document of class delivery_note" in err
    assert taught.exists()


@pytest.mark.parametrize(
    ("name", "told"),
    [("july-4f1c22ab", "neither a class nor a release; releases: none yet"), ("invoice", "nothing to roll back")],
)
def test_a_rollback_of_nothing_says_what_is_missing(run_cli, tmp_path, monkeypatch, name, told):
    monkeypatch.setenv("FIELDWRIGHT_MODELS", str(tmp_path))
    code, _, err = run_cli("models", "rollback", name)
    assert code == 2
    assert told in " ".join(err.split())
