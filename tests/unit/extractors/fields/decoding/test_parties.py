"""Parties of made-up layouts: the captions decide where the labels of an unsure model are the wrong way round."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.fields.decoding.decode import decode_fields
from extractors.fields.decoding.parties.decision import PARTIES_BY_PLACE, with_parties
from extractors.fields.decoding.parties.lexicon import role_of
from extractors.fields.decoding.parties.pieces import rows_of
from extractors.fields.token_scores import LabelledWords
from schemas.classes import SHIPPED
from schemas.document import Line, Page, ReadDocument
from schemas.vocabulary import DocumentClass
from tests.builders import line, read_document
from values.locale_hints import hints_of

INVOICE, ORDER, RECEIPT = (SHIPPED.require(name) for name in ("invoice", "purchase_order", "receipt"))

FIRST = ("Harwick Pumps Ltd", "14 Mill Lane", "LS9 7QT Leeds")
SECOND = ("Ostrander Joinery GmbH", "Hafenweg 5", "24103 Kiel")


def block(caption: str | None, lines: tuple[str, ...], *, left: float, top: float) -> list[Line]:
    texts = lines if caption is None else (caption, *lines)
    return [line(text, left=left, top=top + 0.02 * i) for i, text in enumerate(texts)]


def document(*blocks: list[Line], title: str = "Invoice 4711") -> ReadDocument:
    lines = [
        line(title, left=0.1, top=0.02),
        *(one for lines in blocks for one in lines),
        line("Total 119.00", top=0.7),
    ]
    page = Page(number=1, width=1000, height=1400, dpi=100, text_source="text_layer", lines=tuple(lines))
    return read_document(page)


def labelled(read: ReadDocument, kind: DocumentClass, *, likely: float = 0.4, **names: str) -> LabelledWords:
    """Words that the model labels as the fields named: the whole text of a field at 0.4: the model is unsure."""
    labels = [f.name for f in kind.fields] + [f"line.{c.name}" for c in kind.columns]
    count = len(read.words)
    inside = {name: np.full(count, 1e-4, dtype=np.float32) for name in labels}
    begins = {name: np.zeros(count, dtype=np.float32) for name in labels}
    outside = np.ones(count, dtype=np.float32)
    texts = [word.text for word in read.words]
    for name, value in names.items():
        wanted = value.split()
        start = next(i for i in range(count) if texts[i : i + len(wanted)] == wanted)
        for i in range(start, start + len(wanted)):
            inside[name][i], outside[i] = likely, 1 - likely
        begins[name][start] = likely
    return LabelledWords(read, outside, inside, begins)


def names_of(words: LabelledWords, kind: DocumentClass = INVOICE) -> tuple[str | None, str | None]:
    found = {f.name: f.value for f in decode_fields(with_parties(words, kind), kind, hints_of(words.read.text))}
    return found.get("seller_name"), found.get("buyer_name")


@pytest.mark.parametrize(
    ("seller_caption", "buyer_caption"),
    [
        ("Seller", "Buyer"),
        ("From", "Bill to"),
        ("Von", "An"),
        ("De", "À"),
        ("Verkäufer", "Käufer"),
        ("Vendor", "Customer"),
        ("Selger", "Kjøper"),
        ("Myyjä", "Ostaja"),
        ("Dodavatel", "Odběratel"),
        ("Eladó", "Vevő"),
        ("Furnizor", "Cumpărător"),
    ],
)
@pytest.mark.parametrize("seller_is_left", [True, False])
def test_captions_in_two_columns_decide_against_the_labels(
    seller_caption: str, buyer_caption: str, seller_is_left: bool
) -> None:
    at_seller, at_buyer = (0.1, 0.55) if seller_is_left else (0.55, 0.1)
    read = document(
        block(seller_caption, FIRST, left=at_seller, top=0.1), block(buyer_caption, SECOND, left=at_buyer, top=0.1)
    )
    words = labelled(read, INVOICE, seller_name=SECOND[0], buyer_name=FIRST[0])
    assert names_of(words) == (FIRST[0], SECOND[0])


def test_stacked_captions_decide_too() -> None:
    read = document(block("From:", FIRST, left=0.1, top=0.08), block("Invoice to:", SECOND, left=0.1, top=0.22))
    words = labelled(read, INVOICE, seller_name=SECOND[0], buyer_name=FIRST[0])
    assert names_of(words) == (FIRST[0], SECOND[0])


def test_labels_that_agree_with_the_captions_stay_as_they_were() -> None:
    read = document(block("Seller", FIRST, left=0.1, top=0.1), block("Buyer", SECOND, left=0.55, top=0.1))
    words = labelled(read, INVOICE, seller_name=FIRST[0], buyer_name=SECOND[0])
    assert names_of(words) == (FIRST[0], SECOND[0])


def test_a_decision_says_why() -> None:
    read = document(block("Seller", FIRST, left=0.1, top=0.1), block("Buyer", SECOND, left=0.55, top=0.1))
    decided = with_parties(labelled(read, INVOICE, seller_name=SECOND[0], buyer_name=FIRST[0]), INVOICE)
    first = next(word.id for word in read.words if word.text == "Harwick")
    assert decided.why[first] == "below the caption 'Seller'"
    fields = {f.name: f for f in decode_fields(decided, INVOICE, hints_of(read.text))}
    assert fields["seller_name"].why[-1] == "below the caption 'Seller'"
    assert fields["buyer_name"].why[-1] == "below the caption 'Buyer'"


VAT_IDS = ("VAT ID: GB239756108", "VAT ID: DE136695976")


@pytest.mark.parametrize(
    ("captions", "more", "doubt"),
    [
        ((None, None), ("", ""), 1.0),
        ((None, None), VAT_IDS, 1.0),
        ((None, None), (VAT_IDS[0], ""), 0.0),
        (("Seller", "Buyer"), ("", ""), 0.0),
        ((None, "Bill to"), ("", ""), 0.0),
    ],
)
def test_two_parties_that_only_their_places_distinguish_are_a_doubt(
    captions: tuple[str | None, str | None], more: tuple[str, str], doubt: float
) -> None:
    lines = [(*party, *([vat] if vat else [])) for party, vat in zip((FIRST, SECOND), more, strict=True)]
    read = document(block(captions[0], lines[0], left=0.1, top=0.1), block(captions[1], lines[1], left=0.55, top=0.1))
    words = labelled(read, INVOICE, likely=0.9, seller_name=FIRST[0], buyer_name=SECOND[0])
    assert with_parties(words, INVOICE).signs[PARTIES_BY_PLACE] == doubt


def test_a_class_without_two_parties_keeps_its_labels() -> None:
    read = document(block(None, FIRST, left=0.1, top=0.05))
    words = labelled(read, RECEIPT, seller_name=FIRST[0])
    assert with_parties(words, RECEIPT) is words


def test_the_vendor_of_an_order_is_its_seller() -> None:
    read = document(
        block(None, FIRST, left=0.1, top=0.06), block("Vendor", SECOND, left=0.1, top=0.2), title="Purchase order 4711"
    )
    words = labelled(read, ORDER, seller_name=FIRST[0], buyer_name=SECOND[0])
    assert names_of(words, ORDER)[0] == SECOND[0]


def address_read(seller: tuple[str, ...], labels: str, *more: list[Line]) -> str | None:
    """Returns the seller's address where the model labels some of its words only, or words beside them."""
    read = document(block("Seller", seller, left=0.1, top=0.1), block("Bill to", SECOND, left=0.55, top=0.1), *more)
    words = labelled(read, INVOICE, likely=0.95, seller_name=seller[0], seller_address=labels)
    fields = decode_fields(with_parties(words, INVOICE), INVOICE, hints_of(read.text))
    return next((f.value for f in fields if f.name == "seller_address"), None)


