"""What a deployment learns while documents come, and what the benchmark counts of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.stream import Player, Step, row_of
from benchmarks.stream_picture import drawn
from extractors.classify.classifier import Classifier
from review.decision import DecisionModel, Known
from review.evidence import NAMES
from schemas.classes import SHIPPED
from tests.builders import extraction, field, page, read_document
from training.datasets import Document
from training.labelled_cases import Labeled, Readers

SAMPLE = Path(__file__).parents[3] / "samples" / "documents" / "receipt_dollar.jpg"
PLAIN = DecisionModel(
    {name: float(name == "doubt") for name in NAMES},
    known=tuple(Known(document_class="receipt", family=str(n), confidence=0.95, right=True) for n in range(400)),
)
"""Nothing but the confidences of critical fields counts; accepted is from about 0.95."""


class NoFields:
    """Reads the same as without a known layout."""

    version = "none"

    def __init__(self, one: Labeled) -> None:
        self.found = one.extraction

    def extract(self, batch: Any) -> list[Any]:
        return [self.found for _ in batch]


def shop(seed: str, name: str = "Blue Harbour Bakery", confidence: float = 0.9) -> Labeled:
    lines = (name, "12 Quay Road, 4321 Port", "Date 2025-03-04", "Total 9.90", "Net 9.90")
    read = read_document(page(*lines), seed=seed)
    count = len(name.split())
    fields = (
        field("seller_name", name, kind="name", confidence=confidence, word_ids=tuple(range(count)), raw=name),
        field("issue_date", "2025-03-04", kind="date", confidence=0.999),
        field("total_amount", "9.90", kind="money", confidence=0.999),
    )
    truth = {f.name: {"value": f.value, "type": f.kind} for f in fields}
    row = {"file": f"{seed}.jpg", "document_class": "receipt", "fields": truth}
    found = extraction(*fields, document_class="receipt", seed=seed)
    return Labeled(Document("set", SAMPLE, row, seed), found, read, set(truth), SHIPPED.require("receipt"), False)


def played(*stream: Labeled) -> list[Step]:
    readers = Readers(Classifier.__new__(Classifier), NoFields(stream[0]))  # type: ignore[arg-type]
    return Player(readers, PLAIN, 0.99, document_s=30.0, field_s=20.0).play(stream)


def test_a_seller_that_a_person_confirmed_is_known_from_then_on() -> None:
    first, second = played(shop("a"), shop("b"))
    assert (first.accepted, first.minutes) == (False, 0.5)
    assert (second.accepted, second.wrong, second.minutes) == (True, False, 0.0)


def test_another_seller_is_still_for_a_person() -> None:
    steps = played(shop("a"), shop("b", name="Northern Iron Works"))
    assert [step.accepted for step in steps] == [False, False]


def test_what_was_accepted_teaches_nothing() -> None:
    sure, unsure = played(shop("a", confidence=0.999), shop("b"))
    assert (sure.accepted, unsure.accepted) == (True, False)


def test_figures_are_of_all_orders_and_of_each_part() -> None:
    late = [Step(False, False, 1.0)] * 5 + [Step(True, False, 0.0)] * 5
    wrong = [*late[:-1], Step(True, True, 0.0)]
    row = row_of([late, wrong])
    assert (row["documents"], row["accepted"], row["wrong"], row["minutes_per_100"]) == (10, 0.5, 0.5, 50.0)
    assert [point["accepted"] for point in row["curve"]] == pytest.approx([0, 0, 0.5, 1, 1])
    assert [point["minutes_per_100"] for point in row["curve"]] == [100, 100, 50, 0, 0]


def test_each_set_has_a_curve_and_names_stay_apart() -> None:
    row = row_of([[Step(True, False, 0.0)] * 5])
    picture = drawn({"first_set receipt": row, "second <set> receipt": row})
    assert picture.count("<polyline") == 2
    assert "second &lt;set&gt; receipt (5)" in picture
    places = [line.split(' y="')[1].split('"')[0] for line in picture.splitlines() if "(5)" in line]
    assert len(set(places)) == 2
