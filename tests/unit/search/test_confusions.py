from __future__ import annotations

import pytest

from search.analysis import fold, is_near
from search.clauses import All, Match, Not, Phrase, Word
from search.confusions import MIN_SUPPORT, MOST_MISREADINGS, Confusions, expand, learn
from tests.searching import FILTERS, parse_query

TAUGHT = learn([("8834", "8134")] * MIN_SUPPORT)


@pytest.mark.parametrize(
    ("word", "misread"),
    [
        ("date", "clate"),  # a pair for one character
        ("claim", "dalm"),  # one character for a pair, in the ocr view
        ("7012", "t012"),  # a digit as a letter of its shape
        ("corporation", "corporatloll"),  # two errors: one is forgiven anyway
    ],
)
def test_the_table_knows_the_commonest_misreadings(word: str, misread: str) -> None:
    assert fold(misread) in Confusions().misreadings(word)


@pytest.mark.parametrize("word", ["due", "a", "größe", "会社会社"])
def test_short_words_and_other_scripts_have_none(word: str) -> None:
    assert Confusions().misreadings(word) == ()


@pytest.mark.parametrize("word", ["date", "invoice", "771209", "8134"])
def test_what_the_index_finds_anyway_is_left_out(word: str) -> None:
    misread = Confusions().misreadings(word)
    assert 0 < len(misread) <= MOST_MISREADINGS
    assert fold(word) not in misread
    if word == "invoice":
        assert not any(is_near(term, fold(word)) for term in misread)


def test_no_digit_is_taken_for_another_before_corrections_show_it() -> None:
    assert "bb34" not in Confusions().misreadings("8134")
    assert fold("8834") in TAUGHT.misreadings("8134")


@pytest.mark.parametrize(
    ("read", "true", "pairs"),
    [
        ("tctal", "total", {("o", "c")}),
        ("modem", "modern", set()),  # equal in the ocr view
        ("clate", "date", {("d", "cl")}),
        ("acme bank", "acme bonk", {("o", "a")}),
        ("acmebonk", "acme bank", {("a", "o")}),
        ("globex", "acme", set()),  # another value, not a misreading
        ("", "acme", set()),
    ],
)
def test_corrections_teach_pairs_of_characters(read: str, true: str, pairs: set[tuple[str, str]]) -> None:
    assert set(learn([(read, true)] * MIN_SUPPORT).counts) == pairs
    assert learn([(read, true)] * (MIN_SUPPORT - 1)).counts == {}


def test_what_was_taught_comes_before_the_table() -> None:
    taught = learn([("datx", "date")] * 50)
    assert taught.misreadings("date")[0] == "datx"


def test_words_and_fields_are_expanded_and_what_was_meant_exactly_is_not() -> None:
    query = expand(parse_query('date "date" -date seller:date seller:"date" class:invoice'), Confusions())
    assert isinstance(query.clause, All)
    word, phrase, negated, loose, exact, chosen = query.clause.clauses
    assert isinstance(word, Word)
    assert "clate" in word.misread
    assert isinstance(phrase, Phrase)
    assert negated == Not(clause=Word(text="date"))
    assert isinstance(loose, Match)
    assert "clate" in loose.misread
    assert exact == Match(filter=FILTERS["seller"], text="date", exact=True)
    assert chosen == Match(filter=FILTERS["class"], text="invoice")
    exactly = parse_query("date", tolerant=False)
    assert expand(exactly, Confusions()) == exactly
    assert expand(parse_query(""), Confusions()).clause is None
