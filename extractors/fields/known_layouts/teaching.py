"""What a reviewed document teaches of its layout."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from extractors.fields.known_layouts.fixed_words import MOST_PAGES, fixed_words, page_numbers
from extractors.fields.known_layouts.matching import LEAST_WORDS, in_place
from schemas.document import ReadDocument
from schemas.extraction import Extraction
from schemas.geometry import Box
from schemas.layouts import FixedWord, Layout, TaughtValue
from schemas.vocabulary import DocumentClass

MOST_ANCHORS = 6
SAME_LINE = 0.4
"""A word is on a value's line if their centers are less than this part of the value's height apart."""

BESIDE, ABOVE = 0.4, 0.7
"""Factors of distance: a caption is to the left of its value, or above it."""

ROWS_APART = 1.4
"""How much farther than beside each other words above each other are."""


def layout_of(read: ReadDocument, extraction: Extraction, kind: DocumentClass) -> Layout:
    """Returns what a document teaches whose fields a person established.

    Args:
        read: Its words.
        extraction: Its fields as established; those without words teach nothing.
        kind: Its class.
    """
    cells = [cell for item in extraction.line_items for cell in item.cells.values()]
    of_values = {i for field in (*extraction.fields, *cells) for i in field.word_ids}
    words = fixed_words(read, of_values)
    numbers = page_numbers(read)
    values = []
    for field in extraction.fields:
        number = numbers.get(field.page_number, MOST_PAGES + 1)
        if field.word_ids and field.boxes and number <= MOST_PAGES:
            anchors = _anchors(words, number, field.boxes[0])
            box = Box.around(field.boxes)
            values.append(TaughtValue(field=field.name, page_number=number, box=box, anchors=anchors))
    found = {field.name for field in extraction.fields}
    absent = tuple(spec.name for spec in kind.fields if spec.name not in found)
    return Layout(document_class=kind.name, words=tuple(words), values=tuple(values), absent=absent)


def taught_again(known: Layout, new: Layout) -> Layout:
    """Returns a layout after one more reviewed document: the newer places, and the words that both have in place.

    Values that the newer document lacks keep their places.
    """
    words = in_place(known.words, new.words)
    own = {value.field for value in new.values}
    return Layout(
        document_class=known.document_class,
        words=tuple(words) if len(words) >= LEAST_WORDS else new.words,
        values=(*new.values, *(value for value in known.values if value.field not in own)),
        absent=tuple(name for name in new.absent if name in known.absent),
    )


def _anchors(words: Sequence[FixedWord], number: int, value: Box) -> tuple[FixedWord, ...]:
    near = [(_distance(word.box, value), at) for at, word in enumerate(words) if word.page_number == number]
    return tuple(words[at] for _, at in sorted(near)[:MOST_ANCHORS])


def _distance(word: Box, value: Box) -> float:
    rows = abs(_middle(word) - _middle(value))
    height = value.bottom - value.top
    apart = hypot(max(word.left - value.right, value.left - word.right, 0.0), ROWS_APART * rows)
    if rows < SAME_LINE * height and word.right <= value.left + 0.01:
        return apart * BESIDE
    is_above = word.bottom <= value.top + SAME_LINE * height and word.left < value.right and word.right > value.left
    return apart * ABOVE if is_above else apart


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2
