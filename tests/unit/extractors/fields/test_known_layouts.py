"""Memory of layouts: what a reviewed document teaches, and what the next one of its layout gains."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from extractors.fields.known_layouts.hints import hint_of
from extractors.fields.known_layouts.label_scores import layout_signs, with_layout
from extractors.fields.known_layouts.matching import LayoutIndex
from extractors.fields.known_layouts.teaching import layout_of, taught_again
from extractors.fields.token_scores import LabelledWords
from schemas.classes import SHIPPED
from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, Extraction, evidence_boxes, raw_text
from schemas.layouts import KnownLayout
from tests.builders import document_id, extraction, page, read_document

INVOICE = SHIPPED.require("invoice")
FOOTER = "Registered office Harbor Lane Commercial register Managing director Telephone"


def invoice(number: str, total: str, rows: int = 1, seed: str = "document", **changed: str) -> ReadDocument:
    """An invoice of one layout: its table has ``rows`` rows, and the total is below."""
    caption = changed.get("caption", "Amount payable")
    lines = [
        "Northern Chandlery Limited", f"Document reference {number}", "Description Quantity Price Amount",
        *(f"Rope {n} 1 5.00 5.00" for n in range(rows)), f"{caption} {total}", FOOTER,
    ]  # fmt: skip
    return read_document(page(*lines), seed=seed)


def value(read: ReadDocument, name: str, text: str, kind: str = "id") -> ExtractedField:
    at = next(word.id for word in read.words if word.text == text)
    page_number, boxes = evidence_boxes(read, (at,))
    return ExtractedField(
        name=name, kind=kind, raw=raw_text(read, (at,)), value=text, confidence=0.9, page_number=page_number,
        boxes=boxes, word_ids=(at,), source="person",
    )  # fmt: skip


def fields(read: ReadDocument, number: str, total: str) -> Extraction:
    return extraction(value(read, "invoice_number", number), value(read, "total_amount", total, "money"))


def index(*reads: tuple[ReadDocument, Extraction]) -> LayoutIndex:
    now = datetime.now(UTC)
    return LayoutIndex([
        KnownLayout(id=n, layout=layout_of(r, e, INVOICE), taught_by=(document_id(),), changed_at=now, changed_by="ada")
        for n, (r, e) in enumerate(reads, start=1)
    ])  # fmt: skip


FIRST = invoice("A-17", "915.00")
KNOWN = index((FIRST, fields(FIRST, "A-17", "915.00")))


def texts(read: ReadDocument, ids: tuple[int, ...]) -> list[str]:
    return [read.words[i].text for i in ids]


@pytest.mark.parametrize("rows", [1, 3, 9])
def test_one_document_shows_where_the_next_has_its_values(rows: int) -> None:
    read = invoice("B-2044", "77.50", rows)
    hint = hint_of(read, KNOWN, INVOICE)
    assert hint is not None
    assert texts(read, hint.places["invoice_number"]) == ["B-2044"]
    # The total moved down with the table: its caption shows how far.
    assert texts(read, hint.places["total_amount"]) == ["77.50"]
    assert "iban" in hint.absent


def test_another_layout_is_not_known() -> None:
    other = read_document(
        page("Total 12.00", "Rechnung Nummer 4", "Menge Preis Betrag", "Zahlbar sofort ohne Abzug", "Amtsgericht Kiel")
    )
    assert hint_of(other, KNOWN, INVOICE) is None
    assert hint_of(read_document(page()), KNOWN, INVOICE) is None
    assert hint_of(FIRST, LayoutIndex([]), INVOICE) is None


def test_a_layout_holds_no_text() -> None:
    stored = layout_of(FIRST, fields(FIRST, "A-17", "915.00"), INVOICE).model_dump_json()
    # Names of fields are stored: words such as "reference" are in them.
    assert not any(text in stored.casefold() for text in ("northern", "chandlery", "harbor", "managing", "a-17"))


def test_a_second_document_leaves_the_words_that_both_have() -> None:
    second = invoice("B-2", "8.00")
    before = layout_of(FIRST, fields(FIRST, "A-17", "915.00"), INVOICE)
    lacking = extraction(value(second, "invoice_number", "B-2"), seed="other")
    after = taught_again(before, layout_of(second, lacking, INVOICE))
    assert {v.field for v in after.values} == {"invoice_number", "total_amount"}
    assert "total_amount" not in after.absent
    assert {w.key for w in after.words} <= {w.key for w in before.words}


def labelled(read: ReadDocument, **likely: str) -> LabelledWords:
    """Words of which a model takes one for each field, and is sure that the others are nothing."""
    count = len(read.words)
    inside = {name: np.full(count, 1e-4, dtype=np.float32) for name in ("invoice_number", "total_amount")}
    for name, text in likely.items():
        inside[name][[word.text for word in read.words].index(text)] = 0.9
    outside = np.maximum(1 - sum(inside.values()), 1e-4).astype(np.float32)
    return LabelledWords(read, outside, inside, {name: chances.copy() for name, chances in inside.items()})


def test_a_place_that_was_taught_competes_with_the_model() -> None:
    read = invoice("B-2044", "77.50")
    hint = hint_of(read, KNOWN, INVOICE)
    wrong = labelled(read, total_amount="5.00")
    best = with_layout(wrong, hint).best()
    words = [word.text for word in read.words]
    assert wrong.best()[words.index("5.00")] == "total_amount"
    assert best[words.index("77.50")] == "total_amount"
    assert best[words.index("5.00")] is None
    assert best[words.index("B-2044")] == "invoice_number"
    together = with_layout(wrong, hint)
    assert together.outside + sum(together.inside.values()) == pytest.approx(np.ones(len(words)), abs=1e-5)
    assert with_layout(wrong, None) is wrong


def test_agreement_and_difference_are_signs() -> None:
    read = invoice("B-2044", "77.50")
    hint = hint_of(read, KNOWN, INVOICE)
    agreeing = layout_signs(hint, fields(read, "B-2044", "77.50"), read, INVOICE)
    assert agreeing["layout_differs"] == 0
    assert {"layout.invoice_number", "layout.total_amount", "layout.iban"} <= set(agreeing)
    differing = layout_signs(hint, fields(read, "B-2044", "5.00"), read, INVOICE)
    assert differing["layout_differs"] == 1
    assert "layout.total_amount" not in differing
    assert layout_signs(None, fields(read, "B-2044", "5.00"), read, INVOICE) == {}


def test_a_layout_whose_values_have_gone_is_changed() -> None:
    lines = ["Northern Chandlery Limited", "Reference 1-1 Terms 30-d Order 4-4 Total 5.00", FOOTER, FOOTER]
    taught = read_document(page(*lines))
    values = [("invoice_number", "1-1"), ("purchase_order", "4-4"), ("payment_terms", "30-d"), ("total_amount", "5.00")]
    known = index((taught, extraction(*(value(taught, name, text) for name, text in values))))
    moved = read_document(page(lines[0], "-", FOOTER, FOOTER))
    hint = hint_of(moved, known, INVOICE)
    assert hint is not None
    assert (hint.is_changed, hint.places) == (True, {})
