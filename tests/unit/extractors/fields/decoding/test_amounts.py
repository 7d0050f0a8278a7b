"""Amounts as pages print them: thousands parted by blanks, marks of a negative amount in words of their own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.fields.decoding.amounts import printed_amounts
from schemas.document import Line
from tests.builders import page, read_document, word
from values.normalize import Hints


def amounts(*lines: str) -> list[Decimal]:
    read = read_document(page(*lines))
    return [a.value for a in printed_amounts(read, Hints(decimal_comma=True)) if a.has_cents]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Total 2 181,06", ["2181.06"]),
        ("Total € 12 345 678,90", ["12345678.90"]),
        ("Total €2 181,06", ["2181.06"]),
        ("Total 2 181,06 €", ["2181.06"]),
        ("Total -2 181,06", ["-2181.06"]),
        ("Netto 0 181,06", ["181.06"]),  # no number begins with a nought and a group
        ("Menge 12 34,50", ["34.50"]),
        ("100,00 200,00", ["100.00", "200.00"]),
        ("Total 181,06 CR", ["-181.06"]),
        ("Total 181,06 € Cr.", ["-181.06"]),
        ("Total - 208,41 €", ["208.41"]),  # a dash between words parts them
        ("Total EUR - 208,41", ["-208.41"]),
        ("- 208,41 €", ["-208.41"]),
        ("208,41 -", ["-208.41"]),
        ("208,41 - 300,00", ["208.41", "300.00"]),
        ("Total ( 208,41 )", ["-208.41"]),
        ("Total < 208,41 >", ["-208.41"]),
        ("MwSt 19,00% 208,41", ["208.41"]),
    ],
)
def test_amounts_of_a_line(text: str, values: list[str]) -> None:
    assert amounts(text) == [Decimal(v) for v in values]


def test_a_wide_gap_parts_two_numbers() -> None:
    row = Line(words=(word("2", 0.5), word("181,06", 0.55)))
    read = read_document(page().model_copy(update={"lines": (row,)}))
    assert [a.value for a in printed_amounts(read, Hints(decimal_comma=True)) if a.has_cents] == [Decimal("181.06")]


@pytest.mark.parametrize(
    ("lines", "values"),
    [
        (("Netto 100,00 H", "Summe 119,00 H"), ["-100.00", "-119.00"]),
        (("Netto 100,00 H", "Summe 119,00"), ["100.00", "119.00"]),  # the letter appears once
        (("Montage 8,00 H 100,00", "Reise 2,00 H 25,00"), ["8.00", "100.00", "2.00", "25.00"]),  # hours
    ],
)
def test_haben_marks_a_credit_at_the_end_of_lines(lines: tuple[str, ...], values: list[str]) -> None:
    assert amounts(*lines) == [Decimal(v) for v in values]