@pytest.mark.parametrize(
    ("seller", "labels", "address"),
    [
        (FIRST, "14 Mill Lane", "14 Mill Lane, LS9 7QT Leeds"),
        (FIRST, "LS9 7QT Leeds", "14 Mill Lane, LS9 7QT Leeds"),
        ((*FIRST, "United Kingdom"), "LS9 7QT Leeds United Kingdom", "14 Mill Lane, LS9 7QT Leeds"),
        ((*FIRST, "United Kingdom"), "United Kingdom", "14 Mill Lane, LS9 7QT Leeds"),
        (
            ("Bombas Rioja S.L.", "Calle Mayor, 23-27", "28013 Madrid"),
            "Calle Mayor,",
            "Calle Mayor, 23-27, 28013 Madrid",
        ),
    ],
)
def test_an_address_is_whole_where_the_labels_have_a_part_of_it(
    seller: tuple[str, ...], labels: str, address: str
) -> None:
    assert address_read(seller, labels) == address


def test_the_address_that_payments_go_to_is_not_the_sellers_own() -> None:
    remit = block("Remit to:", ("Harwick Pumps Ltd", "9 Bank Street", "EC2V 7AA London"), left=0.1, top=0.4)
    assert address_read(FIRST, "9 Bank Street EC2V 7AA London", remit) == "14 Mill Lane, LS9 7QT Leeds"


def test_lines_of_a_name_above_the_labelled_street_are_no_part_of_the_address() -> None:
    seller = ("Harwick Pumps Ltd", "Depot 1535", *FIRST[1:])
    assert address_read(seller, "14 Mill Lane LS9 7QT Leeds") == "14 Mill Lane, LS9 7QT Leeds"


