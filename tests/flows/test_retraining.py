"""Scheduled retraining, from corrections in the store to a candidate that a person approves, with a real training."""

from __future__ import annotations

from pathlib import Path

import pytest
from transformers import LayoutLMConfig, LayoutLMForTokenClassification

from registry.taught_models import in_use, taught_models
from schemas.review import Answer, Answers
from services import review, stages
from services.intake import take_in
from services.retraining import retrain
from services.workbench import Workbench
from tests.models import linked_models, models_folder
from tests.reviewing import TrueFields, reviewing
from tests.workbenches import run
from training.checkpoint import save_checkpoint, tokenizer_of
from training.provenance import code_digest
from training.synthetic.notes import write_notes

TINY = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
LEAST = 5
FIRST = ["--windows", "8"]


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A models folder whose LayoutLM has one layer and knows nothing: its trainings take a second."""
    folder = linked_models(tmp_path)
    (folder / "layoutlm").unlink()
    labels = {0: "O", 1: "B-invoice_number", 2: "I-invoice_number"}
    tiny = LayoutLMForTokenClassification(
        LayoutLMConfig(vocab_size=30522, **TINY, id2label=labels, label2id={name: i for i, name in labels.items()})
    )
    about = {"name": "tiny", "version": "1", "classes": ["invoice"]}
    save_checkpoint(folder / "layoutlm", tiny, tokenizer_of(models_folder() / "layoutlm"), about)
    return folder


def command(*words: str) -> int:
    """Runs a command of Fieldwright in this process, as the training of a candidate does in another."""
    from fieldwright.cli import app

    return int(app(list(words), standalone_mode=False) or 0)


def corrected(bench: Workbench, notes: Path) -> list[str]:
    """Takes all notes to the queue, and answers as a person who types the number of parcels of each."""
    fields = bench.fields
    assert isinstance(fields, TrueFields)
    taken = take_in(bench, [str(notes / "documents")], document_class="delivery_note")
    ids = [one.document_id for one in taken if one.document_id is not None]
    run(bench, ids, *stages.READING, stages.conclude)
    for ident in ids:
        case = review.open_case(bench, ident)
        parcels = fields.truth[ident]["fields"]["parcels"]["value"]
        answers = [
            Answer(field=field.name, action="accept") for field in case.extraction.fields if field.name != "parcels"
        ]
        answers.append(Answer(field="parcels", action="correct", text=parcels))
        findings = tuple(f"{one.code}:{one.field}" if one.field else one.code for one in case.outcome.reasons)
        said = Answers(answers=tuple(answers), acknowledged=findings)
        made = review.submit(bench, case, said, user="anna", key=ident[:32], version=case.version)
        assert made.is_complete, made.outcome.reasons
    return ids


def test_corrections_become_a_candidate_that_reads_once_a_person_approves_it(
    tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("reportlab")
    home, first, later = tmp_path / "home", tmp_path / "first", tmp_path / "later"
    for name, value in {"HOME": home, "MODELS": models, "OCR_ENGINE": "null", "DPI": 72}.items():
        monkeypatch.setenv(f"FIELDWRIGHT_{name}", str(value))
    write_notes(first, 6)
    command("train", "delivery_note", "--data", str(first), "--class-file", str(first / "delivery_note.toml"), *FIRST,
            "--quiet")  # fmt: skip
    [before] = taught_models(models)
    write_notes(later, LEAST, seed=9)
    fields = TrueFields(wrong={"parcels": None}, folder=later)
    with reviewing(home, fields, models=models) as bench:
        corrected(bench, later)
        [made] = retrain(bench, minutes=0.01, least=LEAST, run=lambda words: command(*words))
        assert made.documents == LEAST
        assert "candidate_trained" in bench.store.event_kinds()
    found = {one.version: one for one in taught_models(models)}
    assert set(found) == {before.version, made.version}
    candidate = found[str(made.version)]
    assert not candidate.current
    assert candidate.about["windows_trained"] > 0
    assert candidate.about["data_digest"] != before.about["data_digest"]
    assert candidate.about["code_digest"] == before.about["code_digest"] == code_digest()
    assert candidate.about["started_from"] == f"layoutlm-delivery_note {before.version}"
    assert in_use(models)["delivery_note"].name == before.version
    assert command(*made.approve.split()[1:]) == 0
    assert in_use(models)["delivery_note"].name == made.version
