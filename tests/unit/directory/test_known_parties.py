"""What the directory does to the fields of a document."""

from __future__ import annotations

import pytest

from directory.apply import BANK_DETAILS_CHANGED, with_known_parties
from directory.csv_file import parse
from directory.directory import Directory, directory_of
from directory.grouping import entries_of
from schemas.classes import SHIPPED
from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, Extraction, raw_text
from tests.builders import extraction, field, page, read_document

SHOPS = """\
role,name,address,registration_number,phone
seller,MR. D.I.Y. (M) SDN BHD,"LOT 1851-A, JALAN KPB 6, 43300 SERI KEMBANGAN",860671-D,
seller,MR. D.I.Y. (KUCHAI) SDN BHD,"LOT 1851-A, JALAN KPB 6, 43300 SERI KEMBANGAN",750441-W,
seller,LAN HING TRADING,"12, JALAN BESAR, 81100 JOHOR BAHRU",,07-3334444
seller,GARDENIA BAKERIES (KL) SDN BHD,"LOT 3, JALAN PELABUR 23/1, 40300 SHAH ALAM",139386-X,
"""
FIRMS = """\
role,name,address,vat_id,iban
seller,Brandlow Fittings Ltd,"4 Mill Lane, LS1 4AB Leeds",GB123456782,GB33BUKB20201555555555
buyer,Kessel Handel GmbH,"Hauptstr. 1, 10115 Berlin",DE136695976,
"""


def directory(text: str) -> Directory:
    return directory_of(entries_of(parse(text).rows))


def read(*lines: str) -> ReadDocument:
    return read_document(page(*lines))


def words(document: ReadDocument, text: str) -> tuple[int, ...]:
    """Returns the ids of the words that spell a text."""
    wanted = text.split()
    texts = [word.text for word in document.words]
    start = next(n for n in range(len(texts)) if texts[n : n + len(wanted)] == wanted)
    return tuple(range(start, start + len(wanted)))


def named(document: ReadDocument, name: str, text: str, value: str | None = None, kind: str = "name") -> ExtractedField:
    return field(name, value or text, kind=kind, word_ids=words(document, text), raw=text, confidence=0.5)  # type: ignore[arg-type]


def receipt(known: str, document: ReadDocument, *fields: ExtractedField) -> Extraction:
    found = extraction(*fields, document_class="receipt")
    return with_known_parties(directory(known), document, found, SHIPPED.require("receipt"))


def invoice(known: str, document: ReadDocument, *fields: ExtractedField) -> Extraction:
    found = extraction(*fields, document_class="invoice")
    return with_known_parties(directory(known), document, found, SHIPPED.require("invoice"))


def test_a_misread_name_becomes_what_the_directory_knows_and_keeps_its_words() -> None:
    document = read("MR. D.1.Y. (M)", "SDN BHD", "TOTAL 9.00")
    made = receipt(SHOPS, document, named(document, "seller_name", "MR. D.1.Y. (M)"))
    seller = made.field("seller_name")
    assert seller is not None
    assert seller.value == "MR. D.I.Y. (M) SDN BHD"
    assert seller.raw == raw_text(document, seller.word_ids) == "MR. D.1.Y. (M)\nSDN BHD"
    assert seller.why == ("known supplier: name",)
    assert seller.confidence > 0.9
    match = made.match("seller_name")
    assert match is not None
    assert (match.role, match.by, match.agrees) == ("party", ("name",), False)
    assert match.runner_up_score < match.score


@pytest.mark.parametrize("name", ["LIAN HING TRADING", "LAN HING", "HING TRADING", "LAN HING TRADING & SONS"])
def test_a_name_with_other_letters_is_another_company(name: str) -> None:
    document = read(name, "TOTAL 9.00")
    before = named(document, "seller_name", name)
    made = receipt(SHOPS, document, before)
    assert made.fields == (before,)
    assert made.matches == ()


