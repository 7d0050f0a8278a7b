"""Page images become finished pages: the one way, for the product, for training and for benchmarks."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.input.page_image import PageImage
from extractors.layout.reading_order import arrange
from extractors.ocr.engine import OcrEngine
from schemas.document import Page

VERSION = "1"
"""Raised when finished pages change, so that documents are read anew."""


def version_of(engine: OcrEngine) -> str:
    """Returns the version of readings made with an engine: the engine's own, and that of this module."""
    return f"{engine.name} {engine.version}, read {VERSION}"


def finish_pages(engine: OcrEngine, images: Sequence[PageImage]) -> list[Page]:
    """Returns the finished page of each image, in the same order: words in reading order.

    Args:
        engine: Recognizes the pages without a text layer.
        images: Pages as `extractors.input.pages.read_pages` yields them.

    Raises:
        EngineUnavailable: The engine cannot be loaded, or failed on every page.
    """
    return [arrange(page) for page in engine.recognize(images)]
