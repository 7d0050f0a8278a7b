"""The XML beside the printed page: agreement, evidence, disagreement, and what is not printed."""

from __future__ import annotations

import pytest

from extractors.einvoice.attachments import Attachment
from extractors.einvoice.compare import AGREES, DIFFERS, NOT_PRINTED, OTHER_KIND, PRINTED, UNPRINTED, compared
from extractors.einvoice.printed import Pages
from extractors.einvoice.reading import read_attachment
from schemas.document import Line, Page, ReadDocument
from schemas.einvoice import EInvoice
from schemas.extraction import ExtractedField, Extraction, LineItem
from schemas.invoice import INVOICE
from tests.builders import extraction, field, line, page, read_document
from tests.unit.extractors.einvoice.samples import CII
from values.normalize import NO_HINTS


def einvoice(xml: str = CII) -> EInvoice:
    found = read_attachment(Attachment("factur-x.xml", xml.encode()))
    assert found is not None
    return found


def row(top: float, description: str, quantity: str, price: str, amount: str) -> list[Line]:
    cells = ((0.1, description), (0.5, quantity), (0.65, price), (0.85, amount))
    return [line(text, left=left, top=top) for left, text in cells]


def invoice_page(total: str = "59,50") -> ReadDocument:
    lines = [
        line("Nordlicht Farben GmbH", top=0.05),
        line("Hafenweg 5", top=0.07),
        line("24103 Kiel", top=0.09),
        line("Tischlerei Brandt", top=0.15),
        line("Rechnung Nr. R-2024-17 vom 5. März 2024", top=0.20),
        line("Bestellung PO-88 zahlbar bis 04.04.2024", top=0.22),
        *row(0.30, "Blue paint", "3", "10,00", "30,00"),
        *row(0.33, "Brush", "1", "20,00", "20,00"),
        line("Netto EUR 50,00", top=0.40),
        line("USt 19 % 9,50", top=0.42),
        line(f"Gesamt {total}", top=0.44),
        line("IBAN DE02 1203 0000 0000 2020 51 USt-IdNr. DE136695976", top=0.90),
    ]
    return read_document(Page(number=1, width=1000, height=1400, dpi=100, text_source="text_layer", lines=tuple(lines)))


def by_name(found: Extraction) -> dict[str, ExtractedField]:
    return {f.name: f for f in found.fields}


def test_every_stated_value_has_the_words_that_print_it():
    read = invoice_page()
    found = compared(extraction(), einvoice(), read, INVOICE)
    assert found.findings == ()
    unprinted = {"document_type", "payable_amount"}  # supporting: they are left out, without a finding
    stated = {n: v.value for n, v in einvoice().fields.items() if n not in unprinted}
    assert {f.name: f.value for f in found.fields} == stated
    for one in found.fields:
        assert (one.source, one.confidence, len(one.word_ids) > 0) == ("embedded_xml", PRINTED, True), one.name
    fields = by_name(found)
    assert fields["issue_date"].raw == "5. März 2024"
    assert fields["seller_address"].raw == "Hafenweg 5 24103 Kiel"
    assert fields["iban"].raw == "DE02 1203 0000 0000 2020 51"
    assert len(fields["seller_address"].boxes) == 2


def test_cells_stand_in_their_own_row_and_column():
    read = invoice_page()
    rows = compared(extraction(), einvoice(), read, INVOICE).line_items
    assert [item.values for item in rows] == [
        {"description": "Blue paint", "quantity": "3.00", "unit_price": "10.00", "line_amount": "30.00"},
        {"description": "Brush", "quantity": "1", "unit_price": "20.00", "line_amount": "20.00"},
    ]
    brush = rows[1].cells
    # Price and amount are the same number: the amount is the one to the right.
    assert [round(brush[name].boxes[0].left, 2) for name in ("quantity", "unit_price", "line_amount")] == [
        0.5,
        0.65,
        0.85,
    ]
    assert {round(cell.boxes[0].top, 2) for cell in brush.values()} == {0.33}


def test_agreement_keeps_the_readers_words_and_is_nearly_sure():
    read = invoice_page()
    seen = field("total_amount", "59.50", kind="money", confidence=0.6, word_ids=(38,), raw="59,50")
    found = by_name(compared(extraction(seen), einvoice(), read, INVOICE))["total_amount"]
    assert (found.value, found.confidence, found.word_ids) == ("59.50", AGREES, (38,))
    assert found.why[-1] == "the embedded XML states the same value"


@pytest.mark.parametrize(("amount", "confidence"), [("20.00", AGREES), ("20.01", PRINTED), (None, PRINTED)])
def test_a_cell_that_the_page_was_read_to_say_too_is_nearly_sure(amount: str | None, confidence: float):
    read = invoice_page()
    [brush] = [
        cell for item in compared(extraction(), einvoice(), read, INVOICE).line_items[1:] for cell in [item.cells]
    ]
    cell = field("line_amount", amount, kind="money", word_ids=brush["line_amount"].word_ids, raw="20,00")
    seen = extraction().model_copy(update={"line_items": (LineItem(cells={"line_amount": cell}),)})
    found = compared(seen, einvoice(), read, INVOICE).line_items
    assert [item.cells["line_amount"].confidence for item in found] == [PRINTED, confidence]
    assert [item.values["line_amount"] for item in found] == ["30.00", "20.00"]


