"""A page's lines in blocks, as the layout found them; lines of no block are in blocks of their own."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.document import Page
from schemas.geometry import Box


@dataclass(frozen=True)
class Area:
    """Lines that belong together: their indices in the page's reading order, and the box around them."""

    box: Box
    lines: tuple[int, ...]


def areas(page: Page) -> list[Area]:
    """Returns the page's areas in reading order; every line is in exactly one.

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
    return [Area(Box.around(page.lines[i].box for i in lines), tuple(lines)) for _, lines in groups]
