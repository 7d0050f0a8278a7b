"""Words become the token windows of a LayoutLM: nothing is dropped, and a word gets exactly one label.

A window is ``[CLS] prompt [SEP] words [SEP]``. The prompt names the document class and the page's position (first,
middle, last, only), so one encoder serves every class. Long pages get several overlapping windows. Of a word in two
windows, the reading farther from a window's edge counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from schemas.document import PlacedWord
from schemas.geometry import LAYOUTLM_SCALE

WINDOW_TOKENS = 512
OVERLAP_TOKENS = 96
PIECES_PER_WORD = 8
"""Word pieces kept of a word: an IBAN needs more, but its first pieces say what it is."""

Grid = tuple[int, int, int, int]
"""left, top, right, bottom on LayoutLM's grid of 0 to 1000."""


@dataclass(frozen=True)
class Window:
    """One model input.

    ``token_ids`` and ``boxes`` have one entry a token. ``word_tokens[i]`` is the position of the first piece of word
    ``first_word + i``, counted within the page.
    """

    token_ids: tuple[int, ...]
    boxes: tuple[Grid, ...]
    word_tokens: tuple[int, ...]
    first_word: int


def page_role(number: int, pages: int) -> str:
    """Returns the position of a page for the prompt: only, first, last or middle."""
    if pages == 1:
        return "only"
    if number == 1:
        return "first"
    return "last" if number == pages else "middle"


def grids(words: Sequence[PlacedWord]) -> list[Grid]:
    """Returns the boxes of words on LayoutLM's grid."""
    return [word.box.to_layoutlm() for word in words]


class WindowMaker:
    """Cuts pages into windows with one tokenizer.

    Args:
        tokenizer: A fast tokenizer of transformers, with a ``[CLS]`` and a ``[SEP]``.
        tokens: The longest window, special tokens included.
        overlap: Tokens that two neighboring windows share at least, unless a single word is longer.
    """

    def __init__(self, tokenizer: Any, *, tokens: int = WINDOW_TOKENS, overlap: int = OVERLAP_TOKENS) -> None:
        self._tokenizer = tokenizer
        self._tokens = tokens
        self._overlap = overlap

    def pieces(self, texts: Sequence[str]) -> list[tuple[int, ...]]:
        """Returns the word pieces of each text; a text that the tokenizer does not know has ``[UNK]``."""
        if not texts:
            return []
        encoded = self._tokenizer(list(texts), add_special_tokens=False)["input_ids"]
        unknown = (self._tokenizer.unk_token_id,)
        return [tuple(ids[:PIECES_PER_WORD]) or unknown for ids in encoded]

    def windows(self, texts: Sequence[str], boxes: Sequence[Grid], *, prompt: str) -> list[Window]:
        """Returns the windows of one page: together they hold every word.

        Args:
            texts: The words of the page in reading order.
            boxes: Their boxes on LayoutLM's grid.
            prompt: Class and page role, such as ``"invoice first page"``.
        """
        head = (self._tokenizer.cls_token_id, *self.pieces([prompt])[0], self._tokenizer.sep_token_id)
        room = self._tokens - len(head) - 1
        pieces = self.pieces(texts)
        made: list[Window] = []
        start = 0
        while start < len(pieces):
            end = _end_of_window(pieces, start, room)
            made.append(self._window(head, pieces[start:end], boxes[start:end], start))
            if end == len(pieces):
                break
            start = _start_of_next(pieces, start, end, self._overlap)
        return made

    def _window(
        self, head: tuple[int, ...], pieces: Sequence[tuple[int, ...]], boxes: Sequence[Grid], first_word: int
    ) -> Window:
        token_ids, token_boxes = list(head), [(0, 0, 0, 0)] * len(head)
        word_tokens = []
        for word_pieces, box in zip(pieces, boxes, strict=True):
            word_tokens.append(len(token_ids))
            token_ids.extend(word_pieces)
            token_boxes.extend([box] * len(word_pieces))
        token_ids.append(self._tokenizer.sep_token_id)
        token_boxes.append((LAYOUTLM_SCALE,) * 4)
        return Window(tuple(token_ids), tuple(token_boxes), tuple(word_tokens), first_word)


def _end_of_window(pieces: Sequence[tuple[int, ...]], start: int, room: int) -> int:
    used, end = 0, start
    while end < len(pieces) and used + len(pieces[end]) <= room:
        used += len(pieces[end])
        end += 1
    return max(end, start + 1)


def _start_of_next(pieces: Sequence[tuple[int, ...]], start: int, end: int, overlap: int) -> int:
    shared, following = 0, end
    while following > start + 1 and shared < overlap:
        following -= 1
        shared += len(pieces[following])
    return following
