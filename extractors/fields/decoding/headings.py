"""The heading of a document, and the type of document that it names."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.fields.decoding.cells import Cell, PageGrid
from values.document_type import document_type

HEADING_ROWS = 0.45
"""A heading is in this upper share of the first page."""

HEADING_WORDS = 5
"""A heading has at most so many words."""

TALLER = 1.25
"""A heading beside a value is set so many times as high as that."""

ANOTHER = frozenset(
    {
        "your", "our", "ihre", "unsere", "votre", "notre", "su", "nuestro", "vostro", "nostro", "uw", "er", "deres",
        "vår", "vaše", "naše",
    }
)  # fmt: skip
"""A cell that begins so names another document."""


def heading(grid: PageGrid) -> tuple[Cell, str] | None:
    """Returns the cell that names the type of the document, and the type; None where no heading does.

    Of several the tallest counts, of equals the first: "Invoice" over the page, not "Order" over a box in it.
    """
    found = [(cell, kind) for cell in _top(grid) if (kind := _named(cell)) is not None and not _captions(grid, cell)]
    if not found:
        return None
    return max(found, key=lambda item: (round(item[0].box.height * 200), -found.index(item)))


def _top(grid: PageGrid) -> Iterator[Cell]:
    first = grid.read.pages[0].number if grid.read.pages else 1
    for row in grid.rows:
        for cell in row:
            if cell.words[0].page_number == first and cell.box.bottom < HEADING_ROWS:
                yield cell


def _named(cell: Cell) -> str | None:
    """Returns the type that a cell names; cells with a colon or many words are captions or sentences."""
    texts = [word.text for word in cell.words]
    if any(text.endswith(":") for text in texts):
        return None
    letters = [text for text in texts if sum(c.isalpha() for c in text) > 1 and not any(c.isdigit() for c in text)]
    if not 0 < len(letters) <= HEADING_WORDS or letters[0].casefold() in ANOTHER or letters[0][0].islower():
        return None
    return document_type(" ".join(letters))


def _captions(grid: PageGrid, cell: Cell) -> bool:
    """Whether a cell captions the value beside it: "Purchase Order  86089", set no taller than that."""
    behind = [other for other in grid.row_of(cell.words[0].id) if other.box.left > cell.box.right]
    return bool(behind) and _has_digits(behind[0]) and cell.box.height < TALLER * behind[0].box.height


def _has_digits(cell: Cell) -> bool:
    return any(c.isdigit() for c in cell.text)
