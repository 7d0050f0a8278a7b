from __future__ import annotations

import pytest

from search.highlight import MAX_PAGES, MAX_SNIPPETS, SNIPPET_CHARACTERS, highlight
from search.packing import StoredPage, pack, unpack
from tests.builders import redacted_page
from tests.searching import parse_query


def pages(*texts: str) -> list[StoredPage]:
    return [unpack(pack(redacted_page(text, number=i + 1, first_word_id=100 * i))) for i, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("total amount due", "amount", ["amount"]),
        ("total amount due", "AMOUNT due", ["amount", "due"]),
        ("t0tal arnount", "total amount", ["t0tal", "arnount"]),
        ("deli very today", "delivery", ["deli", "very"]),
        ("inter net", "internet", ["inter", "net"]),
        ("in voi ce", "invoice", ["in", "voi", "ce"]),
        ("totalamount", "total amount", ["totalamount"]),
        ("INV-2024/001 INV-2024/002", "INV-2024/001", ["INV-2024/001"]),
        ("inv 2024 001", "INV-2024/001", ["inv", "2024", "001"]),
        ("INV2024001", "INV-2024/001", ["INV2024001"]),
        ("ammount due", "amount", ["ammount"]),
        ("due amount due", '"amount due"', ["amount", "due"]),
        ("due arnount due", '"amount due"', []),
        ("acme [ACME]", "acme", ["acme"]),
        ("acme globex", "-acme globex", ["globex"]),
        ("acme globex", "acme OR unheard", ["acme"]),
        ("acme", "class:invoice", []),
        ("acme", "", []),
    ],
)
def test_marked_words(text: str, query: str, marked: list[str]) -> None:
    snippets, boxes = highlight(pages(text), parse_query(query))
    assert [box.text for box in boxes] == marked
    assert [s.text[a:b] for s in snippets for a, b in s.marks] == marked


@pytest.mark.parametrize(
    ("lines", "query", "marked"),
    [
        (("the re-", "furbishment of"), "refurbishment", ["re-", "furbishment"]),
        (("the re-", "furbishment of"), "refurb*", ["re-", "furbishment"]),
        (("Instandhaltungs-", "arbeiten"), "haltungsarbeit", ["Instandhaltungs-", "arbeiten"]),
        (("Meyer-", "Schmidt"), "meyerschm*", []),
        (("the re-", "[furbishment] of"), "refurb*", []),
    ],
)
def test_a_word_that_a_line_end_breaks_is_one_word(lines: tuple[str, ...], query: str, marked: list[str]) -> None:
    _, boxes = highlight([unpack(pack(redacted_page(*lines)))], parse_query(query))
    assert [box.text for box in boxes] == marked


def test_without_tolerance_only_the_word_itself_is_marked() -> None:
    _, boxes = highlight(pages("total t0tal totel"), parse_query("total", tolerant=False))
    assert [box.text for box in boxes] == ["total"]


def test_snippets_are_short_few_and_in_reading_order() -> None:
    far = " ".join(["filler"] * 60)
    text = f"one {far} two {far} one two {far} one {far} two"
    snippets, boxes = highlight(pages(text), parse_query("one two"))
    assert len(snippets) == MAX_SNIPPETS
    assert len(boxes) == 6
    assert all(len(s.text) <= SNIPPET_CHARACTERS for s in snippets)
    assert any("one two" in s.text for s in snippets)
    first = snippets[0]
    assert [first.text[a:b] for a, b in first.marks] == ["one"]


def test_pages_with_most_of_the_query_come_first() -> None:
    texts = ["one"] * 6
    texts[4] = "one two"
    _, boxes = highlight(pages(*texts), parse_query("one two"))
    numbers = sorted({box.page_number for box in boxes})
    assert numbers == [1, 2, 5]
    assert len(numbers) == MAX_PAGES


def test_a_word_longer_than_a_snippet_is_shown_whole() -> None:
    (snippet,), _ = highlight(pages("a " + "x" * 300 + " b"), parse_query("x" * 300))
    assert snippet.text[slice(*snippet.marks[0])] == "x" * 300
