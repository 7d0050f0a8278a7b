"""Files are divided where a document begins, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors.splitting.boundaries import boundary_model, divide
from extractors.splitting.features import can_begin
from extractors.splitting.signs import signs_of
from schemas.document import Line, Page, Word
from schemas.errors import ConfigurationError
from tests.builders import box, line, page


def invoice(number: str, date: str, total: str, *, seller: str = "Brandlow Fittings Ltd", at: int = 1) -> Page:
    return page(
        seller, "14 Mill Lane", "Leeds LS1 4AP", "INVOICE", f"Invoice number: {number}", f"Invoice date: {date}",
        "Bill to", "Harrow Homes Ltd", "3 High Street", "York YO1 7HH", "Brackets 4 30.00 120.00",
        f"Total: {total}", number=at,
    )  # fmt: skip


FIRST = invoice("BF-20417", "2024-09-17", "578.40")
OTHER = invoice("CP-88130", "2024-10-03", "172.80", seller="Cordwell Paper Supplies Ltd", at=2)
TERMS = page(*(f"{n}. The goods stay ours until the buyer has paid for all of them" for n in range(1, 30)), number=2)
LETTER = page("Brandlow Fittings Ltd", "Dear Ms Harrow", "please find enclosed our invoice for the brackets", number=1)


def moved(made: Page, number: int) -> Page:
    return made.model_copy(update={"number": number})


def coded(text: str, number: int) -> Page:
    word = Word(text=text, box=box(0.3, 0.4, 0.7, 0.5), source="code")
    return page(number=number).model_copy(update={"lines": (Line(words=(word,)),)})


@pytest.mark.parametrize(
    "other",
    [OTHER, invoice("BF-20455", "2024-09-21", "1032.00", at=2)],
    ids=["another seller", "the same seller"],
)
def test_two_invoices_are_two_documents_for_sure(other: Page) -> None:
    division = divide([FIRST, other])

    assert (division.documents, division.is_sure) == (((1,), (2,)), True)


@pytest.mark.parametrize(
    "pages",
    [
        [FIRST],
        [FIRST, TERMS],
        [FIRST, page(number=2)],
        [LETTER, moved(FIRST, 2)],
        [FIRST, invoice("BF-20417", "2024-09-17", "578.40", at=2)],
        [FIRST, moved(page(*[text.text for text in OTHER.lines], "Page 2 of 2"), 2)],
        [FIRST, page("Carried forward 120.00", "Hinges 2 5.00 10.00", "Total: 578.40", number=2)],
    ],
    ids=["one page", "terms", "an empty page", "a letter before", "same number", "page 2 of 2", "rest of the table"],
)
def test_pages_of_one_document_stay_together(pages: list[Page]) -> None:
    assert divide(pages).documents == (tuple(p.number for p in pages),)


def test_four_invoices_are_four_documents() -> None:
    pages = [invoice(f"BF-2041{n}", f"2024-09-1{n}", f"57{n}.40", at=n) for n in range(1, 5)]

    assert divide(pages).documents == ((1,), (2,), (3,), (4,))


@pytest.mark.parametrize("separator", [coded("SEP-0001", 2), page("Document separator", number=2)])
def test_separator_pages_part_documents_and_belong_to_none(separator: Page) -> None:
    division = divide([moved(TERMS, 1), separator, page(number=3), moved(TERMS, 4)])

    assert (division.documents, division.separators) == (((1,), (4,)), (2, 3))


def test_a_payment_code_alone_on_a_page_with_an_amount_parts_nothing() -> None:
    code = coded("SPC", 2)
    pay = code.model_copy(update={"lines": (*code.lines, line("Amount 578.40", top=0.8))})

    assert divide([FIRST, pay]).documents == ((1, 2),)


def test_a_later_page_by_its_number_never_begins_a_document() -> None:
    later = page(*[text.text for text in OTHER.lines], "Page 2 of 3")

    assert not can_begin([signs_of(FIRST)], signs_of(later))


def test_weights_for_other_features_name_the_command_that_makes_new_ones(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text(json.dumps({"weights": {"page_one": 1.0}, "bias": 0.0}))

    with pytest.raises(ConfigurationError, match="python -m training boundaries"):
        boundary_model(path)
