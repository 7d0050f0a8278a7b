from __future__ import annotations

import random
from pathlib import Path

from benchmarks.search import entry, invented, known_items, main, misread, queries, speed
from search.embedded import EmbeddedIndex
from tests.searching import VOCABULARY

TRUTH = [["ACME TOOLS", f"RECEIPT {word}", "TOTAL DUE"] for word in ("ALPHA", "BRAVO", "DELTA")]


def test_errors_come_at_about_the_rate_and_are_repeatable() -> None:
    text = "TOTAL AMOUNT DUE 118.50 " * 100
    assert misread(text, 0.0, random.Random(1)) == text
    assert misread(text, 0.1, random.Random(1)) == misread(text, 0.1, random.Random(1)) != text


def test_known_items_are_found_in_exact_texts(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path, VOCABULARY)
    index.put([entry(number, lines) for number, lines in enumerate(TRUTH)])
    asked = list(queries(TRUTH, random.Random(1)))
    assert {number for number, _ in asked} == {0, 1, 2}
    assert known_items(index, asked, tolerant=False)["recall_at_10"] == 1.0
    assert known_items(index, [(0, "NOWHERE")], tolerant=True)["recall_at_10"] == 0.0


def test_speed_is_measured_on_all_entries(tmp_path: Path) -> None:
    made = list(invented(30, random.Random(1)))
    figures = speed(EmbeddedIndex(tmp_path, VOCABULARY), made, random.Random(1))
    assert figures["entries"] == 30
    assert figures["search_median_ms"] > 0


def test_without_the_data_the_script_says_so(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr("benchmarks.search.DATA", tmp_path / "absent")
    assert main([]) == 2
    assert "development data" in capsys.readouterr().err
