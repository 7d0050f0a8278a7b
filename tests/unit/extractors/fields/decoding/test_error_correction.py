"""Misread characters: repaired where exactly one reading fits, left alone everywhere else."""

from __future__ import annotations

import pytest

from extractors.fields.decoding.error_correction import repaired_fields, repaired_items
from schemas.document import Page, ReadDocument
from schemas.extraction import ExtractedField, FieldType, LineItem
from tests.builders import page, read_document
from values.check_digits import check_of
from values.normalize import NO_HINTS, normalize


def reading(*lines: str, unsure: str = "", text_source="ocr") -> ReadDocument:
    """A page of these lines; the characters of ``unsure`` were recognized with little confidence, wherever they are."""
    made = page(*lines)
    doubtful = [
        line.model_copy(
            update={
                "words": tuple(
                    w.model_copy(update={"characters": tuple(0.6 if c in unsure else 0.99 for c in w.text)})
                    for w in line.words
                )
            }
        )
        for line in made.lines
    ]
    return read_document(Page(**{**dict(made), "lines": tuple(doubtful), "text_source": text_source}))


def value(read: ReadDocument, name: str, text: str, kind: FieldType = "money") -> ExtractedField:
    """The field whose words spell this text on the page."""
    wanted = text.split()
    texts = [w.text for w in read.words]
    start = next(i for i in range(len(texts)) if texts[i : i + len(wanted)] == wanted)
    ids = tuple(range(start, start + len(wanted)))
    return ExtractedField(
        name=name, kind=kind, raw=text, value=normalize(kind, text).value, confidence=0.97, page_number=1,
        boxes=(read.words[start].box,), word_ids=ids, source="layoutlm",
    )  # fmt: skip


def item(read: ReadDocument, quantity: str, price: str, amount: str) -> LineItem:
    cells = {"quantity": value(read, "quantity", quantity, "number"), "unit_price": value(read, "unit_price", price),
             "line_amount": value(read, "line_amount", amount)}  # fmt: skip
    return LineItem(cells=cells)


@pytest.mark.parametrize(
    ("cells", "unsure", "values"),
    [
        (("2", "30.00", "80.00"), "8", ("2", "30.00", "60.00")),
        (("2", "30.00", "80.00"), "", ("2", "30.00", "80.00")),  # nothing is unsure: a discount perhaps
        (("2", "30.00", "60.00"), "0236", ("2", "30.00", "60.00")),  # it holds
        (("3", "30.00", "70.00"), "7", ("3", "30.00", "70.00")),  # no look-alike makes it hold
        (("8", "10.00", "60.00"), "86", ("8", "10.00", "60.00")),  # 8 or 6: two ways, so none
        (("2", "3000", "60.00"), "3", ("2", "30.00", "60.00")),  # a lost point
    ],
)
def test_a_line_is_repaired_in_one_way_only(cells: tuple[str, str, str], unsure: str, values: tuple[str, str, str]):
    read = reading(" ".join(cells), unsure=unsure)
    [found] = repaired_items(read, [item(read, *cells)], NO_HINTS)
    assert tuple(found.values.values()) == values


def test_a_repair_keeps_raw_and_words_and_says_why():
    read = reading("2 30.00 80.00", unsure="8")
    [found] = repaired_items(read, [item(read, "2", "30.00", "80.00")], NO_HINTS)
    amount = found.cells["line_amount"]
    assert (amount.raw, amount.value, amount.word_ids, amount.confidence) == ("80.00", "60.00", (2,), 0.9)
    assert amount.why == ("a misread character was repaired: quantity x price is the amount",)


def test_a_text_layer_is_never_repaired():
    read = reading("2 30.00 80.00", unsure="8", text_source="text_layer")
    before = item(read, "2", "30.00", "80.00")
    assert repaired_items(read, [before], NO_HINTS) == (before,)


@pytest.mark.parametrize(
    ("net", "tax", "total", "unsure", "repaired"),
    [
        ("100.00", "19.00", "179.00", "7", {"total_amount": "119.00"}),
        ("100.00", "19.00", "129.00", "2", {}),
        ("100.00", "0.00", "180.00", "8", {}),
    ],
)
def test_totals(net: str, tax: str, total: str, unsure: str, repaired: dict[str, str]):
    read = reading(f"Net {net}", f"Tax {tax}", f"Total {total}", unsure=unsure)
    fields = (value(read, "net_amount", net), value(read, "tax_amount", tax), value(read, "total_amount", total))
    found = repaired_fields(read, fields, (), NO_HINTS)
    assert {f.name: f.value for f, before in zip(found, fields, strict=True) if f != before} == repaired


def test_a_net_amount_is_repaired_by_its_lines():
    read = reading("1 60.00 60.00", "1 20.00 20.00", "Net 88.00", unsure="8")
    items = (item(read, "1", "60.00", "60.00"), item(read, "1", "20.00", "20.00"))
    [net] = repaired_fields(read, [value(read, "net_amount", "88.00")], items, NO_HINTS)
    assert net.value == "80.00"
    [kept] = repaired_fields(read, [value(read, "net_amount", "88.00")], items[:1], NO_HINTS)
    assert kept.value == "88.00"


