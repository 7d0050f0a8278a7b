"""Blocks of a page from its ordered lines: title, header, paragraph, list, table, footer.

Rules on geometry, no model: tables are rows whose cells align, titles are larger than the rest, headers and footers
stand apart at the page's ends. Figures and stamps are no text and so are not found here.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import Any

from schemas.document import Block, BlockKind, Line
from schemas.geometry import Box

HEADER_ZONE, FOOTER_ZONE = 0.08, 0.93
"""Shares of the page's height: running headers end above the one, footers begin below the other."""

TITLE_HEIGHT = 1.35
"""A title's letters are at least this many times as high as the page's median line."""

BULLET = re.compile(r"^(?:[•·▪◦‣*–-]|\(?(?:\d{1,2}|[a-z])[.)])$")

ALIGNED = 0.012
"""Cells whose left edges, right edges or middles differ by at most this share of the page's width form a column."""


@cache
def layoutparser_types() -> ModuleType:
    """Returns layoutparser, imported on first use: it brings pandas and OpenCV with it."""
    import layoutparser

    module: ModuleType = layoutparser
    return module


def find_blocks(lines: Sequence[Line], width: int, height: int) -> tuple[Block, ...]:
    """Returns the blocks of a page in reading order; every line is in exactly one of them.

    Args:
        lines: The page's lines in reading order.
        width: Of the page, in pixels.
        height: Of the page, in pixels.
    """
    lp = layoutparser_types()
    boxes = [line.box for line in lines]
    cells = [lp.TextBlock(lp.Rectangle(*_pixels(box, width, height)), id=i) for i, box in enumerate(boxes)]
    groups = _tables(_rows(boxes), boxes, lines)
    taken = {i for group in groups for i in group}
    body = statistics.median(box.height for box in boxes) if boxes else 0.0
    kinds: list[tuple[BlockKind, list[int]]] = [("table", group) for group in groups]
    kinds += [(_kind(group, boxes, lines, body), group) for group in _runs(boxes, taken, body)]
    kinds.sort(key=lambda item: item[1][0])
    return tuple(_block(kind, group, cells, width, height) for kind, group in kinds)


def _pixels(box: Box, width: int, height: int) -> tuple[float, float, float, float]:
    return box.left * width, box.top * height, box.right * width, box.bottom * height


def _block(kind: BlockKind, group: Sequence[int], cells: Sequence[Any], width: int, height: int) -> Block:
    around = cells[group[0]].block
    for i in group[1:]:
        around = around.union(cells[i].block)
    box = Box.from_pixels(*around.coordinates, width=width, height=height)
    return Block(kind=kind, box=box, lines=tuple(sorted(group)))


def _rows(boxes: Sequence[Box]) -> list[list[int]]:
    """Returns runs of neighboring lines that stand beside each other, in reading order."""
    rows: list[list[int]] = []
    for i, box in enumerate(boxes):
        last = boxes[rows[-1][-1]] if rows else None
        if last is not None and box.left >= last.right - 0.5 * box.height:
            shared = min(box.bottom, last.bottom) - max(box.top, last.top)
            if shared >= 0.5 * min(box.height, last.height):
                rows[-1].append(i)
                continue
        rows.append([i])
    return rows


def _tables(rows: Sequence[Sequence[int]], boxes: Sequence[Box], lines: Sequence[Line]) -> list[list[int]]:
    """Returns the lines of each table: two or more rows that follow each other and whose cells align.

    A row of one cell between two table rows belongs to the table: a description that runs on.
    """
    tables: list[list[int]] = []
    r = 0
    while r < len(rows):
        current = [r]
        last = r
        for s in range(r + 1, len(rows)):
            if len(rows[s]) == 1 and s == last + 1 and s + 1 < len(rows) and _near(rows[last], rows[s], boxes):
                continue
            if not (_near(rows[s - 1], rows[s], boxes) and _align(rows[last], rows[s], boxes)):
                break
            current += range(last + 1, s + 1)
            last = s
        members = [i for row in current for i in rows[row]]
        if len([row for row in current if len(rows[row]) > 1]) >= 2 and _has_numbers(members, lines):
            tables.append(members)
            r = last + 1
        else:
            r += 1
    return tables


def _near(above: Sequence[int], below: Sequence[int], boxes: Sequence[Box]) -> bool:
    """Whether a row follows another closely, as a table's rows do."""
    gap = min(boxes[i].top for i in below) - max(boxes[i].bottom for i in above)
    return -1.0 <= gap / max(boxes[i].height for i in (*above, *below)) <= 2.5


def _align(above: Sequence[int], below: Sequence[int], boxes: Sequence[Box]) -> bool:
    """Whether at least two cells of the shorter row, and half of them, stand under cells of the other."""
    short, long = sorted((above, below), key=len)
    if len(short) < 2:
        return False
    hits = sum(any(_one_column(boxes[i], boxes[j]) for j in long) for i in short)
    return hits >= max(2, (len(short) + 1) // 2)


def _one_column(a: Box, b: Box) -> bool:
    """Whether two cells are aligned left, right or centered."""
    return (
        abs(a.left - b.left) <= ALIGNED
        or abs(a.right - b.right) <= ALIGNED
        or abs(a.center[0] - b.center[0]) <= ALIGNED
    )


def _has_numbers(group: Sequence[int], lines: Sequence[Line]) -> bool:
    """Whether a fifth of the cells are numbers: captions in columns are no table."""
    numeric = sum(2 * sum(c.isdigit() for c in lines[i].text) >= len(lines[i].text.replace(" ", "")) for i in group)
    return numeric >= 2 and numeric >= 0.2 * len(group)


def _runs(boxes: Sequence[Box], taken: set[int], body: float) -> list[list[int]]:
    """Returns runs of lines outside of tables that follow each other closely with alike letters."""
    runs: list[list[int]] = []
    for i, box in enumerate(boxes):
        if i in taken:
            continue
        last = boxes[runs[-1][-1]] if runs and runs[-1][-1] == i - 1 else None
        if last is not None and _continues(last, box, body):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _continues(last: Box, box: Box, body: float) -> bool:
    """Whether a line goes on with the block of the line before it."""
    if (last.bottom <= HEADER_ZONE) != (box.bottom <= HEADER_ZONE) or (last.top >= FOOTER_ZONE) != (
        box.top >= FOOTER_ZONE
    ):
        return False
    alike = max(last.height, box.height) <= TITLE_HEIGHT * min(last.height, box.height)
    beside = min(last.bottom, box.bottom) - max(last.top, box.top) >= 0.5 * min(last.height, box.height)
    below = -0.3 * body <= box.top - last.bottom <= 0.9 * body
    over = min(last.right, box.right) > max(last.left, box.left)
    return alike and (beside or (below and over))


def _kind(group: Sequence[int], boxes: Sequence[Box], lines: Sequence[Line], body: float) -> BlockKind:
    """Returns what a run of lines is."""
    top = min(boxes[i].top for i in group)
    bottom = max(boxes[i].bottom for i in group)
    if top >= FOOTER_ZONE:
        return "footer"
    if len(group) <= 2 and min(boxes[i].height for i in group) >= TITLE_HEIGHT * body:
        return "title"
    if bottom <= HEADER_ZONE:
        return "header"
    bullets = sum(len(lines[i].words) > 1 and bool(BULLET.match(lines[i].words[0].text)) for i in group)
    return "list" if bullets >= 2 and bullets >= 0.5 * len(group) else "paragraph"
