"""What stays although a detector takes it: amounts, dates, captions and ordinary words; and near misses that go."""

import pytest

from tests.builders import extraction, field, page, read_document


def text_of(redactor, *lines, document_class="invoice", fields=()):
    read = read_document(page(*lines))
    return redactor.redact([(read, extraction(*fields, document_class=document_class))])[0].text


@pytest.mark.parametrize("document_class", ["invoice", "receipt", "other"])
@pytest.mark.parametrize(
    "line",
    [
        "TOTAL RM 30.91", "CASH RM 50.00", "CHANGE RM 0.10", "05 X RM 15.80", "EUR 1.234,56", "$ 1,234.00",
        "18/03/2018 15:17", "15/04/2020 09:00", "Der Rechnungsbetrag", "Artikelbezeichnung Menge Einzelpreis",
        "Erhaltene Anzahlungen 500,00", "Rounding Adj 0.00", "Der Bauherr", "Usługi księgowe", "Der Verwaltungsgerichtshof",
        "Verbundene Wohngebäudeversicherung", "Zahlbetrag 17.808,00",
    ],
)  # fmt: skip
def test_harmless_lines_stay(redactor, line, document_class):
    assert text_of(
        redactor, "Rechnung für die Lieferung und das Material", line, document_class=document_class
    ).endswith(line)


@pytest.mark.parametrize(
    "line",
    [
        "GST No : 001601310720", "Invoice No : 01-143008", "GTIN 4012345001235", "GLN 4333741000005",
        "Name: Versicherungsverein Musterstadt a.G.", "Bestell-Nr", "Ansprechpartner:", "1973 GARBAGE BAG", "Consumer unit 18-way",
    ],
)  # fmt: skip
def test_numbers_and_captions_of_business_documents_stay(redactor, line):
    assert text_of(redactor, line) == line


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (("Prepared by: Tobias Wrexford", "Approved by: Marguerite Holloway"), "Approved by: [PERSON]"),
        (("The tenant, O'Hanlon's Bakery, agreed.",), "O'Hanlon's Bakery"),
    ],
)
def test_captions_below_a_name_and_firms_named_after_somebody_stay(redactor, lines, kept):
    assert kept in text_of(redactor, "Member services correspondence", *lines, document_class="other")


def test_a_person_whose_things_are_named_goes(redactor):
    text = text_of(
        redactor, "We spoke with Mr O'Hanlon's Bakery", "and Siobhan O'Hanlon's office", document_class="other"
    )
    assert "Hanlon" not in text


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("Geschäftsführer: Hans Mustermann", "Mustermann"), ("Tel. 030 901 820 77", "901"),
        ("Visa card 4111 1111 1111 1111", "4111"), ("geboren am 04.11.1971", "1971"), ("room 4111111111111111", "4111"),
        ("12 Main Street, Apt. 4", "Main"), ("Musterstraße 12", "Musterstraße"), ("z.Hd. Herrn Franz Bauer", "Franz"),
    ],
)  # fmt: skip
def test_near_misses_go(redactor, line, gone):
    assert gone not in text_of(redactor, line, document_class="other")
    if "Geschäft" not in line:
        assert gone not in text_of(redactor, line)


def test_amounts_beside_an_address_stay(redactor):
    lines = ("12 Main Street", "Springfield, IL 62704", "Total $ 30.91", "Due 2024-03-05")
    assert text_of(redactor, *lines) == "[STREET_ADDRESS]\nTotal $ 30.91\nDue 2024-03-05"


def test_a_cell_with_a_name_hides_itself_and_not_its_column(redactor):
    from schemas.extraction import LineItem

    read = read_document(page("Massage for Dr. Jonas Behrendt", "Copper pipe"))
    cells = [field("description", "x", word_ids=ids) for ids in ((0, 1, 2, 3, 4), (5, 6))]
    found = extraction().model_copy(update={"line_items": tuple(LineItem(cells={"description": c}) for c in cells)})
    [redacted] = redactor.redact([(read, found)])
    assert redacted.text == "Massage for Dr. [PERSON]\nCopper pipe"
    assert redacted.redacted_fields == ()
