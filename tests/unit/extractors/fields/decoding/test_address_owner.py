"""An address below another party's name is not one's own."""

from __future__ import annotations

import pytest

from extractors.fields.decoding.candidates import Candidate
from extractors.fields.decoding.parties.address_owner import of_own_party
from schemas.classes import SHIPPED
from schemas.document import Page
from tests.builders import field, line, read_document
from values.normalize import Normalized

INVOICE = SHIPPED.require("invoice")
LINES = ("Acme Works", "Bill to Brown Bakery", "Harbour Street 1", "12345 Town", "Acme Street 9")
NAMES = {"seller_name": (0, 1), "buyer_name": (4, 5)}


def kept(address: str, *, confidence: float = 0.95, own_at: tuple[int, ...] = (0, 1), left: float = 0.1) -> bool:
    """Whether the line with this address may be the seller's."""
    tops = {text: 0.1 + 0.02 * i for i, text in enumerate(LINES)} | {"Acme Works": 0.02, "Acme Street 9": 0.5}
    lines = tuple(line(text, left=left if text == address else 0.1, top=tops[text]) for text in LINES)
    read = read_document(Page(number=1, width=1000, height=1400, dpi=100, text_source="ocr", lines=lines))
    ids = tuple(w.id for w in read.words if w.line_index == LINES.index(address))
    candidate = Candidate(ids, address, Normalized(value=address), 0.9)
    found = {
        "seller_name": field("seller_name", "Acme Works", kind="name", confidence=confidence, word_ids=own_at),
        "buyer_name": field("buyer_name", "Brown Bakery", kind="name", word_ids=NAMES["buyer_name"]),
    }
    return of_own_party(read, INVOICE.field("seller_address"), [candidate], found) == [candidate]


@pytest.mark.parametrize(
    ("address", "circumstances", "expected"),
    [
        ("Harbour Street 1", {}, False),
        ("Harbour Street 1", {"confidence": 0.6}, True),  # the buyer's name may be the seller's, misjudged
        ("Harbour Street 1", {"own_at": (4, 5)}, True),  # both names are there
        ("Harbour Street 1", {"left": 0.7}, True),  # another column
        ("Acme Street 9", {}, True),  # far below
    ],
)
def test_whose_address_it_is(address: str, circumstances: dict, expected: bool) -> None:
    assert kept(address, **circumstances) is expected


def test_other_fields_and_papers_without_names_keep_their_candidates() -> None:
    read = read_document(Page(number=1, width=9, height=9, dpi=100, text_source="ocr", lines=(line("Acme Works"),)))
    candidate = Candidate((0,), "Acme", Normalized(value="Acme"), 0.9)
    assert of_own_party(read, INVOICE.field("seller_name"), [candidate], {}) == [candidate]
    assert of_own_party(read, INVOICE.field("seller_address"), [candidate], {}) == [candidate]
