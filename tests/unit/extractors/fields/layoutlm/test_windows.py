"""Pages become windows: nothing is dropped and every word has one first token."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fields.layoutlm.windows import PIECES_PER_WORD, WindowMaker, page_role


class Letters:
    """A tokenizer that cuts a text into its characters: enough for windows, which never look at meanings."""

    cls_token_id, sep_token_id, unk_token_id = 1, 2, 3

    def __call__(self, texts: list[str], add_special_tokens: bool) -> dict[str, list[list[int]]]:
        assert not add_special_tokens
        return {"input_ids": [[ord(c) for c in text if c != "?"] for text in texts]}


BOX = (10, 10, 20, 20)


def windows_of(texts: list[str], *, tokens: int = 24, overlap: int = 6):
    return WindowMaker(Letters(), tokens=tokens, overlap=overlap).windows(texts, [BOX] * len(texts), prompt="p")


@given(st.lists(st.text("abc?", min_size=1, max_size=14), max_size=40))
def test_every_word_is_in_a_window_and_no_window_is_too_long(texts: list[str]) -> None:
    made = windows_of(texts)
    covered = {w.first_word + k for w in made for k in range(len(w.word_tokens))}
    assert covered == set(range(len(texts)))
    for window in made:
        assert len(window.token_ids) <= 24
        assert len(window.token_ids) == len(window.boxes)
        assert len(set(window.word_tokens)) == len(window.word_tokens)


def test_neighbouring_windows_overlap() -> None:
    first, second, *_ = windows_of(["abc"] * 12)
    assert second.first_word < first.first_word + len(first.word_tokens)
    assert (first.first_word + len(first.word_tokens) - second.first_word) * 3 >= 6


def test_a_word_the_tokenizer_cannot_read_keeps_its_place() -> None:
    [window] = windows_of(["ab", "???", "c"])
    assert window.token_ids[window.word_tokens[1]] == Letters.unk_token_id


def test_a_long_word_gives_its_first_pieces() -> None:
    [window] = windows_of(["a" * 30, "b"])
    assert window.word_tokens[1] - window.word_tokens[0] == PIECES_PER_WORD


def test_an_empty_page_has_no_window() -> None:
    assert windows_of([]) == []


@pytest.mark.parametrize(
    ("number", "pages", "role"), [(1, 1, "only"), (1, 3, "first"), (2, 3, "middle"), (3, 3, "last")]
)
def test_the_prompt_says_which_page_it_is(number: int, pages: int, role: str) -> None:
    assert page_role(number, pages) == role
