"""QR codes and bar codes: their content becomes text of the page, at the place of the code."""

from __future__ import annotations

import cv2

from extractors.page_image import Pixels
from schemas.document import Line, Word
from schemas.geometry import Box

MOST_CHARACTERS = 4000
"""Of one code; the largest QR code holds 4,296."""


def read_codes(pixels: Pixels) -> list[Line]:
    """Returns the content of codes on an upright page, (height, width, 3), one line for each line of a code.

    Every word has the box of its whole code: blacking out a part of a code leaves it readable.
    """
    import zxingcpp

    height, width = pixels.shape[:2]
    lines: list[Line] = []
    for code in zxingcpp.read_barcodes(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)):
        at = code.position
        corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
        box = Box.from_pixels(min(xs), min(ys), max(xs), max(ys), width=width, height=height)
        for row in code.text[:MOST_CHARACTERS].splitlines():
            words = tuple(Word(text=text, box=box, source="code") for text in _printable(row).split())
            lines += [Line(words=words)] if words else []
    return lines


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
