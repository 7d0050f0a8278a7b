"""Reads documents with the product's own stages and keeps the result, so that a set is recognized once."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from extractors.input.file_types import inspect
from extractors.input.pages import read_pages
from extractors.ocr.engine import OcrEngine
from extractors.read import finish_pages, version_of
from schemas.document import Page, QuarantinedPage, ReadDocument
from schemas.settings import Limits


def read_document(path: Path, engine: OcrEngine, *, dpi: int = 200, use_text_layer: bool = True) -> ReadDocument:
    """Returns the words of a document as the flow would read them.

    Args:
        path: The document.
        engine: Reads the pages without a good text layer.
        dpi: Resolution at which PDF pages are rendered.
        use_text_layer: False recognizes every page from its pixels.
    """
    inspection = inspect(path, limits=Limits())
    pages: list[Page] = []
    quarantined: list[QuarantinedPage] = []
    for item in read_pages(path, media_type=inspection.media_type, dpi=dpi, limits=Limits()):
        if isinstance(item, QuarantinedPage):
            quarantined.append(item)
            continue
        if not use_text_layer:
            item = type(item)(item.page.model_copy(update={"lines": (), "text_source": "none"}), item.pixels)
        pages += finish_pages(engine, [item])
    return ReadDocument(
        document_id=hashlib.sha256(path.read_bytes()).hexdigest(),
        engine=version_of(engine),
        pages=tuple(pages),
        quarantined=tuple(quarantined),
    )


class Reader(Protocol):
    """Gives the words of a document; `ReadingCache` is one."""

    def read(self, path: Path) -> ReadDocument:
        """Returns a document's words."""
        ...


class ReadingCache:
    """Keeps read documents in a folder, one compressed JSON file for each document and way of reading.

    Args:
        folder: Where to keep them; outside of the repository, because they hold text of documents.
        engine: Reads what is not there yet.
        way: A name for the way of reading, such as ``pdf`` or ``raster``.
    """

    def __init__(self, folder: Path, engine: OcrEngine, *, way: str = "pdf") -> None:
        self._folder = folder / way
        self._engine = engine
        self._use_text_layer = way == "pdf"

    def read(self, path: Path) -> ReadDocument:
        """Returns a document's words, from the folder where they are there."""
        kept = self._folder / f"{hashlib.sha256(path.read_bytes()).hexdigest()}.json.gz"
        if kept.exists():
            return ReadDocument.model_validate_json(gzip.decompress(kept.read_bytes()))
        read = read_document(path, self._engine, use_text_layer=self._use_text_layer)
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(".part")
        partial.write_bytes(gzip.compress(read.model_dump_json().encode(), 3))
        partial.replace(kept)
        return read

    def all(self, paths: list[Path]) -> Iterator[tuple[Path, ReadDocument]]:
        """Yields every document with its words, in order."""
        for path in paths:
            yield path, self.read(path)
