"""Where a value that a person gave is on the page: no value without evidence, theirs neither."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import FieldType, evidence_boxes
from schemas.geometry import Box
from schemas.vocabulary import FieldSpec
from values.equality import same_letters
from values.normalize import compact

WORDS_OF_A_VALUE: dict[FieldType, int] = {"money": 4, "number": 3, "date": 6, "bool": 1, "code": 4, "id": 8}
LONGEST_RUN = 16
"""Words on one line that a value may take: "March 4 , 2024" is a date of four."""

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
    normalise: Callable[[FieldSpec, str], tuple[str | None, str | None]],
    *,
    near: Place | None = None,
    only_near: bool = False,
) -> Place | None:
    """Returns the words that say what a person typed, the nearest to ``near`` where several do; None where none do.

    Amounts, numbers, dates and codes are compared by value, everything else by its letters and digits.

    Args:
        read: The document.
        spec: The field.
        raw: What was typed.
        value: Its normal form.
        normalise: How a text of the page is understood.
        near: Where the value is expected.
        only_near: Looks on the same rows of the page only, as the cell of a table asks for.
    """
    by_value = spec.kind in ("money", "number", "date", "code")
    wanted = compact(raw)
    found = []
    for run in _runs(read, WORDS_OF_A_VALUE.get(spec.kind, LONGEST_RUN), wanted, by_value=by_value):
        if only_near and near is not None and not _beside(run, near):
            continue
        text = " ".join(word.text for word in run)
        if spec.kind in NUMERIC and not any(c.isdigit() for c in text):
            continue
        if compact(text) == wanted or (by_value and _means(spec, normalise(spec, text)[0], value)):
            found.append(run)
    if not found:
        return None
    shortest = min(len(run) for run in found)
    best = min((run for run in found if len(run) == shortest), key=lambda run: _distance(run, near))
    return place_of_words(read, [word.id for word in best])


def _means(spec: FieldSpec, read: str | None, value: str) -> bool:
    """Whether a text of the page has this value: 8,115 on the page is 8115.00."""
    return read is not None and same_letters(spec.kind, read, value)


def _runs(read: ReadDocument, longest: int, wanted: str, *, by_value: bool) -> Iterator[list[PlacedWord]]:
    """Yields runs of words of one line that may hold the value: by length of letters, or with a digit or sign."""
    for line in _lines(read):
        lengths = [len(compact(word.text)) for word in line]
        for start in range(len(line)):
            letters = 0
            for end in range(start, min(start + longest, len(line))):
                letters += lengths[end]
                if by_value or letters == len(wanted):
                    yield line[start : end + 1]
                if not by_value and letters > len(wanted):
                    break


def _lines(read: ReadDocument) -> Iterable[list[PlacedWord]]:
    lines: dict[tuple[int, int], list[PlacedWord]] = {}
    for word in read.words:
        lines.setdefault(word.line, []).append(word)
    return lines.values()


def _beside(run: Sequence[PlacedWord], near: Place) -> bool:
    box = Box.around(word.box for word in run)
    around = Box.around(near.boxes)
    _, y = box.center
    return run[0].page_number == near.page_number and around.top - ROW_REACH <= y <= around.bottom + ROW_REACH


def _distance(run: Sequence[PlacedWord], near: Place | None) -> float:
    if near is None:
        return run[0].id
    x, y = Box.around(word.box for word in run).center
    to_x, to_y = Box.around(near.boxes).center
    return abs(run[0].page_number - near.page_number) * 10 + abs(x - to_x) + abs(y - to_y)
