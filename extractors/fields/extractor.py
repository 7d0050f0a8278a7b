"""The seam between words and fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from extractors.page_image import PageImage
from schemas.document import Page, ReadDocument
from schemas.einvoice import EInvoice
from schemas.extraction import Classification, Extraction
from schemas.layouts import LayoutHint
from schemas.vocabulary import DocumentClass


@dataclass(frozen=True)
class FieldInput:
    """What an extractor may look at.

    Attributes:
        read: The document's words.
        classification: How the class was found.
        document_class: The class whose fields are wanted; `OTHER` where it is not known any more.
        einvoice: The e-invoice that the file carries.
        image_of: Gives a page's pixels; None where there are words only.
        hint: Where a known layout expects the values; None where the layout is not known.
    """

    read: ReadDocument
    classification: Classification
    document_class: DocumentClass
    einvoice: EInvoice | None = None
    image_of: Callable[[Page], PageImage] | None = None
    hint: LayoutHint | None = None


class FieldExtractor(Protocol):
    """Turns words into fields; ``name`` and ``version`` are recorded with every result."""

    @property
    def name(self) -> str:
        """Which engine it is."""
        ...

    @property
    def version(self) -> str:
        """Which version of its models and code; another version reads documents anew."""
        ...

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        """Returns one extraction a document, in the order of the batch.

        Raises:
            EngineUnavailable: The model could not be loaded or crashed.
        """
        ...
