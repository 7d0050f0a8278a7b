"""From probabilities to values: lines, agreement, growth to the ends of names, table rows."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.fields.decoding.decode import decode_fields
from extractors.fields.decoding.line_items import decode_lines
from extractors.fields.token_scores import LabelledWords
from schemas.classes import SHIPPED
from schemas.document import Line, Page, ReadDocument
from schemas.extraction import raw_text
from schemas.geometry import Box
from tests.builders import document_id, line, page, read_document
from values.locale_hints import hints_of
from values.normalize import NO_HINTS

INVOICE = SHIPPED.require("invoice")
RECEIPT = SHIPPED.require("receipt")


def labelled(
    read: ReadDocument, labels: dict[int, tuple[str, float]], begins: tuple[int, ...] = (), kind=INVOICE
) -> LabelledWords:
    """Probabilities where word ``i`` has the label with the probability, and is nothing for the rest."""
    names = [f.name for f in kind.fields] + [f"line.{c.name}" for c in kind.columns]
    count = len(read.words)
    inside = {name: np.full(count, 1e-4, dtype=np.float32) for name in names}
    starts = {name: np.zeros(count, dtype=np.float32) for name in names}
    outside = np.ones(count, dtype=np.float32)
    for i, (name, p) in labels.items():
        inside[name][i], outside[i] = p, 1 - p
        if i in begins:
            starts[name][i] = p
    return LabelledWords(read, outside, inside, starts)


def fields(words: LabelledWords, kind=RECEIPT) -> dict[str, object]:
    return {f.name: f for f in decode_fields(words, kind, NO_HINTS)}


def test_a_value_keeps_its_words_page_and_boxes() -> None:
    read = read_document(page("Acme Trading", "Total 12.50"))
    found = fields(labelled(read, {3: ("total_amount", 0.9)}, begins=(3,)))["total_amount"]
    assert (found.value, found.raw, found.word_ids, found.page_number) == ("12.50", "12.50", (3,), 1)
    assert found.boxes == (read.words[3].box,)
    assert found.confidence == pytest.approx(0.9, abs=1e-3)


def test_places_that_agree_count_together() -> None:
    read = read_document(page("Total 12.50", "Cash 20.00", "Due 12.50"))
    words = labelled(
        read, {1: ("total_amount", 0.6), 3: ("total_amount", 0.7), 5: ("total_amount", 0.6)}, begins=(1, 3, 5)
    )
    found = fields(words)["total_amount"]
    assert found.value == "12.50"
    assert found.confidence == pytest.approx(1 - 0.4 * 0.4, abs=1e-3)
    assert found.why


def test_a_name_grows_to_the_ends_of_its_line_only_where_the_model_hints_at_it() -> None:
    read = read_document(page("Syarikat Perniagaan Gin Kee", "No 290"))
    words = labelled(
        read, {0: ("seller_name", 0.2), 1: ("seller_name", 0.6), 2: ("seller_name", 0.9), 3: ("seller_name", 0.01)}
    )
    assert fields(words)["seller_name"].value == "Syarikat Perniagaan Gin"


def test_a_single_word_inside_a_name_is_not_stepped_over() -> None:
    read = read_document(page("Acme of Trading"))
    words = labelled(read, {0: ("seller_name", 0.9), 1: ("seller_name", 0.05), 2: ("seller_name", 0.9)})
    assert fields(words)["seller_name"].value == "Acme of Trading"


def test_an_address_goes_on_below_and_not_beside() -> None:
    lines = (
        line("Harbour Street 1", top=0.10),
        line("Invoice 77", left=0.6, top=0.10),
        line("12345 Town", top=0.12),
    )
    read = read_document(Page(number=1, width=1000, height=1400, dpi=100, text_source="ocr", lines=lines))
    words = labelled(read, dict.fromkeys((0, 1, 2, 5, 6), ("seller_address", 0.9)), begins=(0,))
    found = fields(words)["seller_address"]
    assert found.value == "Harbour Street 1, 12345 Town"
    assert len(found.boxes) == 2


def test_a_second_choice_is_taken_where_there_is_no_first() -> None:
    read = read_document(page("Date 25/12/2018"))
    assert fields(labelled(read, {1: ("issue_date", 0.3)}))["issue_date"].value == "2018-12-25"
    assert fields(labelled(read, {1: ("issue_date", 0.1)}))["issue_date"].value == "2018-12-25"
    two = read_document(page("Date 25/12/2018", "Due 31/12/2018"))
    assert "issue_date" not in fields(labelled(two, {1: ("issue_date", 0.02)}))
    optional = labelled(read, {1: ("due_date", 0.1)})
    assert "due_date" not in fields(optional, INVOICE)  # not every invoice has one


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (("Inv KJ1 Date:11/03/18 21:30",), "2018-03-11"),
        (("[Sales]2018-01-05 22:55",), "2018-01-05"),
        (("Date:11/03/18", "Copy 11/03/2018"), "2018-03-11"),
        (("Date:11/03/18", "Due 12/03/2018"), None),  # which of the two?
        (("No T03-18/1999", "Tel 03/80/7638"), None),
    ],
)
def test_the_only_date_is_taken_where_the_model_names_none_and_one_must_be_there(
    lines: tuple[str, ...], value: str | None
) -> None:
    found = fields(labelled(read_document(page(*lines)), {}))
    assert (found["issue_date"].value if value else found.get("issue_date")) == value
    if value:
        assert found["issue_date"].confidence <= 0.5
        assert found["issue_date"].why


def test_an_address_fills_its_lines_from_their_first_number_on() -> None:
    read = read_document(page("Harbour Street 1", "1237-TMN Indah"))
    labels = dict.fromkeys((0, 1, 2, 4), ("seller_address", 0.9))
    assert fields(labelled(read, labels, begins=(0,)))["seller_address"].value == "Harbour Street 1, 1237-TMN Indah"
    name = labelled(read_document(page("1237-TMN Indah")), {1: ("seller_name", 0.9)}, begins=(1,))
    assert fields(name)["seller_name"].value == "Indah"


def test_a_second_choice_for_what_is_no_date_must_be_likelier() -> None:
    read = read_document(page("Sundries 12.50"))
    assert fields(labelled(read, {1: ("total_amount", 0.3)}))["total_amount"].value == "12.50"
    assert "total_amount" not in fields(labelled(read, {1: ("total_amount", 0.1)}))


def test_a_first_choice_that_means_nothing_does_not_stand_in_the_way() -> None:
    read = read_document(page("No 560272", "11-05-16"))
    words = labelled(read, {1: ("issue_date", 0.63), 2: ("issue_date", 0.2)}, begins=(1, 2))
    assert fields(words)["issue_date"].value == "2016-05-11"


def test_a_name_is_not_split_where_a_second_word_seems_to_begin_it() -> None:
    read = read_document(page("99 SPEED MART"))
    words = labelled(read, dict.fromkeys((0, 1, 2), ("seller_name", 0.9)), begins=(0, 1))
    assert fields(words)["seller_name"].value == "99 SPEED MART"


def test_two_names_in_two_columns_stay_apart() -> None:
    columns = (line("Acme Trading", left=0.1), line("Brown Bakery", left=0.6))
    both = Line(words=(*columns[0].words, *columns[1].words))
    read = read_document(Page(number=1, width=1000, height=1400, dpi=100, text_source="ocr", lines=(both,)))
    words = labelled(read, {0: ("seller_name", 0.9), 1: ("seller_name", 0.9), 2: ("seller_name", 0.7)}, begins=(0, 2))
    assert fields(words)["seller_name"].value == "Acme Trading"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Acme Sdn Bhd (519537-X)", "Acme Sdn Bhd"),
        ("Acme S/B 273500-U (ASB)", "Acme S/B"),
        ("#000002 Acme (M) Bhd", "Acme (M) Bhd"),
        ("Acme Sdn Bhd S19537-X)", "Acme Sdn Bhd"),
        ("Acme for Senate-D(136462)", "Acme for Senate-D"),
        ("Acme (Johor) 12", "Acme (Johor) 12"),
        ("Ampang 210 Parking", "Ampang 210 Parking"),
        ("Lot 1851-A Books", "Lot 1851-A Books"),
        ("Acme Books BRN", "Acme Books"),
        ("Acme Books GST No.", "Acme Books GST No."),
    ],
)
def test_a_registration_number_is_no_part_of_a_name(text: str, name: str) -> None:
    read = read_document(page(text))
    words = labelled(read, dict.fromkeys(range(len(read.words)), ("seller_name", 0.9)), begins=(0,))
    assert fields(words)["seller_name"].value == name


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("VAT FR 05 987 654 321", "FR 05 987 654 321"),
        ("VAT No 05 987 654 321", "05 987 654 321"),
        ("FR VAT 05 987 654 321", "05 987 654 321"),
    ],
)
def test_the_country_before_the_digits_belongs_to_a_vat_id(text: str, value: str) -> None:
    read = read_document(page(text))
    digits = [w.id for w in read.words if w.text.isdigit()]
    words = labelled(read, dict.fromkeys(digits, ("buyer_vat_id", 0.9)), begins=(digits[0],))
    assert fields(words, INVOICE)["buyer_vat_id"].value == value


def test_parts_of_a_date_that_mean_nothing_alone_are_joined() -> None:
    read = read_document(page("Date 05 02-18"))
    words = labelled(read, {1: ("issue_date", 0.8), 2: ("issue_date", 0.7)}, begins=(1, 2))
    assert fields(words)["issue_date"].value == "2018-02-05"
    two = read_document(page("From 05-02-18 06-02-18"))
    words = labelled(two, {1: ("issue_date", 0.8), 2: ("issue_date", 0.7)}, begins=(1, 2))
    assert fields(words)["issue_date"].raw == "05-02-18"


@pytest.mark.parametrize("part", [1, 2, 3])
def test_a_part_of_a_date_is_completed_by_its_neighbors(part: int) -> None:
    read = read_document(page("Dátum 2021. 07. 12. Szeged"))
    found = fields(labelled(read, {part: ("issue_date", 0.8)}, begins=(part,)), INVOICE)["issue_date"]
    assert (found.value, found.raw) == ("2021-07-12", "2021. 07. 12.")
    assert found.confidence == pytest.approx(0.8, abs=0.05)


def test_a_part_of_a_date_without_the_rest_is_not_understood() -> None:
    read = read_document(page("Dátum 2021. Szeged", "07. 12."))
    assert fields(labelled(read, {1: ("issue_date", 0.8)}, begins=(1,)), INVOICE)["issue_date"].value is None


@pytest.mark.parametrize(
    ("last", "value"),
    [
        ("Mobile /Whatsapp : +60 12", "Harbour Street 1, 12345 Town"),
        ("Tel 03-8076 3806", "Harbour Street 1, 12345 Town"),
        ("Mobile, AL 36602", "Harbour Street 1, 12345 Town, Mobile, AL 36602"),
        ("Hotel 3, Level 2", "Harbour Street 1, 12345 Town, Hotel 3, Level 2"),
    ],
)
def test_an_address_ends_before_a_telephone_number(last: str, value: str) -> None:
    read = read_document(page("Harbour Street 1", "12345 Town", last))
    words = labelled(read, dict.fromkeys(range(7), ("seller_address", 0.9)), begins=(0,))
    for i in range(7, len(read.words)):
        words.inside["seller_address"][i] = 0.9
    assert fields(words)["seller_address"].value == value


def test_a_line_that_runs_askew_reaches_into_the_next_and_still_stands_above_it() -> None:
    askew = line("Harbour Street 1", left=0.2, top=0.100)
    tall = Line(words=tuple(w.model_copy(update={"box": _taller(w.box, 0.05)}) for w in askew.words))
    below = line("12345 Town", left=0.2, top=0.135)
    read = read_document(Page(number=1, width=1000, height=1400, dpi=100, text_source="ocr", lines=(tall, below)))
    words = labelled(read, dict.fromkeys(range(5), ("seller_address", 0.9)), begins=(0,))
    assert fields(words)["seller_address"].value == "Harbour Street 1, 12345 Town"


@pytest.mark.parametrize(
    ("read_as", "value"),
    [("Total 12. 15", "12.15"), ("Total RM12. 15", "12.15"), ("Total 12. 150", "12"), ("Total 12 15", "12")],
)
def test_cents_that_wide_type_made_a_word_of_belong_to_their_amount(read_as: str, value: str) -> None:
    read = read_document(page(read_as))
    assert fields(labelled(read, {1: ("total_amount", 0.9)}, begins=(1,)))["total_amount"].value == value


def test_a_name_goes_on_in_a_word_of_the_same_row_that_was_read_as_a_line_of_its_own() -> None:
    lines = (line("Harbour Health SDN", left=0.1, top=0.1), line("BHD", left=0.34, top=0.1))
    tall = Page(number=1, width=500, height=1500, dpi=100, text_source="ocr", lines=lines)
    words = labelled(read_document(tall), dict.fromkeys(range(4), ("seller_name", 0.9)), begins=(0,))
    assert fields(words)["seller_name"].value == "Harbour Health SDN BHD"


def test_of_names_that_are_about_as_likely_the_longest_is_the_whole() -> None:
    read = read_document(page("Harbour Trading Company", "Invoice 77", "Company"))
    labels = dict.fromkeys((0, 1, 2), ("seller_name", 0.96)) | {5: ("seller_name", 0.97)}
    words = labelled(read, labels, begins=(0, 5))
    assert fields(words)["seller_name"].value == "Harbour Trading Company"
    words.inside["seller_name"][:3] = 0.6
    assert fields(words)["seller_name"].value == "Company"


def _taller(box: Box, height: float) -> Box:
    return Box(left=box.left, top=box.top, right=box.right, bottom=box.top + height)


@pytest.mark.parametrize(("share", "value"), [(0.0, "Harbour Street 1, 12345 Town"), (0.4, "Harbour Street 1")])
def test_a_wide_gap_is_bridged_where_the_lower_line_surely_goes_on(share: float, value: str) -> None:
    lines = (line("Harbour Street 1", top=0.10), line("12345 Town", top=0.145))
    read = read_document(Page(number=1, width=1000, height=1400, dpi=100, text_source="ocr", lines=lines))
    words = labelled(read, dict.fromkeys(range(5), ("seller_address", 0.9)), begins=(0,))
    words.begins["seller_address"][3] = share * words.inside["seller_address"][3]
    assert fields(words)["seller_address"].value == value


def test_a_value_that_cannot_be_read_says_why_and_loses_against_one_that_can() -> None:
    read = read_document(page("Sundries abc", "Sundries 9.00"))
    only = fields(labelled(read, {1: ("total_amount", 0.9)}))["total_amount"]
    assert only.value is None
    assert only.problem == "not one number"
    both = fields(labelled(read, {1: ("total_amount", 0.9), 3: ("total_amount", 0.6)}, begins=(1, 3)))["total_amount"]
    assert both.value == "9.00"


def test_fields_of_other_classes_are_not_given() -> None:
    read = read_document(page("Buyer Acme"))
    assert fields(labelled(read, {1: ("buyer_name", 0.9)})) == {}


def test_rows_follow_their_amounts() -> None:
    def row(top: float, *cells: tuple[float, str]) -> list[Line]:
        return [line(text, left=left, top=top) for left, text in cells]

    lines = [
        *row(0.20, (0.1, "Blue paint"), (0.5, "2"), (0.7, "10.00"), (0.85, "20.00")),
        *row(0.22, (0.1, "for wood")),
        *row(0.25, (0.1, "Brush"), (0.5, "1"), (0.7, "3.50"), (0.85, "3.50")),
    ]
    read = ReadDocument(
        document_id=document_id(), engine="null 1",
        pages=(Page(number=1, width=1000, height=1400, dpi=100, text_source="ocr", lines=tuple(lines)),),
    )  # fmt: skip
    texts = [w.text for w in read.words]
    labels = {}
    for column, wanted in (
        ("description", {0, 1, 5, 6, 7}), ("quantity", {2, 8}), ("unit_price", {3, 9}), ("line_amount", {4, 10}),
    ):  # fmt: skip
        labels |= dict.fromkeys(wanted, (f"line.{column}", 0.9))
    items = decode_lines(labelled(read, labels, begins=(0, 2, 3, 4, 7, 8, 9, 10)), INVOICE, NO_HINTS)
    assert [item.values for item in items] == [
        {"description": "Blue paint for wood", "quantity": "2", "unit_price": "10.00", "line_amount": "20.00"},
        {"description": "Brush", "quantity": "1", "unit_price": "3.50", "line_amount": "3.50"},
    ]  # fmt: skip
    assert texts[4] == "20.00"


def test_a_document_without_words_has_no_fields_and_no_rows() -> None:
    words = labelled(read_document(page()), {})
    assert decode_fields(words, INVOICE, NO_HINTS) == ()
    assert decode_lines(words, INVOICE, NO_HINTS) == ()


def test_a_currency_glued_to_the_amount_is_read_off_it() -> None:
    read = read_document(page("Total £12.50"))
    found = fields(labelled(read, {1: ("total_amount", 0.9)}, begins=(1,)), INVOICE)["currency"]
    assert (found.value, found.word_ids) == ("GBP", (1,))
    assert found.why


@pytest.mark.parametrize(
    ("sums", "code"),
    [
        (("Nettó 100,00 Ft", "Fizetendő 127,00 Ft"), "HUF"),
        (("Ladder 6 Ft 100.00", "Total 127.00"), None),
        (("Total fără TVA 100,00 lei", "Total de plată 119,00"), "RON"),
        (("Základ daně 100,00 Kč", "Celkem 121,00"), "CZK"),
        (("Sum NOK 100,00", "Totalt 125,00"), "NOK"),
    ],
)
def test_a_currency_is_the_sign_that_the_numbers_carry(sums: tuple[str, ...], code: str | None) -> None:
    read = read_document(page(*sums))
    total = next(w.id for w in reversed(read.words) if any(c.isdigit() for c in w.text))
    words = labelled(read, {total: ("total_amount", 0.9)}, begins=(total,))
    found = {f.name: f.value for f in decode_fields(words, INVOICE, hints_of(read.text))}
    assert found.get("currency") == code


def test_no_currency_is_invented() -> None:
    read = read_document(page("Total 12.50"))
    assert "currency" not in fields(labelled(read, {1: ("total_amount", 0.9)}, begins=(1,)), INVOICE)


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("iban", "DE89370400440532013000", True),
        ("iban", "42390", False),
        ("seller_vat_id", "DE123456789", True),
        ("seller_vat_id", "2468", False),
        ("invoice_number", "RE-4711", True),
        ("invoice_number", "Lasku", False),
    ],
)
def test_a_number_without_the_shape_of_the_id_is_none(name: str, text: str, kept: bool) -> None:
    read = read_document(page(f"x {text}"))
    assert (name in fields(labelled(read, {1: (name, 0.9)}, begins=(1,)), INVOICE)) is kept


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ("Sztornó számla", "Szilvia Kiss"),  # a heading
        ("LASKUN PVM", "TXR Kuljetus"),  # the caption of a date
        ("Rechnung GmbH", "Rechnung GmbH"),  # a company
        ("Harwick Pumps", "Harwick Pumps"),
    ],
)
def test_a_caption_is_no_name_where_another_name_is(wrong: str, name: str) -> None:
    read = read_document(page(wrong, "Other words", name if name != wrong else "Szilvia Kiss"))
    likely = {0: ("seller_name", 0.9), 1: ("seller_name", 0.9), 4: ("seller_name", 0.6), 5: ("seller_name", 0.6)}
    assert fields(labelled(read, likely, begins=(0, 4)), INVOICE)["seller_name"].value == name


def test_raw_text_keeps_line_ends() -> None:
    read = read_document(page("a b", "c"))
    assert raw_text(read, (0, 1, 2)) == "a b\nc"


def test_of_several_amounts_the_ones_that_add_up_are_taken() -> None:
    read = read_document(page("Sum 100.00", "VAT 19.00", "Total 119.00", "Paid 50.00"))
    words = labelled(
        read, {1: ("net_amount", 0.8), 5: ("total_amount", 0.4), 7: ("total_amount", 0.55)}, begins=(1, 5, 7)
    )
    found = fields(words, INVOICE)
    assert {n: found[n].value for n in ("net_amount", "tax_amount", "total_amount")} == {
        "net_amount": "100.00", "tax_amount": "19.00", "total_amount": "119.00",
    }  # fmt: skip
    assert found["tax_amount"].word_ids == (3,)
    assert "add up" in found["total_amount"].why[0]


def test_a_sure_total_is_not_argued_away() -> None:
    read = read_document(page("A 100.00", "B 10.00", "C 110.00", "Total 500.00"))
    words = labelled(
        read, {7: ("total_amount", 0.99), 1: ("net_amount", 0.9), 3: ("tax_amount", 0.9)}, begins=(1, 3, 7)
    )
    assert fields(words, INVOICE)["total_amount"].value == "500.00"


def test_amounts_that_add_up_gain_confidence() -> None:
    read = read_document(page("Net 100.00", "VAT 19.00", "Total 119.00"))
    words = labelled(read, {1: ("net_amount", 0.8), 3: ("tax_amount", 0.8), 5: ("total_amount", 0.8)}, begins=(1, 3, 5))
    assert fields(words, INVOICE)["net_amount"].confidence == pytest.approx(0.9, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("99 Speed Mart", "99 Speed Mart"),
        ("To Speed Mart", "Speed Mart"),
        ("Customer Speed Mart", "Speed Mart"),
        ("No. Speed Mart", "Speed Mart"),
    ],
)
def test_a_short_word_that_opens_the_line_belongs_to_the_name(text: str, value: str) -> None:
    words = labelled(read_document(page(text)), {1: ("seller_name", 0.9), 2: ("seller_name", 0.9)}, begins=(1,))
    assert fields(words)["seller_name"].value == value


def test_a_second_choice_does_not_borrow_the_words_of_a_first() -> None:
    read = read_document(page("VAT DE123456789"))
    words = labelled(read, {1: ("seller_vat_id", 0.7)}, begins=(1,))
    words.inside["buyer_vat_id"][1] = 0.25
    assert set(fields(words, INVOICE)) == {"seller_vat_id"}
    words.inside["seller_vat_id"][1] = 0.0
    assert set(fields(words, INVOICE)) == {"buyer_vat_id"}


AD_BUY = SHIPPED.require("ad_buy")


@pytest.mark.parametrize(
    ("own", "flight_to"),
    [
        ({}, "2020-02-02"),
        ({2: ("flight_to", 0.3)}, "2020-02-02"),  # a weak reading elsewhere gives way
        ({2: ("flight_to", 0.95)}, "2020-03-15"),  # a strong one stays
    ],
)
def test_the_end_of_a_range_is_found_beside_its_beginning(own: dict[int, tuple[str, float]], flight_to: str) -> None:
    read = read_document(page("Flight 01/28/20-02/02/20", "03/15/20"))
    words = labelled(read, {}, kind=AD_BUY)
    for i, (name, p) in {1: ("flight_from", 0.8), **own}.items():
        words.inside[name][i] = words.begins[name][i] = p
        words.outside[i] = 1 - p
    found = fields(words, AD_BUY)
    assert (found["flight_from"].value, found["flight_to"].value) == ("2020-01-28", flight_to)


@pytest.mark.parametrize(("sure", "dates"), [(0.95, ("2019-11-13", "2019-11-24")), (0.6, ("2019-11-17", "2019-11-18"))])
def test_both_ends_are_read_off_the_surer_of_two_ranges(sure: float, dates: tuple[str, str]) -> None:
    read = read_document(page("Line 11/17/19-11/18/19", "Schedule 11/13/19-11/24/19"))
    words = labelled(read, {}, kind=AD_BUY)
    for i, (name, p) in {1: ("flight_from", 0.8), 3: ("flight_to", sure)}.items():
        words.inside[name][i] = words.begins[name][i] = p
        words.outside[i] = 1 - p
    found = fields(words, AD_BUY)
    assert (found["flight_from"].value, found["flight_to"].value) == dates


def test_a_caption_beside_a_name_does_not_go_on_with_it() -> None:
    lines = (line("Warren for President", left=0.5, top=0.1), line("Product", left=0.4, top=0.12))
    read = read_document(Page(number=1, width=1000, height=1400, dpi=100, text_source="ocr", lines=lines))
    words = labelled(read, dict.fromkeys(range(4), ("seller_name", 0.9)), begins=(0,))
    assert fields(words)["seller_name"].value == "Warren for President"


def test_a_centred_line_goes_on() -> None:
    lines = (line("Harbour Street 1 and 2", left=0.3, top=0.1), line("12345 Town", left=0.36, top=0.12))
    read = read_document(Page(number=1, width=1000, height=1400, dpi=100, text_source="ocr", lines=lines))
    words = labelled(read, dict.fromkeys(range(7), ("seller_address", 0.9)), begins=(0,))
    assert fields(words)["seller_address"].value == "Harbour Street 1 and 2, 12345 Town"


@pytest.mark.parametrize("below", ["Warren for President", "B", "(961394-X)"])
def test_a_line_that_adds_nothing_is_no_part_of_a_name(below: str) -> None:
    read = read_document(page("Warren for President", below))
    words = labelled(read, dict.fromkeys(range(len(read.words)), ("seller_name", 0.9)), begins=(0,))
    assert fields(words)["seller_name"].value == "Warren for President"


def test_a_single_character_is_no_name() -> None:
    read = read_document(page("e", "Speed Mart"))
    words = labelled(read, {0: ("seller_name", 0.9), 1: ("seller_name", 0.6), 2: ("seller_name", 0.6)}, begins=(0, 1))
    assert fields(words)["seller_name"].value == "Speed Mart"


@pytest.mark.parametrize("printed", ["Short-Form", "Exhibit-AB", "Amendment"])
def test_types_that_a_class_has_of_its_own_are_not_those_of_invoices(printed: str) -> None:
    form = SHIPPED.require("registration_form")
    read = read_document(page("Registration", printed))
    words = labelled(read, {1: ("document_type", 0.9)}, begins=(1,), kind=form)
    assert fields(words, form)["document_type"].value == printed


def test_a_word_that_is_no_currency_leaves_it_to_the_amounts() -> None:
    read = read_document(page("Total (gross)", "£34,066.67"))
    found = fields(labelled(read, {1: ("currency", 0.8), 2: ("total_amount", 0.9)}, begins=(1, 2)), INVOICE)
    assert found["currency"].value == "GBP"


def test_an_unsure_beginning_of_a_range_is_what_a_dash_joins_to_its_end() -> None:
    read = read_document(page("Invoice Date: 3/15/2020", "Schedule 1/28/2020 - 2/22/2020"))
    words = labelled(read, {2: ("flight_from", 0.3), 6: ("flight_to", 0.9)}, begins=(2, 6), kind=AD_BUY)
    found = fields(words, AD_BUY)
    assert (found["flight_from"].value, found["flight_to"].value) == ("2020-01-28", "2020-02-22")
    assert found["flight_from"].word_ids == (4,)


@pytest.mark.parametrize(
    ("lines", "amount"),
    [
        (("Gross Total 60.00", "Commission 9.00", "Net Total 51.00"), "60.00"),
        (("Gross Total 60.00", "Commission 9.50", "Net Total 51.00"), "51.00"),
        (("Gross Total 60.00", "Deposit 9.00", "Net Total 51.00"), "51.00"),
        (("Gross Total 100.00", "Commission 49.00", "Net Total 51.00"), "51.00"),
    ],
)
def test_the_amount_is_the_one_before_the_commission(lines: tuple[str, ...], amount: str) -> None:
    read = read_document(page(*lines))
    net = len(read.words) - 1
    words = labelled(read, {net: ("gross_amount", 0.9)}, begins=(net,), kind=AD_BUY)
    assert fields(words, AD_BUY)["gross_amount"].value == amount
