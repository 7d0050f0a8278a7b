"""The seam between words and fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from schemas.document import ReadDocument
from schemas.einvoice import EInvoice
from schemas.extraction import Classification, Extraction


@dataclass(frozen=True)
class FieldInput:
    """A read document, the class whose fields are wanted, and the e-invoice that its file carries."""

    read: ReadDocument
    classification: Classification
    einvoice: EInvoice | None = None


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
