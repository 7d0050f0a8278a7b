from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import soak


def test_the_slope_is_that_of_the_second_half() -> None:
    pages = list(range(1, 101))
    assert soak.slope(pages, [500.0 + min(p, 50) for p in pages]) == pytest.approx(0, abs=1e-6)
    assert soak.slope(pages, [500.0 + 0.2 * p for p in pages]) == pytest.approx(20)
    assert soak.slope([1], [500.0]) == 0


def test_every_page_is_another_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FIELDWRIGHT_OCR_ENGINE", "null")
    assert soak.main(["--pages", "7", "--data", str(tmp_path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [point["pages"] for point in report["points"]] == [1, 2, 3, 4, 5, 6, 7]
    assert report["peak_mb"] >= max(point["mb"] for point in report["points"]) - 1