@pytest.mark.parametrize("beside", ["12, JALAN BESAR, 81100 JOHOR BAHRU", "TEL: 07-333 4444"])
def test_a_name_with_other_letters_is_known_by_what_stands_beside_it(beside: str) -> None:
    document = read("LAN HINQ TRADINC", beside)
    made = receipt(SHOPS, document, named(document, "seller_name", "LAN HINQ TRADINC"))
    assert made.value("seller_name") == "LAN HING TRADING"


def test_of_two_names_at_one_address_the_printed_one_is_taken() -> None:
    address = "LOT 1851-A, JALAN KPB 6, 43300 SERI KEMBANGAN"
    document = read("MR. D.I.Y. (KUCHAl) SDN BHD", address)
    made = receipt(SHOPS, document, named(document, "seller_name", "MR. D.I.Y. (KUCHAl) SDN BHD"))
    assert made.value("seller_name") == "MR. D.I.Y. (KUCHAI) SDN BHD"


@pytest.mark.parametrize(
    ("beside", "known"),
    [("12, JALAN BESAR, 81100 JOHOR BAHRU", "LAN HING TRADING"), ("5 OTHER STREET, 11000 IPOH", "RAYA SHOP")],
)
def test_a_known_name_at_the_head_wins_over_another_name_only_with_its_address(beside: str, known: str) -> None:
    document = read("LAN HING TRADING", "RAYA SHOP", beside)
    made = receipt(SHOPS, document, named(document, "seller_name", "RAYA SHOP"))
    assert made.value("seller_name") == known


@pytest.mark.parametrize("head", ["GARDENIA BAKERIES (KL) SDN BHD (139386 X)", "TAX INVOICE (139386 X) 0001"])
def test_a_name_that_the_model_missed_is_found_at_the_head_or_by_its_number(head: str) -> None:
    document = read(head, "LOT 3, JALAN PELABUR 23/1, 40300 SHAH ALAM", "TOTAL 9.00")
    made = receipt(SHOPS, document)
    seller = made.field("seller_name")
    known = "GARDENIA BAKERIES (KL) SDN BHD"
    found = seller is not None and seller.value == known
    # A number as short as this proves nothing without the name.
    assert found is head.startswith("GARDENIA")
    if seller is not None:
        assert seller.source == "directory"
        assert seller.word_ids == words(document, known)


def test_a_misread_address_becomes_the_directory_s_and_a_branch_keeps_its_note() -> None:
    lines = ("GARDENIA BAKERIES (KL) SDN BHD", "LOT 3, JALAN PELABVR 23/1,", "4O300 SHAH ALAM", "BRANCH KAJANG")
    document = read(*lines)
    text = " ".join(lines[1:])
    made = receipt(
        SHOPS,
        document,
        named(document, "seller_name", lines[0]),
        named(document, "seller_address", text, "LOT 3, JALAN PELABVR 23/1, 4O300 SHAH ALAM, BRANCH KAJANG", "text"),
    )
    assert made.value("seller_address") == "LOT 3, JALAN PELABUR 23/1, 40300 SHAH ALAM, BRANCH KAJANG"
    address = made.field("seller_address")
    assert address is not None
    assert address.raw == "\n".join(lines[1:])
    assert made.matches[0].by == ("name", "address")


def test_the_address_of_another_branch_stays_as_read() -> None:
    document = read("GARDENIA BAKERIES (KL) SDN BHD", "LOT 3, JALAN PELABUR 23/1, 41300 SHAH ALAM")
    address = named(document, "seller_address", "LOT 3, JALAN PELABUR 23/1, 41300 SHAH ALAM", kind="text")
    made = receipt(SHOPS, document, named(document, "seller_name", "GARDENIA BAKERIES (KL) SDN BHD"), address)
    assert made.field("seller_address") == address
    assert made.matches[0].by == ("name",)


INVOICE = ("Brandlow Fittings Ltd", "VAT no: GB 123 4567 82", "To: Kessel Handel GmbH", "VAT: DE 136695976")


