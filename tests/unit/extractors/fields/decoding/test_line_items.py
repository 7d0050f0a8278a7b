"""Rows of tables: which stack of numbers is which column, rows that were passed over, and whole descriptions."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from extractors.fields.decoding.captions import OTHER, column_of
from extractors.fields.decoding.columns import fits, numbers_of
from extractors.fields.decoding.line_items import decode_lines
from extractors.fields.token_scores import COLUMN_PREFIX, LabelledWords
from schemas.classes import SHIPPED
from schemas.document import Line, Page, ReadDocument
from schemas.extraction import LineItem
from tests.builders import line, read_document
from values.normalize import NO_HINTS

INVOICE = SHIPPED.require("invoice")
D, Q, P, A = "description", "quantity", "unit_price", "line_amount"


def row(top: float, *cells: tuple[float, str]) -> list[Line]:
    return [line(text, left=left, top=top) for left, text in cells]


def paper(*lines: Line) -> ReadDocument:
    return read_document(Page(number=1, width=1000, height=1400, dpi=100, text_source="ocr", lines=lines))


def decoded(read: ReadDocument, labels: dict[str, tuple[str, float]]) -> list[dict[str, str]]:
    return [item.values for item in items(read, labels)]


def items(read: ReadDocument, labels: dict[str, tuple[str, float]]) -> tuple[LineItem, ...]:
    """Rows of a document whose words have these labels, by their text; each text appears once."""
    names = [f.name for f in INVOICE.fields] + [COLUMN_PREFIX + c.name for c in INVOICE.columns]
    inside = {name: np.full(len(read.words), 1e-3, dtype=np.float32) for name in names}
    begins = {name: np.zeros(len(read.words), dtype=np.float32) for name in names}
    outside = np.ones(len(read.words), dtype=np.float32)
    for word in read.words:
        if word.text in labels:
            column, p = labels[word.text]
            inside[COLUMN_PREFIX + column][word.id] = begins[COLUMN_PREFIX + column][word.id] = p
            outside[word.id] = 1 - p
    return decode_lines(LabelledWords(read, outside, inside, begins), INVOICE, NO_HINTS)


def test_the_stack_that_multiplies_rightly_is_the_column():
    """The model takes the tax for a price and knows only one of the amounts."""
    read = paper(
        *row(0.20, (0.1, "Bowl"), (0.4, "2"), (0.5, "30.00"), (0.65, "6.00"), (0.8, "60.00")),
        *row(0.23, (0.1, "Cup"), (0.4, "3"), (0.5, "11.00"), (0.65, "3.30"), (0.8, "33.00")),
        *row(0.26, (0.1, "Spoon"), (0.4, "10"), (0.5, "1.00"), (0.65, "1.10"), (0.8, "10.00")),
    )
    labels = {"Bowl": (D, 0.9), "Cup": (D, 0.9), "Spoon": (D, 0.9), "2": (Q, 0.8), "30.00": (P, 0.8), "3.30": (P, 0.7),
              "1.10": (P, 0.6), "1.00": (P, 0.9), "60.00": (A, 0.3), "10.00": (A, 0.7), "33.00": (Q, 0.5)}  # fmt: skip
    found = items(read, labels)
    assert [item.values for item in found] == [
        {D: "Bowl", Q: "2", P: "30.00", A: "60.00"},
        {D: "Cup", Q: "3", P: "11.00", A: "33.00"},
        {D: "Spoon", Q: "10", P: "1.00", A: "10.00"},
    ]
    cell = found[1].cells[A]
    assert cell.why == ("quantity x price is the amount",)
    assert cell.confidence == pytest.approx(0.7)


def test_a_caption_says_what_stands_below_it():
    """Nothing multiplies here: the captions tell the tax from the price."""
    head = row(0.17, (0.1, "Artikel"), (0.5, "Preis"), (0.65, "MwSt"), (0.8, "Betrag"))
    body = row(0.20, (0.1, "Bowl"), (0.5, "31.00"), (0.65, "6.00"), (0.8, "60.00"))
    labels = {"Bowl": (D, 0.9), "31.00": (P, 0.2), "6.00": (P, 0.4), "60.00": (A, 0.9)}
    assert decoded(paper(*head, *body), labels) == [{D: "Bowl", P: "31.00", A: "60.00"}]
    assert decoded(paper(*body), labels) == [{D: "Bowl", P: "6.00", A: "60.00"}]


def test_a_row_that_was_passed_over_is_found_by_its_numbers():
    lines = [
        *row(0.20, (0.1, "Bowl"), (0.4, "2"), (0.6, "30.00"), (0.8, "60.00")),
        *row(0.23, (0.1, "Cup"), (0.4, "3"), (0.6, "11.00"), (0.8, "33.00")),
        *row(0.26, (0.1, "Total"), (0.4, "5"), (0.6, "41.00"), (0.8, "93.00")),
    ]
    labels = {"Bowl": (D, 0.9), "2": (Q, 0.9), "30.00": (P, 0.9), "60.00": (A, 0.9), "Cup": (D, 0.3)}
    assert decoded(paper(*lines), labels) == [
        {D: "Bowl", Q: "2", P: "30.00", A: "60.00"},
        {D: "Cup", Q: "3", P: "11.00", A: "33.00"},
    ]


def test_lists_without_quantities_stay_as_they_were_read():
    read = paper(*row(0.2, (0.1, "Storage"), (0.8, "1.87")), *row(0.23, (0.1, "Transfer"), (0.8, "0.01")))
    labels = {"Storage": (D, 0.9), "Transfer": (D, 0.9), "1.87": (A, 0.9), "0.01": (A, 0.9)}
    assert decoded(read, labels) == [{D: "Storage", A: "1.87"}, {D: "Transfer", A: "0.01"}]


def test_a_description_is_whole_to_the_ends_of_its_lines_and_no_further():
    lines = [
        *row(0.20, (0.1, "A-17"), (0.2, "Ink for every"), (0.6, "30.00"), (0.8, "60.00")),
        *row(0.22, (0.2, "known printer - sold in boxes")),
        *row(0.24, (0.2, "Origin Japan")),
        *row(0.30, (0.1, "B-18"), (0.2, "Pencil"), (0.6, "11.00"), (0.8, "33.00")),
        *row(0.36, (0.2, "Bank details below")),
    ]
    labels = {"Ink": (D, 0.9), "known": (D, 0.9), "printer": (D, 0.9), "Pencil": (D, 0.9), "B-18": (D, 0.3),
              "details": (D, 0.6), "60.00": (A, 0.9), "33.00": (A, 0.9)}  # fmt: skip
    found = [values[D] for values in decoded(paper(*lines), labels)]
    assert found == ["Ink for every known printer", "Pencil"]


def test_a_description_that_begins_just_above_its_numbers_belongs_to_them():
    lines = [
        *row(0.200, (0.1, "Bowl")), *row(0.225, (0.4, "2"), (0.6, "30.00"), (0.8, "60.00")),
        *row(0.300, (0.1, "Cup")), *row(0.325, (0.4, "3"), (0.6, "11.00"), (0.8, "33.00")),
    ]  # fmt: skip
    labels = {"Bowl": (D, 0.9), "Cup": (D, 0.9), "60.00": (A, 0.9), "33.00": (A, 0.9), "2": (Q, 0.9), "3": (Q, 0.9)}
    assert [values[D] for values in decoded(paper(*lines), labels)] == ["Bowl", "Cup"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2 30.00 60.00", ["2", "30.00", "60.00"]),
        ("1 234,50 12,00", ["1234.50", "12.00"]),
        ("1 234 567,00", ["1234567.00"]),
        ("12 34", ["12", "34"]),
        ("19 % 7%", ["19"]),
        ("Bowl A4", []),
        ("40 31,50 1 260,00 CR", ["40", "31.50", "-1260.00"]),
    ],
)
def test_numbers_of_a_line(text: str, values: list[str]):
    read = read_document(Page(number=1, width=1000, height=1400, dpi=100, text_source="ocr", lines=(line(text),)))
    assert [n.value for n in numbers_of(read, read.words, NO_HINTS)] == [Decimal(v) for v in values]


@pytest.mark.parametrize(
    ("quantity", "price", "amount", "right"),
    [("3", "3.3333", "10.00", True), ("3", "3.33", "10.00", True), ("3", "3.32", "10.00", False),
     ("1000", "0.052", "52.00", True), ("-1", "7.67", "-7.67", True), ("0", "5.00", "0.00", False)],
)  # fmt: skip
def test_quantity_times_price(quantity: str, price: str, amount: str, right: bool):
    assert fits(Decimal(quantity), Decimal(price), Decimal(amount)) is right


@pytest.mark.parametrize(
    ("caption", "column"),
    [("Menge", Q), ("Qté", Q), ("Q.TÀ", Q), ("Einzelpreis", P), ("P.U.", P), ("Stückpreis", P), ("BELØB", A), ("Kwota", A),
     ("Omschrijving", D), ("IVA", OTHER), ("B.T.W", OTHER), ("Harbour", None), ("12", None)],
)  # fmt: skip
def test_captions_in_many_languages(caption: str, column: str | None):
    assert column_of(caption) == column


def table(*entries: tuple[str, str | None]) -> tuple[ReadDocument, dict[str, tuple[str, float]]]:
    """A table of lines of text, evenly set; a line with an amount has quantity 2 and that amount beside it."""
    lines: list[Line] = []
    labels: dict[str, tuple[str, float]] = {}
    for i, (text, amount) in enumerate(entries):
        cells = [(0.1, text)]
        labels |= dict.fromkeys(text.split(), (D, 0.9))
        if amount is not None:
            cells += [(0.5, "2"), (0.65, f"{Decimal(amount) / 2:.2f}"), (0.8, amount)]
            labels |= {amount: (A, 0.9)}
        lines += row(0.2 + 0.02 * i, *cells)
    return paper(*lines), labels


@pytest.mark.parametrize(
    ("entries", "descriptions"),
    [
        (  # the values are beside the first line, the rest wraps below
            (("Oak panel, oiled,", "60.00"), ("edge rounded", None), ("Brass hinge", "33.00"), ("with screws", None)),
            ["Oak panel, oiled, edge rounded", "Brass hinge with screws"],
        ),
        (  # beside the last line
            (("Wooden toy for babies,", None), ("with ball", "60.00"), ("Charger for handheld", None), ("consoles", "33.00")),
            ["Wooden toy for babies, with ball", "Charger for handheld consoles"],
        ),
        (  # in the middle of three
            (("Switch controller, for", None), ("game consoles of", "60.00"), ("generation two", None),
             ("Charger for EU", None), ("plug, black", "33.00"), ("cable", None)),
            ["Switch controller, for game consoles of generation two", "Charger for EU plug, black cable"],
        ),
        (  # headings of sections are no descriptions
            (("Ground floor", None), ("Oak panel", "60.00"), ("First storey", None), ("Brass hinge", "33.00")),
            ["Oak panel", "Brass hinge"],
        ),
        (  # a code below the name is no row under a heading
            (("Oak panel", None), ("Ref: 8812", "60.00"), ("Brass hinge", None), ("SKU: 9313", "33.00")),
            ["Oak panel Ref: 8812", "Brass hinge SKU: 9313"],
        ),
    ],
)  # fmt: skip
def test_lines_of_a_description_go_to_their_row(entries: tuple[tuple[str, str | None], ...], descriptions: list[str]):
    read, labels = table(*entries)
    assert [values[D].replace("\n", " ").replace(", ", " ").replace(",", "") for values in decoded(read, labels)] == [
        d.replace(",", "") for d in descriptions
    ]


def lines_of_sums(read: ReadDocument, labels: dict[str, tuple[str, float]], *sums: str) -> list[dict[str, str]]:
    names = [f.name for f in INVOICE.fields] + [COLUMN_PREFIX + c.name for c in INVOICE.columns]
    inside = {name: np.full(len(read.words), 1e-3, dtype=np.float32) for name in names}
    for word in read.words:
        if word.text in labels:
            column, p = labels[word.text]
            inside[COLUMN_PREFIX + column][word.id] = p
    outside = np.clip(1 - sum(inside.values()), 1e-3, 1).astype(np.float32)
    words = LabelledWords(read, outside, inside, {name: p.copy() for name, p in inside.items()})
    return [item.values for item in decode_lines(words, INVOICE, NO_HINTS, {Decimal(s) for s in sums})]


def test_a_price_column_that_makes_the_sum_is_the_amount():
    """Shops call the amounts of their lines prices; the model believes the caption."""
    read = paper(
        *row(0.17, (0.1, "Produkt"), (0.5, "Anzahl"), (0.8, "Preis")),
        *row(0.20, (0.1, "Bowl"), (0.5, "2"), (0.8, "60.00")),
        *row(0.23, (0.1, "Cup"), (0.5, "3"), (0.8, "33.00")),
    )
    labels = {"Bowl": (D, 0.9), "Cup": (D, 0.9), "60.00": (P, 0.95), "33.00": (P, 0.95),
              "2": (Q, 0.9), "3": (Q, 0.9)}  # fmt: skip
    assert lines_of_sums(read, labels, "93.00") == [{D: "Bowl", Q: "2", A: "60.00"}, {D: "Cup", Q: "3", A: "33.00"}]
    assert lines_of_sums(read, labels, "95.00") == [{D: "Bowl", Q: "2", P: "60.00"}, {D: "Cup", Q: "3", P: "33.00"}]


def test_of_several_price_columns_those_that_multiply_are_taken():
    """Net and gross amounts are beside each other; the model is sure of the wrong pair."""
    read = paper(
        *row(0.20, (0.1, "Bowl"), (0.4, "2"), (0.5, "30.00"), (0.65, "60.00"), (0.8, "71.40")),
        *row(0.23, (0.1, "Cup"), (0.4, "3"), (0.5, "11.00"), (0.65, "33.00"), (0.8, "39.27")),
    )
    labels = {"Bowl": (D, 0.9), "Cup": (D, 0.9), "2": (Q, 0.9), "3": (Q, 0.9), "60.00": (P, 0.9), "33.00": (P, 0.9),
              "71.40": (A, 0.9), "39.27": (A, 0.9)}  # fmt: skip
    assert lines_of_sums(read, labels, "93.00") == [
        {D: "Bowl", Q: "2", P: "30.00", A: "60.00"},
        {D: "Cup", Q: "3", P: "11.00", A: "33.00"},
    ]


def test_a_row_that_the_model_passed_over_is_found_where_the_sum_needs_it():
    read = paper(
        *row(0.20, (0.1, "Bowl"), (0.8, "60.00")),
        *row(0.23, (0.1, "Cup"), (0.8, "33.00")),
        *row(0.26, (0.1, "Subtotal"), (0.8, "93.00")),
    )
    labels = {"Bowl": (D, 0.9), "60.00": (A, 0.9)}
    assert [values[A] for values in lines_of_sums(read, labels, "93.00")] == ["60.00", "33.00"]
    assert [values[A] for values in lines_of_sums(read, labels, "94.00")] == ["60.00"]


def test_a_captioned_sum_is_no_row():
    read = paper(*row(0.20, (0.1, "Bowl"), (0.8, "60.00")), *row(0.26, (0.1, "Subtotal"), (0.8, "93.00")))
    labels = {"Bowl": (D, 0.9), "60.00": (A, 0.9), "93.00": (A, 0.6)}
    assert [values[A] for values in lines_of_sums(read, labels)] == ["60.00"]
