"""One result counts for each document, also where its file was divided."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.outcome import Outcome
from schemas.settings import load_settings
from services.extract import Extracted
from tests.builders import document_id
from training import assess
from training.datasets import Document


def test_the_first_part_of_a_divided_file_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [Document("made", Path(name), {"file": name}, name) for name in ("a.pdf", "b.pdf")]
    made = [
        Extracted(name, Outcome(document_id=document_id(seed), document_class="invoice", status="needs_review"))
        for name, seed in (("a.pdf", "1"), ("a.pdf", "2"), ("b.pdf", "3"))
    ]
    monkeypatch.setattr(assess, "extract_files", lambda *_, **__: iter(made))
    assert [one for _, one in assess.extracted(load_settings(), documents, classify=True)] == [made[0], made[2]]