def test_seller_and_buyer_are_known_by_their_own_numbers() -> None:
    document = read(*INVOICE)
    seller = named(document, "seller_name", "Brandlow Fittings Ltd")
    made = invoice(FIRMS, document, seller, named(document, "buyer_name", "Kessel Handel GmbH"))
    assert {m.field: m.by for m in made.matches} == {
        "seller_name": ("vat_id", "name"),
        "buyer_name": ("vat_id", "name"),
    }
    found = made.field("seller_vat_id")
    assert found is not None
    assert (found.value, found.raw) == ("GB123456782", "GB 123 4567 82")
    why = made.field("seller_name")
    assert why is not None
    assert why.why == ("known supplier: VAT id and name",)


def test_a_number_that_a_field_gives_to_the_buyer_is_not_the_seller_s() -> None:
    document = read("Some Works", "To: Brandlow Fittings Ltd", "VAT no: GB 123 4567 82")
    number = named(document, "buyer_vat_id", "GB 123 4567 82", "GB123456782", "id")
    made = invoice(FIRMS, document, named(document, "seller_name", "Some Works"), number)
    assert made.matches == ()


def test_a_letterhead_that_is_a_picture_is_known_by_its_vat_id() -> None:
    document = read("INVOICE 77", "VAT no: GB 123 4567 82", "TOTAL 9.00")
    seller = invoice(FIRMS, document).field("seller_name")
    assert seller is not None
    assert (seller.value, seller.raw) == ("Brandlow Fittings Ltd", "GB 123 4567 82")


def test_a_number_does_not_give_a_name_to_a_seller_of_another_name() -> None:
    document = read("Northwind Traders", "VAT no: GB 123 4567 82")
    made = invoice(FIRMS, document, named(document, "seller_name", "Northwind Traders"))
    assert made.value("seller_name") == "Northwind Traders"


@pytest.mark.parametrize(
    ("iban", "account"),
    [
        ("GB33BUKB20201555555555", "known"),
        ("DE89370400440532013000", "changed"),
        ("DE89370400440532013001", "unknown"),
    ],
)
def test_a_new_account_of_a_known_supplier_is_a_finding(iban: str, account: str) -> None:
    document = read("Brandlow Fittings Ltd", "VAT no: GB 123 4567 82", f"IBAN {iban}")
    seller = named(document, "seller_name", "Brandlow Fittings Ltd")
    made = invoice(FIRMS, document, seller, named(document, "iban", iban, kind="id"))
    assert made.matches[0].bank_account == account
    assert [f.code for f in made.findings] == ([BANK_DETAILS_CHANGED] if account == "changed" else [])


def test_what_a_file_states_stays() -> None:
    document = read("BRANDLOW FITTINGS LTD", "VAT no: GB 123 4567 82")
    stated = named(document, "seller_name", "BRANDLOW FITTINGS LTD").model_copy(update={"source": "embedded_xml"})
    made = invoice(FIRMS, document, stated)
    assert made.value("seller_name") == "BRANDLOW FITTINGS LTD"
    assert made.matches[0].agrees


def test_a_document_without_words_has_no_party() -> None:
    assert receipt(SHOPS, read_document(page())).matches == ()


def test_an_account_that_the_directory_has_is_known_whatever_its_check_digits_say() -> None:
    wrong = "GB00BUKB20201555555555"
    document = read("Brandlow Fittings Ltd", "VAT no: GB 123 4567 82", f"IBAN {wrong}")
    known = FIRMS.replace("GB33BUKB20201555555555", wrong)
    made = invoice(known, document, named(document, "iban", wrong, kind="id"))
    assert made.matches[0].bank_account == "known"


@pytest.mark.parametrize("seller", ["Northwind Traders", "Kessel Handel GmbH"])
def test_a_known_supplier_that_a_document_names_as_its_buyer_replaces_no_other_seller(seller: str) -> None:
    document = read(seller, "Invoice to", "Brandlow Fittings Ltd", "4 Mill Lane, LS1 4AB Leeds")
    buyer = named(document, "buyer_name", "Brandlow Fittings Ltd")
    made = invoice(FIRMS, document, named(document, "seller_name", seller), buyer)
    assert made.value("seller_name") == seller
    assert made.match("seller_name") is None
