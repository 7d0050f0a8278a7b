"""E-invoices that are files of their own: recognized by their root, shown on pages, read without a guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.einvoice import rendering
from extractors.einvoice.compare import AGREES, compared
from extractors.einvoice.file import XML, is_einvoice, read_file
from extractors.einvoice.pages import einvoice_pages
from extractors.einvoice.reading import read_einvoice
from extractors.input.file_types import inspect
from extractors.input.pages import read_pages
from schemas.document import QuarantinedPage, ReadDocument
from schemas.errors import UnreadableDocument, UnsupportedDocument
from schemas.invoice import INVOICE
from schemas.settings import Limits
from tests.builders import extraction, field, read_document
from tests.unit.extractors.einvoice.samples import CII, UBL, ZUGFERD_1


def saved(folder: Path, content: str | bytes) -> Path:
    path = folder / "invoice.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        CII.encode(),
        UBL.encode(),
        ZUGFERD_1.encode(),
        b"\xef\xbb\xbf" + CII.encode(),
        CII.replace("UTF-8", "UTF-16").encode("utf-16"),
        b"<?xml version='1.0'?>\n<!-- exported -->\n" + UBL.encode(),
    ],
)
def test_an_einvoice_is_taken_in_by_its_bytes(tmp_path, content: bytes):
    inspection = inspect(saved(tmp_path, content), limits=Limits())
    assert (inspection.media_type, inspection.pages) == (XML, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"<?xml version='1.0'?><Invoice/>",
        b"<?xml version='1.0'?><Invoice xmlns='urn:example:bookshop'/>",
        b"<catalog xmlns:i='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>",
        b"an <Invoice of urn:oasis:names:specification:ubl:schema:xsd:",
    ],
)
def test_another_xml_is_not(tmp_path, content: bytes):
    assert not is_einvoice(content)
    with pytest.raises(UnsupportedDocument):
        inspect(saved(tmp_path, content), limits=Limits())


def test_a_damaged_einvoice_is_rejected_with_a_reason_that_quotes_nothing(tmp_path):
    with pytest.raises(UnreadableDocument, match="not well-formed") as caught:
        inspect(saved(tmp_path, UBL[:900]), limits=Limits())
    assert "Sky" not in str(caught.value)


def reading(path: Path) -> ReadDocument:
    pages = [
        item.page
        for item in read_pages(path, media_type=XML, dpi=100, limits=Limits())
        if not isinstance(item, QuarantinedPage)
    ]
    return read_document(*pages)


def test_every_stated_value_is_on_the_page_and_sure(tmp_path):
    path = saved(tmp_path, UBL)
    stated = read_einvoice(path, Limits(), media_type=XML)
    assert stated is not None
    guessed = field("iban", "DE02120300000000202051", kind="id")
    found = compared(extraction(guessed), stated, reading(path), INVOICE)
    assert {f.name: f.value for f in found.fields} == {name: value.value for name, value in stated.fields.items()}
    assert found.findings == ()
    cells = [cell for item in found.line_items for cell in item.cells.values()]
    assert len(cells) == 4
    assert {(f.confidence, bool(f.boxes)) for f in (*found.fields, *cells)} == {(AGREES, True)}


def test_the_pages_show_every_statement_of_the_file(tmp_path):
    path = saved(tmp_path, CII)
    text = " ".join(reading(path).text.split())
    for statement in ("201/113/40209", "110.00", "DueDateDateTime/DateTimeString 20240404"):
        assert statement in text


def test_words_have_ink_in_their_boxes(tmp_path):
    [page] = einvoice_pages(saved(tmp_path, UBL), dpi=100)
    for word in (word for line in page.page.lines for word in line.words):
        left, top, right, bottom = word.box.to_pixels(page.page.width, page.page.height)
        assert page.pixels[top:bottom, left:right].min() < 128, word.box


def test_a_long_einvoice_goes_on_over_pages_and_says_where_it_was_cut(tmp_path, monkeypatch: pytest.MonkeyPatch):
    line = UBL[UBL.rindex("<cac:InvoiceLine>") : UBL.rindex("</Invoice>")]
    path = saved(tmp_path, UBL.replace("</Invoice>", line * 80 + "</Invoice>"))
    pages = [image.page for image in einvoice_pages(path, dpi=50)]
    assert len(pages) == inspect(path, limits=Limits()).pages > 5
    assert all(not page.findings for page in pages)
    monkeypatch.setattr(rendering, "MAX_STATEMENTS", 10)
    *_, last = (image.page for image in einvoice_pages(path, dpi=50))
    assert [finding.code for finding in last.findings] == ["einvoice_shown_in_part"]


def test_a_file_that_states_nothing_says_so(tmp_path):
    path = saved(tmp_path, '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"> </Invoice>')
    _, stated = read_file(path)
    assert [finding.code for finding in stated.findings] == ["einvoice_empty"]
