"""From label probabilities to the rows of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from extractors.fields.decoding.columns import (
    NUMERIC,
    Number,
    assigned,
    captions,
    fits,
    numbers_of,
    stacks_of,
)
from extractors.fields.decoding.spans import spans_of
from extractors.fields.layoutlm.token_scores import COLUMN_PREFIX, HIGHEST_CONFIDENCE, LabelledWords, Probabilities
from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import ExtractedField, LineItem, evidence_boxes, raw_text
from schemas.geometry import Box
from schemas.vocabulary import DocumentClass, FieldSpec
from values.normalize import Hints, normalize

SURE = 0.5
"""A word keeps its own label against the stack it stands in from this probability on."""

DESCRIBES = 0.2
"""A line right below a description goes on with it from this mean probability on."""

CELL_GAP = 2.0
"""Words of one line that are so many characters apart stand in two cells."""

INDENT = 0.01
"""Descriptions begin at most this share of the page's width to the left of where the others begin."""

FAINT = 0.1
"""A row without a description takes a segment on its line from this probability on."""

LINE_PITCH = 2.2
"""Lines of one description follow each other within so many heights."""

ABOVE_ROW = 3.0
"""The beginning of a description stands at most so many heights above the numbers of its row."""

DASHES = frozenset("-–—|/•:")

ROW_HEIGHT = 0.8
"""Cells of a row lie within so many line heights of its middle."""

STACKED = 0.7
"""Confidence of a cell at the least that its stack alone tells, where quantity x price is the amount."""


@dataclass
class Row:
    """One line of the table: where it stands, and the words of its cells by column."""

    page_number: int
    middle: float
    height: float
    cells: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    adds_up: bool = False

    def holds(self, word: PlacedWord) -> bool:
        """Tells whether a word stands beside this row's anchor."""
        reach = ROW_HEIGHT * max(self.height, word.box.height)
        return word.page_number == self.page_number and abs(word.box.center[1] - self.middle) < reach


def decode_lines(words: LabelledWords, document_class: DocumentClass, hints: Hints) -> tuple[LineItem, ...]:
    """Returns the rows of the document's table, from top to bottom.

    A row is where a cell of the column with an amount stands (of another column where no amounts are). Numbers beside
    it are told apart by the stacks they stand in; every other cell belongs to the row on whose line it stands, else to
    the nearest row above.
    """
    best = words.best()
    by_column = {
        spec.name: [i for i, name in enumerate(best) if name == COLUMN_PREFIX + spec.name]
        for spec in document_class.columns
    }
    anchor = _anchor_column(document_class, by_column)
    if anchor is None:
        return ()
    rows = _rows(words, COLUMN_PREFIX + anchor, by_column[anchor])
    taken = _fill_from_stacks(words, rows, hints)
    for name, chosen in by_column.items():
        for span in spans_of(words, COLUMN_PREFIX + name, [i for i in chosen if i not in taken]):
            begins = words.is_first(COLUMN_PREFIX + name, span[0])
            row = _row_of(rows, words.read.words[span[0]], begins=begins)
            if row is not None and (name not in NUMERIC or not row.cells[name] or not taken):
                row.cells[name].extend(span)
    _complete_descriptions(words, rows, taken)
    made = (_line_item(words, document_class, row, hints) for row in rows)
    return tuple(item for item in made if item is not None)


def _anchor_column(document_class: DocumentClass, by_column: Mapping[str, Sequence[int]]) -> str | None:
    """Returns the money column with the most words, the rightmost of equals; else the column with the most words."""
    filled = [spec for spec in document_class.columns if by_column[spec.name]]
    if not filled:
        return None
    money = [spec for spec in filled if spec.kind == "money"]
    return max(reversed(money or filled), key=lambda spec: len(by_column[spec.name])).name


def _rows(words: LabelledWords, label: str, chosen: Sequence[int]) -> list[Row]:
    rows: list[Row] = []
    for span in spans_of(words, label, chosen):
        word = words.read.words[span[0]]
        middle = word.box.center[1]
        same = any(r.page_number == word.page_number and abs(r.middle - middle) < 0.5 * word.box.height for r in rows)
        if not same:
            rows.append(Row(word.page_number, middle, word.box.height))
    return _in_order(rows)


def _in_order(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda r: (r.page_number, r.middle))


def _row_of(rows: Sequence[Row], word: PlacedWord, *, begins: bool) -> Row | None:
    """Returns the row on whose line a word stands; else the one right below where a value begins, else that above."""
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


