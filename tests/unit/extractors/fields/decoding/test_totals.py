"""Totals of receipts: net and tax, coins, and the change that looks like a tax."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.fields.decoding.decode import decode_fields
from extractors.fields.token_scores import LabelledWords
from schemas.classes import SHIPPED
from schemas.extraction import ExtractedField
from tests.builders import page, read_document
from values.normalize import NO_HINTS

RECEIPT = SHIPPED.require("receipt")


def total(likely: dict[str, float], *lines: str) -> ExtractedField:
    """The total of a receipt with these lines; amounts are as likely the total as ``likely`` says."""
    read = read_document(page(*lines))
    inside = {f.name: np.full(len(read.words), 1e-4, dtype=np.float32) for f in RECEIPT.fields}
    for word in read.words:
        inside["total_amount"][word.id] = likely.get(word.text, 1e-4)
    outside = 1 - inside["total_amount"]
    words = LabelledWords(read, outside, inside, {name: p.copy() for name, p in inside.items()})
    return next(f for f in decode_fields(words, RECEIPT, NO_HINTS) if f.name == "total_amount")


@pytest.mark.parametrize(
    ("likely", "lines", "value"),
    [
        ({"112.46": 0.9}, ("Total 112.46", "Rounding -0.01", "Cash 112.45"), "112.45"),
        ({"37.44": 0.9}, ("Total 37.44", "Rounding 0.01", "Net 37.45"), "37.45"),
        ({"37.44": 0.9}, ("Total 37.44", "Card 37.44"), "37.44"),
        ({"37.40": 0.9}, ("Total 37.40", "Cash 37.45"), "37.40"),  # coins can pay it: it is not rounded
        ({"37.44": 0.9}, ("Total 37.44", "Cash 37.40", "Deposit 37.45"), "37.44"),  # two ways: no way
        ({"37.44": 0.9}, ("Total 37.44", "Cash 37.50"), "37.44"),
    ],
)
def test_what_is_paid_in_coins(likely: dict[str, float], lines: tuple[str, ...], value: str) -> None:
    assert total(likely, *lines).value == value


@pytest.mark.parametrize(
    ("likely", "lines", "value"),
    [
        ({"313.50": 0.9, "332.31": 0.6}, ("Total 332.31", "GST 6 % 313.50 18.81"), "332.31"),
        ({"313.50": 0.9, "332.30": 0.6}, ("Total 332.30", "GST 6 % 313.50 18.81"), "332.30"),
        ({"313.50": 0.9}, ("Total 332.31", "GST 6 % 313.50 18.81"), "313.50"),  # nothing says that it is the total
        ({"137.15": 0.9, "150.15": 0.6}, ("Total 137.15", "Cash 150.15", "Change 13.00"), "137.15"),
        ({"137.15": 0.9, "150.15": 0.6}, ("Total 137.15", "Limit 150.15"), "137.15"),
    ],
)
def test_a_net_amount_is_not_the_total(likely: dict[str, float], lines: tuple[str, ...], value: str) -> None:
    assert total(likely, *lines).value == value


@pytest.mark.parametrize(
    ("likely", "lines", "value"),
    [
        ({"100.00": 0.84, "21.20": 0.78}, ("Total 21.20", "Cash 100.00", "Change 78.80"), "21.20"),
        ({"100.00": 0.84, "21.20": 0.2}, ("Items 21.20", "Total 100.00", "Deposit 78.80"), "100.00"),  # not likely
        ({"100.00": 0.84, "21.20": 0.78}, ("Total 21.20", "Change 78.80", "Cash 100.00"), "100.00"),  # not below
        ({"106.00": 0.84, "100.00": 0.78}, ("Net 100.00", "Total 106.00", "GST 6.00"), "106.00"),  # a tax
    ],
)
def test_what_was_given_is_not_the_total(likely: dict[str, float], lines: tuple[str, ...], value: str) -> None:
    assert total(likely, *lines).value == value


def test_a_changed_total_says_why_and_keeps_its_words() -> None:
    found = total({"112.46": 0.9}, "Total 112.46", "Cash 112.45")
    assert (found.raw, found.word_ids) == ("112.45", (3,))
    assert found.why == ("the sum rounded to coins is what was paid",)
    assert found.confidence == pytest.approx(0.81)


INVOICE = SHIPPED.require("invoice")


@pytest.mark.parametrize(
    ("tax", "lines", "expected"),
    [
        (0.4, ("Goods 60.00", "Duty 0.00", "Whole 60.00"), "0.00"),
        (0.95, ("Goods 60.00", "Duty 0.00", "Whole 60.00"), "60.00"),
        (0.4, ("Goods 60.00", "Whole 60.00"), None),
        (0.95, ("Net 60.00", "Tax 0.00", "Total 60.00"), "0.00"),  # captions speak against the model
    ],
)
def test_a_tax_is_not_as_high_as_the_total(tax: float, lines: tuple[str, ...], expected: str | None) -> None:
    """The model takes the net amount for the tax; a nought is printed or not."""
    read = read_document(page(*lines))
    inside = {f.name: np.full(len(read.words), 1e-4, dtype=np.float32) for f in INVOICE.fields}
    texts = [w.text for w in read.words]
    inside["tax_amount"][1], inside["total_amount"][len(texts) - 1] = tax, 0.95
    if "0.00" in texts:
        inside["tax_amount"][texts.index("0.00")] = 0.1
    outside = np.clip(1 - sum(inside.values()), 1e-4, 1)
    words = LabelledWords(read, outside, inside, {name: p.copy() for name, p in inside.items()})
    found = {f.name: f.value for f in decode_fields(words, INVOICE, NO_HINTS)}
    assert found.get("tax_amount") == expected


@pytest.mark.parametrize(("tax", "expected"), [(0.9, "60.00"), (1e-4, "12.00")])
def test_free_of_tax_the_total_is_the_net_amount_and_not_what_is_left_to_pay(tax: float, expected: str) -> None:
    read = read_document(page("Goods 60.00", "Duty 0.00", "Whole 60.00", "Residual 12.00"))
    inside = {f.name: np.full(len(read.words), 1e-4, dtype=np.float32) for f in INVOICE.fields}
    inside["net_amount"][1], inside["tax_amount"][3] = 0.9, tax
    inside["total_amount"][5], inside["total_amount"][7] = 0.3, 0.4
    outside = np.clip(1 - np.sum(list(inside.values()), axis=0), 0, 1).astype(np.float32)
    words = LabelledWords(read, outside, inside, {name: p.copy() for name, p in inside.items()})
    found = {f.name: f.value for f in decode_fields(words, INVOICE, NO_HINTS)}
    assert found["total_amount"] == expected
