"""Who may stay visible: organizations by their name or VAT id, never persons, and never an identifier of another kind."""

import pytest

from redaction.lexicon import has_person_evidence, is_organization, is_shaped_like_person
from schemas.classes import SHIPPED
from tests.builders import extraction, field, page, read_document
from tests.models import pii_weights


def ids(read, text):
    words = text.split()
    for first in range(len(read.words)):
        if [w.text for w in read.words[first : first + len(words)]] == words:
            return tuple(range(first, first + len(words)))
    raise AssertionError(text)


def party(read, name, text, **more):
    return field(name, text, kind="name" if name.endswith("name") else "text", word_ids=ids(read, text), **more)


@pytest.mark.parametrize(
    "name",
    [
        "Brandlow Fittings Ltd", "Müller GmbH", "Dupont S.A.R.L.", "Rossi S.p.A.", "Jansen B.V.", "Nowak Sp. z o.o.",
        "Novák s.r.o.", "Silva Lda", "Larsson AB", "Hansen A/S", "Yew Chuan SDN BHD", "Anna Schmidt e.K.",
        "Smith & Sons", "Franz Müller Haustechnik", "7-Eleven", "Hotel Adler", "Perrin Plomberie",
    ],
)  # fmt: skip
def test_organizations_are_told_by_form_and_trade(name):
    assert is_organization(name)


@pytest.mark.parametrize(
    "name", ["Franz Müller", "Solveig Tarrant", "Dr. Imogen Castellane", "SAMANTHA SAGE", "Marie-Claire de la Tour"]
)
def test_persons_are_no_organizations(name):
    assert not is_organization(name)
    assert has_person_evidence(name) or is_shaped_like_person(name)


@pytest.mark.parametrize("text", ["Der Rechnungsbetrag", "Contoso", "Usługi księgowe", "Net Total"])
def test_captions_and_single_words_are_no_persons(text):
    assert not has_person_evidence(text)
    assert not is_shaped_like_person(text)


def test_a_private_buyer_is_removed_with_address_and_an_organization_stays(redactor):
    read = read_document(
        page(
            "Brandlow Fittings Ltd", "Bill to", "Ottoline Vasquez", "Lindenhof 7", "Item for Vasquez 12.50",
            "thanks OTTOLINE VASQUEZ",
        )
    )  # fmt: skip
    fields = [
        party(read, "seller_name", "Brandlow Fittings Ltd"),
        party(read, "buyer_name", "Ottoline Vasquez"),
        party(read, "buyer_address", "Lindenhof 7"),
    ]
    [redacted] = redactor.redact([(read, extraction(*fields))])
    assert redacted.text == (
        "Brandlow Fittings Ltd\nBill to\n[PERSON]\n[STREET_ADDRESS]\nItem for [PERSON] 12.50\nthanks [PERSON]"
    )
    assert redacted.redacted_fields == ("buyer_address", "buyer_name")


def test_an_unsure_party_field_is_not_public(redactor):
    read = read_document(page("Brandlow Fittings Ltd", "12 Main Street"))
    for confidence, shown in ((0.99, True), (0.5, False)):
        buyer = party(read, "buyer_name", "Brandlow Fittings Ltd")
        address = party(read, "buyer_address", "12 Main Street", confidence=confidence)
        [redacted] = redactor.redact([(read, extraction(buyer, address))])
        assert ("Main" in redacted.text) is shown
        assert ("buyer_address" not in redacted.redacted_fields) is shown


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("buyer_vat_id", "DE89370400440532013000"), ("seller_address", "jonas@behrendt.example"),
        ("seller_name", "4111111111111111"), ("seller_address", "Tel. +49 30 901820"), ("seller_vat_id", "536-81-2294"),
    ],
)  # fmt: skip
def test_an_identifier_is_never_public_whatever_field_claims_it(redactor, name, text):
    read = read_document(page("Brandlow Fittings Ltd", f"SSN {text}" if "536" in text else text))
    kind = "name" if name.endswith("name") else "id" if name.endswith("id") else "text"
    claimed = field(name, text, kind=kind, word_ids=ids(read, text))
    seller = party(read, "seller_name", "Brandlow Fittings Ltd")
    [redacted] = redactor.redact([(read, extraction(*([seller, claimed] if name != "seller_name" else [claimed])))])
    assert text.split()[-1] not in redacted.text
    assert name in redacted.redacted_fields


def test_a_typed_value_without_words_is_hidden_where_it_is_an_identifier(redactor):
    read = read_document(page("Invoice 17"))
    typed = field("buyer_vat_id", "DE89 3704 0044 0532 0130 00", kind="id", word_ids=(0,))
    [redacted] = redactor.redact([(read, extraction(typed))])
    assert redacted.redacted_fields == ("buyer_vat_id",)


def test_a_setting_shows_persons_on_business_documents_and_nowhere_else(redactor):
    from redaction.redactor import Redactor

    shows = Redactor(SHIPPED, weights=pii_weights(), show_persons=True)
    shows.__dict__["_analyzer"] = redactor._analyzer
    assert shows.engine != redactor.engine  # so that what was redacted before is redacted anew
    read = read_document(page("Ottoline Vasquez", "Patient: Dana Whitlock"))
    buyer = party(read, "buyer_name", "Ottoline Vasquez")
    assert "Ottoline" in shows.redact([(read, extraction(buyer))])[0].text
    assert "Ottoline" not in redactor.redact([(read, extraction(buyer))])[0].text
    assert "Dana" not in shows.redact([(read, extraction(document_class="claim"))])[0].text
