"""Captions are compared without case, accents and punctuation."""

from __future__ import annotations

import pytest

from values.folding import folded_words, names_form


@pytest.mark.parametrize(
    ("text", "words"),
    [("Öres-avrundning:", "ores avrundning"), ("Net à payer (€)", "net a payer"), ("Beløb", "belob"),
     ("Wartość łączna", "wartosc laczna"), ("Fuß 12", "fuss 12"), ("", "")],
)  # fmt: skip
def test_folded_words(text: str, words: str) -> None:
    assert folded_words(text) == words


@pytest.mark.parametrize(
    ("words", "form", "named"),
    [("handelsrechnung", "rechnung", True), ("rechnung nr", "rechnung", True), ("portal", "port", False),
     ("frais de port", "port", True), ("port", "frais de port", False)],
)  # fmt: skip
def test_a_form_is_named_as_whole_words_or_inside_of_a_long_one(words: str, form: str, named: bool) -> None:
    assert names_form(words, form) is named