def test_an_address_without_the_form_of_a_street_begins_below_the_name() -> None:
    seller = ("Harwick Pumps Ltd", "La Verdière", "84110 Séguret")
    read = document(block("Seller", seller, left=0.1, top=0.1), block("Bill to", SECOND, left=0.55, top=0.1))
    words = labelled(read, INVOICE, likely=0.95, seller_name=seller[0], buyer_name=SECOND[0])
    fields = {f.name: f.value for f in decode_fields(with_parties(words, INVOICE), INVOICE, hints_of(read.text))}
    assert fields["seller_address"] == "La Verdière, 84110 Séguret"


def test_the_senders_line_above_a_letters_window_is_no_part_of_the_addressee() -> None:
    sender = "Harwick Pumps Ltd - 14 Mill Lane - LS9 7QT Leeds"
    window = [
        line(sender, left=0.1, top=0.1),
        line("Lena Ostrander", left=0.1, top=0.125),
        line("Hafenweg 5", left=0.1, top=0.145),
        line("24103 Kiel", left=0.1, top=0.165),
    ]
    words = labelled(document(window), INVOICE, likely=0.9, seller_name=FIRST[0], buyer_name="Lena Ostrander")
    assert names_of(words) == (FIRST[0], "Lena Ostrander")


def captioned(lines: tuple[tuple[str, str, float], ...]) -> list[Line]:
    """A list of captions at the left and values far to the right, as programs print data that has no layout."""
    placed = []
    for caption, value, top in lines:
        placed += [line(caption, left=0.1, top=top)] if caption else []
        placed.append(line(value, left=0.6, top=top))
    return placed


def test_a_captioned_name_of_two_lines_is_one_name() -> None:
    """The caption is beside the second line, and the model takes that line for another name."""
    seller = captioned((
        ("Number:", "549910", 0.2),
        ("", "Harwick Pumps", 0.224),
        ("Name:", "Mutual Insurance", 0.24),
        ("Address:", "14 Mill Lane", 0.27),
        ("City:", "LS9 7QT Leeds", 0.29),
    ))  # fmt: skip
    read = document([line("Seller", left=0.1, top=0.17)], seller)
    words = labelled(read, INVOICE, likely=0.9, seller_name="Harwick Pumps")
    words.inside["seller_name"][[w.id for w in read.words if w.text in ("Mutual", "Insurance")]] = 0.9
    words.begins["seller_name"][[w.id for w in read.words if w.text == "Mutual"]] = 0.9
    assert names_of(words)[0] == "Harwick Pumps Mutual Insurance"


def test_a_name_that_stands_alone_above_its_address_elsewhere_ends_with_its_line() -> None:
    buyer = ("Ostrander Joinery", "Lena Holt", *SECOND[1:])
    read = document(
        block("Seller", FIRST, left=0.1, top=0.1),
        block("Delivery address", ("Ostrander Joinery", *SECOND[1:]), left=0.1, top=0.25),
        block(None, buyer, left=0.6, top=0.25),
    )
    words = labelled(read, INVOICE, likely=0.9, seller_name=FIRST[0], buyer_name="Ostrander Joinery Lena Holt")
    assert names_of(words)[1] == "Ostrander Joinery"


def test_a_name_is_never_its_legal_form_alone() -> None:
    read = document([line("Kostenlieferant GmbH", left=0.1, top=0.1)])
    words = labelled(read, RECEIPT, likely=0.9, seller_name="GmbH")
    assert names_of(words, RECEIPT)[0] == "Kostenlieferant GmbH"


def test_two_words_for_one_role_are_its_caption() -> None:
    assert role_of("Käufer/Leistungsempfänger") == "buyer"
    assert role_of("Seller/Buyer") is None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [("Favela Fonseca, 5", ["street", "street"]), ("131, Jhaveri Road", ["street", "street"]),
     ("Migidis Systemen Installatie", ["name"]), ("Perea Automoción S.A. de C.V.", ["name"]), ("Acme Ltd, 5", ["name", "number"])],
)  # fmt: skip
def test_house_numbers_beside_a_comma_make_a_street(text: str, kinds: list[str]) -> None:
    [row] = rows_of(document([line(text, left=0.1, top=0.2)]), 1)[1:2]
    assert [piece.kind for piece in row.pieces] == kinds


def test_a_postcode_below_the_country_belongs_to_the_address() -> None:
    seller = ("Seller", "Harwick Pumps LLC", "Street: 14 Mill Lane", "City: Portland", "Country: USA", "ZIP: 97210")
    rows = [line(text, left=0.1, top=0.1 + 0.04 * at) for at, text in enumerate(seller)]
    read = document(rows, block("Bill to", SECOND, left=0.55, top=0.1))
    words = labelled(read, INVOICE, likely=0.95, seller_name="Harwick Pumps LLC", seller_address="14 Mill Lane")
    fields = {f.name: f.value for f in decode_fields(with_parties(words, INVOICE), INVOICE, hints_of(read.text))}
    assert fields["seller_address"] == "14 Mill Lane, Portland, 97210"