def _fill_from_stacks(words: LabelledWords, rows: list[Row], hints: Hints) -> set[int]:
    """Gives the numbers of each row to the columns whose stacks they stand in; returns their words.

    Rows that the model passed over are added where their numbers stand in the stacks and multiply rightly.
    """
    numbers = {i: _numbers_beside(words, row, hints) for i, row in enumerate(rows)}
    stacks = stacks_of(numbers)
    first = rows[0]
    on_page = [w for w in words.read.words if w.page_number == first.page_number]
    chosen = assigned(words, stacks, captions(on_page, stacks, first.middle, first.height))
    for row, found in _passed_over(words, rows, chosen.keys() >= set(NUMERIC), hints):
        for stack in chosen.values():
            stack.numbers |= {len(rows): number for number in found if stack.holds(number)}
        values = [stack.numbers[len(rows)].value for c in NUMERIC if len(rows) in (stack := chosen[c]).numbers]
        if len(values) == len(NUMERIC) and fits(*values):
            rows.append(row)
        else:
            for stack in chosen.values():
                stack.numbers.pop(len(rows), None)
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
# Descriptions


def _complete_descriptions(words: LabelledWords, rows: Sequence[Row], taken: set[int]) -> None:
    """Makes each description whole: the segments of lines it stands in, and those right below that go on with it."""
    label = f"{COLUMN_PREFIX}description"
    if label not in words.inside:
        return
    inside, read = words.inside[label], words.read
    labelled = [{i for i in row.cells["description"] if i not in taken} for row in rows]
    edge = _left_edge(read, labelled)
    segments = [cut for s in _segments(read, taken) if (cut := _cut(read, s, inside, edge))]
    for row, ids in zip(rows, labelled, strict=True):
        others = [r for r in rows if r is not row]
        free = [s for s in segments if not any(r.holds(read.words[i]) for r in others for i in s[:1])]
        free = [s for s in free if not any(other.intersection(s) for other in labelled if other is not ids)]
        own = [s for s in free if ids.intersection(s)] or _beside(words, row, free, inside)
        if own:
            row.cells["description"] = sorted(_together(read, own, free, inside))


def _left_edge(read: ReadDocument, labelled: Sequence[set[int]]) -> float:
    """Returns where most descriptions begin."""
    lefts = sorted(min(read.words[i].box.left for i in ids) for ids in labelled if ids)
    return lefts[len(lefts) // 2] - INDENT if len(lefts) > 1 else 0.0


def _beside(words: LabelledWords, row: Row, segments: Sequence[list[int]], inside: Probabilities) -> list[list[int]]:
    """Returns the likeliest segment on a row's line, for a row without a description."""
    near = [s for s in segments if row.holds(words.read.words[s[0]]) and float(inside[s].max()) >= FAINT]
    return [max(near, key=lambda s: float(inside[s].max()))] if near else []


def _segments(read: ReadDocument, taken: set[int]) -> list[list[int]]:
    """Returns the runs of words that stand close together on a line; numbers of the table part them."""
    segments: list[list[int]] = []
    for word in read.words:
        if word.id in taken:
            continue
        last = segments[-1][-1] if segments else None
        joins = last == word.id - 1 and read.words[last].line == word.line and not _is_apart(read, last, word.id)
        if joins:
            segments[-1].append(word.id)
        else:
            segments.append([word.id])
    return segments


def _is_apart(read: ReadDocument, a: int, b: int) -> bool:
    left, right = read.words[a], read.words[b]
    character = (left.box.width + right.box.width) / (len(left.text) + len(right.text))
    return right.box.left - left.box.right > CELL_GAP * character


def _cut(read: ReadDocument, segment: Sequence[int], inside: Probabilities, edge: float) -> list[int]:
    """Returns a segment up to a dash or colon behind which the model sees nothing of the description.

    Words to the left of the column are left out, where the model does not see the description in them.
    """
    kept: list[int] = []
    for i in segment:
        if not kept and read.words[i].box.left < edge and inside[i] < SURE:
            continue
        ends = kept and (read.words[i].text in DASHES or read.words[kept[-1]].text.endswith(":"))
        if ends and all(inside[j] < SURE for j in segment if j >= i):
            break
        kept.append(i)
    return kept


def _together(
    read: ReadDocument, own: Sequence[list[int]], segments: Sequence[list[int]], inside: Probabilities
) -> list[int]:
    """Returns the strongest segment of a description with those above and below that touch it."""
    strongest = max(own, key=lambda segment: float(np.maximum(inside[segment] - DESCRIBES, 0).sum()))
    whole, changed = [strongest], True
    while changed:
        near = [
            s
            for s in (*own, *(s for s in segments if float(inside[s].mean()) >= DESCRIBES))
            if s not in whole and any(_touches(read, s, t) for t in whole) and not any(set(s) & set(t) for t in whole)
        ]
        changed = bool(near)
        whole += near[:1]
    return [i for segment in whole for i in segment]


def _touches(read: ReadDocument, a: Sequence[int], b: Sequence[int]) -> bool:
    """Tells whether two segments stand in one column, one right above the other."""
    boxes = [Box.around(read.words[i].box for i in segment) for segment in (a, b)]
    if read.words[a[0]].page_number != read.words[b[0]].page_number:
        return False
    upper, lower = sorted(boxes, key=lambda box: box.top)
    height = max(upper.height, lower.height)
    overlap = min(upper.right, lower.right) - max(upper.left, lower.left)
    return overlap > 0 and lower.center[1] - upper.center[1] < LINE_PITCH * height


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
