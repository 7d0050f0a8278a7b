"""Page images become finished pages: the one way, for the product, for training and for benchmarks."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.layout.reading_order import arrange
from extractors.ocr.engine import OcrEngine
from extractors.page_image import PageImage
from extractors.unread.digits import without_contradictions
from extractors.unread.reading import read_unread
from schemas.document import Page

VERSION = "3"
"""Raised when finished pages change, so that documents are read anew."""


def version_of(engine: OcrEngine) -> str:
    """Returns the version of readings made with an engine: the engine's own, and that of this module."""
    return f"{engine.name} {engine.version}, read {VERSION}"


def finish_pages(engine: OcrEngine, images: Sequence[PageImage]) -> list[Page]:
    """Returns the finished page of each image: words in reading order, those of codes last; boxes of unread ink.

    Args:
        engine: Recognizes the pages without a text layer that can be trusted, and regions without words of the others.
        images: Pages as `extractors.input.pages.read_pages` yields them.

    Raises:
        EngineUnavailable: The engine cannot be loaded, or failed on every page.
    """
    images = without_contradictions(engine, images)
    return [_arranged(page) for page in read_unread(engine, images, engine.recognize(images))]


def _arranged(page: Page) -> Page:
    """Returns a page in reading order. The words of a code have one box, which gives no order: they keep theirs."""
    codes = tuple(line for line in page.lines if line.words[0].source == "code")
    printed = tuple(line for line in page.lines if line.words[0].source != "code")
    arranged = arrange(page.model_copy(update={"lines": printed}))
    return arranged.model_copy(update={"lines": (*arranged.lines, *codes)})
