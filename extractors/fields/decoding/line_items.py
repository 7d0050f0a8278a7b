"""From label probabilities to the rows of a table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from extractors.fields.decoding.columns import (
    AMOUNT,
    NUMERIC,
    Number,
    assigned,
    captions,
    fits,
    numbers_of,
    stacks_of,
)
from extractors.fields.decoding.descriptions import complete_descriptions
from extractors.fields.decoding.passed_over import RowFinder
from extractors.fields.decoding.spans import spans_of
from extractors.fields.decoding.table_rows import Row
from extractors.fields.token_scores import COLUMN_PREFIX, HIGHEST_CONFIDENCE, LabelledWords
from schemas.document import PlacedWord
from schemas.extraction import ExtractedField, LineItem, evidence_boxes, raw_text
from schemas.vocabulary import DocumentClass, FieldSpec
from values.normalize import Hints, normalize
from values.sums import NET, TOTAL

ABOVE_ROW = 3.0
"""The beginning of a description is at most so many heights above the numbers of its row."""

STACKED = 0.7
"""Confidence of a cell at the least that its stack alone tells, where quantity x price is the amount."""


def decode_lines(
    words: LabelledWords, document_class: DocumentClass, hints: Hints, sums: Collection[Decimal] = ()
) -> tuple[LineItem, ...]:
    """Returns the rows of the document's table, from top to bottom.

    A row is where a cell of the column with an amount is (of another column where no amounts are). Numbers beside
    it are distinguished by their columns; every other cell belongs to the row on whose line it is, else to
    the nearest row above.

    Args:
        words: The document and its label probabilities.
        document_class: Tells the columns.
        hints: How the document writes numbers.
        sums: Net amount and total: what the amounts of the rows may add up to.
    """
    best = words.best()
    by_column = {
        spec.name: [i for i, name in enumerate(best) if name == COLUMN_PREFIX + spec.name]
        for spec in document_class.columns
    }
    anchor = _anchor_column(document_class, by_column)
    if anchor is None:
        return ()
    finder = RowFinder(words, hints)
    rows = [row for row in _rows(words, anchor, by_column, document_class) if not finder.is_sum(row)]
    if not rows:
        return ()
    taken = _fill_from_stacks(words, rows, finder, hints, sums)
    for name, chosen in by_column.items():
        for span in spans_of(words, COLUMN_PREFIX + name, [i for i in chosen if i not in taken]):
            begins = words.is_first(COLUMN_PREFIX + name, span[0])
            row = _row_of(rows, words.read.words[span[0]], begins=begins)
            if row is not None and (name not in NUMERIC or not row.cells[name] or not taken):
                row.cells[name].extend(span)
    complete_descriptions(words, rows, taken)
    made = (_line_item(words, document_class, row, hints) for row in rows)
    return tuple(item for item in made if item is not None)


def line_sums(fields: Sequence[ExtractedField]) -> frozenset[Decimal]:
    """Returns the possible sums of all rows: net amount or total, before charges and allowances or not."""
    found = {f.name: Decimal(f.value) for f in fields if f.kind == "money" and f.value is not None}
    ends = [found[name] for name in (NET, TOTAL) if name in found]
    charge, allowance = found.get("charge_amount", Decimal(0)), found.get("allowance_amount", Decimal(0))
    changes = {c + a for c in (Decimal(0), -charge) for a in (Decimal(0), allowance)}
    return frozenset(end + change for end in ends for change in changes)


def _anchor_column(document_class: DocumentClass, by_column: Mapping[str, Sequence[int]]) -> str | None:
    """Returns the money column with the most words, the rightmost of equals; else the column with the most words."""
    filled = [spec for spec in document_class.columns if by_column[spec.name]]
    if not filled:
        return None
    money = [spec for spec in filled if spec.kind == "money"]
    return max(reversed(money or filled), key=lambda spec: len(by_column[spec.name])).name


def _rows(
    words: LabelledWords, anchor: str, by_column: Mapping[str, Sequence[int]], document_class: DocumentClass
) -> list[Row]:
    """Returns a row for each anchor cell, and for cells of other money columns on their own lines."""
    rows: list[Row] = []
    money = [spec.name for spec in document_class.columns if spec.kind == "money" and spec.name != anchor]
    for name in (anchor, *money):
        for span in spans_of(words, COLUMN_PREFIX + name, by_column[name]):
            word = words.read.words[span[0]]
            if not any(row.holds(word) for row in rows):
                rows.append(Row(word.page_number, word.box.center[1], word.box.height))
    return _in_order(rows)


def _in_order(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda r: (r.page_number, r.middle))


def _row_of(rows: Sequence[Row], word: PlacedWord, *, begins: bool) -> Row | None:
    """Returns the row on a word's line, else the one right below if a value begins, else that above."""
    on_page = [row for row in rows if row.page_number == word.page_number]
    if not on_page:
        return None
    middle = word.box.center[1]
    nearest = min(on_page, key=lambda row: abs(row.middle - middle))
    if nearest.holds(word):
        return nearest
    below = next((row for row in on_page if row.middle > middle), None)
    if begins and below is not None and below.middle - middle < ABOVE_ROW * max(below.height, word.box.height):
        return below
    above = [row for row in on_page if row.middle < middle]
    return above[-1] if above else nearest


