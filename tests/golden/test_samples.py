"""The product's own samples, from bytes to values, with the models that ship."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemas.geometry import Box
from schemas.settings import load_settings
from services.extract import Extracted, extract_files
from tests.golden.tolerances import SAMPLE_CLASSES_RIGHT, SAMPLE_FIELDS_RIGHT

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def extracted() -> dict[str, Extracted]:
    return {item.file: item for item in extract_files(load_settings(), [str(ROOT / "samples" / "documents")])}


@pytest.fixture(scope="module")
def truth() -> dict[str, dict]:
    rows = (ROOT / "samples" / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return {Path(row["file"]).name: row for row in map(json.loads, rows)}


def test_every_sample_has_one_outcome(extracted: dict[str, Extracted]) -> None:
    assert set(extracted) == {p.name for p in (ROOT / "samples" / "documents").iterdir()}
    rejected = {name: item for name, item in extracted.items() if item.outcome.status == "rejected"}
    assert set(rejected) == {"damaged_on_purpose.pdf"}
    assert rejected["damaged_on_purpose.pdf"].outcome.reasons[0].code == "unreadable_document"


def test_classes_are_told(extracted: dict[str, Extracted], truth: dict[str, dict]) -> None:
    known = {name: row["document_class"] for name, row in truth.items() if extracted[name].read is not None}
    right = [extracted[name].outcome.document_class == kind for name, kind in known.items()]
    assert sum(right) / len(right) >= SAMPLE_CLASSES_RIGHT


def test_fields_are_found(extracted: dict[str, Extracted], truth: dict[str, dict]) -> None:
    judged: dict[str, set[str]] = {}  # as in score.py: a field that no sample of the class states is not judged
    for row in truth.values():
        judged.setdefault(row.get("document_class", ""), set()).update(row.get("fields", {}))
    right = predicted = labelled = 0
    for name, row in truth.items():
        item, names = extracted[name], judged[row.get("document_class", "")]
        found = item.extraction.fields if item.extraction else ()
        fields = {f.name: f for f in found if f.value is not None and f.name in names}
        wanted = {key: str(cell["value"]) for key, cell in row.get("fields", {}).items()}
        right += sum(plain(fields[key].value) == plain(value) for key, value in wanted.items() if key in fields)
        predicted += len(fields)
        labelled += len(wanted)
    assert 2 * right / (predicted + labelled) >= SAMPLE_FIELDS_RIGHT


def test_each_value_lies_where_its_words_are(extracted: dict[str, Extracted]) -> None:
    found = [(item.read, f) for item in extracted.values() if item.extraction for f in item.extraction.fields]
    printed = [(read, f) for read, f in found if f.value is not None and f.word_ids]
    assert len(printed) >= 50
    for read, field in printed:
        words = [read.words[i] for i in field.word_ids]
        assert field.page_number in {word.page_number for word in words}
        assert set(field.raw) & set("".join(word.text for word in words))
        for box in field.boxes:
            assert any(contains(box, word.box) for word in words if word.page_number == field.page_number)


def contains(box: Box, other: Box) -> bool:
    x, y = other.center
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def plain(value: str | None) -> str:
    """Letters and digits; amounts without closing zeros."""
    text = value or ""
    try:
        return f"{float(text):.4f}"
    except ValueError:
        return "".join(c for c in text.casefold() if c.isalnum())
