"""Values beside or below their captions: rows of a party become one row each, "Name: Harwick Pumps Ltd".

In: rows of a page with pieces. Out: the rows, where every value carries the caption of its attribute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.fields.decoding.parties.pieces import Row, kind_of

FIRST_GAP = 1.9
"""The second row of a block follows at most this many text heights below the first."""

BESIDE_GAP = 18.0
"""A value is at most this many text heights to the right of its caption."""

LISTED = 4
"""A list has at least so many captions with a colon and values beside them."""

MOST_PITCH = 2.0
"""Lines of one captioned value are at most this many text heights apart, from top to top."""

TIGHTER = 0.8
"""They are closer than this share of the distance to the value above."""


def with_values(rows: Sequence[Row]) -> list[Row]:
    """Returns the rows with captions of attributes joined to the value beside or below them."""
    taken: set[int] = set()
    for i, row in enumerate(rows):
        if i in taken or not row.pieces or row.pieces[-1].kind != "caption":
            continue
        at = _beside(rows, row, taken)
        if at is None and row.pieces[-1].caption in ("vat", "contact", "bank"):
            at = _below(rows, row, taken)
        if at is None:
            continue
        above = _first_line(rows, rows[at], taken)
        _take(row, rows[at])
        taken.add(at)
        if above is not None:
            _take_first_line(row, rows[above])
            taken.add(above)
    return [row for i, row in enumerate(rows) if i not in taken]


def _take(row: Row, value: Row) -> None:
    """Adds a value to the row of its caption."""
    caption = row.pieces.pop()
    pieces = [replace(p, caption=caption.caption, caption_text=caption.caption_text) for p in value.pieces]
    row.pieces += [replace(p, kind=kind_of(p.text, p.caption)) for p in pieces]
    row.word_ids += value.word_ids
    row.text += " " + value.text
    if value.top < row.bottom:
        row.right = max(row.right, value.right)
    row.bottom = max(row.bottom, value.bottom)


def _beside(rows: Sequence[Row], row: Row, taken: set[int]) -> int | None:
    """Returns the row to the right on the same line, where it is a value."""
    right = [
        (other.left - row.right, j)
        for j, other in enumerate(rows)
        if j not in taken and other is not row and other.left > row.right and _in_line(other, row)
    ]
    if not right:
        return None
    gap, at = min(right)
    value = rows[at]
    is_value = value.role is None and value.pieces and value.pieces[0].caption is None and not _is_title(value)
    return at if is_value and (gap < BESIDE_GAP * row.height or _in_list(rows, row, value)) else None


def _in_list(rows: Sequence[Row], caption: Row, value: Row) -> bool:
    """Whether a caption and a value are in a list of captions with a column of values."""
    pairs = 0
    for row in rows:
        if _is_at(row, caption) and row.text.rstrip().endswith(":"):
            pairs += any(_is_at(other, value) and _in_line(other, row) for other in rows)
    return pairs >= LISTED


def _is_at(row: Row, other: Row) -> bool:
    return abs(row.left - other.left) < 0.5 * other.height


def _in_line(row: Row, other: Row) -> bool:
    return min(row.bottom, other.bottom) - max(row.top, other.top) > 0.5 * min(row.height, other.height)


def _first_line(rows: Sequence[Row], value: Row, taken: set[int]) -> int | None:
    """Returns the row above a captioned value that is its first line: nearer to it than to what is above."""
    column = [
        (row.top, j)
        for j, row in enumerate(rows)
        if j not in taken and row.top < value.top - 0.4 * value.height and abs(row.left - value.left) < value.height
    ]
    if not column:
        return None
    (top, at), others = max(column), sorted(column)[:-1]
    row = rows[at]
    is_captioned = _captioned(rows, row) or row.role is not None or any(p.caption is not None for p in row.pieces)
    pitch = value.top - top
    is_near = pitch < MOST_PITCH * value.height and (not others or pitch < TIGHTER * (top - others[-1][0]))
    return at if is_near and row.pieces and not is_captioned else None


def _captioned(rows: Sequence[Row], row: Row) -> bool:
    """Whether a caption is to the left of a row."""
    return any(other.right < row.left and _in_line(other, row) for other in rows)


def _take_first_line(row: Row, value: Row) -> None:
    """Adds the first line of a value before the line that its caption is beside."""
    kind, caption = row.pieces[0].kind, row.pieces[0]
    first = [replace(p, kind=kind, caption=caption.caption, caption_text=caption.caption_text) for p in value.pieces]
    row.pieces[:0] = first
    row.word_ids += value.word_ids
    row.top = min(row.top, value.top)


def _below(rows: Sequence[Row], row: Row, taken: set[int]) -> int | None:
    """Returns the row right below, where it lines up with the caption and is a value."""
    under = [
        (other.top - row.bottom, j)
        for j, other in enumerate(rows)
        if j not in taken and other.top > row.top + 0.5 * row.height and same_column(row, other)
    ]
    if not under:
        return None
    gap, at = min(under)
    value = rows[at]
    is_value = value.role is None and value.pieces and value.pieces[0].caption is None
    return at if is_value and gap < FIRST_GAP * row.height and any(c.isdigit() for c in value.text) else None


def _is_title(row: Row) -> bool:
    return row.text.rstrip().endswith(":")


def same_column(above: Row, below: Row) -> bool:
    """Whether two rows line up left, right or in the middle, or overlap for the most part."""
    slack = 0.8 * max(above.height, below.height)
    overlap = min(above.right, below.right) - max(above.left, below.left)
    return (
        abs(above.left - below.left) < slack
        or abs(above.right - below.right) < slack
        or abs(above.left + above.right - below.left - below.right) < 2 * slack
        or overlap > 0.8 * min(above.right - above.left, below.right - below.left)
    ) and overlap > 0
