"""Page images as PNG: without loss, gray where every pixel is."""

from __future__ import annotations

import struct
from io import BytesIO

import numpy as np
from isal import isal_zlib
from numpy.typing import NDArray

COMPRESSION = 1
"""ISA-L's level: zlib's format in a quarter of the time of zlib's fastest level, and up to a quarter more room."""

SIGNATURE = b"\x89PNG\r\n\x1a\n"

NONE, UP = 0, 2
"""PNG's filters of rows: the row itself, and the difference to the row above."""

PLAIN = 0.5
"""Share of the most frequent level from which a page packs better without a filter, as most renderings do."""

SAMPLED_ROWS = 16
"""Of so many rows one is looked at before all are."""

Pixels = NDArray[np.uint8]

_HEADER = struct.Struct(">IIBBBBB")
_AROUND = 12
"""Bytes of a chunk beside its data."""


def encoded(pixels: Pixels) -> bytes:
    """Returns the PNG file of a page image, (height, width, 3) RGB.

    Raises:
        ValueError: The array has another form.
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise ValueError(f"a page image is (height, width, 3) uint8, not {pixels.shape} {pixels.dtype}")
    height, width = pixels.shape[:2]
    is_gray = _is_gray(pixels[::SAMPLED_ROWS]) and _is_gray(pixels)
    # Pillow tries five filters for each row, which takes twice as long, and it keeps other threads waiting.
    header = _HEADER.pack(width, height, 8, 0 if is_gray else 2, 0, 0, 0)
    rows = np.ascontiguousarray(pixels[:, :, 0] if is_gray else pixels).reshape(height, -1)
    packed = isal_zlib.compress(_filtered(rows).data, COMPRESSION)
    return SIGNATURE + b"".join((_chunk(b"IHDR", header), _chunk(b"IDAT", packed), _chunk(b"IEND", b"")))


def _is_gray(pixels: Pixels) -> bool:
    first = pixels[:, :, 0]
    return bool((first == pixels[:, :, 1]).all() and (first == pixels[:, :, 2]).all())


def _filtered(rows: Pixels) -> Pixels:
    """Returns the rows, each behind the number of its filter."""
    found = np.empty((rows.shape[0], rows.shape[1] + 1), np.uint8)
    sample = rows[::SAMPLED_ROWS]
    if np.bincount(sample.ravel(), minlength=1).max() >= PLAIN * sample.size:
        found[:, 0], found[:, 1:] = NONE, rows
        return found
    found[:, 0] = UP
    found[:1, 1:] = rows[:1]
    np.subtract(rows[1:], rows[:-1], out=found[1:, 1:])
    return found


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", isal_zlib.crc32(data, isal_zlib.crc32(kind)))


def decoded(data: bytes) -> Pixels | None:
    """Returns the page image of a PNG file, (height, width, 3) RGB, or None where the file is damaged."""
    from PIL.PngImagePlugin import PngImageFile

    if (pixels := _unfiltered(data)) is not None:
        return pixels
    try:
        # Not Image.open: its limit on pixels is for untrusted files, and this one is ours.
        with PngImageFile(BytesIO(data)) as image:
            return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))
    except (SyntaxError, OSError, ValueError, EOFError):  # what Pillow raises for a damaged file
        return None


def _unfiltered(data: bytes) -> Pixels | None:
    """Returns the pixels of a file that `encoded` made without a filter, faster than Pillow; else None."""
    begin = len(SIGNATURE)
    end = begin + _AROUND + _HEADER.size
    if data[begin + 4 : begin + 8] != b"IHDR" or len(data) < end + _AROUND:
        return None
    width, height, *kind = _HEADER.unpack_from(data, begin + 8)
    size = int.from_bytes(data[end : end + 4], "big")
    channels = {(8, 0, 0, 0, 0): 1, (8, 2, 0, 0, 0): 3}.get(tuple(kind))
    packed = data[end + 8 : end + 8 + size]
    # Anything else than three whole chunks is left to Pillow.
    header = data[begin + 8 : begin + 8 + _HEADER.size]
    whole = SIGNATURE + b"".join((_chunk(b"IHDR", header), _chunk(b"IDAT", packed), _chunk(b"IEND", b"")))
    if channels is None or data != whole:
        return None
    row = 1 + width * channels
    try:
        found = np.frombuffer(isal_zlib.decompress(packed, bufsize=max(row * height, 1)), np.uint8)
    except isal_zlib.error:  # type: ignore[misc]  # the stubs take the class for an instance
        return None
    if found.size != row * height or found.reshape(height, row)[:, 0].any():
        return None
    pixels = np.empty((height, width, 3), np.uint8)
    levels = found.reshape(height, row)[:, 1:]
    if channels == 3:
        pixels.reshape(height, -1)[:] = levels
    else:
        for channel in range(3):
            pixels[:, :, channel] = levels
    return pixels
