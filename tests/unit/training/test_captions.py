"""Captions of generated documents are known to the decoders: a caption that is learned from has a meaning for the rules too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractors.fields.decoding.amount_captions import amount_kind
from extractors.fields.decoding.date_captions import date_kind
from extractors.fields.decoding.number_captions import number_kind
from extractors.fields.decoding.parties.lexicon import attribute_of, role_of
from training import classifier_layouts
from training.pages.wording import CREDITED, FROM_TO, NUMBERS, ROUNDING, SECTIONS, TAX_NAMES, TERMS, TITLES
from training.synthetic.countries import COUNTRIES, NAMES
from training.synthetic.languages import LANGUAGES, language
from training.synthetic.parties import BANKS
from values.document_type import document_type
from values.languages import WORDS, language_of

AMBIGUOUS = {
    "vom", "del", "d.d.", "Tax Point Date", "Order To", "Valor líquido", "Mercadoria", "Nettobedrag", "Suma", "Importe bruto",
    "Soma", "Somma", "Réf. client", "Référence client",
}  # fmt: skip
"""Captions that say too little by themselves, or another thing in another country."""

KINDS: list[tuple[str, Callable[[str], str | None], set[str | None]]] = [
    ("number", number_kind, {"invoice", None}),
    ("po", number_kind, {"order", "reference"}),
    ("quote_no", number_kind, {"other"}),
    ("customer_no", number_kind, {"other", None}),
    ("date", date_kind, {"issue"}),
    ("due", date_kind, {"due"}),
    ("delivery_date", date_kind, {"other", None}),
    ("net", amount_kind, {"net"}),
    ("tax_total", amount_kind, {"tax"}),
    ("total", amount_kind, {"total", "payable"}),
    ("due_amount", amount_kind, {"payable"}),
    ("prepaid", amount_kind, {"prepaid"}),
    ("shipping", amount_kind, {"charge"}),
    ("rebate", amount_kind, {"allowance"}),
    ("bill_to", role_of, {"buyer", "to"}),
    ("ship_to", role_of, {"ship", "to"}),
    ("seller", role_of, {"seller", "from"}),
    ("buyer", role_of, {"buyer", "to"}),
    ("seller_vat", attribute_of, {"vat"}),
]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("key", "kind_of", "kinds"), KINDS, ids=[key for key, _, _ in KINDS])
def test_captions_mean_what_the_generator_means(
    code: str, key: str, kind_of: Callable[[str], str | None], kinds: set[str | None]
) -> None:
    captions = set(language(code).words[key]) - AMBIGUOUS
    assert {caption: kind_of(caption) for caption in captions if kind_of(caption) not in kinds} == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_credit_notes_refunds_and_directions_are_known(code: str) -> None:
    assert number_kind(CREDITED[code]) == "preceding"
    assert {number_kind(NUMBERS[kind][code]) for kind in ("credit", "refund")} == {"credit"}
    assert number_kind(NUMBERS["quote"][code]) == "other"
    assert document_type(TITLES["quote"][code]) == "quote"
    assert document_type(TITLES["refund"][code]) == "credit_note"
    assert [role_of(caption) for caption in FROM_TO[code]] == ["from", "to"]


@pytest.mark.parametrize(
    "table",
    [*TITLES.values(), *NUMBERS.values(), *TERMS.values(), CREDITED, FROM_TO, ROUNDING, SECTIONS, TAX_NAMES, BANKS, WORDS,
     classifier_layouts.STEMS, *classifier_layouts.INSTEAD.values()],
)  # fmt: skip
def test_every_table_of_languages_has_the_same(table: dict[str, object]) -> None:
    assert set(table) == set(LANGUAGES)


def test_every_language_has_the_same_captions_and_is_written_in_a_country() -> None:
    keys = {code: set(language(code).words) for code in LANGUAGES}
    assert {code: keys["en"] ^ own for code, own in keys.items() if own != keys["en"]} == {}
    assert {spoken for country in COUNTRIES.values() for spoken in country.languages} == set(LANGUAGES)
    assert set(NAMES) == set(COUNTRIES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_is_told_by_its_own_captions(code: str) -> None:
    words = language(code).words
    keys = ("title", "number", "date", "due", "buyer", "total", "tax_total", "terms", "intro", "thanks", "due_sentence")
    assert language_of(" ".join(text for key in keys for text in words[key])) == code
