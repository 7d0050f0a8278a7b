from __future__ import annotations

import pytest

from values.name_words import with_name_words
from values.normalize import normalize


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("World Organizatlon", "World Organization"),
        ("lnternational Ltd.", "International Ltd."),
        ("Moring Internationl Ltd.", "Moring International Ltd."),
        ("GREEN RESTAURAMT SDN BHD", "GREEN RESTAURAMT SDN BHD"),  # M is not taken for N
        ("GREEN RESTAURAVT SDN BHD", "GREEN RESTAURANT SDN BHD"),
        ("Dept. of Informatlon", "Dept. of Information"),
    ],
)
def test_a_misread_or_lost_letter_is_repaired(read: str, meant: str) -> None:
    assert with_name_words(read) == meant


@pytest.mark.parametrize(
    "name",
    [
        "Banco Internacional", "Centro Comercial", "Siemens Industrie", "Organisation mondiale", "Departement Onderwijs",
        "Technologie Park", "Assosiation", "Pharmacie Centrale", "InternatIonal", "Universite Laval", "Restaurante Sol",
        "Instituto Nacional", "Fondation", "Supermarkt Nord", "Industriel du Nord", "GRR Materiais",
    ],
)  # fmt: skip
def test_words_of_other_languages_stay(name: str) -> None:
    assert with_name_words(name) == name


def test_a_word_that_may_be_one_of_two_stays() -> None:
    assert with_name_words("World Organiation") == "World Organiation"


def test_names_are_normalized_with_it() -> None:
    assert normalize("name", "World Zionist Organizatlon").value == "World Zionist Organization"
    assert normalize("text", "Informatlon").value == "Informatlon"
