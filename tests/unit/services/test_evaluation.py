"""Scheduled evaluation and training propose: thresholds and candidates come into use by a person only."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from flows.evaluate import told as evaluation_told
from flows.retrain import told as candidates_told
from registry.taught_models import in_use, use
from schemas.errors import ConfigurationError, EngineUnavailable
from schemas.settings import Settings
from services.evaluation import evaluate
from services.retraining import FOLDER, retrain
from services.workbench import Workbench
from tests.models import linked_models
from tests.reviewing import RIGHT_TOTAL, WRONG_TOTAL, process, reviewing
from training.synthetic.notes import CLASS_FILE


def version_of(models, name, version):
    folder = models / "taught" / name / version
    folder.mkdir(parents=True)
    (folder / "fieldwright.json").write_text(json.dumps({"name": name, "version": "1", "classes": [name]}))
    (folder / "model.safetensors").write_bytes(b"")
    return version


@pytest.fixture
def taught(tmp_path):
    models = linked_models(tmp_path)
    version_of(models, "delivery_note", "20260101-000000")
    (models / "taught" / "delivery_note" / "class.toml").write_text(CLASS_FILE)
    use(models, "delivery_note", "20260101-000000")
    with Workbench(Settings(home=tmp_path / "home", models=models)) as bench:
        yield bench


def test_reviewed_documents_are_evaluated_and_a_stated_threshold_gets_a_proposal(tmp_path):
    from services import review

    with reviewing(tmp_path, WRONG_TOTAL, promise={"thresholds": {"invoice": 0.5}}, tier="draft") as bench:
        [ident] = process(bench, "invoice_english.pdf")
        bench.store.reviews.take(ident, "anna", 60)
        case = review.open_case(bench, ident)
        assert review.submit(bench, case, RIGHT_TOTAL, user="anna", key="k" * 32, version=case.version).is_complete
        [value] = bench.store.samples.checked_values(datetime.now(UTC) - timedelta(days=1), 10)
        assert (value.field, value.tier, value.model) == ("total_amount", "draft", "true 1")
        found = evaluate(bench)
        [one] = found.classes
        assert (one.document_class, one.sample, one.documents, one.right.mean) == ("invoice", "reviewed", 1, 0.0)
        [proposal] = found.proposals
        assert (proposal.document_class, proposal.stated) == ("invoice", 0.5)
        assert proposal.proposed > 0.5
        assert proposal.setting.startswith('FIELDWRIGHT_PROMISE__THRESHOLDS=\'{"invoice": 0.9')
        assert bench.settings.promise.thresholds == {"invoice": 0.5}
        told = evaluation_told(found, 30)
        assert "| invoice | 0.5 |" in told
        assert "8835" not in told


def test_a_class_with_too_few_reviewed_documents_is_left_out(taught):
    ran = []
    [one] = retrain(taught, run=lambda words: ran.append(words) or 0)
    assert (one.document_class, one.documents, one.version, one.approve) == ("delivery_note", 0, None, "")
    assert ran == []
    assert "too few documents" in candidates_told([one])


def test_a_candidate_is_trained_from_corrections_and_not_put_into_use(taught):
    models, ran = taught.settings.models, []

    def train(words):
        ran.append(words)
        version_of(models, "delivery_note", "20260201-000000")
        return 0

    [one] = retrain(taught, "delivery_note", minutes=2, least=0, run=train)
    data = str(taught.settings.home / FOLDER / "delivery_note")
    start = str(in_use(models)["delivery_note"])
    told = ["train", "delivery_note", "--data", data, "--start", start, "--minutes", "2", "--candidate", "--quiet"]
    assert ran == [told]
    assert one.approve == "fieldwright models use delivery_note 20260201-000000"
    assert in_use(models)["delivery_note"].name == "20260101-000000"
    assert "candidate_trained" in taught.store.event_kinds()


def test_a_shipped_class_that_is_named_gets_a_candidate_from_the_shipped_model(taught):
    ran = []
    [one] = retrain(taught, "invoice", least=0, run=lambda words: ran.append(words) or 0)
    data = str(taught.settings.home / FOLDER / "invoice")
    assert ran == [["train", "invoice", "--data", data, "--minutes", "15", "--candidate", "--quiet"]]
    assert one.document_class == "invoice"


def test_a_training_that_breaks_off_and_an_unknown_class_are_errors(taught):
    with pytest.raises(EngineUnavailable, match="broke off"):
        retrain(taught, least=0, run=lambda _: 1)
    with pytest.raises(ConfigurationError, match="no document class 'poem'; choose one of invoice"):
        retrain(taught, "poem")
