"""Originals and page images in an object store that fsspec reaches: S3 and what speaks its protocol, and others."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from schemas.errors import ConfigurationError, StoreUnavailable
from store.images import Pixels, decoded, encoded
from store.sources import file_system, typed_error, without_credentials
from store.streams import copied, opened

KEPT_S = 3600.0
"""A local copy of an original that nobody used for so long is removed."""


class ObjectFiles:
    """A place in an object store, shared by all machines. It implements `FileStore`.

    ::

        ab/ab12.../original              the bytes as they came
        ab/ab12.../pages/0001.png        the upright page image

    Engines read files, so an original is copied to this machine and checked by its digest; the copy stays for an hour.

    Args:
        url: fsspec URL such as ``s3://bucket/fieldwright``; credentials and endpoint are those of the environment.
        copies: Folder of the local copies, readable by its owner only.

    Raises:
        ConfigurationError: No driver reads the URL, or the folder may not be written.
    """

    def __init__(self, url: str, copies: Path) -> None:
        self._url = url.rstrip("/")
        self._place = without_credentials(self._url)
        self._copies = copies
        self._system()
        with self._typed_errors():
            copies.mkdir(parents=True, mode=0o700, exist_ok=True)
            self._sweep()

    def put_original(self, data: bytes | Path | BinaryIO) -> tuple[str, int]:
        """Stores the bytes once and returns their document id and size.

        Raises:
            OSError: The given path or stream cannot be read.
        """
        # The whole file first: its name is its digest, and a cut-off upload must not lie under it.
        with opened(data) as stream, tempfile.NamedTemporaryFile(dir=self._copies) as file:
            document_id, size = copied(stream, file.write)
            file.flush()
            with self._typed_errors():
                system, root = self._system()
                path = f"{root}/{_original(document_id)}"
                # The same size is the same content; another one is a damaged object, and this is the chance to heal it.
                if self._size(system, path) != size:
                    system.put_file(file.name, path)
        return document_id, size

    def original(self, document_id: str) -> Path | None:
        """Returns a local copy of a document's bytes, or None where they are missing.

        Raises:
            StoreUnavailable: The object store does not answer, or what it returns are not these bytes.
        """
        copy = self._copies / document_id
        with suppress(OSError):
            os.utime(copy)
            return copy
        with self._typed_errors():
            system, root = self._system()
            path = f"{root}/{_original(document_id)}"
            if self._size(system, path) is None:
                return None
            self._sweep()
            with tempfile.NamedTemporaryFile(dir=self._copies, delete=False) as file:
                try:
                    with system.open(path, "rb") as stream:
                        digest, _ = copied(stream, file.write)
                    file.flush()
                    if digest != document_id:
                        raise StoreUnavailable(
                            f"the original at {self._place} is damaged: restore it or add the file again",
                            document_id=document_id,
                        )
                    Path(file.name).chmod(0o400)
                    Path(file.name).replace(copy)
                finally:
                    Path(file.name).unlink(missing_ok=True)
        return copy

    def put_image(self, document_id: str, page_number: int, pixels: Pixels) -> int:
        """Stores a page image, (height, width, 3) RGB, without loss; an earlier one is replaced. Returns its bytes."""
        data = encoded(pixels)
        with self._typed_errors():
            system, root = self._system()
            system.pipe_file(f"{root}/{_image(document_id, page_number)}", data)
        return len(data)

    def get_image(self, document_id: str, page_number: int) -> Pixels | None:
        """Returns a page image, (height, width, 3) RGB, or None when there is none or it is damaged."""
        with self._typed_errors():
            system, root = self._system()
            try:
                data = system.cat_file(f"{root}/{_image(document_id, page_number)}")
            except FileNotFoundError:
                return None
        return decoded(data)

    def _system(self) -> tuple[Any, str]:
        """Returns file system and path: fsspec keeps one for each process, which a fork needs."""
        return file_system(self._url, self._place)

    def _size(self, system: Any, path: str) -> int | None:
        # Listings that fsspec keeps would hide what another machine wrote.
        system.invalidate_cache()
        try:
            return int(system.info(path)["size"])
        except FileNotFoundError:
            return None

    def _sweep(self) -> None:
        for path in self._copies.iterdir():
            with suppress(FileNotFoundError):  # another process was first
                if time.time() - path.stat().st_mtime > KEPT_S:
                    path.unlink()

    @contextmanager
    def _typed_errors(self) -> Iterator[None]:
        try:
            yield
        except (StoreUnavailable, ConfigurationError):
            raise
        except FileNotFoundError:
            raise ConfigurationError(f"{self._place} does not exist: make the bucket, or check its name") from None
        except PermissionError:
            raise ConfigurationError(f"{self._place} may not be used: check credentials and rights") from None
        except Exception as error:  # each driver has errors of its own
            raise typed_error(error, self._place) from None


def _original(document_id: str) -> str:
    return f"{document_id[:2]}/{document_id}/original"


def _image(document_id: str, page_number: int) -> str:
    return f"{document_id[:2]}/{document_id}/pages/{page_number:04d}.png"
