"""Values that look like a number or a date, each with what its caption calls it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from extractors.fields.decoding.cells import Cell, PageGrid
from extractors.fields.token_scores import LabelledWords
from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import ExtractedField, FieldType, evidence_boxes, raw_text
from values.normalize import LONE_DATE, Hints, normalize, parse_amount, parse_date

Kind = TypeVar("Kind", bound=str, covariant=True)

ROWS_ABOVE = 2
"""The caption above a value is in one of so many rows with words in its column."""

MOST_WORDS = 4
"""A document's number has at most so many words."""

DATE_WORDS = 5
"""A date has at most so many words: "23 de julio de 2024"."""

_CONNECTORS = frozenset("-/–")
_NO_NUMBER = re.compile(r"@|www\.|https?:|^urn:|^\+\d|%$|^\(.*\)$")
_UNIT = re.compile(r"[€$£¥₹%]|EUR|USD|GBP|CHF|HT|TTC|Kč|Ft|kr|lei|zł|kg|km|h")
"""What is behind an amount or a quantity: "orders over 300 €" gives no number of an order."""

_CENTS = re.compile(r"\d[.,]\d\d\)?\s*[^\w\s.,]{0,2}$")


@dataclass(frozen=True)
class Captioned(Generic[Kind]):
    """A value on the page. ``kind`` comes from its caption, None without one."""

    word_ids: tuple[int, ...]
    value: str
    kind: Kind | None

    def likelihood(self, words: LabelledWords, name: str) -> float:
        """Returns the highest probability that one of the words belongs to a field."""
        return words.likelihood(name, self.word_ids)


def field_of(
    words: LabelledWords, name: str, kind: FieldType, found: Captioned[str], confidence: float, why: str
) -> ExtractedField:
    """Returns the field that a captioned value makes."""
    return made_field(words.read, name, kind, found.word_ids, found.value, confidence, why)


def made_field(
    read: ReadDocument, name: str, kind: FieldType, word_ids: Sequence[int], value: str, confidence: float, *why: str
) -> ExtractedField:
    """Returns a field with a value that was derived from these words, and why."""
    page_number, boxes = evidence_boxes(read, word_ids)
    return ExtractedField(
        name=name,
        kind=kind,
        raw=raw_text(read, word_ids),
        value=value,
        confidence=confidence,
        page_number=page_number,
        boxes=boxes,
        word_ids=tuple(word_ids),
        source="layoutlm",
        why=why,
    )


def caption_kind(grid: PageGrid, word_ids: Sequence[int], classify: Callable[[str], Kind | None]) -> Kind | None:
    """Returns what the caption of a value calls it: in its own cell, else beside it, else above it.

    A caption in the value's own cell, or with a final colon, is its caption even if unknown.
    """
    before = grid.before(word_ids)
    if before is not None and before.has_letters:
        return classify(_behind_numbers(before).text)
    left = next((cell for cell in grid.left_cells(word_ids) if any(c.isalnum() for c in cell.text)), None)
    if left is not None and left.has_letters:
        kind = classify(left.text)
        if kind is not None or left.text.endswith(":"):
            return kind
    for cell in _captions_above(grid, word_ids):
        kind = classify(cell.text)
        if kind is not None:
            return kind
    return None


def _behind_numbers(before: Cell) -> Cell:
    """Returns the words behind the last number of a cell, where they say what follows: "Credit note 12 for invoice"."""
    at = max((k for k, word in enumerate(before.words) if any(c.isdigit() for c in word.text)), default=-1)
    behind = Cell(before.words[at + 1 :]) if at + 1 < len(before.words) else before
    return behind if behind.has_letters else before


def _captions_above(grid: PageGrid, word_ids: Sequence[int]) -> Iterator[Cell]:
    for count, cell in enumerate(grid.above(word_ids)):
        if count == ROWS_ABOVE or any(c.isdigit() for c in cell.text) or ":" in cell.text:
            return
        yield cell


def numbers(
    grid: PageGrid, classify: Callable[[str], Kind | None], taken: Collection[int]
) -> Iterator[Captioned[Kind]]:
    """Yields what may be the number of a document, a customer or an order.

    Args:
        grid: The pages.
        classify: Tells what a caption calls a number.
        taken: Words of dates and other values, which are no numbers.
    """
    for row in grid.rows:
        for cell in row:
            for run in _runs(cell, taken):
                ids = tuple(word.id for word in run)
                value = normalize("id", " ".join(word.text for word in run)).value
                if value is not None and len(run) <= MOST_WORDS and sum(c.isalnum() for c in value) > 1:
                    yield Captioned(ids, value, caption_kind(grid, ids, classify))


def _runs(cell: Cell, taken: Collection[int]) -> Iterator[list[PlacedWord]]:
    """Yields the words of a cell that have digits, those beside each other together."""
    run: list[PlacedWord] = []
    for word in cell.words:
        is_part = _may_be_number(word, taken) or (run and word.text in _CONNECTORS)
        if is_part:
            run.append(word)
        elif run:
            if not _UNIT.fullmatch(word.text):
                yield run
            run = []
    if run:
        yield run


def _may_be_number(word: PlacedWord, taken: Collection[int]) -> bool:
    text = word.text
    if word.id in taken or not any(c.isdigit() for c in text) or _NO_NUMBER.search(text):
        return False
    return not (_CENTS.search(text) and parse_amount(text) is not None)


def dates(grid: PageGrid, classify: Callable[[str], Kind | None], hints: Hints) -> Iterator[Captioned[Kind]]:
    """Yields every date of the document, in reading order."""
    for row in grid.rows:
        for cell in row:
            at = 0
            while at < len(cell.words):
                found = _date_at(cell.words, at, hints)
                if found is None:
                    at += 1
                    continue
                value, count = found
                ids = tuple(word.id for word in cell.words[at : at + count])
                yield Captioned(ids, value, caption_kind(grid, ids, classify))
                at += count


def _date_at(words: Sequence[PlacedWord], at: int, hints: Hints) -> tuple[str, int] | None:
    """Returns the date that begins with a word, and the fewest words that make it."""
    for count in range(1, min(DATE_WORDS, len(words) - at) + 1):
        texts = [word.text for word in words[at : at + count]]
        text = " ".join(texts)
        if count == 1 and not (LONE_DATE.search(text) or any(c.isalpha() for c in text)):
            continue
        value = parse_date(text, hints)
        if value is not None and (count == 1 or parse_date(" ".join(texts[1:]), hints) is None):
            return value, count
    return None
