"""E-invoices of every standard, and untrusted XML in their place."""

from __future__ import annotations

import pikepdf
import pytest

from extractors.einvoice import attachments
from extractors.einvoice.attachments import Attachment, by_likelihood, invoice_attachments
from extractors.einvoice.markup import MAX_DEPTH, BadMarkup, parse
from extractors.einvoice.pdf_attachments import may_have_attachments
from extractors.einvoice.reading import read_attachment, read_einvoice
from schemas.einvoice import EInvoice
from schemas.settings import Limits
from tests.files import letter, pdf
from tests.unit.extractors.einvoice.samples import CII, ORDER_X, UBL, ZUGFERD_1, carrying


def stated(xml: str) -> EInvoice:
    found = read_attachment(Attachment("factur-x.xml", xml.encode()))
    assert found is not None
    return found


def values(einvoice: EInvoice) -> dict[str, str]:
    return {name: value.value for name, value in einvoice.fields.items()}


def test_a_cross_industry_invoice_states_every_field():
    found = stated(CII)
    assert (found.standard, found.document_class, found.findings) == ("CII", "invoice", ())
    assert values(found) == {
        "invoice_number": "R-2024-17",
        "issue_date": "2024-03-05",
        "due_date": "2024-04-04",
        "purchase_order": "PO-88",
        "seller_name": "Nordlicht Farben GmbH",
        "seller_address": "Hafenweg 5, 24103 Kiel",
        "seller_vat_id": "DE136695976",  # the tax number (FC) is none
        "buyer_name": "Tischlerei Brandt",
        "currency": "EUR",
        "net_amount": "50.00",
        "tax_amount": "9.50",  # not the one in the tax office's currency
        "total_amount": "59.50",  # not what is left to pay
        "iban": "DE02120300000000202051",
        "payable_amount": "40.00",
        "document_type": "invoice",
    }


def test_lines_keep_other_right_values_beside_the_first():
    paint, brush = stated(CII).lines
    assert {name: value.values for name, value in paint.items()} == {
        "description": ("Blue paint", "Blue paint for wood"),
        "quantity": ("3.00",),
        "unit_price": ("10.00", "12.00"),
        "line_amount": ("30.00",),
    }
    assert brush["description"].values == ("Brush",)


def test_zugferd_1_has_other_names_for_the_same():
    found = stated(ZUGFERD_1)
    assert found.standard == "ZUGFeRD 1.0"
    assert values(found) == {
        "invoice_number": "1-17",
        "issue_date": "2013-10-06",
        "purchase_order": "B-5",
        "seller_name": "Muster",
        "total_amount": "-8.79",
    }
    assert [line["quantity"].value for line in found.lines] == ["-1.00"]


def test_an_order_is_a_purchase_order():
    found = stated(ORDER_X)
    assert found.document_class == "purchase_order"
    assert values(found) == {"purchase_order": "PO-7", "issue_date": "2020-03-31", "currency": "EUR"}


def test_ubl_without_its_headings():
    found = stated(UBL)
    assert found.document_class == "invoice"
    assert values(found) == {
        "invoice_number": "INV/9",
        "issue_date": "2023-03-20",
        "due_date": "2023-04-04",
        "purchase_order": "PO-1",
        "seller_name": "Sky Interior",
        "seller_address": "45 Silva St, Fremont CA 94538",
        "currency": "USD",
        "net_amount": "262.90",
        "tax_amount": "16.94",
        "total_amount": "279.84",
    }
    assert [line["description"].value for line in found.lines] == ["Office Chair"]


@pytest.mark.parametrize(
    ("wrong", "right", "field"),
    [
        ("59.50</ram:GrandTotalAmount>", "fifty</ram:GrandTotalAmount>", "total_amount"),
        ("59.50</ram:GrandTotalAmount>", "1e9</ram:GrandTotalAmount>", "total_amount"),
        ("20240305", "20241305", "issue_date"),
        ("20240305", "5 March", "issue_date"),
        ("<ram:InvoiceCurrencyCode>EUR", "<ram:InvoiceCurrencyCode> ", "currency"),
    ],
)
def test_what_is_not_in_the_form_of_the_standard_is_left_out(wrong: str, right: str, field: str):
    assert wrong in CII
    assert field not in values(stated(CII.replace(wrong, right)))


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (BOMB, "document type"),
        (OUTSIDE, "document type"),
        ("<x>", "not well-formed"),
        ("", "not well-formed"),
        ("no XML at all", "not well-formed"),
        ("<x>&unknown;</x>", "not well-formed"),
        ("<a>" * (MAX_DEPTH + 1) + "</a>" * (MAX_DEPTH + 1), "inside of each other"),
    ],
)
def test_hostile_xml_is_refused_with_a_reason(data: str, why: str):
    with pytest.raises(BadMarkup, match=why):
        parse(data.encode())


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("extractors.einvoice.markup.MAX_ELEMENTS", 5)
    assert len(parse(b"<x>" + b"<y/>" * 4 + b"</x>").children) == 4
    with pytest.raises(BadMarkup, match="more than 5"):
        parse(b"<x>" + b"<y/>" * 5 + b"</x>")


