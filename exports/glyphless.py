"""A TrueType font without outlines: what the invisible text of a searchable PDF is set in.

A PDF's text needs a font, and one with outlines would weigh more than the page. This one has three empty glyphs that
differ only in width. It is made here from the tables that the format requires. Source: OpenType 1.9, "The 'glyf'
outline format"; the idea is Tesseract's (Ken Sharp, ``pdf.ttf``).
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache

UNITS_PER_EM = 1000
WIDTHS = (500, 1000, 0)
"""Advance of each glyph: half an em for letters, an em for ideographs, nothing for marks over a letter."""

NARROW, WIDE, MARK = range(len(WIDTHS))

ASCENT, DESCENT = 800, -200
"""Together one em: text of the height of a box then fills the box."""

_CHECKSUM_MAGIC = 0xB1B0AFBA


def glyph_of(character: str) -> int:
    """Returns the glyph whose width suits a character."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return MARK
    return WIDE if unicodedata.east_asian_width(character) in ("W", "F") else NARROW


@cache
def font_file() -> bytes:
    """Returns the font, a TrueType file of some 400 bytes."""
    count = len(WIDTHS)
    tables = {
        b"cmap": struct.pack(">HHHHL6H", 0, 1, 1, 0, 12, 6, 10, 0, 0, 0, 0),
        b"glyf": bytes(4),
        b"head": _head(0),
        b"hhea": struct.pack(">LhhhH3h3h4hhH", 0x10000, ASCENT, DESCENT, 0, max(WIDTHS), *(0,) * 11, count),
        b"hmtx": b"".join(struct.pack(">Hh", width, 0) for width in WIDTHS),
        b"loca": struct.pack(f">{count + 1}H", *(0,) * (count + 1)),
        b"maxp": struct.pack(">L14H", 0x10000, count, *(0,) * 4, 2, *(0,) * 8),
        b"post": struct.pack(">Llhh5L", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    tables[b"head"] = _head((_CHECKSUM_MAGIC - _checksum(_assembled(tables))) & 0xFFFFFFFF)
    return _assembled(tables)


def _head(adjustment: int) -> bytes:
    box = (0, DESCENT, UNITS_PER_EM, ASCENT)
    return struct.pack(
        ">LLLLHHQQ4hHHhhh", 0x10000, 0x10000, adjustment, 0x5F0F3CF5, 0, UNITS_PER_EM, 0, 0, *box, 0, 3, 2, 0, 0
    )


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    """Returns the file of these tables, in the order given: by name, as the format requires."""
    power = len(tables).bit_length() - 1
    header = struct.pack(">L4H", 0x10000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
    directory, body = b"", b""
    start = len(header) + 16 * len(tables)
    for name, table in tables.items():
        checksum = _checksum(_head(0) if name == b"head" else table)
        directory += struct.pack(">4sLLL", name, checksum, start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return header + directory + body


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    return sum(int.from_bytes(padded[i : i + 4], "big") for i in range(0, len(padded), 4)) & 0xFFFFFFFF
