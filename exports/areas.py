"""A page's lines in blocks, as the layout model found them; lines of no block are in blocks of their own."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.document import BlockKind, Page
from schemas.geometry import Box


@dataclass(frozen=True)
class Area:
    """Lines that belong together, or a figure or stamp without words.

    Attributes:
        box: Around the lines, or of the picture.
        lines: Indices in the page's reading order.
        kind: Of the block; None for lines of no block.
    """

    box: Box
    lines: tuple[int, ...]
    kind: BlockKind | None = None


def areas(page: Page) -> list[Area]:
    """Returns the page's areas in reading order, pictures without words last; every line is in exactly one.

    A line that several blocks claim goes to the first of them. Lines that follow one another without a
    block form one area.
    """
    owners: dict[int, int] = {}
    for number, block in enumerate(page.blocks):
        for index in block.lines:
            owners.setdefault(index, number)
    groups: list[tuple[int | None, list[int]]] = []
    for index in range(len(page.lines)):
        owner = owners.get(index)
        if groups and groups[-1][0] == owner:
            groups[-1][1].append(index)
        else:
            groups.append((owner, [index]))
    of_lines = [
        Area(
            Box.around(page.lines[i].box for i in lines),
            tuple(lines),
            None if owner is None else page.blocks[owner].kind,
        )
        for owner, lines in groups
    ]
    pictures = [Area(block.box, (), block.kind) for block in page.blocks if not block.lines]
    return of_lines + pictures
