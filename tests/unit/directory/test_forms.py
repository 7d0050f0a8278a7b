"""Names, addresses and identifiers as they are compared."""

from __future__ import annotations

import pytest

from directory.compare import compare_names, numbers_agree
from directory.forms import core_of, domain_of, identifier_key, legal_form_of
from directory.grouping import group_key


@pytest.mark.parametrize(
    ("read", "known", "level"),
    [
        ("MR. D.I.Y. (M) SDN BHD", "Mr D.I.Y (M) Sdn. Bhd.", "exact"),
        ("MR. D.1.Y. (M) SDN BHD", "MR. D.I.Y. (M) SDN BHD", "look_alike"),
        ("5ANYU STATI0NERY SHOP", "SANYU STATIONERY SHOP", "look_alike"),
        ("MR. D.1.Y. (M)", "MR. D.I.Y. (M) SDN BHD", "core"),
        ("Müller Söhne", "Muller Sohne GmbH", "core"),
        ("YONG FATT S/B", "YONG FATT SDN BHD", "core"),
        ("Acme GmbH", "Acme AG", "near"),
        ("Lian Hing Trading", "Lan Hing Trading", "near"),
        ("Lian Hing", "Lan Hing Trading", "far"),
        ("MR. D.I.Y. (KUCHAI) SDN BHD", "MR. D.I.Y. (M) SDN BHD", "far"),
        ("GARDENIA BAKERIES (JB) SDN BHD", "GARDENIA BAKERIES (KL) SDN BHD", "far"),
        ("GARDENIA BAKERIES (JB) SDN BHD", "GARDENIA BAKERIES SDN BHD", "far"),
        ("GARDENIA BAKERJES (KL) SDN BHD", "GARDENIA BAKERIES (KL) SDN BHD", "near"),
        ("GARDENIA BAKERJES CKL) SDN BHD", "GARDENIA BAKERIES (KL) SDN BHD", "near"),
        ("...", "Acme", "far"),
    ],
)
def test_how_alike_names_are(read: str, known: str, level: str) -> None:
    assert compare_names(read, known).level == level


@pytest.mark.parametrize(
    ("name", "core", "form"),
    [
        ("AEON CO. (M) BHD.", "aeonm", "cobhd"),
        ("Domino's Pizza", "dominospizza", ""),
        ("Müller & Co. KG", "muller", "cokg"),
        ("Limited", "limited", ""),
        ("Sapa Foods AG", "sapafoods", "ag"),
        ("Yong Fatt 5dn 8hd", "yongfatt", "sdnbhd"),
        ("FARMASI MALURI S/B", "farmasimaluri", "sdnbhd"),
    ],
)
def test_a_name_is_told_from_its_legal_form(name: str, core: str, form: str) -> None:
    assert (core_of(name), legal_form_of(name)) == (core, form)


def test_spellings_of_one_name_share_a_key_and_legal_forms_part_names() -> None:
    assert group_key("Yong Fatt S/B") == group_key("YONG-FATT Sdn. Bhd.")
    assert group_key("Acme GmbH") != group_key("Acme AG")


@pytest.mark.parametrize(
    ("kind", "text", "key"),
    [
        ("vat_id", "DE 123.456-789", "DE123456789"),
        ("vat_id", "DEI23456789", "DE123456789"),
        ("iban", "gb33 bukb 2020 1555 5555 55", "6833 8UK8 2020 1555 5555 55".replace(" ", "")),
        ("phone", "+49 (0)30 1234-5678", "12345678"),
        ("phone", "03012345678", "12345678"),
        ("phone", "112", ""),
        ("email", "Office@Acme.example", "office@acme.example"),
        ("domain", "https://www.acme.example/shop", "acme.example"),
        ("domain", "12.50", ""),
    ],
)
def test_identifiers_are_compared_without_their_writing(kind: str, text: str, key: str) -> None:
    assert identifier_key(kind, text) == key  # type: ignore[arg-type]


def test_a_mail_address_names_its_domain() -> None:
    assert domain_of("office@acme.example") == "acme.example"


@pytest.mark.parametrize(
    ("text", "agree"),
    [
        ("LOT 3, JALAN PELABUR 23/1, 40300 SHAH ALAM", True),
        ("LOT 3, JALAN PELABUR 23/I, 4O300 SHAH ALAM", True),
        ("LOT 8, JALAN PELABUR 23/1, 40300 SHAH ALAM", True),
        ("LOT 3, JALAN PELABUR 23/1, 40800 SHAH ALAM", False),
        ("LOT 8, JALAN PELABUR 28/1, 40300 SHAH ALAM", False),
    ],
)
def test_an_address_needs_its_postcode_and_all_numbers_but_one(text: str, agree: bool) -> None:
    assert numbers_agree("LOT 3, JALAN PELABUR 23/1, 40300 SHAH ALAM", text) is agree