@pytest.mark.parametrize(
    ("page_total", "confidence", "codes"),
    [
        ("59.50", 0.9, []),
        ("69.50", 0.9, [DIFFERS]),
        ("69.50", 0.3, []),  # the reader was not sure, and the stated amount is printed
    ],
)
def test_another_reading_of_an_amount_is_a_finding(page_total: str, confidence: float, codes: list[str]):
    seen = field("total_amount", page_total, kind="money", confidence=confidence)
    found = compared(extraction(seen), einvoice(), invoice_page(), INVOICE)
    assert [f.code for f in found.findings] == codes
    assert by_name(found)["total_amount"].value == "59.50"


def test_a_forged_page_is_found_out():
    """The page prints another account and total than the XML states."""
    seen = field("total_amount", "95.50", kind="money", confidence=0.99)
    found = compared(extraction(seen), einvoice(), invoice_page(total="95,50"), INVOICE)
    assert [f.code for f in found.findings] == [DIFFERS]
    total = by_name(found)["total_amount"]
    assert (total.value, total.confidence, total.boxes, total.word_ids) == ("59.50", UNPRINTED, (), ())
    assert "95" not in found.findings[0].message


def test_what_is_not_printed_is_kept_without_a_place_and_named():
    read = read_document(page("Nordlicht Farben GmbH", "Rechnung R-2024-17"))
    found = compared(extraction(), einvoice(), read, INVOICE)
    assert [f.code for f in found.findings] == [NOT_PRINTED]
    assert "Seller VAT id" in found.findings[0].message
    fields = by_name(found)
    assert fields["invoice_number"].boxes
    assert fields["iban"].boxes == ()


def test_what_the_xml_does_not_state_stays_unless_it_stands_on_its_words():
    read = invoice_page()
    words = {w.text: w.id for w in read.words}
    kept = field("buyer_vat_id", "DE811569869", kind="id", confidence=0.7, word_ids=(words["Rechnung"],))
    borrowed = field("due_date", "2024-03-05", kind="date", confidence=0.7, word_ids=(words["R-2024-17"],))
    without_due_date = CII.replace("DueDateDateTime", "OtherDate")
    found = by_name(compared(extraction(kept, borrowed), einvoice(without_due_date), read, INVOICE))
    assert found["buyer_vat_id"] == kept
    assert "due_date" not in found


def test_another_class_keeps_the_page_and_says_so():
    seen = field("seller_name", "Nordlicht", kind="name")
    found = compared(extraction(seen, document_class="receipt"), einvoice(), invoice_page(), INVOICE)
    assert found.fields == (seen,)
    assert [f.code for f in found.findings] == [OTHER_KIND]


def test_a_broken_einvoice_only_adds_its_finding():
    seen = field("seller_name", "Nordlicht", kind="name")
    broken = read_attachment(Attachment("factur-x.xml", b"<"))
    assert broken is not None
    found = compared(extraction(seen), broken, invoice_page(), INVOICE)
    assert found.fields == (seen,)
    assert [f.code for f in found.findings] == ["einvoice_unreadable"]


@pytest.mark.parametrize(
    ("kind", "name", "value", "printed", "place"),
    [
        ("money", "total_amount", "1234.50", "Summe 1.234,50 EUR", "1.234,50"),
        ("money", "total_amount", "1234.50", "Summe 1 234,50 EUR", "1 234,50"),
        ("money", "total_amount", "-7.67", "Gutschrift -7,67", "-7,67"),
        ("number", "quantity", "3", "Teppich 3m 3 Stück", "3"),
        ("number", "quantity", "3", "Teppich 3m breit", "3m"),
        ("money", "total_amount", "12.50", "Summe 12,60", None),
        ("date", "issue_date", "2024-03-05", "Datum: 05.03.2024", "05.03.2024"),
        ("date", "issue_date", "2024-03-05", "le 5 mars 2024 à Lyon", "5 mars 2024"),
        ("date", "issue_date", "2024-03-05", "le 6 mars 2024", None),
        ("id", "invoice_number", "R-2024-17", "Nr.R-2024-17", "Nr.R-2024-17"),
        ("id", "invoice_number", "R-2024-17", "Nr. R 2024 17", "R 2024 17"),
        ("id", "invoice_number", "R-2024-17", "Nr. R-2024-18", None),
        ("id", "invoice_number", "17", "Nr.1718", None),
        ("name", "seller_name", "Müller & Söhne", "bei MÜLLER & SÖHNE oHG", "MÜLLER & SÖHNE"),
        ("name", "seller_name", "Müller & Söhne", "bei Müller und Söhne", None),
        ("code", "currency", "EUR", "Betrag in € netto", "€"),
        ("code", "currency", "EUR", "Betrag in $ netto", None),
    ],
)
def test_places_of_a_value(kind, name: str, value: str, printed: str, place: str | None):
    read = read_document(page("Kopfzeile", printed))
    found = Pages(read, NO_HINTS).find(kind, name, value)
    assert (" ".join(read.words[i].text for i in found[0]) if found else None) == place


def test_a_description_goes_on_below_the_other_cells_of_its_row():
    lines = (
        *row(0.30, "Oak table with", "1", "90,00", "90,00"),
        line("two drawers", top=0.32),
        *row(0.36, "Chair", "4", "20,00", "80,00"),
    )
    read = read_document(Page(number=1, width=1000, height=1400, dpi=100, text_source="ocr", lines=lines))
    [place] = Pages(read, NO_HINTS).find("text", "description", "Oak table with two drawers")
    assert [read.words[i].text for i in place] == ["Oak", "table", "with", "two", "drawers"]
