"""Drawn CMS-1500 forms: the blank form is free of what was filled in, and the truth says what was typed."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from schemas.classes import SHIPPED
from schemas.errors import ConfigurationError
from training.synthetic.cms1500 import blank_form, draw, make_claim, write_claims

RED, BLACK = (214, 30, 40), (10, 10, 10)


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    """Two filled clean forms: the same red print, black text that crosses."""
    (tmp_path / "documents").mkdir()
    rows = []
    for number in range(2):
        page = np.full((2200, 1700, 3), 255, np.uint8)
        page[300:302, 50:1650] = RED
        page[500:510, 400 + 40 * number : 500 + 40 * number] = BLACK
        Image.fromarray(page).save(tmp_path / "documents" / f"{number}.png")
        rows.append(json.dumps({"file": f"documents/{number}.png", "condition": "clean"}))
    (tmp_path / "truth.jsonl").write_text("\n".join(rows))
    return tmp_path


def test_the_blank_form_keeps_its_print_and_loses_what_was_filled_in(claims: Path) -> None:
    blank = blank_form(claims)
    assert tuple(blank[300, 800]) == RED
    assert blank[490:520, 380:560].min() == 255


def test_a_set_without_clean_forms_in_color_gives_no_blank_form(tmp_path: Path) -> None:
    (tmp_path / "truth.jsonl").write_text("")
    with pytest.raises(ConfigurationError, match="no clean forms"):
        blank_form(tmp_path)


def test_the_same_seed_writes_the_same_claims_and_their_truth(claims: Path, tmp_path: Path) -> None:
    write_claims(claims, tmp_path / "a", 2, seed=3)
    write_claims(claims, tmp_path / "b", 2, seed=3)
    assert (tmp_path / "a" / "truth.jsonl").read_text() == (tmp_path / "b" / "truth.jsonl").read_text()
    row = json.loads((tmp_path / "a" / "truth.jsonl").read_text().splitlines()[0])
    assert (tmp_path / "a" / row["file"]).exists()
    assert set(row["fields"]) <= {spec.name for spec in SHIPPED.require("claim").fields}
    charges = sum(float(line["charge"]["value"]) for line in row["line_items"])
    assert float(row["fields"]["total_charge"]["value"]) == pytest.approx(charges)


def test_text_is_typed_onto_the_form_and_degraded_by_condition() -> None:
    blank = np.full((2200, 1700, 3), 255, np.uint8)
    claim = make_claim(random.Random(1))
    clean = draw(claim, blank, random.Random(2), "clean")
    assert (clean[280:330, 1040:1300] < 100).any()  # the insured's number
    fax = draw(claim, blank, random.Random(2), "fax")
    assert set(np.unique(fax)) <= {0, 60, 255}
