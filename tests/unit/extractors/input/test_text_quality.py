from __future__ import annotations

import pytest

from extractors.input.text_quality import has_odd_vowels, odd_share, plausible_share
from tests.files import LETTER

ENGLISH = " ".join(LETTER)
GERMAN = (
    "Sehr geehrte Damen und Herren, wir bedanken uns für Ihren Auftrag und stellen Ihnen wie vereinbart folgende "
    "Lieferungen in Rechnung: Schreibtischlampe, Umsatzsteueraufschlüsselung, Gesamtbetrag, Zahlungsbedingungen"
)
POLISH = (
    "Faktura sprzedaży wystawiona przez spółkę z ograniczoną odpowiedzialnością, nabywca jest zobowiązany do zapłaty "
    "należności przelewem na wskazany rachunek bankowy w terminie czternastu dni"
)
GREEK = "Το παρόν τιμολόγιο εκδίδεται σύμφωνα με τις διατάξεις του νόμου και πρέπει να εξοφληθεί εντός τριάντα ημερών"
FORMS = "QTY DESCR UNIT PRC TOTL HRS KBJR WCNC NBJR DISC STD FLT SPT RTE MTH WKS"


def shifted(text: str, by: int) -> str:
    """What a font without ToUnicode leaves: every character moved by the same number."""
    return "".join(chr(ord(c) + by) if c != " " else c for c in text)


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, POLISH, GREEK])
def test_languages_are_plausible(text):
    share = plausible_share(text.split())
    assert share is not None
    assert share > 0.9
    assert not has_odd_vowels(text.split())


def test_abbreviations_of_a_form_are_plausible():
    assert (plausible_share(FORMS.split()) or 0) > 0.7


@pytest.mark.parametrize("by", [-29, -3, 3, 13])
def test_a_shifted_alphabet_is_not(by):
    words = shifted(ENGLISH, by).split()
    share = plausible_share(words)
    assert has_odd_vowels(words) or (share is not None and share < 0.6)


def test_utf_8_read_as_latin_1_is_not():
    german = "Straße für Käufer Größe möchten Übersicht Gebühr Zubehör gemäß über später Stück"
    words = german.split()
    broken = [word.encode().decode("cp1252", "replace") for word in words]
    assert plausible_share(words) == 1.0
    assert plausible_share(broken) == 0.0


def test_signs_that_no_text_is_made_of():
    assert odd_share("¢¤¥¦¨¬¯±´¶¸¿÷" * 10) > 0.4
    assert odd_share("Subtotal ........ 12.50 € | 19 % – § 14 (2) • _____ #" * 10) == 0.0
    assert odd_share("¢£¤¥") == 0.0


def test_too_few_words_or_only_numbers_tell_nothing():
    assert plausible_share(["Total", "Amount"]) is None
    assert plausible_share(["12.50", "2024-01-01", "A4711", "B-0815"] * 20) is None
    assert not has_odd_vowels(["xyz"])
