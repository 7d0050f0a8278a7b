"""What the store asks of the place of its files: a folder (`store.files`) or an object store (`store.object_files`)."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Protocol

from store.images import Pixels


class FileStore(Protocol):
    """Originals by document id, and page images. Every file is whole or absent; writing it again is harmless.

    Every method raises `StoreUnavailable` where the place does not answer, and `ConfigurationError` where this process
    may not use it.
    """

    def put_original(self, data: bytes | Path | BinaryIO) -> tuple[str, int]:
        """Stores the bytes once and returns their document id and size."""
        ...

    def original(self, document_id: str) -> Path | None:
        """Returns a file with the bytes of a document, to be read at once, or None where it is missing."""
        ...

    def put_image(self, document_id: str, page_number: int, pixels: Pixels) -> int:
        """Stores a page image, (height, width, 3) RGB; an earlier one is replaced. Returns its bytes."""
        ...

    def get_image(self, document_id: str, page_number: int) -> Pixels | None:
        """Returns a page image, (height, width, 3) RGB, or None when there is none or it is damaged."""
        ...
