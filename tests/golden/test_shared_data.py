"""Real and realistic documents from ../shared/data, from bytes to values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemas.report import document_report
from schemas.settings import load_settings
from services.extract import extract_files
from tests.golden.tolerances import CLAIM_FIELDS_RIGHT
from training.datasets import load_set
from training.evaluate import load_scorer

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

pytestmark = [
    pytest.mark.data,
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the data sets are not here: {DATA}"),
]


def reports(paths: list[Path]) -> list[dict]:
    return [
        document_report(item.file, outcome=item.outcome, read=item.read, extraction=item.extraction)
        for item in extract_files(load_settings(), [str(path) for path in paths])
    ]


@pytest.mark.parametrize("name", ["sroie_receipts", "zugferd_invoices", "ad_buy", "fara_forms", "azure_documents"])
def test_real_documents_end_in_an_outcome_with_evidence_for_every_field(name: str) -> None:
    chosen = [d.path for d in load_set(DATA, name) if d.held_out][:2]
    found = reports(chosen)
    assert [row["file"] for row in found] == [path.name for path in chosen]
    for row in found:
        assert row["status"] in ("accepted", "needs_review")
        assert row["pages"]
        assert row["fields"]
        for field in row["fields"].values():
            assert 1 <= field["page"] <= len(row["pages"])
            assert all(0 <= left < right <= 1 and 0 <= top < bottom <= 1 for left, top, right, bottom in field["boxes"])
        json.dumps(row)


def test_claims_are_read_in_every_condition(tmp_path: Path) -> None:
    documents = load_set(DATA, "cms1500_claims")
    chosen = {str(d.row["condition"]): d for d in documents}
    rows = reports([d.path for d in chosen.values()])
    truth, predicted = tmp_path / "truth.jsonl", tmp_path / "predicted.jsonl"
    truth.write_text("".join(json.dumps(d.row) + "\n" for d in chosen.values()), encoding="utf-8")
    predicted.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    report = load_scorer(DATA).evaluate(truth, predicted)
    assert report["fields"]["micro"]["f1"] >= CLAIM_FIELDS_RIGHT
    assert report["document_class_accuracy"] == 1.0
    assert report["grounding"]["share_with_page_and_boxes"] == 1.0
