from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import tiers
from schemas.settings import Settings


def test_standard_is_what_the_others_are_measured_by() -> None:
    rows = [{"set": "s", "tier": t, "cpu_s": s} for t, s in (("draft", 0.5), ("standard", 1.0), ("premium", 2.5))]
    tiers.with_ratios(rows)
    assert [row["ratio"] for row in rows] == [2.0, 1.0, 0.4]


@pytest.mark.slow
def test_every_tier_is_measured_on_the_same_documents(tmp_path: Path) -> None:
    samples = Path(__file__).resolve().parents[3] / "samples" / "documents"
    row = {"file": "x", "document_class": "invoice", "fields": {"total_amount": {"value": "8835.21"}}}
    documents = [
        tiers.Document("samples", samples / name, row, name) for name in ("invoice_english.pdf", "invoice_german.pdf")
    ]
    found = tiers.measure(Settings(home=tmp_path), documents, ["Invoice"])
    assert list(found) == ["draft", "standard", "premium"]
    for figures in found.values():
        assert (figures["documents"], figures["pages"]) == (1, 1)
        assert figures["cpu_s"] > 0
        assert figures["cost_per_1000"] == pytest.approx(figures["cpu_s"] / 3.6 * 0.10, abs=0.001)
        assert figures["wrong"] <= figures["accepted"] <= 1
