"""Bytes of a document, whatever they come as, copied in chunks while their digest is taken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

CHUNK_BYTES = 1 << 20


@contextmanager
def opened(data: bytes | Path | BinaryIO) -> Iterator[BinaryIO]:
    """Yields the bytes as a stream; a file that is opened here is closed at the end.

    Raises:
        OSError: The path cannot be read.
    """
    if isinstance(data, Path):
        with data.open("rb") as stream:
            yield stream
    else:
        yield BytesIO(data) if isinstance(data, bytes) else data


def copied(source: BinaryIO, write: Callable[[bytes], object]) -> tuple[str, int]:
    """Hands a stream on in chunks; returns its SHA-256 in hexadecimal digits and its size in bytes.

    Raises:
        OSError: The stream cannot be read.
    """
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK_BYTES):
        digest.update(chunk)
        size += len(chunk)
        write(chunk)
    return digest.hexdigest(), size