@pytest.mark.parametrize(
    ("name", "printed", "unsure", "expected"),
    [
        ("iban", "DE89 37O4 O044 O532 O130 OO", "", "DE89 3704 0044 0532 0130 00"),
        ("iban", "DE89 3704 0044 0532 0180 00", "8", "DE89 3704 0044 0532 0130 00"),
        ("iban", "DE89 3704 0044 0532 0180 00", "", "DE89 3704 0044 0532 0180 00"),
        ("iban", "DE89 3704 0044 0532 0130 00", "8", "DE89 3704 0044 0532 0130 00"),
        ("seller_vat_id", "DE1366959I6", "", "DE1366959I6"),
        ("seller_vat_id", "DE13669S976", "", "DE136695976"),
        ("seller_vat_id", "DE123456789", "", "DE123456789"),  # a made-up number stays as it is printed
        ("invoice_number", "RE-2O24-17", "", "RE-2O24-17"),  # no check knows better
    ],
)
def test_registered_numbers(name: str, printed: str, unsure: str, expected: str):
    read = reading(f"No {printed}", unsure=unsure)
    [found] = repaired_fields(read, [value(read, name, printed, "id")], (), NO_HINTS)
    assert found.value == expected
    assert bool(found.why) is (expected != printed)


@pytest.mark.parametrize(
    ("name", "number", "valid"),
    [("iban", "DE89 3704 0044 0532 0130 00", True), ("iban", "DE88 3704 0044 0532 0130 00", False),
     ("buyer_vat_id", "CHE-116.281.710 MWST", True), ("buyer_vat_id", "FR40303265045", True),
     ("buyer_vat_id", "FR41303265045", False), ("rendering_npi", "1234567893", True), ("npi", "1234567890", False)],
)  # fmt: skip
def test_checks(name: str, number: str, valid: bool):
    check = check_of(name)
    assert check is not None
    assert check(number) is valid


def test_a_currency_sign_that_was_read_as_a_digit_is_left_out():
    read = reading("2 $30.00 560.00", "1 $10.00 $10.00")
    [found] = repaired_items(read, [item(read, "2", "$30.00", "560.00")], NO_HINTS)
    assert found.values["line_amount"] == "60.00"
    without_signs = reading("2 30.00 560.00")
    [kept] = repaired_items(without_signs, [item(without_signs, "2", "30.00", "560.00")], NO_HINTS)
    assert kept.values["line_amount"] == "560.00"


@pytest.mark.parametrize(
    ("printed", "read_as", "whole"),
    [
        ("DE89 3704 0044 0532 0130 00 BIC", "DE89 3704 0044 0532", "DE89 3704 0044 0532 0130 00"),
        ("DE88 3704 0044 0532 0130 00 BIC", "DE88 3704 0044 0532", "DE88 3704 0044 0532"),
    ],
)
def test_a_number_that_was_cut_off_is_made_whole(printed: str, read_as: str, whole: str):
    read = reading(f"IBAN {printed}", text_source="text_layer")
    [found] = repaired_fields(read, [value(read, "iban", read_as, "id")], (), NO_HINTS)
    assert found.value == whole
    assert len(found.word_ids) == len(whole.split())


@pytest.mark.parametrize(
    ("printed", "unsure", "spelt"),
    [
        ("URBAN 1DEA Sdn Bhd", "1", "URBAN IDEA Sdn Bhd"),
        ("Joseph O'Neil1", "1", "Joseph O'Neill"),
        ("URBAN 1DEA Sdn Bhd", "", "URBAN 1DEA Sdn Bhd"),  # it is sure to be a digit
        ("HARDWÀRE Trading", "À", "HARDWARE Trading"),
        ("A1 Motor 24H", "124", "A1 Motor 24H"),  # too short to be a word, or more digits than one
    ],
)
def test_names_are_spelt_with_letters(printed: str, unsure: str, spelt: str):
    read = reading(printed, "Total 12.50", unsure=unsure)
    [found] = repaired_fields(read, [value(read, "seller_name", printed, "name")], [], NO_HINTS)
    assert found.value == spelt
    assert found.raw == printed
    assert bool(found.why) is (spelt != printed)


def test_an_accent_stays_on_a_paper_that_surely_has_others():
    read = reading("HARDWÀRE Trading", "Société Générale", unsure="À")
    name = value(read, "seller_name", "HARDWÀRE Trading", "name")
    assert repaired_fields(read, [name], [], NO_HINTS) == (name,)


def test_lines_stay_lines_when_a_letter_is_repaired():
    read = reading("23, J1n Burung", "52100 KL", unsure="1")
    ids = tuple(range(len(read.words)))
    raw = "23, J1n Burung\n52100 KL"
    address = value(read, "seller_address", "23, J1n Burung 52100 KL", "text").model_copy(
        update={"raw": raw, "value": "23, J1n Burung, 52100 KL", "word_ids": ids}
    )
    [found] = repaired_fields(read, [address], [], NO_HINTS)
    assert found.value == "23, Jln Burung, 52100 KL"
