"""A class that only a file describes: every stage, the search, the queue and the portal know it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractors.fields.extractor import FieldInput
from schemas.errors import ConfigurationError
from schemas.extraction import Extraction
from schemas.redacted import RedactedDocument
from schemas.review import Answer, Answers
from schemas.validation import ValidationReport
from search.query import parse_query
from services import review, stages
from services.diagnostics import checks
from services.intake import take_in
from services.reindex import rebuild_index
from services.workbench import Workbench
from tests.models import linked_models
from tests.portals import signed_in
from tests.reviewing import TrueFields, reviewing
from tests.workbenches import run
from training.synthetic.notes import CLASS_FILE, write_notes

PRIVATE_SENDER = CLASS_FILE.replace('privacy = "organization"\n', "", 1)
"""The sender is left personal, as a field is that says nothing of its privacy."""


class NoteFields(TrueFields):
    """Reads the true fields of the notes in a folder; ``asked`` are the requested classes."""

    def __init__(self, folder: Path) -> None:
        super().__init__({"parcels": 0.2}, folder=folder)
        self.asked: list[str] = []

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        self.asked += [item.document_class.name for item in batch]
        return super().extract(batch)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return linked_models(tmp_path)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    pytest.importorskip("reportlab")
    write_notes(tmp_path / "notes", 1)
    return tmp_path / "notes"


def teach(models: Path, text: str = PRIVATE_SENDER) -> None:
    home = models / "taught" / "delivery_note"
    home.mkdir(parents=True)
    (home / "class.toml").write_text(text)


def processed(bench: Workbench, notes: Path) -> str:
    [taken] = take_in(bench, [str(notes / "documents" / "note_00.pdf")], document_class="delivery_note")
    assert taken.document_id is not None
    run(bench, [taken.document_id], *stages.READING, stages.redact, stages.conclude, stages.index)
    return taken.document_id


def test_every_stage_knows_a_class_that_a_file_describes(tmp_path: Path, models: Path, notes: Path) -> None:
    teach(models)
    fields = NoteFields(notes)
    with reviewing(tmp_path / "home", fields, models=models) as bench:
        document_id = processed(bench, notes)
        number, sender = (fields.truth[document_id]["fields"][name]["value"] for name in ("note_number", "sender_name"))
        assert fields.asked == ["delivery_note"]
        report = bench.store.load(document_id, stages.REPORT, ValidationReport)
        assert report is not None
        assert (report.suite, bool(report.evaluated)) == ("delivery_note", True)
        redacted = bench.store.load(document_id, stages.REDACTED, RedactedDocument)
        assert redacted is not None
        assert "sender_name" in redacted.redacted_fields
        assert sender not in redacted.text
        assert number in redacted.text
        for query in (f"note_number:{number}", "class:delivery_note"):
            [hit] = bench.finder.search(parse_query(query, bench.vocabulary)).hits
            assert hit.entry.fields == {"note_number": number}
            assert hit.entry.seller is None
        assert stages.identity_of(bench, stages.extraction_of(bench, document_id))[:2] == (sender, number)
        row = bench.store.reviews.row(document_id)
        assert row is not None
        # Nothing is known of the class: every field is looked at.
        assert (row.document_class, row.doubtful) == ("delivery_note", 3)
        browser = signed_in(bench, "reviewer")
        assert '<option value="delivery_note"' in browser.get("/upload").text
        assert "Note number" in browser.get(f"/documents/{document_id}").text
        assert "Delivery note" in browser.get("/review").text


def test_a_review_of_a_class_that_nothing_is_known_of_ends_once_each_field_is_confirmed(
    tmp_path: Path, models: Path, notes: Path
) -> None:
    teach(models)
    with reviewing(tmp_path / "home", NoteFields(notes), models=models) as bench:
        document_id = processed(bench, notes)
        case = review.open_case(bench, document_id)
        answers = tuple(Answer(field=doubt.field, action="accept") for doubt in case.doubts)
        assert len(answers) == 3
        made = review.judge(bench, case, Answers(answers=answers[:2]))
        assert [reason.field for reason in made.outcome.reasons] == [answers[2].field]
        said = Answers(answers=answers)
        assert review.submit(bench, case, said, user="anna", key="k" * 32, version=case.version).is_complete
        run(bench, [document_id], stages.conclude)
        assert bench.store.outcome(document_id).status == "accepted"  # type: ignore[union-attr]


def test_reindex_makes_an_index_searchable_by_a_field_that_was_taught_since(
    tmp_path: Path, models: Path, notes: Path
) -> None:
    home = tmp_path / "home"
    with reviewing(home, models=models) as before:
        assert before.index.count() == 0
    teach(models)
    fields = NoteFields(notes)
    with reviewing(home, fields, models=models) as bench:
        with pytest.raises(ConfigurationError, match="reindex"):
            bench.index.count()
        rebuild_index(bench)
        number = fields.truth[processed(bench, notes)]["fields"]["note_number"]["value"]
        assert bench.finder.search(parse_query(f"note_number:{number}", bench.vocabulary)).total == 1


def test_a_wrong_class_file_is_named_by_doctor_and_stops_nothing_else(tmp_path: Path, models: Path) -> None:
    teach(models, CLASS_FILE.replace('kind = "number"', 'kind = "color"'))
    with reviewing(tmp_path / "home", models=models) as bench:
        assert "invoice" in bench.catalog
        assert bench.index.count() == 0
        [check] = [check for check in checks(bench.settings) if check.name == "document classes"]
        assert check.state == "broken"
        assert "class.toml" in check.detail
        assert "fields.3.kind" in check.detail
