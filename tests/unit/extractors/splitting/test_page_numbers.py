"""Printed page numbers are read, and other numbers are not taken for them."""

from __future__ import annotations

import pytest

from extractors.fields.decoding.cells import PageGrid
from extractors.splitting.page_numbers import printed_number
from tests.builders import page, read_document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Page 1 of 3", (1, 3)),
        ("Seite 2 von 2", (2, 2)),
        ("Seite: 2/4", (2, 4)),
        ("Página 1 de 2", (1, 2)),
        ("2 of 5", (2, 5)),
        ("1/2", (1, 2)),
        ("Page 4", (4, None)),
        ("Page 5 of 3", None),
        ("Order 1 of 3 parts", None),
        ("12/2024", None),
    ],
)
def test_page_numbers(text: str, expected: tuple[int, int | None] | None) -> None:
    assert printed_number(PageGrid(read_document(page(text)))) == expected


def test_a_fraction_in_the_middle_of_a_page_is_no_page_number() -> None:
    texts = ["words"] * 20 + ["1/2"] + ["words"] * 20

    assert printed_number(PageGrid(read_document(page(*texts)))) is None
