"""Where a value that a person typed is on the page: corrected values have evidence too.

What differs from `values.grounding`: the nearest place is chosen, and a cell is looked for in its row only. A person
corrects what was misread, so nothing is accepted within edits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import FieldType, TypedValue, evidence_boxes, typed
from schemas.geometry import Box
from schemas.vocabulary import FieldSpec
from values.grounding import WORDS_OF, has_digit, spellings, stated
from values.grounding import Place as WordIds
from values.normalize import compact

LONGEST_TEXT = 16
"""Words on one line that a name or a text may take."""

Normalize = Callable[[FieldSpec, str], tuple[str | None, str | None]]
NUMERIC: tuple[FieldType, ...] = ("money", "number", "date")

ROW_REACH = 0.025
"""A cell lies at most this share of the page's height above or below the rest of its row."""


@dataclass(frozen=True)
class Place:
    """A page, boxes on it, and the words there; a mark or a hand-written value has no words."""

    page_number: int
    boxes: tuple[Box, ...]
    word_ids: tuple[int, ...] = ()

    @classmethod
    def around(cls, places: Sequence[Place]) -> Place | None:
        """Returns one place around those on the first one's page, without words; None where there are none."""
        if not places:
            return None
        page_number = places[0].page_number
        boxes = [box for place in places if place.page_number == page_number for box in place.boxes]
        return cls(page_number, (Box.around(boxes),))


def place_of_words(read: ReadDocument, word_ids: Sequence[int]) -> Place | None:
    """Returns the place of words; None where the document has no such words."""
    if not word_ids or not all(0 <= i < len(read.words) for i in word_ids):
        return None
    page_number, boxes = evidence_boxes(read, word_ids)
    return Place(page_number, boxes, tuple(i for i in word_ids if read.words[i].page_number == page_number))


def locate(
    read: ReadDocument,
    spec: FieldSpec,
    raw: str,
    value: str,
    normalize: Normalize,
    *,
    near: Place | None = None,
    only_near: bool = False,
) -> Place | None:
    """Returns the words with the value that a person typed, the nearest to ``near`` of several; None without any.

    Amounts, numbers, dates and codes are compared by value, everything else by its letters and digits.

    Args:
        read: The document.
        spec: The field.
        raw: What was typed.
        value: Its normal form.
        normalize: Gives the normal form of a text of the page, or None and the reason.
        near: Where the value is expected.
        only_near: Looks in the same rows of the page only, for the cell of a table.
    """
    words = read.words if near is None or not only_near else [w for w in read.words if _beside(w, near)]
    wanted = compact(raw)
    most_words = WORDS_OF.get(spec.kind, LONGEST_TEXT)
    found = [ids for text, ids in spellings(words, most_words, most_letters=len(wanted)) if text == wanted]
    if spec.kind in NUMERIC:
        found = [ids for ids in found if any(has_digit(read.words[i].text) for i in ids)]
    if spec.kind in (*NUMERIC, "code"):
        found += _stated(words, spec, value, normalize)
    if not found:
        return None
    best = min(found, key=lambda ids: (len(ids), _distance(read, ids, near)))
    return place_of_words(read, best)


def _stated(words: Sequence[PlacedWord], spec: FieldSpec, value: str, normalize: Normalize) -> Sequence[WordIds]:
    """Returns where words have this value: 8,115 on the page is 8115.00."""

    def meanings(text: str) -> Iterator[TypedValue]:
        if (read := normalize(spec, text)[0]) is not None:
            yield _key(spec, read)

    may_mean = has_digit if spec.kind in NUMERIC else bool
    return stated(words, WORDS_OF[spec.kind], meanings, may_mean=may_mean).get(_key(spec, value), ())


def _key(spec: FieldSpec, value: str) -> TypedValue:
    return typed(spec.kind, value) if spec.kind in NUMERIC else compact(value)


def _beside(word: PlacedWord, near: Place) -> bool:
    around = Box.around(near.boxes)
    _, y = word.box.center
    return word.page_number == near.page_number and around.top - ROW_REACH <= y <= around.bottom + ROW_REACH


def _distance(read: ReadDocument, ids: WordIds, near: Place | None) -> float:
    words = [read.words[i] for i in ids]
    if near is None:
        return ids[0]
    x, y = Box.around(word.box for word in words).center
    to_x, to_y = Box.around(near.boxes).center
    return abs(words[0].page_number - near.page_number) * 10 + abs(x - to_x) + abs(y - to_y)