def test_other_encodings_and_a_byte_order_mark_are_read():
    assert parse("\ufeff\n<x>Zölle</x>".encode()).text == "Zölle"
    assert parse("<?xml version='1.0' encoding='ISO-8859-1'?><x>Zölle</x>".encode("latin-1")).text == "Zölle"


def test_the_invoice_is_found_among_the_files_of_a_pdf(tmp_path):
    path = carrying(tmp_path / "a.pdf", ("notes.xml", b"<notes/>"), ("factur-x.xml", CII.encode()), ("x.txt", b"x"))
    assert [a.name for a in invoice_attachments(path, Limits())] == ["factur-x.xml", "notes.xml"]
    found = read_einvoice(path, Limits())
    assert found is not None
    assert found.fields["invoice_number"].value == "R-2024-17"


def test_a_ubl_under_any_name_is_found(tmp_path):
    found = read_einvoice(carrying(tmp_path / "a.pdf", ("INV_9.xml", UBL.encode())), Limits())
    assert found is not None
    assert found.standard == "UBL"


def _in_name_tree(document: pikepdf.Pdf, file: pikepdf.Object) -> None:
    document.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=["invoice", file]))


def _associated(document: pikepdf.Pdf, file: pikepdf.Object) -> None:
    document.Root.AF = pikepdf.Array([file])


def _as_paperclip(document: pikepdf.Pdf, file: pikepdf.Object) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9], FS=file)
    document.pages[0].Annots = pikepdf.Array([note])


@pytest.mark.parametrize("attach", [_in_name_tree, _associated, _as_paperclip])
@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("is_indirect", [True, False])
def test_an_invoice_is_found_wherever_a_pdf_names_it(tmp_path, attach, compressed: bool, is_indirect: bool):
    path = tmp_path / "a.pdf"
    with pikepdf.open(pdf(tmp_path / "plain.pdf", letter)) as document:
        stream = document.make_stream(CII.encode())  # without /Type and /Subtype, as some programs write it
        file = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, UF="rechnung.xml", EF=pikepdf.Dictionary(F=stream))
        attach(document, document.make_indirect(file) if is_indirect else file)
        modes = pikepdf.ObjectStreamMode
        document.save(path, object_stream_mode=modes.generate if compressed else modes.disable)
    found = read_einvoice(path, Limits())
    assert found is not None
    assert found.fields["invoice_number"].value == "R-2024-17"


def test_a_pdf_without_files_is_not_opened_for_them(tmp_path):
    plain = pdf(tmp_path / "plain.pdf", letter)
    with pikepdf.open(plain) as document:
        document.save(tmp_path / "compressed.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert not may_have_attachments(plain)
    assert not may_have_attachments(tmp_path / "compressed.pdf")


def test_pdfs_without_an_invoice_have_none(tmp_path):
    assert read_einvoice(pdf(tmp_path / "plain.pdf", letter), Limits()) is None
    assert read_einvoice(carrying(tmp_path / "a.pdf", ("notes.xml", b"<notes/>"), ("bad.xml", b"<")), Limits()) is None


@pytest.mark.parametrize("data", [b"<x/>", b"<", BOMB.encode()])
def test_a_broken_invoice_is_a_finding_without_its_text(tmp_path, data: bytes):
    found = read_einvoice(carrying(tmp_path / "a.pdf", ("ZUGFeRD-invoice.xml", data)), Limits())
    assert found is not None
    assert (found.fields, found.lines) == ({}, ())
    assert [f.code for f in found.findings] == ["einvoice_unreadable"]


def test_an_attachment_above_the_limit_is_left_alone(tmp_path, monkeypatch: pytest.MonkeyPatch):
    path = carrying(tmp_path / "a.pdf", ("factur-x.xml", CII.encode()))
    monkeypatch.setattr(attachments, "MAX_BYTES", 1000)
    assert [a.data for a in invoice_attachments(path, Limits())] == [None]
    found = read_einvoice(path, Limits())
    assert found is not None
    assert "too large" in found.findings[0].message


def test_a_damaged_pdf_has_no_attachments(tmp_path):
    path = carrying(tmp_path / "a.pdf", ("factur-x.xml", CII.encode()))
    path.write_bytes(b"EmbeddedFile" + path.read_bytes()[:300])
    assert invoice_attachments(path, Limits()) == []


def test_standard_names_go_first():
    names = ["a.xml", "order-x.xml", "Factur-X.xml"]
    assert [a.name for a in by_likelihood([Attachment(n, b"") for n in names])] == names[::-1]
