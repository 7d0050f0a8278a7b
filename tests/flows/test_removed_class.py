"""A taught class whose folder is gone, or whose file is wrong, while the store has documents of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from schemas.redacted import RedactedDocument
from schemas.review import Answers
from search.query import parse_query
from services import review, stages
from services.diagnostics import checks
from services.reindex import rebuild_index
from services.workbench import Workbench
from tests.flows.test_taught_class import NoteFields, models, notes, processed, teach
from tests.portals import signed_in
from tests.reviewing import reviewing
from tests.unit.fieldwright.conftest import run_cli

__all__ = ["models", "notes", "run_cli"]

TOLD = {"removed": "The class delivery_note was removed or renamed", "wrong": "because its file is wrong"}


@pytest.fixture(params=["removed", "wrong"])
def left(request, tmp_path: Path, models: Path, notes: Path) -> tuple[str, str]:
    """Processes a document of a taught class, then takes the class away; returns its id and how."""
    teach(models)
    with reviewing(tmp_path / "home", NoteFields(notes), models=models) as bench:
        document_id = processed(bench, notes)
    home = models / "taught" / "delivery_note"
    if request.param == "removed":
        shutil.rmtree(home)
    else:
        (home / "class.toml").write_text("colour = 3\n")
    return document_id, request.param


def test_pages_search_and_commands_go_on_and_say_so(tmp_path, models, left, run_cli, monkeypatch):
    document_id, how = left
    monkeypatch.setenv("FIELDWRIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIELDWRIGHT_MODELS", str(models))
    monkeypatch.setenv("COLUMNS", "250")
    rows = {row["name"]: row for row in json.loads(run_cli("classes", "--json")[1])}
    assert rows["delivery_note"]["documents"] == 1
    assert rows["delivery_note"]["problem"]
    assert TOLD[how] in " ".join(run_cli("list", "-c", "delivery_note")[1].replace("│", " ").split())
    assert TOLD[how] in " ".join(run_cli("show", "note_00.pdf")[1].split())
    with reviewing(tmp_path / "home", models=models) as bench:
        rebuild_index(bench)
        [hit] = bench.finder.search(parse_query("class:delivery_note", bench.vocabulary)).hits
        assert hit.entry.document_id == document_id
        browser = signed_in(bench, "reviewer")
        for path in (f"/documents/{document_id}", f"/review/{document_id}"):
            assert TOLD[how] in browser.get(path).text
        case = review.open_case(bench, document_id)
        judged = review.judge(bench, case, Answers())
        assert "class_not_in_use" in {reason.code for reason in judged.outcome.reasons}
        found = {check.name: check for check in checks(bench.settings)}
        named = found["removed classes" if how == "removed" else "document classes"]
        assert "delivery_note" in named.detail


def test_its_fields_stay_hidden_when_it_is_redacted_again(tmp_path, models, left):
    document_id, _ = left
    with reviewing(tmp_path / "home", models=models) as bench:
        before = redacted(bench, document_id)
        [again] = bench.redactor.redact([(reading(bench, document_id), stages.extraction_of(bench, document_id))])
        assert set(before.redacted_fields) <= set(again.redacted_fields)
        assert {"note_number", "sender_name", "delivery_date"} <= set(again.redacted_fields)


def redacted(bench: Workbench, document_id: str) -> RedactedDocument:
    found = bench.store.load(document_id, stages.REDACTED, RedactedDocument)
    assert found is not None
    return found


def reading(bench: Workbench, document_id: str):
    from schemas.document import ReadDocument

    return bench.store.load(document_id, stages.READ, ReadDocument)
