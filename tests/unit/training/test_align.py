"""Values find their words: exact, misread, broken over lines, several places, table rows."""

from __future__ import annotations

import pytest

from schemas.document import Page
from schemas.receipt import RECEIPT
from tests.builders import line, page, read_document
from training.align import Target, align_fields, align_rows
from training.examples import example_from_truth


def places(read, name: str, kind: str, *values: str) -> list[str]:
    aligned = align_fields(read, {name: Target(kind, values)})  # type: ignore[arg-type]
    return [" ".join(read.words[i].text for i in ids) for a in aligned for ids in a.places]


@pytest.mark.parametrize(
    ("kind", "value", "text", "found"),
    [
        ("money", "1234.50", "Total 1.234,50 EUR", ["1.234,50"]),
        ("money", "9.00", "Total 9.00 Cash 9.00", ["9.00", "9.00"]),
        ("money", "9.00", "Total 19.00", []),
        ("date", "2018-12-25", "Date 25/12/2018", ["25/12/2018"]),
        ("date", "2024-03-12", "vom 12. März 2024 an", ["12. März 2024"]),
        ("date", "2024-04-03", "am 03/04/24", ["03/04/24"]),
        ("id", "INV-2023/8", "Invoice No. INV - 2023/8", ["INV - 2023/8"]),
        ("id", "471102", "471103", []),
        ("id", "L898902C3", "Passport No L8989O2C3", ["L8989O2C3"]),
        ("id", "7408122F1204159", "74O8122F12O4l59", ["74O8122F12O4l59"]),
        ("id", "USA", "U5A", []),
        ("date", "1983-08-12", "born 12 AUG/AOUT 83", ["12 AUG/AOUT 83"]),
        ("date", "1958-08-17", "born 17 08 58", ["17 08 58"]),
        ("date", "1983-08-12", "born 12.08.19B3 here", ["12.08.19B3"]),
        ("date", "1983-08-12", "born 13.08.1984", []),
        ("name", "Syarikat Gin Kee Sdn Bhd", "SYAR1KAT GIN KEE SDN BHD", ["SYAR1KAT GIN KEE SDN BHD"]),
        ("name", "Acme Trading", "Other Company", []),
    ],
)
def test_values_on_one_line(kind: str, value: str, text: str, found: list[str]) -> None:
    assert places(read_document(page(text)), "field", kind, value) == found


def test_a_right_value_may_be_as_printed() -> None:
    read = read_document(page("Date 25/12/2018"))
    assert places(read, "issue_date", "date", "25/12/2018", "2018-12-25") == ["25/12/2018"]


def test_a_currency_is_a_word_of_its_own() -> None:
    assert places(read_document(page("EUR 12.00 $5.00")), "currency", "code", "EUR") == ["EUR"]


def test_an_address_is_followed_past_the_column_beside_it() -> None:
    lines = (line("Harbour Street 1", top=0.1), line("Invoice 7", left=0.7, top=0.1), line("12345 Town", top=0.12))
    read = read_document(Page(number=1, width=900, height=1200, dpi=100, text_source="ocr", lines=lines))
    assert places(read, "seller_address", "text", "Harbour Street 1, 12345 Town") == ["Harbour Street 1 12345 Town"]


def test_rows_take_the_cells_that_stand_beside_each_other() -> None:
    read = read_document(page("Brush 2 5.00 10.00", "Paint 1 10.00 10.00"))
    rows = [
        {"description": Target("text", ("Brush",)), "line_amount": Target("money", ("10.00",))},
        {"description": Target("text", ("Paint",)), "line_amount": Target("money", ("10.00",))},
    ]
    first, second = align_rows(read, rows)
    assert read.words[first["line_amount"][0]].line_index == 0
    assert read.words[second["line_amount"][0]].line_index == 1


def test_what_no_word_shows_is_unknown_and_not_absent() -> None:
    read = read_document(page("Total 9.00"))
    row = {
        "file": "x.pdf",
        "fields": {
            "total_amount": {"value": "9.00", "type": "money"},
            "seller_name": {"value": "Acme", "type": "name"},
        },
        "ignore_fields": ["issue_date"],
    }
    example = example_from_truth(read, row, kind=RECEIPT)
    assert {"seller_name", "issue_date"} <= example.unknown
    assert "total_amount" not in example.unknown
    assert example.pages[0].groups == (("total_amount", ((1,),)),)
