"""Descriptions of a table's rows: which lines of text belong to which row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.fields.decoding.description_lines import DESCRIBES, LINE_PITCH, DescriptionLines, TextRow
from extractors.fields.decoding.spans import gap
from extractors.fields.decoding.table_rows import Row
from extractors.fields.token_scores import COLUMN_PREFIX, LabelledWords, Probabilities
from schemas.document import ReadDocument
from schemas.geometry import Box

SURE = 0.5
"""A word keeps its own label against the stack it is in from this probability on."""

CELL_GAP = 2.0
"""Words of one line that are so many characters apart are in two cells."""

BLANK = 0.8
"""A blank between two words is at most so many heights wide."""

INDENT = 0.01
"""Descriptions begin at most this share of the page's width to the left of where the others begin."""

FAINT = 0.1
"""A row without a description takes a segment on its line from this probability on."""

DASHES = frozenset("-–—|/•:")


def complete_descriptions(words: LabelledWords, rows: Sequence[Row], taken: set[int]) -> None:
    """Makes each description whole: the segments of lines it is in, and those right below that continue it."""
    label = f"{COLUMN_PREFIX}description"
    if label not in words.inside:
        return
    inside, read = words.inside[label], words.read
    labelled = [{i for i in row.cells["description"] if i not in taken} for row in rows]
    edge = _left_edge(read, labelled)
    segments = [cut for s in _segments(read, taken) if (cut := _cut(read, s, inside, edge))]
    text_rows: list[TextRow] = []
    for row, ids in zip(rows, labelled, strict=True):
        others = [r for r in rows if r is not row]
        free = [s for s in segments if not any(r.holds(read.words[i]) for r in others for i in s[:1])]
        free = [s for s in free if not any(other.intersection(s) for other in labelled if other is not ids)]
        own = [s for s in free if ids.intersection(s)] or _beside(words, row, free, inside)
        if own:
            parts = _together(read, own, free, inside)
            row.cells["description"] = sorted(i for part in parts for i in part)
            beside = [part for part in parts if row.holds(read.words[part[0]])]
            if beside:
                text_rows.append(TextRow(row, beside[0], parts))
    if text_rows and len(text_rows) == len(rows):
        DescriptionLines(read, inside, segments).settle(text_rows)
        for text_row in text_rows:
            text_row.row.cells["description"] = sorted(i for part in text_row.parts for i in part)


def _left_edge(read: ReadDocument, labelled: Sequence[set[int]]) -> float:
    """Returns where most descriptions begin."""
    lefts = sorted(min(read.words[i].box.left for i in ids) for ids in labelled if ids)
    return lefts[len(lefts) // 2] - INDENT if len(lefts) > 1 else 0.0


def _beside(words: LabelledWords, row: Row, segments: Sequence[list[int]], inside: Probabilities) -> list[list[int]]:
    """Returns the likeliest segment on a row's line, for a row without a description."""
    near = [s for s in segments if row.holds(words.read.words[s[0]]) and float(inside[s].max()) >= FAINT]
    return [max(near, key=lambda s: float(inside[s].max()))] if near else []


def _segments(read: ReadDocument, taken: set[int]) -> list[list[int]]:
    """Returns the runs of words that are close together on a line; numbers of the table part them."""
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
    is_wide = right.box.left - left.box.right > CELL_GAP * character
    return is_wide and gap(read, left, right) > BLANK  # the widths of "1" and "l" say nothing of the type's size


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
) -> list[list[int]]:
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
    return whole


def _touches(read: ReadDocument, a: Sequence[int], b: Sequence[int]) -> bool:
    """Whether two segments are in one column, one right above the other."""
    boxes = [Box.around(read.words[i].box for i in segment) for segment in (a, b)]
    if read.words[a[0]].page_number != read.words[b[0]].page_number:
        return False
    upper, lower = sorted(boxes, key=lambda box: box.top)
    height = max(upper.height, lower.height)
    overlap = min(upper.right, lower.right) - max(upper.left, lower.left)
    return overlap > 0 and lower.center[1] - upper.center[1] < LINE_PITCH * height
