"""Page images become finished pages: the one way, for the product, for training and for benchmarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractors.in_threads import in_threads
from extractors.layout.reading_order import arrange
from extractors.ocr.engine import OcrEngine
from extractors.page_image import PageImage
from extractors.tiers import STANDARD_EFFORT, Effort
from extractors.unread.digits import without_contradictions
from extractors.unread.reading import read_unread
from schemas.document import Page

if TYPE_CHECKING:
    from extractors.layout.detector import PageLayoutModel

VERSION = "4"
"""Raised when finished pages change, so that documents are read anew."""


def version_of(engine: OcrEngine, layout: PageLayoutModel | None = None, *, effort: Effort = STANDARD_EFFORT) -> str:
    """Returns the version of readings: of the engine, of the layout model if any, of this module, and of the tier."""
    models = f"{engine.name} {engine.version}" + (f", {layout.version}" if layout else "")
    return f"{models}, read {VERSION}{effort.mark}"


def finish_pages(
    engine: OcrEngine,
    images: Sequence[PageImage],
    layout: PageLayoutModel | None = None,
    *,
    effort: Effort = STANDARD_EFFORT,
    threads: int = 1,
) -> list[Page]:
    """Returns the finished page of each image: words in reading order, those of codes last; boxes of unread ink.

    Args:
        engine: Recognizes the pages without a text layer that can be trusted, and regions without words of the others.
        images: Pages as `extractors.input.pages.read_pages` yields them.
        layout: Finds the blocks. Without it pages have none, and all else stays: fields do not depend on blocks.
        effort: How much is looked at beside the words: `engine` has its own.
        threads: Pages that are looked at at one time beside the engine's work; the result is the same.

    Raises:
        EngineUnavailable: The engine cannot be loaded, or failed on every page.
    """
    # In every tier: digits that the page does not show would be accepted.
    images = without_contradictions(engine, images)
    pages = read_unread(engine, images, engine.recognize(images), recognize=effort.regions, threads=threads)
    both = list(zip(pages, images, strict=True))
    return in_threads(threads, lambda item: _arranged(*item, layout), both)


def _arranged(page: Page, image: PageImage, layout: PageLayoutModel | None) -> Page:
    """Returns a page in reading order. The words of a code have one box, which gives no order: they keep theirs."""
    codes = tuple(line for line in page.lines if line.words[0].source == "code")
    printed = tuple(line for line in page.lines if line.words[0].source != "code")
    arranged = arrange(page.model_copy(update={"lines": printed}))
    if layout is not None:
        blocks = layout.blocks(PageImage(arranged, image.pixels))
        arranged = arranged.model_copy(update={"blocks": blocks})
    return arranged.model_copy(update={"lines": (*arranged.lines, *codes)})
