from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import MAX_TOKEN, fold, is_near, joins, key, may_be_near, parts, spellings, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("!? -- …", []),
        ("Total DUE", ["total", "due"]),
        ("INV-2024/001", ["inv", "2024", "001"]),
        ("1.234,50€", ["1", "234", "50"]),
        ("Größe Łódź Æ naïve", ["grosse", "lodz", "ae", "naive"]),
        ("e\u0301te\u0301", ["ete"]),
        ("İI ı", ["ii", "i"]),
        ("ﬁle ＡＢ１", ["file", "ab1"]),
        ("Σίσυφος ΣΊΣΥΦΟΣ", ["σισυφοσ", "σισυφοσ"]),
        ("株式a会社", ["株", "式", "a", "会", "社"]),
        ("a_b", ["a", "b"]),
        ("x" * 150, ["x" * MAX_TOKEN]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O0", "00"),
        ("Il1", "lll"),
        ("5S", "s5"),
        ("8B", "bb"),
        ("Z2", "22"),
        ("G6", "66"),
        ("modern", "modem"),
        ("vvin", "win"),
    ],
)
def test_what_ocr_confuses_looks_the_same(one: str, other: str) -> None:
    assert [fold(t) for t in tokens(one)] == [fold(t) for t in tokens(other)]


def test_no_two_digits_look_the_same() -> None:
    assert len({fold(str(digit)) for digit in range(10)}) == 10


def test_a_word_that_was_split_between_r_and_n_is_joined_whole() -> None:
    assert fold("internet") in joins(tokens("inter net"))
    assert joins(["a"]) == []
    assert joins(["a", "b", "c"]) == ["ab", "bc", "abc"]


def test_parts_are_the_endings_of_four_letters_and_more() -> None:
    assert parts(["abc", "abcd", "abcdef"]) == ["abcd", "abcdef", "bcdef", "cdef"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Werk", {"werk"}),
        ("Gewähr", {"gewahr", "gewaehr"}),
        ("Gewaehr", {"gewaehr", "gewahr"}),
        ("MÜLLER", {"muller", "mueller"}),
    ],
)
def test_an_umlaut_is_one_letter_or_two(text: str, expected: set[str]) -> None:
    assert set(spellings(text)) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("total", "total", True),
        ("total", "totel", True),
        ("total", "toal", True),
        ("total", "ttotal", True),
        ("total", "totla", True),
        ("total", "otatl", False),
        ("total", "tot", False),
        ("total", "tetel", False),
        ("abcd", "abdcx", False),
        ("", "a", True),
        ("", "ab", False),
    ],
)
def test_is_near(one: str, other: str, expected: bool) -> None:
    assert is_near(one, other) is expected
    assert is_near(other, one) is expected


def _distance(a: str, b: str) -> int:
    """Optimal string alignment, written the slow way."""
    rows = [list(range(len(b) + 1))]
    for i in range(1, len(a) + 1):
        row = [i]
        for j in range(1, len(b) + 1):
            best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                best = min(best, rows[i - 2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_is_near_agrees_with_the_distance(one: str, other: str) -> None:
    assert is_near(one, other) is (_distance(one, other) <= 1)


@pytest.mark.parametrize(("token", "expected"), [("total", True), ("tota", False), ("tota1", False), ("471102", False)])
def test_one_edit_is_forgiven_in_long_words_only(token: str, expected: bool) -> None:
    assert may_be_near(token) is expected


@pytest.mark.parametrize(
    ("one", "other"), [("INV-2024/001", "inv 2024 001"), ("DE 123.456", "de123456"), ("Ä-1", "a1")]
)
def test_keys_ignore_punctuation(one: str, other: str) -> None:
    assert key(one) == key(other)


@given(st.text(max_size=40))
def test_tokens_are_stable(text: str) -> None:
    found = tokens(text)
    assert tokens(" ".join(found)) == found
    assert all(token and not any(c.isspace() for c in token) for token in found)
