"""The story of a bad release: found by people's answers, taken back by itself, and everything that it read with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.deployment import Deployment, Labeled, answers
from benchmarks.rollout import line_of, shadowed, taken_back, told, tried
from registry.releases import find_release, mark_of, on_trial
from schemas.extraction import Extraction
from schemas.outcome import Outcome
from schemas.traits import Traits
from schemas.validation import ValidationReport
from services.release_readers import is_chosen
from services.stage_results import FIELDS, READ, REPORT, SHADOW, TRAITS
from tests.builders import field, page, read_document
from tests.models import models_folder
from tests.releases import small_release
from training.datasets import Document

CELL = {"value": "R-1", "type": "id"}


def test_people_answer_the_labeled_fields_and_no_others():
    row = {"file": "a.pdf", "document_class": "invoice", "fields": {"invoice_number": CELL, "iban": CELL}}
    one = Labeled("0" * 64, Document("set", Path("a.pdf"), row, "f"), frozenset({"invoice_number", "iban", "currency"}))
    machine = Extraction(
        document_id=one.id, document_class="invoice", class_confidence=1.0, model="m 1",
        fields=(field("invoice_number", "R-1", kind="id"), field("currency", "EUR"), field("seller_name", "Acme")),
    )  # fmt: skip
    assert {c.field: (c.action, c.before, c.after) for c in answers(one, machine)} == {
        "currency": ("absent", "EUR", None),
        "iban": ("correct", None, "R-1"),
        "invoice_number": ("accept", "R-1", "R-1"),
    }


class Written(Deployment):
    """A deployment whose candidate misreads every order, and reads each invoice that the current model misreads."""

    def command(self, *words: str) -> str:
        from fieldwright.cli import app

        done = CliRunner(env={"FIELDWRIGHT_HOME": str(self.home), "FIELDWRIGHT_MODELS": str(self.models)}).invoke(
            app, words
        )
        assert done.exit_code == 0, done.output
        return done.stdout

    def read(self, documents: list[Labeled]) -> list[Labeled]:
        store, trial = self.bench.store, on_trial(self.models)
        for number, one in enumerate(documents):
            kind = one.document.document_class
            current, candidate = ("R-1", "R-9") if kind == "purchase_order" else ("R-9" if number % 8 else "R-1", "R-1")
            chosen = trial is not None and is_chosen(trial, one.id)
            if chosen:
                self._save(one, FIELDS, f"small 1, {trial.mark}", candidate)
            else:
                self._save(one, FIELDS, "small 1", current)
            if trial is not None and trial.status == "shadow":
                self._save(one, SHADOW, f"small 1, {trial.mark}", candidate)
            traits = Traits(
                document_id=one.id, source="x", page_count=1, words_per_page=9, language="en", vocabulary=(), layout=()
            )  # fmt: skip
            store.save(one.id, READ, "1", read_document(page()), timing_s=0)
            store.save(one.id, TRAITS, "1", traits, timing_s=0)
            report = ValidationReport(document_id=one.id, suite=kind, version="1", evaluated=1)
            store.save(one.id, REPORT, "1", report, timing_s=0)
            store.finish(Outcome(document_id=one.id, document_class=kind, status="accepted"))
        return documents

    def _save(self, one: Labeled, stage: str, model: str, value: str) -> None:
        made = Extraction(
            document_id=one.id, document_class=one.document.document_class, class_confidence=1.0, model=model,
            fields=(field("invoice_number", value, kind="id"),),
        )  # fmt: skip
        self.bench.store.save(one.id, stage, f"fields {model}", made, timing_s=0)


@pytest.fixture
def deployment(tmp_path):
    made = Written(tmp_path / "home", models_folder())
    yield made
    made.bench.close()


def documents(deployment: Deployment, name: str, count: int) -> list[Labeled]:
    """Returns stored documents, two invoices to each order."""
    found = []
    for number in range(count):
        kind = "purchase_order" if number % 3 == 0 else "invoice"
        row = {"file": f"{name}{number}.pdf", "document_class": kind, "fields": {"invoice_number": CELL}}
        added = deployment.bench.store.add(
            row["file"].encode(), name=row["file"], media_type="application/pdf", source="/in/x/a.pdf"
        )
        document = Document("set", Path(row["file"]), row, "f")
        found.append(Labeled(added.document.id, document, frozenset({"invoice_number"})))
    return found


def test_a_release_that_is_better_on_average_and_worse_on_a_class_is_taken_back(deployment):
    version = small_release(deployment.models, "update")
    shadow = shadowed(deployment, documents(deployment, "s", 60), version)
    by_slice = {row["slice"]: row for row in shadow["slices"]}
    assert by_slice["all"]["difference"] > 0
    assert by_slice["class purchase_order"]["verdict"] == "worse"
    assert (shadow["rolled_back"], shadow["documents"]) == ("class purchase_order", 60)
    assert shadow["answers"] < 60
    assert "rolled back after" in told(shadow)
    assert line_of(by_slice["class purchase_order"]).endswith("worse")

    canary, read = tried(deployment, documents(deployment, "f", 20), documents(deployment, "t", 120), version)
    assert canary["first"]["rolled_back"] is None
    assert canary["first"]["read_by_it"] < 10 < canary["then"]["read_by_it"]
    assert canary["then"]["rolled_back"] == "class purchase_order"
    assert find_release(deployment.models, version).status == "rolled_back"

    after = taken_back(deployment, version, read, documents(deployment, "n", 12))
    assert after["next_batch_read_by_it"] == 0
    assert after["failures"] >= 8
    assert after["touched"] == after["read_by_it"] == len(read)
    assert after["taken"] > 0
    assert after["decided"] > 0
    assert after["still_by_it_after"] == 0
    decided = [one for one in read if mark_of(version) in deployment.maker(one.id)]
    assert len(decided) == after["decided"]