# ----------------------------------------------------------------------------------------------------------------------
# Numbers


def _fill_from_stacks(
    words: LabelledWords, rows: list[Row], finder: RowFinder, hints: Hints, sums: Collection[Decimal]
) -> set[int]:
    """Gives the numbers of each row to the columns whose stacks they are in; returns their words.

    Rows that the model missed are added if their numbers fit the columns and multiply correctly, or complete the sum.
    """
    numbers = {i: _numbers_beside(words, row, hints) for i, row in enumerate(rows)}
    stacks = stacks_of(numbers)
    first = rows[0]
    on_page = [w for w in words.read.words if w.page_number == first.page_number]
    chosen = assigned(words, stacks, captions(on_page, stacks, first.middle, first.height), sums)
    for row, found in _passed_over(words, rows, chosen.keys() >= set(NUMERIC), hints):
        for stack in chosen.values():
            stack.numbers |= {len(rows): number for number in found if stack.holds(number)}
        values = [stack.numbers[len(rows)].value for c in NUMERIC if len(rows) in (stack := chosen[c]).numbers]
        if len(values) == len(NUMERIC) and fits(*values):
            rows.append(row)
        else:
            for stack in chosen.values():
                stack.numbers.pop(len(rows), None)
    for row, _ in finder.missing(rows, chosen[AMOUNT], sums) if AMOUNT in chosen else ():
        found = _numbers_beside(words, row, hints)
        for stack in chosen.values():
            stack.numbers |= {len(rows): number for number in found if stack.holds(number)}
        rows.append(row)
    taken: set[int] = set()
    for i, row in enumerate(rows):
        for column, stack in chosen.items():
            if i in stack.numbers:
                row.cells[column] = list(stack.numbers[i].word_ids)
                taken.update(stack.numbers[i].word_ids)
        values = [chosen[c].numbers[i].value for c in NUMERIC if c in chosen and i in chosen[c].numbers]
        row.adds_up = len(values) == len(NUMERIC) and fits(*values)
    rows[:] = _in_order(rows)
    return taken


def _numbers_beside(words: LabelledWords, row: Row, hints: Hints) -> list[Number]:
    beside = sorted((w for w in words.read.words if row.holds(w)), key=lambda w: w.box.left)
    return list(numbers_of(words.read, beside, hints))


def _passed_over(
    words: LabelledWords, rows: Sequence[Row], has_stacks: bool, hints: Hints
) -> Iterator[tuple[Row, list[Number]]]:
    """Yields further lines with three numbers and more on the pages of the table, not above its first row."""
    if not has_stacks:
        return
    known = list(rows)
    for word in words.read.words:
        first = next((r for r in rows if r.page_number == word.page_number), None)
        if first is None or word.box.center[1] < first.middle or any(r.holds(word) for r in known):
            continue
        row = Row(word.page_number, word.box.center[1], word.box.height)
        known.append(row)
        found = _numbers_beside(words, row, hints)
        if len(found) >= len(NUMERIC):
            yield row, found


# ----------------------------------------------------------------------------------------------------------------------
# Cells


def _line_item(words: LabelledWords, document_class: DocumentClass, row: Row, hints: Hints) -> LineItem | None:
    cells = {}
    for spec in document_class.columns:
        if word_ids := tuple(row.cells.get(spec.name, ())):
            cells[spec.name] = _cell(words, spec, word_ids, row, hints)
    return LineItem(cells=cells) if cells else None


def _cell(words: LabelledWords, spec: FieldSpec, word_ids: tuple[int, ...], row: Row, hints: Hints) -> ExtractedField:
    raw = raw_text(words.read, word_ids)
    normalized = normalize(spec.kind, raw.replace("\n", " "), name=spec.name, hints=hints)
    page_number, boxes = evidence_boxes(words.read, word_ids)
    confidence = float(words.inside[COLUMN_PREFIX + spec.name][list(word_ids)].mean())
    proven = row.adds_up and spec.name in NUMERIC
    if proven:
        confidence = max(1 - (1 - confidence) / 2, STACKED)
    return ExtractedField(
        name=spec.name,
        kind=spec.kind,
        raw=raw,
        value=normalized.value,
        problem=normalized.problem,
        confidence=min(confidence, HIGHEST_CONFIDENCE),
        page_number=page_number,
        boxes=boxes,
        word_ids=word_ids,
        source="layoutlm",
        why=("quantity x price is the amount",) if proven else (),
    )
