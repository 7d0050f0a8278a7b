"""The pages of an e-invoice file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractors.einvoice.file import read_file
from extractors.einvoice.rendering import draw, lay_out
from extractors.page_image import PageImage
from schemas.classes import SHIPPED


def count_pages(path: Path) -> int:
    """Returns how many pages `einvoice_pages` gives.

    Raises:
        UnreadableDocument: The XML is damaged.
    """
    root, stated = read_file(path)
    return len(lay_out(root, stated, SHIPPED.require(stated.document_class))[0])


def einvoice_pages(path: Path, *, dpi: int) -> Iterator[PageImage]:
    """Yields pages that show an e-invoice file, at ``dpi`` dots per inch.

    Raises:
        UnreadableDocument: The XML is damaged.
    """
    root, stated = read_file(path)
    sheets, is_complete = lay_out(root, stated, SHIPPED.require(stated.document_class))
    yield from draw(sheets, dpi=dpi, is_complete=is_complete)
