"""Page images as a PDF stores them: the smallest of the ways that keep what is on the page."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
"""An upright page, (height, width, 3), RGB."""

Filter = Literal["CCITTFaxDecode", "DCTDecode", "FlateDecode"]
Colors = Literal["DeviceGray", "DeviceRGB", "Indexed"]

JPEG_QUALITY = 80
"""Below it, text gets a visible halo; above it, files grow and nobody sees why."""
DRAWN_FLATNESS = 0.9
"""Share of pixels that equal their left neighbor from which a page was drawn by a program. Of the samples, drawn pages
have 0.92 to 0.98, scans and photographs 0.25 to 0.70."""
PALETTE = 256

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_STRIP_OFFSETS, _ROWS_PER_STRIP, _STRIP_BYTES = 273, 278, 279


@dataclass(frozen=True)
class Picture:
    """An encoded page image: the bytes of a PDF image stream and the entries of its dictionary.

    ``palette`` holds red, green and blue of each color where the pixels are numbers of colors.
    """

    data: bytes
    filter: Filter
    colors: Colors
    bits: int
    width: int
    height: int
    palette: bytes = b""


def encode(pixels: Pixels) -> Picture:
    """Returns a page image in the smallest form that keeps it readable.

    Black and white becomes fax code (G4), without loss. A page that a program drew keeps its sharp edges: gray ones
    without loss, colored ones with a palette. The palette is off by 15 of 255 at worst, at a third of a JPEG's size.
    What a camera or a scanner saw becomes a JPEG.
    """
    gray = _gray(pixels)
    if gray is not None and np.isin(gray, (0, 255)).all():
        return _fax(gray)
    image = Image.fromarray(pixels if gray is None else gray)
    if _flatness(pixels) < DRAWN_FLATNESS:
        return _jpeg(image)
    if gray is None:
        image = image.quantize(PALETTE, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    return _png(image)


def _flatness(pixels: Pixels) -> float:
    return float((pixels[:, 1:] == pixels[:, :-1]).all(axis=2).mean()) if pixels.shape[1] > 1 else 1.0


def _gray(pixels: Pixels) -> Pixels | None:
    first = pixels[:, :, 0]
    is_gray = (first == pixels[:, :, 1]).all() and (first == pixels[:, :, 2]).all()
    return np.ascontiguousarray(first) if is_gray else None


def _fax(gray: Pixels) -> Picture:
    """Returns a page of black and white as CCITT group 4: the one strip of the TIFF that libtiff writes."""
    height, width = gray.shape
    file = io.BytesIO()
    Image.fromarray(gray).convert("1", dither=Image.Dither.NONE).save(
        file, "TIFF", compression="group4", strip_size=height * width
    )
    with Image.open(file) as written:
        offsets, lengths = written.tag_v2[_STRIP_OFFSETS], written.tag_v2[_STRIP_BYTES]  # type: ignore[attr-defined]
    data = file.getvalue()[offsets[0] : offsets[0] + lengths[0]]
    return Picture(data, "CCITTFaxDecode", "DeviceGray", 1, width, height)


def _jpeg(image: Image.Image) -> Picture:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=JPEG_QUALITY, optimize=True)
    colors: Colors = "DeviceGray" if image.mode == "L" else "DeviceRGB"
    return Picture(file.getvalue(), "DCTDecode", colors, 8, image.width, image.height)


def _png(image: Image.Image) -> Picture:
    """Returns the compressed rows of a PNG, which a PDF takes as they are."""
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=6, bits=8)
    data, at, rows = file.getvalue(), len(_PNG_SIGNATURE), b""
    while at < len(data):
        length, kind = struct.unpack_from(">L4s", data, at)
        if kind == b"IDAT":
            rows += data[at + 8 : at + 8 + length]
        at += length + 12
    palette = bytes(image.getpalette() or ()) if image.mode == "P" else b""
    colors: Colors = "Indexed" if palette else "DeviceGray"
    return Picture(rows, "FlateDecode", colors, 8, image.width, image.height, palette)
