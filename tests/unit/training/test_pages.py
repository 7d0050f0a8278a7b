"""Pages of HTML: every layout can be set, its truth is what its page labels, and Chromium prints it."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from training.pages.draft import Draft
from training.pages.layouts import GRAMMAR, LAYOUTS, Layout, layouts
from training.pages.printing import CHROMIUM
from training.pages.truth import labels_of, truth_of
from training.pages.write import make, write

pytest.importorskip("faker")

browser = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser: {CHROMIUM} is absent")


@pytest.mark.parametrize("layout", [*LAYOUTS, GRAMMAR], ids=lambda layout: layout.name)
def test_the_truth_of_a_layout_is_what_its_page_labels(layout: Layout) -> None:
    for number in range(4):
        page = make(layout, random.Random(f"{layout.name} {number}"))
        labels, lines = labels_of(page.html)
        assert set(page.truth["fields"]) <= labels | {"tax_amount"}
        assert len(page.truth["line_items"]) == len(lines) > 0
        assert {"seller_name", "buyer_name"} <= set(page.truth["fields"])


@pytest.mark.parametrize("country", ["NO", "FI", "CZ", "HU", "RO", "SE", "PL"])
def test_every_layout_can_be_set_in_every_language(country: str) -> None:
    for layout in LAYOUTS:
        for kind in sorted(set(layout.kinds)):
            abroad = replace(layout, kinds=(kind,), countries=layout.countries or (country,))
            assert make(abroad, random.Random(1)).truth["line_items"]


def test_a_document_is_the_same_for_the_same_seed() -> None:
    assert make(GRAMMAR, random.Random(3)) == make(GRAMMAR, random.Random(3))


def test_halves_share_no_layout_and_are_about_as_large() -> None:
    development, apart = ({layout.name for layout in layouts(apart=side)} for side in (False, True))
    assert not development & apart
    assert min(len(development), len(apart)) >= 12


def test_rows_that_a_document_lacks_are_not_in_its_truth() -> None:
    draft = Draft(random.Random(1), "quote", "DE")
    row = truth_of(draft, f"{draft.number}{draft.due}{draft.total}")
    assert set(row["fields"]) == {"total_amount"}
    assert {"invoice_number", "due_date", "net_amount"} <= set(row["ignore_fields"])


def test_both_signs_of_a_credit_note_are_right() -> None:
    draft = Draft(random.Random(2), "credit", "GB")
    cell = truth_of(draft, str(draft.total))["fields"]["total_amount"]
    assert {cell["value"].lstrip("-"), cell["value"]} == {*cell["accept"], cell["value"]}


@browser
def test_chromium_prints_files_with_their_truth(tmp_path: Path) -> None:
    pytest.importorskip("playwright")
    names = list(write(tmp_path, 2, seed=1, apart=False, scans=0.5))
    rows = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["file"] for row in rows] == [f"documents/{name}" for name in names]
    for row in rows:
        head = (tmp_path / row["file"]).read_bytes()[:4]
        assert head == b"%PDF" if row["condition"] == "pdf" else head[:2] in (b"II", b"MM")


@browser
def test_words_of_the_browser_carry_the_labels_of_the_page() -> None:
    pytest.importorskip("playwright")
    from training.pages.words import documents

    [document] = documents(1, seed=4, layout=LAYOUTS[0])
    words = list(document.words())
    assert all(0 <= edge <= 1 for word in words for edge in word.box)
    name = " ".join(word.text for word in words if word.label == "seller_name")
    assert name.startswith(document.truth["seller_name"])
    assert re.sub(r"\W", "", document.truth["invoice_number"]) in {
        re.sub(r"\W", "", word.text) for word in words if word.label == "invoice_number"
    }
