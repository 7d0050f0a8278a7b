"""Pages as the index stores them: words and boxes in a few bytes each, read without one model per word."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from schemas.geometry import Box
from schemas.redacted import RedactedPage

SCALE = 1_000_000
"""Boxes are stored in millionths of the page: finer than any pixel, and `geometry.MINIMUM_EXTENT` stays an extent."""

GAP = "▮"
"""Stands for a redacted word in indexed text: no token, so that ``person`` does not find every redacted name."""


@dataclass(frozen=True)
class StoredPage:
    """A page read back. ``boxes`` holds left, top, right, bottom of each word in millionths, one after the other."""

    number: int
    words: list[str]
    word_ids: list[int]
    lines: list[int]
    boxes: list[int]
    redacted: frozenset[int]

    def box(self, index: int) -> Box:
        """Returns the box of one word."""
        left, top, right, bottom = (value / SCALE for value in self.boxes[4 * index : 4 * index + 4])
        return Box(left=left, top=top, right=right, bottom=bottom)


def pack(page: RedactedPage) -> bytes:
    """Returns a page's words, ids, lines and boxes as compressed bytes; a redacted span is its first word only."""
    words = [word for word in page.words if word.text]
    content = {
        "n": page.number,
        "t": [word.text for word in words],
        "i": [word.word_id for word in words],
        "l": [word.line_index for word in words],
        "b": [value for word in words for value in _millionths(word.box)],
        "r": [i for i, word in enumerate(words) if word.redacted],
    }
    return zlib.compress(json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode(), level=6)


def unpack(packed: bytes) -> StoredPage:
    """Returns the page that `pack` was given."""
    content = json.loads(zlib.decompress(packed))
    return StoredPage(
        number=content["n"],
        words=content["t"],
        word_ids=content["i"],
        lines=content["l"],
        boxes=content["b"],
        redacted=frozenset(content["r"]),
    )


def indexed_text(page: RedactedPage) -> str:
    """Returns the page's text as the index reads it: a redacted span leaves a gap.

    Words that a hyphen breaks at a line end follow once more, whole, each behind a gap.
    """
    words = [word for word in page.words if word.text]
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line_index, []).append(GAP if word.redacted else word.text)
    redacted = frozenset(i for i, word in enumerate(words) if word.redacted)
    whole = whole_words([word.text for word in words], [word.line_index for word in words], redacted)
    return "\n".join([*(" ".join(line) for line in lines.values()), *(f"{GAP} {text}" for _, text in whole)])


def whole_words(words: Sequence[str], lines: Sequence[int], redacted: Container[int]) -> Iterator[tuple[int, str]]:
    """Yields each word that a hyphen breaks at a line end, with the index of its first part.

    Args:
        words: The words of a page in reading order.
        lines: The line of each word.
        redacted: Indices of words that nobody may see.
    """
    for index, (first, second) in enumerate(pairwise(words)):
        broken = lines[index] != lines[index + 1] and _BROKEN.fullmatch(first) and second[0].islower()
        if broken and index not in redacted and index + 1 not in redacted:
            yield index, first[:-1] + second


_BROKEN = re.compile(r"\W*[^\W\d_]{2,}[-‐\u00ad]")


def _millionths(box: Box) -> tuple[int, int, int, int]:
    left, right = _extent(box.left, box.right)
    top, bottom = _extent(box.top, box.bottom)
    return left, top, right, bottom


def _extent(low: float, high: float) -> tuple[int, int]:
    start = min(round(low * SCALE), SCALE - 1)
    return start, max(round(high * SCALE), start + 1)
