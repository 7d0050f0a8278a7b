"""Which documents a file holds, where it holds more than one."""

from __future__ import annotations

from pydantic import Field

from schemas.document import DocumentId
from schemas.geometry import Frozen

PARTS = "parts"
"""Name of the stage result in the store."""


class FilePart(Frozen):
    """One document of a file: its pages, numbered as in the file, and its id.

    ``document_id`` is None where it is not sure that the pages are a document: no document was made of them.
    """

    pages: tuple[int, ...] = Field(min_length=1)
    document_id: DocumentId | None = None


class FileParts(Frozen):
    """The documents of a file, and which of them this one is.

    Attributes:
        file_id: The id of the file; its first document has the same id.
        part: Which of the documents this is, from 1.
        parts: All documents of the file, in order.
        is_sure: Whether every boundary is sure. Else the first document keeps all pages; fields are read from its own.
        separators: Pages that only part documents: they belong to none.
        is_told: Whether a person said where the documents begin: then no later version divides the file otherwise.
    """

    file_id: DocumentId
    part: int = Field(default=1, ge=1)
    parts: tuple[FilePart, ...] = Field(min_length=1)
    is_sure: bool = True
    separators: tuple[int, ...] = ()
    is_told: bool = False

    @property
    def own(self) -> FilePart:
        """This document."""
        return self.parts[self.part - 1]

    @property
    def is_several(self) -> bool:
        """Whether the file holds several documents, or may hold them."""
        return len(self.parts) > 1
