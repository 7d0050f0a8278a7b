from __future__ import annotations

import json
from pathlib import Path

from benchmarks.directory import main


def test_known_companies_are_matched_and_near_misses_are_not(tmp_path: Path) -> None:
    output = tmp_path / "directory.json"
    assert main(["--entries", "300", "--questions", "12", "--output", str(output)]) == 0
    report = json.loads(output.read_text())
    assert report["matches"]["as printed, alone"] == {"receipts": 12, "matched": 12, "wrong": 0}
    assert report["matches"]["misread, look-alikes, with address"]["matched"] == 12
    assert all(
        figures["matched"] == 0
        for kind, figures in report["matches"].items()
        if kind.startswith("near miss") and "same address" not in kind
    )
    assert set(report["ms"]) == {"by name, misread", "by number", "a receipt, all of it"}
