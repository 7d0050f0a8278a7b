"""What every OCR engine does: page images in, pages with lines of words out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from extractors.in_threads import in_threads
from extractors.ocr.ink import has_ink
from extractors.page_image import PageImage, Pixels
from schemas.document import Line, Page, PageFinding
from schemas.errors import EngineUnavailable

INK_WITHOUT_TEXT = "ink_without_text"
"""Code of the finding on a page that is not blank and on which no word was read."""

RECOGNITION_FAILED = "recognition_failed"
"""Code of the finding on a page on which the engine failed while other pages of the batch went well."""


class OcrEngine(Protocol):
    """Reads words off page images.

    ``recognize`` returns one page for each image in the same order. It keeps the page's properties, fills ``lines``
    from top to bottom and sets ``text_source`` to ``"ocr"``. A page with its own text layer stays unchanged. A page
    without words has a finding when there is ink on it.

    Raises:
        EngineUnavailable: The models are missing or cannot be loaded, or no page of the batch could be read.
    """

    @property
    def name(self) -> str:
        """Which engine it is."""
        ...

    @property
    def version(self) -> str:
        """Which version of its models and code; another version reads documents anew."""
        ...

    def recognize(self, images: Sequence[PageImage]) -> list[Page]:
        """Returns the pages with their words."""
        ...

    def read_words(self, crops: Sequence[Pixels]) -> list[tuple[str, float]]:
        """Returns text and confidence of crops of one upright word each; no text and 0.0 where nothing was read."""
        ...


def has_text_layer(page: Page) -> bool:
    """Whether the page already has its words from the file itself."""
    return page.text_source == "text_layer"


def read_each(images: Sequence[PageImage], read: Callable[[PageImage], list[Line]], threads: int = 1) -> list[Page]:
    """Returns the pages with the lines that ``read`` finds on each image, as ``OcrEngine`` promises.

    Args:
        images: The pages.
        read: Returns the lines of a page; several threads call it.
        threads: Pages that are read at one time.

    Raises:
        EngineUnavailable: Every page to read failed; the first failure.
    """
    failures: list[EngineUnavailable] = []

    def page_of(image: PageImage) -> Page:
        try:
            return _filled(image, read(image))
        except EngineUnavailable as error:
            failures.append(error)
            return _with_finding(image.page, RECOGNITION_FAILED, "the text of this page could not be read")

    to_read = [image for image in images if not has_text_layer(image.page)]
    done = iter(in_threads(threads, page_of, to_read))
    if failures and len(failures) == len(to_read):
        raise failures[0]
    return [image.page if has_text_layer(image.page) else next(done) for image in images]


def _filled(image: PageImage, lines: list[Line]) -> Page:
    page = image.page.model_copy(update={"lines": tuple(lines), "text_source": "ocr"})
    if not lines and has_ink(image.pixels):
        return _with_finding(page, INK_WITHOUT_TEXT, "the page is not blank, and no text was read on it")
    return page


def _with_finding(page: Page, code: str, message: str) -> Page:
    return page.model_copy(update={"findings": (*page.findings, PageFinding(code=code, message=message))})
