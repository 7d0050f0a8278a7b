"""Originals and page images in a folder, one sub-folder a document; every file is whole or absent."""

from __future__ import annotations

import hashlib
import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from store.errors import typed

CHUNK_BYTES = 1 << 20
ABANDONED_AFTER_S = 24 * 3600
"""A file that is still being written after a day was left behind by a process that died."""
PNG_COMPRESSION = 1
"""zlib's fastest level: a scan takes a third of the time of the default and about a tenth more room."""

Pixels = NDArray[np.uint8]


class Files:
    """The folder beside the database.

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
        if isinstance(data, Path):
            with data.open("rb") as opened:
                return self.put_original(opened)
        stream = BytesIO(data) if isinstance(data, bytes) else data
        digest, size = hashlib.sha256(), 0
        with self._new_file() as (temporary, file):
            while chunk := stream.read(CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
                with _typed_errors(self._root):
                    file.write(chunk)
            with _typed_errors(self._root):
                self._keep_original(temporary, file, self.original_path(digest.hexdigest()), size)
        return digest.hexdigest(), size

    def original_path(self, document_id: str) -> Path:
        """Returns where the original is, or would be."""
        return self._folder(document_id) / "original"

    def put_image(self, document_id: str, page_number: int, pixels: Pixels) -> None:
        """Stores a page image, (height, width, 3) RGB, without loss; an earlier one is replaced."""
        from PIL import Image

        if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
            raise ValueError(f"a page image is (height, width, 3) uint8, not {pixels.shape} {pixels.dtype}")
        first = pixels[:, :, 0]
        is_grey = bool((first == pixels[:, :, 1]).all() and (first == pixels[:, :, 2]).all())
        image = Image.fromarray(np.ascontiguousarray(first if is_grey else pixels))
        encoded = BytesIO()
        image.save(encoded, format="png", compress_level=PNG_COMPRESSION)
        with self._new_file() as (temporary, file), _typed_errors(self._root):
            file.write(encoded.getbuffer())
            _move(temporary, file, self._image_path(document_id, page_number))

    def get_image(self, document_id: str, page_number: int) -> Pixels | None:
        """Returns a page image, (height, width, 3) RGB, or None when there is none or it is damaged."""
        from PIL.PngImagePlugin import PngImageFile

        path = self._image_path(document_id, page_number)
        with _typed_errors(self._root):
            if not path.exists():
                return None
            encoded = BytesIO(path.read_bytes())
        try:
            # Not Image.open: its limit on pixels guards against strangers' files, and this one is ours.
            with PngImageFile(encoded) as image:
                return np.array(image.convert("RGB"))
        except (SyntaxError, OSError, ValueError, EOFError):  # what Pillow says of a damaged file
            return None

    def _folder(self, document_id: str) -> Path:
        return self._root / document_id[:2] / document_id

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
