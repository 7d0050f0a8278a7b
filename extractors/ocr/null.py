"""The engine that reads nothing: for pages that have their own text layer, and for tests."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.ocr.engine import has_text_layer
from extractors.page_image import PageImage, Pixels
from schemas.document import Page


class NullEngine:
    """Returns every page without words; a text layer stays."""

    name = "null"
    version = "1"

    def recognize(self, images: Sequence[PageImage]) -> list[Page]:
        """Returns the pages as they are, marked as read; see ``OcrEngine``."""
        return [
            image.page if has_text_layer(image.page) else image.page.model_copy(update={"text_source": "ocr"})
            for image in images
        ]

    def read_words(self, crops: Sequence[Pixels]) -> list[tuple[str, float]]:
        """Returns no text for any crop; see ``OcrEngine``."""
        return [("", 0.0) for _ in crops]
