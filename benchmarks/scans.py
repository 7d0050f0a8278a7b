"""Documents of the sets as a printer, a scanner or a fax machine would deliver them, reproducible by fixed seeds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from extractors.input.file_types import inspect
from extractors.input.pages import read_pages
from extractors.page_image import PageImage
from schemas.settings import Limits
from training.datasets import Document
from training.synthetic.degrade import degrade

SEED = 20261124
DPI = 200


def pages(path: Path, condition: str) -> Iterator[PageImage]:
    """Yields the pages of a document at 200 dpi, degraded by a condition of `training.synthetic.degrade`."""
    limits, chance = Limits(), random.Random(f"{SEED} {path.name} {condition}")
    media_type = inspect(path, limits=limits).media_type
    for image in read_pages(path, media_type=media_type, dpi=DPI, limits=limits):
        if isinstance(image, PageImage):
            pixels = image.pixels if condition == "as scanned" else degrade(image.pixels, condition, chance)[0]
            yield PageImage(image.page, pixels)


def scanned(documents: Iterable[Document], folder: Path) -> list[Document]:
    """Returns the documents as scans without a text layer, which it writes to a folder: one TIFF file each.

    Args:
        documents: Documents of a set.
        folder: Where to put the scans; they hold what the documents hold.
    """
    return [_scanned(document, folder) for document in documents]


def _scanned(document: Document, folder: Path) -> Document:
    from PIL import Image

    first, *others = [Image.fromarray(image.pixels) for image in pages(document.path, "scan")]
    path = folder / f"{document.path.name}.tif"
    first.save(path, save_all=True, append_images=others, dpi=(DPI, DPI), compression="jpeg", quality=90)
    return replace(document, path=path, row={**document.row, "file": path.name})
