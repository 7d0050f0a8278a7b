"""Real pages of sets without stamps: nothing on them is a stamp, whatever else it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from extractors.input.file_types import inspect
from extractors.input.pages import read_pages
from extractors.layout.parts import parts_of
from extractors.page_image import PageImage
from schemas.document import QuarantinedPage
from schemas.settings import Limits
from training.blocks.dataset import UNSTAMPED, Example
from training.reading import Reader

SETS: Final = {"sroie_receipts": 14, "zugferd_invoices": 4, "azure_documents": 3}
"""Development sets without stamps, and each how many documents one is learned from."""

START: Final = {"sroie_receipts": 0, "zugferd_invoices": 2, "azure_documents": 1}
"""The first document of each set; those at 0 of the others count stamps that are none."""


def unstamped_paths(data: Path) -> list[Path]:
    """Returns the documents to learn from. ``data`` is the folder of the development sets."""
    return [
        path
        for name, step in SETS.items()
        for path in sorted(p for p in (data / name / "documents").iterdir() if p.suffix != ".txt")[START[name] :: step]
    ]


def unstamped(data: Path, reader: Reader) -> Iterator[Example]:
    """Yields the first page of each document as an example whose parts are all `UNSTAMPED`.

    Args:
        data: The folder of the development sets.
        reader: Gives the words of a document.
    """
    for path in unstamped_paths(data):
        media_type = inspect(path, limits=Limits()).media_type
        first = next(iter(read_pages(path, media_type=media_type, dpi=200, limits=Limits())))
        pages = reader.read(path).pages
        if not isinstance(first, QuarantinedPage) and pages and pages[0].number == first.page.number:
            yield unstamped_example(PageImage(pages[0], first.pixels))


def unstamped_example(image: PageImage) -> Example:
    """Returns a page without stamps as an example."""
    parts = parts_of(image)
    count = len(parts.boxes)
    kinds, blocks = np.full(count, UNSTAMPED, np.int64), np.full(count, -1, np.int64)
    return Example("unstamped", parts, kinds, blocks, np.zeros(0, np.int64), np.zeros((0, 4), np.float32))
