"""Pages to measure speed on, as files, with their true text: receipts, scans, photos, PDFs with a text layer."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from benchmarks.frame import SEED
from extractors.input.file_types import inspect
from extractors.input.pages import read_pages
from extractors.page_image import PageImage
from schemas.errors import PermanentError
from schemas.settings import Limits
from training.synthetic.degrade import degrade

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "documents"


@dataclass(frozen=True)
class Paper:
    """One file; ``text`` is its true text, empty if unknown."""

    path: Path
    pages: int
    text: str


def receipts(data: Path, folder: Path) -> Iterator[Paper]:
    """Yields photographed and scanned receipts of the shared set in a seeded order, then those of the samples."""
    shared = sorted((data / "sroie_receipts" / "documents").glob("*.jpg"))
    random.Random(SEED).shuffle(shared)
    for path in chain(shared, sorted(SAMPLES.glob("receipt_*.jpg"))):
        truth = path.with_suffix(".txt")
        yield Paper(path, 1, truth.read_text(encoding="utf-8") if truth.exists() else "")


def scans(data: Path, folder: Path, *, dpi: int, condition: str = "scan") -> Iterator[Paper]:
    """Yields pages of PDFs as a scanner or a phone hands them on, one JPEG file each."""
    from PIL import Image

    for path in _pdfs(data):
        for image in _pages(path, dpi):
            if image.page.text_source != "text_layer":
                continue
            name = f"{path.stem}_{image.page.number}_{condition}_{dpi}.jpg"
            pixels, _ = degrade(image.pixels, condition, random.Random(f"{SEED} {name}"))
            Image.fromarray(pixels).save(folder / name, quality=90, dpi=(dpi, dpi))
            yield Paper(folder / name, 1, image.page.text)


def printed(data: Path, folder: Path) -> Iterator[Paper]:
    """Yields PDFs all pages of which have a text layer that can be trusted."""
    for path in _pdfs(data):
        sources = [image.page.text_source for image in _pages(path, 72)]
        if sources and set(sources) == {"text_layer"}:
            yield Paper(path, len(sources), "")


def _pdfs(data: Path) -> Iterator[Path]:
    yield from sorted(SAMPLES.glob("*.pdf"))
    yield from sorted((data / "zugferd_invoices" / "documents").glob("*.pdf"))


def _pages(path: Path, dpi: int) -> Iterator[PageImage]:
    limits = Limits()
    try:
        media_type = inspect(path, limits=limits).media_type
        pages = read_pages(path, media_type=media_type, dpi=dpi, limits=limits)
        yield from (page for page in pages if isinstance(page, PageImage))
    except PermanentError:  # one sample is damaged on purpose
        return


KINDS: dict[str, Callable[[Path, Path], Iterator[Paper]]] = {
    "receipts": receipts,
    "a4-200": lambda data, folder: scans(data, folder, dpi=200),
    "a4-300": lambda data, folder: scans(data, folder, dpi=300),
    "photos": lambda data, folder: scans(data, folder, dpi=200, condition="photo"),
    "text-pdf": printed,
}


def papers(kind: str, data: Path, folder: Path, count: int) -> list[Paper]:
    """Returns the first files of a kind; those that are made lie in a folder."""
    return list(islice(KINDS[kind](data, folder), count))
