"""Page images as PNG: without loss, gray where every pixel is."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

COMPRESSION = 1
"""zlib's fastest level: a scan takes a third of the time of the default and about a tenth more room."""

SIGNATURE = b"\x89PNG\r\n\x1a\n"

UP = 2
"""PNG's filter of rows: the difference to the row above."""

Pixels = NDArray[np.uint8]


def encoded(pixels: Pixels) -> bytes:
    """Returns the PNG file of a page image, (height, width, 3) RGB.

    Raises:
        ValueError: The array has another form.
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise ValueError(f"a page image is (height, width, 3) uint8, not {pixels.shape} {pixels.dtype}")
    height, width = pixels.shape[:2]
    first = pixels[:, :, 0]
    is_gray = bool((first == pixels[:, :, 1]).all() and (first == pixels[:, :, 2]).all())
    # Pillow tries five filters for each row, which takes twice as long, and it keeps other threads waiting.
    header = struct.pack(">IIBBBBB", width, height, 8, 0 if is_gray else 2, 0, 0, 0)
    rows = np.ascontiguousarray(first if is_gray else pixels).reshape(height, -1)
    packed = zlib.compress(_filtered(rows).data, COMPRESSION)
    return SIGNATURE + b"".join((_chunk(b"IHDR", header), _chunk(b"IDAT", packed), _chunk(b"IEND", b"")))


def _filtered(rows: Pixels) -> Pixels:
    found = np.empty((rows.shape[0], rows.shape[1] + 1), np.uint8)
    found[:, 0] = UP
    found[:1, 1:] = rows[:1]
    np.subtract(rows[1:], rows[:-1], out=found[1:, 1:])
    return found


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))


def decoded(data: bytes) -> Pixels | None:
    """Returns the page image of a PNG file, (height, width, 3) RGB, or None where the file is damaged."""
    from PIL.PngImagePlugin import PngImageFile

    try:
        # Not Image.open: its limit on pixels is for untrusted files, and this one is ours.
        with PngImageFile(BytesIO(data)) as image:
            return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))
    except (SyntaxError, OSError, ValueError, EOFError):  # what Pillow raises for a damaged file
        return None
