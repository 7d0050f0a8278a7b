"""What scans of documents are: pixels only, as many pages, the same each time, and joined with their truth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.scans import pages, scanned
from extractors.input.file_types import inspect
from extractors.input.pages import read_pages
from schemas.settings import Limits
from training.datasets import Document

SAMPLES = Path("samples/documents")


def document(name: str) -> Document:
    return Document("a_set", SAMPLES / name, {"file": f"documents/{name}", "document_class": "invoice"}, "family")


@pytest.mark.parametrize("condition", ["scan", "fax"])
def test_noise_is_the_same_each_time_and_changes_the_page(condition: str) -> None:
    path = SAMPLES / "invoice_english.pdf"
    first, again, plain = (next(pages(path, name)).pixels for name in (condition, condition, "as scanned"))
    assert np.array_equal(first, again)
    assert first.shape == plain.shape
    assert not np.array_equal(first, plain)


def test_a_scan_has_the_pages_and_the_truth_of_its_paper_and_no_text(tmp_path: Path) -> None:
    original = document("invoice_english.pdf")
    [scan] = scanned([original], tmp_path)
    assert scan.path.parent == tmp_path
    assert Path(scan.row["file"]).name == scan.path.name
    assert (scan.family, scan.document_class) == (original.family, original.document_class)
    kinds = [inspect(d.path, limits=Limits()).media_type for d in (original, scan)]
    assert kinds == ["application/pdf", "image/tiff"]
    before, after = (
        list(read_pages(d.path, media_type=kind, dpi=200, limits=Limits()))
        for d, kind in zip((original, scan), kinds, strict=True)
    )
    assert len(after) == len(before)
    assert all(image.page.lines for image in before)
    assert not any(image.page.lines for image in after)
