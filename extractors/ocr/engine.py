"""What every OCR engine does: page images in, pages with lines of words out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from extractors.image import PageImage
from schemas.document import Page, PageFinding

INK_WITHOUT_TEXT = "ink_without_text"
"""Code of the finding on a page that is not blank and on which no word was read."""

RECOGNITION_FAILED = "recognition_failed"
"""Code of the finding on a page on which the engine failed while other pages of the batch went well."""


class OcrEngine(Protocol):
    """Reads words off page images.

    ``recognize`` returns one page for each image in the same order. It keeps what is known of the page, fills
    ``lines`` from top to bottom and sets ``text_source`` to ``"ocr"``; a page that has its own text layer comes back
    as it is. A page without words has a finding when there is ink on it.

    Raises:
        EngineUnavailable: The models are missing or cannot be loaded, or no page of the batch could be read.
    """

    name: str
    version: str

    def recognize(self, images: Sequence[PageImage]) -> list[Page]:
        """Returns the pages with their words."""
        ...


def has_text_layer(page: Page) -> bool:
    """Tells whether the page already has its words from the file itself."""
    return page.text_source == "text_layer"


def with_finding(page: Page, code: str, message: str) -> Page:
    """Returns the page with one more finding."""
    return page.model_copy(update={"findings": (*page.findings, PageFinding(code=code, message=message))})
