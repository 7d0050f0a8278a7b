"""From reviewed documents to a folder that ``fieldwright train`` reads."""

from __future__ import annotations

import json

from schemas.review import Answer, Answers, CorrectionRecord, RowAnswer
from services import review as review
from services.training_export import export_corrections, is_right
from tests.builders import document_id
from tests.reviewing import TrueFields, process, reviewing
from training.datasets import load_set

DOUBTS = TrueFields({"total_amount": 0.4, "seller_name": 0.9, "iban": 0.3}, {"total_amount": "$8,115", "iban": "86089"})


def finish(bench, ident, *answers, **more):
    case = review.open_case(bench, ident)
    findings = [f"{r.code}:{r.field}" if r.field else r.code for r in case.outcome.reasons]
    said = Answers(answers=answers, acknowledged=tuple(findings), **more)
    made = review.submit(bench, case, said, user="anna", key="k", version=case.version)
    assert made.is_complete, (made.outcome.reasons, made.applied.problems)


def test_what_people_vouch_for_is_the_truth_and_all_else_is_ignored(tmp_path):
    with reviewing(tmp_path / "home", DOUBTS) as bench:
        reviewed, _untouched = process(bench, "invoice_english.pdf", "invoice_german.pdf")
        finish(
            bench,
            reviewed,
            Answer(field="total_amount", action="correct", text="8835.21"),
            Answer(field="seller_name", action="accept"),
            Answer(field="iban", action="absent"),
        )
        done = export_corrections(bench, tmp_path / "data" / "reviewed")
        assert (done.documents, done.values, done.pairs) == (1, 2, 3)
        [document] = load_set(tmp_path / "data", "reviewed")
        assert document.path.read_bytes() == bench.store.original(reviewed).read_bytes()
        assert document.row["fields"] == {
            "total_amount": {"value": "8835.21", "type": "money"},
            "seller_name": {"value": "GURVU PRINTING CO.", "type": "name"},
        }
        assert "iban" not in document.row["ignore_fields"]  # it is known not to be there
        assert "issue_date" in document.row["ignore_fields"]
        assert "line_items" not in document.row
        pairs = [json.loads(line) for line in (tmp_path / "data/reviewed/calibration.jsonl").read_text().splitlines()]
        assert {p["field"]: (p["confidence"], p["right"]) for p in pairs} == {
            "total_amount": (0.4, False), "seller_name": (0.9, True), "iban": (0.3, False),
        }  # fmt: skip
        assert (tmp_path / "data" / "reviewed").stat().st_mode & 0o077 == 0
        assert export_corrections(bench, tmp_path / "data" / "reviewed", document_class="receipt").documents == 0


def test_sure_values_and_tables_count_where_they_are_asked_for(tmp_path):
    with reviewing(tmp_path / "home", TrueFields({"seller_name": 0.5, "quantity": 0.5})) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        rows = tuple(RowAnswer(origin=n) for n in range(len(review.open_case(bench, ident).extraction.line_items)))
        finish(bench, ident, Answer(field="seller_name", action="accept"), rows=rows)
        export_corrections(bench, tmp_path / "data", with_accepted=True)
        [row] = [json.loads(line) for line in (tmp_path / "data" / "truth.jsonl").read_text().splitlines()]
        assert row["fields"]["issue_date"] == {"value": "2025-06-18", "type": "date"}
        assert row["line_items"][0]["quantity"] == {"value": "4", "type": "number"}


def test_a_machine_was_right_when_it_was_accepted_or_typed_again():
    def made(action, before, after):
        return CorrectionRecord(
            field="iban", action=action, before=before, after=after, document_id=document_id(), at="2026-01-01T00:00Z",
            actor="anna",
        )  # fmt: skip

    assert is_right(made("accept", "1", "1"))
    assert is_right(made("correct", "1", "1"))
    assert not is_right(made("correct", "1", "2"))
    assert not is_right(made("absent", "1", None))
    assert not is_right(made("pick", None, "1"))
