from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.geometry import MINIMUM_EXTENT, Box
from schemas.redacted import RedactedPage, RedactedWord
from search.analysis import tokens
from search.packing import indexed_text, pack, unpack
from tests.builders import redacted_page


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    def extent() -> tuple[float, float]:
        low = draw(st.floats(0, 1 - MINIMUM_EXTENT))
        high = draw(st.floats(min(low + MINIMUM_EXTENT, 1.0), 1))
        return (low, high) if low < high else (1 - MINIMUM_EXTENT, 1.0)

    (left, right), (top, bottom) = extent(), extent()
    return Box(left=left, top=top, right=right, bottom=bottom)


texts = st.text(st.characters(codec="utf-8"), min_size=1)


@given(st.lists(st.tuples(texts, boxes(), st.booleans()), max_size=8))
def test_a_page_comes_back_to_a_millionth(content: list[tuple[str, Box, bool]]) -> None:
    words = tuple(
        RedactedWord(text=text, box=box, word_id=10 + i, line_index=i // 3, redacted=hidden)
        for i, (text, box, hidden) in enumerate(content)
    )
    stored = unpack(pack(RedactedPage(number=3, width=10, height=10, words=words)))
    assert stored.number == 3
    assert stored.words == [w.text for w in words]
    assert stored.word_ids == [w.word_id for w in words]
    assert stored.lines == [w.line_index for w in words]
    assert stored.redacted == {i for i, w in enumerate(words) if w.redacted}
    for i, w in enumerate(words):
        assert stored.box(i).as_list() == pytest.approx(w.box.as_list(), abs=2e-6)


def test_a_redacted_word_leaves_a_gap_that_is_no_token() -> None:
    text = indexed_text(redacted_page("Dear [PERSON]", "bye"))
    assert text == "Dear ▮\nbye"
    assert tokens(text) == ["dear", "bye"]


def test_words_that_a_line_end_breaks_are_indexed_whole_too() -> None:
    text = indexed_text(redacted_page("the re-", "furbishment of Instand-", "[PERSON] x"))
    assert text == "the re-\nfurbishment of Instand-\n▮ x\n▮ refurbishment"
