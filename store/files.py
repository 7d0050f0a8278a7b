"""Originals and page images in a folder, one sub-folder a document; every file is whole or absent."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from store.errors import typed
from store.images import Pixels, decoded, encoded
from store.streams import copied, opened

ABANDONED_AFTER_S = 24 * 3600
"""A file that is still being written after a day was left behind by a process that died."""


class Files:
    """The folder beside the database. It implements `FileStore`.

    ::

        incoming/                        being written
        ab/ab12.../original              the bytes as they came, read-only
        ab/ab12.../pages/0001.png        the upright page image

    Raises:
        ConfigurationError: The folder may not be written.
        StoreUnavailable: The disk is full or does not answer.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()
        self._incoming = self._root / "incoming"
        with _typed_errors(self._root):
            if not self._root.exists():
                self._root.mkdir(parents=True, mode=0o700, exist_ok=True)  # documents are private
            self._incoming.mkdir(exist_ok=True)
            self._sweep()

    def put_original(self, data: bytes | Path | BinaryIO) -> tuple[str, int]:
        """Stores the bytes once and returns their document id and size.

        Raises:
            OSError: The given path or stream cannot be read.
        """
        with opened(data) as stream, self._new_file() as (temporary, file):

            def write(chunk: bytes) -> None:
                with _typed_errors(self._root):
                    file.write(chunk)

            document_id, size = copied(stream, write)
            with _typed_errors(self._root):
                self._keep_original(temporary, file, self._original_path(document_id), size)
        return document_id, size

    def original(self, document_id: str) -> Path | None:
        """Returns the file of an original, or None where it is missing."""
        path = self._original_path(document_id)
        return path if path.exists() else None

    def put_image(self, document_id: str, page_number: int, pixels: Pixels) -> int:
        """Stores a page image, (height, width, 3) RGB, without loss; an earlier one is replaced. Returns its bytes."""
        data = encoded(pixels)
        with self._new_file() as (temporary, file), _typed_errors(self._root):
            file.write(data)
            _move(temporary, file, self._image_path(document_id, page_number))
        return len(data)

    def get_image(self, document_id: str, page_number: int) -> Pixels | None:
        """Returns a page image, (height, width, 3) RGB, or None when there is none or it is damaged."""
        path = self._image_path(document_id, page_number)
        with _typed_errors(self._root):
            if not path.exists():
                return None
            data = path.read_bytes()
        return decoded(data)

    def _folder(self, document_id: str) -> Path:
        return self._root / document_id[:2] / document_id

    def _original_path(self, document_id: str) -> Path:
        return self._folder(document_id) / "original"

    def _image_path(self, document_id: str, page_number: int) -> Path:
        return self._folder(document_id) / "pages" / f"{page_number:04d}.png"

    @contextmanager
    def _new_file(self) -> Iterator[tuple[Path, BinaryIO]]:
        """A file in ``incoming``; it is gone at the end of the block unless it was moved away."""
        path = self._incoming / uuid.uuid4().hex
        with _typed_errors(self._root):
            file = path.open("xb")
        try:
            yield path, file
        finally:
            _quietly(file.close)  # a full disk may say so again
            _quietly(lambda: path.unlink(missing_ok=True))

    def _keep_original(self, temporary: Path, file: BinaryIO, target: Path, size: int) -> None:
        # Same content, so the same file; a shorter one is a damaged copy, and this is the chance to heal it.
        if target.exists() and target.stat().st_size == size:
            return
        os.fchmod(file.fileno(), 0o400)
        _move(temporary, file, target)

    def _sweep(self) -> None:
        for path in self._incoming.iterdir():
            try:
                if time.time() - path.stat().st_mtime > ABANDONED_AFTER_S:
                    path.unlink()
            except FileNotFoundError:
                continue  # its writer just finished


def _move(temporary: Path, file: BinaryIO, target: Path) -> None:
    """Moves a written file to its place so that a power cut leaves it there whole, or not at all."""
    file.flush()
    os.fsync(file.fileno())
    created = [folder for folder in target.parents if not folder.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary.replace(target)
    for folder in {target.parent, *(made.parent for made in created)}:
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _quietly(action: Callable[[], object]) -> None:
    try:
        action()
    except OSError:
        return  # the error that matters is already on its way


@contextmanager
def _typed_errors(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise typed(error, str(where)) from None
