"""The base of every search for a known value: spellings, meanings, edits and written dates."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import page, read_document
from values.grounding import spellings, stated, within_edits, written_dates
from values.normalize import compact, normalize


def amounts(text: str) -> list[str]:
    value = normalize("money", text).value
    return [] if value is None else [value]


def test_runs_stay_on_their_line_and_start_and_end_with_letters() -> None:
    read = read_document(page("No. - 47", "11"))
    assert list(spellings(read.words, 3)) == [("no", (0,)), ("no47", (0, 1, 2)), ("47", (2,)), ("11", (3,))]


def test_runs_go_on_in_the_next_line_but_never_on_the_next_page() -> None:
    read = read_document(page("DGP", "726"), page("363", number=2))
    found = dict(spellings(read.words, 3, over_lines=True))
    assert found["dgp726"] == (0, 1)
    assert not any("363" in text and text != "363" for text in found)


@pytest.mark.parametrize(
    ("most_words", "most_letters", "longest"), [(2, None, "abcd"), (3, None, "abcdef"), (3, 5, "abcd")]
)
def test_limits_of_a_run(most_words: int, most_letters: int | None, longest: str) -> None:
    read = read_document(page("ab cd ef"))
    found = [text for text, _ in spellings(read.words, most_words, most_letters=most_letters)]
    assert max(found, key=len) == longest


def test_the_shortest_words_that_mean_a_value_are_its_place() -> None:
    read = read_document(page("Total EUR 12.50 and 12.50 EUR"))
    assert stated(read.words, 4, amounts)["12.50"] == [(2,), (4,)]


def test_a_value_in_several_words() -> None:
    read = read_document(page("Summe 1 234,50 EUR", "Summe 1", "234,50"))
    assert stated(read.words, 4, amounts)["1234.50"] == [(1, 2)]


def test_words_without_a_digit_are_not_asked_for_their_meaning() -> None:
    asked: list[str] = []
    stated(read_document(page("Total 5")).words, 1, lambda text: asked.append(text) or ())
    assert asked == ["5"]


def test_edits() -> None:
    assert within_edits(["dgp726", "dgp725", "dgq725", "other"], "dgp726", 1) == ["dgp726", "dgp725"]


@pytest.mark.parametrize(
    "written",
    ["12/8/1983", "8/12/1983", "12.08.83", "1983-08-12", "12 August 1983", "August 12, 1983", "12 AUG 83",
     "12 de agosto de 1983", "12 août 1983"],
)  # fmt: skip
def test_written_dates(written: str) -> None:
    assert compact(written) in written_dates(date(1983, 8, 12))
    assert compact(written) not in written_dates(date(1983, 9, 11))
