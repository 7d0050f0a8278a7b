"""What may be the number of a document: amounts are none, whatever sign they carry."""

from __future__ import annotations

import pytest

from extractors.fields.decoding.captioned import numbers
from extractors.fields.decoding.cells import PageGrid
from tests.builders import page, read_document


@pytest.mark.parametrize(
    ("text", "found"),
    [("4293", ["4293"]), ("2024-118", ["2024-118"]), ("-4.293,13€", []), ("4,293.13$", []), ("(12.50)", [])],
)
def test_amounts_are_no_numbers_of_documents(text: str, found: list[str]) -> None:
    read = read_document(page(f"Reçu {text}"))
    assert [number.value for number in numbers(PageGrid(read), lambda caption: caption, set())] == found
