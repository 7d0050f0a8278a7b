"""Thresholds that the evidence allows, and the table of a calibration in the model card."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from extractors.fields.confidence.features import NAMES
from schemas.settings import Thresholds
from training.calibration_report import BEGIN, END, LOWEST, NEVER, note_in_card, report, report_lines, thresholds
from training.fitting import Known, Sample


def values(
    kind: str, count: int, *, wrong: int = 0, in_line: bool = False, field: str = "total"
) -> list[tuple[Known, float]]:
    """Values with falling confidence; the wrong ones are the surest."""
    made = []
    for i in range(count):
        known = Known("s", str(i), f"{i}.pdf", kind, field, in_line, (), np.zeros(len(NAMES)), 0.8, i >= wrong)
        made.append((known, 0.9999 - 0.0002 * i))
    return made


def sample(*parts: list[tuple[Known, float]]) -> tuple[Sample, list[float]]:
    pairs = [pair for part in parts for pair in part]
    known = tuple(known for known, _ in pairs)
    return Sample(known, Counter(k.document_class for k in known)), [confidence for _, confidence in pairs]


def test_a_class_with_evidence_has_a_threshold_and_a_thin_one_takes_the_default() -> None:
    found = thresholds(*sample(values("receipt", 200), values("claim", 10)))
    assert set(found) == {"default", "receipt"}
    assert found["receipt"] == pytest.approx(0.9999 - 0.0002 * 199, abs=1e-4)


def test_fields_and_cells_have_thresholds_apart() -> None:
    found = thresholds(*sample(values("invoice", 120), values("invoice", 100, in_line=True)))
    assert {"invoice", "invoice.line"} == set(found) - {"default"}


def test_cells_without_evidence_wait_for_the_default_and_not_for_their_classs_fields() -> None:
    made = sample(values("invoice", 200), values("invoice", 40, wrong=20, in_line=True))
    found = thresholds(*made)
    assert found["invoice.line"] == found["default"] > found["invoice"]
    assert Thresholds().measured(found).for_cell("invoice", "total") == found["default"]


@pytest.mark.parametrize(("count", "own"), [(200, True), (90, False)])
def test_a_field_that_is_nearly_always_right_need_not_wait_for_its_class(count: int, own: bool) -> None:
    dates = [(known, confidence - 0.02) for known, confidence in values("receipt", count, field="issue_date")]
    names = [(known, confidence - 0.01) for known, confidence in values("receipt", 60, wrong=10, field="seller_name")]
    made = sample(values("receipt", 100), names, dates)
    found = thresholds(*made)
    assert ("receipt.issue_date" in found) is own
    assert "receipt.seller_name" not in found
    accepted = report(*made)["classes"]["receipt"]["at_threshold"]
    assert accepted == accepted | {"accepted": 100 + own * count, "wrong": 0}


def test_a_class_that_is_surest_where_it_is_wrong_is_never_accepted() -> None:
    found = thresholds(*sample(values("receipt", 200), values("ad_buy", 320, wrong=30)))
    assert found["ad_buy"] == NEVER


def test_no_threshold_lies_where_single_values_are_often_wrong() -> None:
    low = [(known, 0.5 + confidence / 10_000) for known, confidence in values("receipt", 200)]
    assert thresholds(*sample(low))["receipt"] == LOWEST


def test_a_figure_on_few_values_says_so() -> None:
    rows = report(*sample(values("receipt", 200), values("invoice", 400)))["classes"]
    assert rows["receipt"]["at_threshold"]["shown"] is False
    assert "200 values" in rows["receipt"]["at_threshold"]["remark"]
    assert rows["invoice"]["at_threshold"]["shown"] is True
    assert rows["invoice"]["at_threshold"]["remark"] == ""


def test_the_card_has_one_table_however_often_it_is_written(tmp_path: Path) -> None:
    made = sample(values("receipt", 200))
    stored = {"made": "2026-01-01", "report": report(*made)}
    note_in_card(tmp_path, stored)
    assert not (tmp_path / "README.md").exists()
    (tmp_path / "README.md").write_text("# Model\n\nFirst.\n\n## Limits\n\nSome.\n")
    note_in_card(tmp_path, stored)
    once = (tmp_path / "README.md").read_text()
    note_in_card(tmp_path, stored | {"made": "2026-01-02"})
    twice = (tmp_path / "README.md").read_text()
    assert twice == once.replace("2026-01-01", "2026-01-02")
    assert twice.startswith("# Model\n\nFirst.\n\n## Limits\n\nSome.\n")
    assert twice.count(BEGIN) == twice.count(END) == 1
    assert "(thin)" in twice
    assert len({line.count("|") for line in report_lines(stored)}) == 1
