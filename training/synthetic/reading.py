"""A generated document as the product would have read it: words in reading order, with the labels that were drawn."""

from __future__ import annotations

import hashlib

from extractors.layout.reading_order import arrange
from schemas.document import Line, Page, ReadDocument, Word
from schemas.geometry import MINIMUM_EXTENT, Box
from training.synthetic.document import SyntheticDocument, SyntheticWord

DPI = 200.0
ABOVE, BELOW = 0.16, 0.14
"""Shares of a font's height that capital letters leave empty above and below: boxes of readings hug the letters."""


def read_of(document: SyntheticDocument) -> tuple[ReadDocument, list[SyntheticWord]]:
    """Returns the document as read, and the drawn word behind each of its words, in the order of their ids."""
    pages: list[Page] = []
    drawn: list[SyntheticWord] = []
    for number, source in enumerate(document.pages, 1):
        by_word: dict[int, SyntheticWord] = {}
        lines = []
        for line in source.lines:
            words = []
            for word in line:
                if word.text.strip():
                    words.append(Word(text=word.text, box=_box(word)))
                    by_word[id(words[-1])] = word
            if words:
                lines.append(Line(words=tuple(words)))
        page = Page(
            number=number,
            width=max(round(source.width_pt / 72 * DPI), 1),
            height=max(round(source.height_pt / 72 * DPI), 1),
            dpi=DPI,
            text_source="text_layer",
            lines=tuple(lines),
        )
        page = arrange(page)
        pages.append(page)
        drawn += [by_word[id(word)] for line in page.lines for word in line.words]
    digest = hashlib.sha256(" ".join(w.text for w in drawn).encode()).hexdigest()
    return ReadDocument(document_id=digest, engine="generated", pages=tuple(pages)), drawn


def _box(word: SyntheticWord) -> Box:
    left, top, right, bottom = word.box
    height = bottom - top
    left, top, right, bottom = left, top + ABOVE * height, right, bottom - BELOW * height
    left, top = (min(max(v, 0.0), 1.0 - MINIMUM_EXTENT) for v in (left, top))
    right, bottom = (min(max(v, low + MINIMUM_EXTENT), 1.0) for v, low in ((right, left), (bottom, top)))
    return Box(left=left, top=top, right=right, bottom=bottom)
