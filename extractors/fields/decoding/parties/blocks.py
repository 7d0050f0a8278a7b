"""Blocks of party data on a page: rows of one column, from caption to caption.

In: rows with pieces. Out: blocks with their caption, their name, address and identifiers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.fields.decoding.parties.captioned_rows import BESIDE_GAP, FIRST_GAP, same_column, with_values
from extractors.fields.decoding.parties.lexicon import CaptionRole
from extractors.fields.decoding.parties.pieces import Kind, Piece, Row, rows_of
from schemas.document import ReadDocument

CAPTION_GAP = 2.6
"""A block begins at most this many text heights below its caption."""


@dataclass
class Block:
    """Rows that belong together. ``role`` comes from the caption above, before or beside it."""

    rows: list[Row]
    role: CaptionRole | None = None
    role_text: str = ""
    caption_ids: tuple[int, ...] = ()
    """The words of a caption on a line of its own."""

    @property
    def page_number(self) -> int:
        """The page that the block is on."""
        return self.rows[0].page_number

    @property
    def left(self) -> float:
        """Left edge in pixels."""
        return min(row.left for row in self.rows)

    @property
    def right(self) -> float:
        """Right edge in pixels."""
        return max(row.right for row in self.rows)

    @property
    def top(self) -> float:
        """Upper edge in pixels."""
        return min(row.top for row in self.rows)

    @property
    def bottom(self) -> float:
        """Lower edge in pixels."""
        return max(row.bottom for row in self.rows)

    def pieces(self, *kinds: Kind) -> Iterator[Piece]:
        """Yields the pieces of the given kinds, top down; all pieces where no kind is given."""
        for row in self.rows:
            for piece in row.pieces:
                if not kinds or piece.kind in kinds:
                    yield piece

    def has(self, *kinds: Kind) -> bool:
        """Whether the block has a piece of one of the kinds."""
        return any(True for _ in self.pieces(*kinds))


@dataclass
class _Caption:
    row: Row
    used: bool = field(default=False)


def blocks_of(read: ReadDocument, page_number: int) -> list[Block]:
    """Returns the blocks of a page from top to bottom."""
    rows = with_values(rows_of(read, page_number))
    captions = [_Caption(row) for row in rows if row.is_caption]
    heads = [row for row in rows if row.is_caption or _is_head(row)]
    blocks: list[Block] = []
    for row in sorted((r for r in rows if not r.is_caption), key=lambda r: (r.top + r.bottom, r.left)):
        home = None if row.role is not None or _is_head(row) else _home(blocks, row, heads)
        if home is None:
            blocks.append(Block([row], row.role, row.role_text))
        else:
            home.rows.append(row)
    _give_captions(blocks, captions)
    return _joined_cells(blocks)


def _is_head(row: Row) -> bool:
    """Whether a row is a caption of an attribute with the value below it, as in a grid."""
    return [piece.kind for piece in row.pieces] == ["caption"]


def _home(blocks: Sequence[Block], row: Row, heads: Sequence[Row]) -> Block | None:
    """Returns the block that a row continues."""
    best: tuple[float, Block] | None = None
    for block in blocks:
        last = max(block.rows, key=lambda r: r.bottom)
        gap = row.top - last.bottom
        tall = max(last.height, row.height)
        if gap < -0.6 * tall or last is row or not any(same_column(other, row) for other in block.rows[-3:]):
            continue
        if row.top + row.bottom <= last.top + last.bottom + 0.8 * tall:
            continue
        reach = FIRST_GAP * tall if _awaits_town(last, row) else _reach(block, tall)
        if gap > reach or _parted(last, row, heads) or _is_complete(block, row):
            continue
        if best is None or gap < best[0]:
            best = gap, block
    return best[1] if best else None


def _reach(block: Block, tall: float) -> float:
    """Returns how far below a block its next row may follow: about as far as its rows are apart."""
    if len(block.rows) < 2:
        return FIRST_GAP * tall
    gaps = [b.top - a.bottom for a, b in zip(block.rows, block.rows[1:], strict=False)]
    return max(0.75 * tall, 1.35 * max(gaps) + 0.3 * tall)


def _awaits_town(last: Row, row: Row) -> bool:
    """Whether a row has the town of the street above it."""
    return last.has("street") and not last.has("town") and bool(row.pieces) and row.pieces[0].kind == "town"


def _is_complete(block: Block, row: Row) -> bool:
    """Whether a block is an address on one line, as above a letter's window, before another address."""
    first = block.rows[0]
    is_whole = len(block.rows) == 1 and first.has("name") and first.has("street") and first.has("town")
    return is_whole and bool(row.pieces) and row.pieces[0].caption is None and row.pieces[0].kind in ("name", "street")


def _parted(above: Row, below: Row, heads: Sequence[Row]) -> bool:
    """Whether a caption is between two rows in their column."""
    return any(
        above.bottom - 0.5 * above.height < (head.top + head.bottom) / 2 < below.top + 0.5 * below.height
        and head.left < max(above.right, below.right)
        and head.right > min(above.left, below.left)
        for head in heads
        if head is not above and head is not below
    )


def _give_captions(blocks: Sequence[Block], captions: Sequence[_Caption]) -> None:
    """Gives every role caption to the block right below it, else to the one beside it."""
    for caption in captions:
        row = caption.row
        below = [
            (block.top - row.bottom, k)
            for k, block in enumerate(blocks)
            if block.role is None
            and -0.5 * row.height < block.top - row.bottom < CAPTION_GAP * max(row.height, block.rows[0].height)
            and same_column(row, block.rows[0])
        ]
        beside = [
            (block.left - row.right, k)
            for k, block in enumerate(blocks)
            if block.role is None
            and 0 < block.left - row.right < BESIDE_GAP * row.height
            and block.top - row.height < (row.top + row.bottom) / 2 < block.rows[0].bottom + row.height
        ]
        if chosen := min(below, default=None) or min(beside, default=None):
            block = blocks[chosen[1]]
            block.role, block.role_text, block.caption_ids = row.role, row.role_text, tuple(row.word_ids)


def _joined_cells(blocks: Sequence[Block]) -> list[Block]:
    """Joins the cells of one party in a grid: an address without a name, and the name to its left."""
    joined: set[int] = set()
    for k, block in enumerate(blocks):
        head = block.rows[0]
        if not _is_head(head) or head.pieces[0].caption not in ("street", "contact", "city", "vat"):
            continue
        tall = head.height
        named = [
            b
            for j, b in enumerate(blocks)
            if j not in joined
            and b is not block
            and b.role not in (None, "other", "bank")
            and b.right < block.left + tall
            and b.top - 4 * tall < block.top < b.bottom + tall
            and b.has("name")
            and not b.has("town")
        ]
        if named:
            max(named, key=lambda b: b.right).rows.extend(block.rows)
            joined.add(k)
    return sorted((b for k, b in enumerate(blocks) if k not in joined), key=lambda b: (b.top, b.left))
