"""Small real files for tests: PDFs drawn by reportlab, pictures drawn by Pillow."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
"""The development data beside the repository; absent on most machines."""

LETTER = (
    "Invoice number 2024-0815 of 12 March 2024",
    "Northern Paper Company, 14 Harbour Street, Dundee",
    "Dear customer, thank you for the order that you gave us last week.",
    "We have delivered the following goods to your warehouse in Perth:",
    "Twenty boxes of white copying paper, eighty grams a square metre",
    "Four boxes of window envelopes, long format, self adhesive",
    "Please pay the whole amount within thirty days after delivery.",
    "Goods remain our property until they have been paid in full.",
    "With kind regards, the accounts department of Northern Paper",
)


def pdf(path: Path, *draws: Callable[[Canvas], None], size: tuple[float, float] = A4) -> Path:
    """A PDF with one page for each drawing function."""
    canvas = Canvas(str(path), pagesize=size, invariant=True)
    for draw in draws:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def letter(canvas: Canvas, lines: Iterable[str] = LETTER, *, mode: int = 0, left: float = 72, top: float = 740) -> None:
    """Text in 12 point Helvetica; ``mode`` is PDF's text render mode."""
    text = canvas.beginText(left, top)
    text.setFont("Helvetica", 12)
    text.setTextRenderMode(mode)
    text.setLeading(26)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)


def scan(lines: Iterable[str] = LETTER, *, dpi: int = 200, size: int | None = None) -> Image.Image:
    """An A4 page as a scanner sees it: gray, black text, nothing else."""
    image = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 255)
    pen = ImageDraw.Draw(image)
    height = size or round(dpi * 0.17)
    font = ImageFont.load_default(height)
    # Twice, so that the page has as many rows as a real letter.
    for i, line in enumerate([*lines, "", *lines]):
        pen.text((dpi, dpi + i * 2 * height), line, font=font, fill=0)
    return image


def full_page_scan(canvas: Canvas) -> None:
    """The scan over the whole page, as scanning programs make PDFs."""
    width, height = canvas._pagesize
    canvas.drawImage(picture_reader(scan()), 0, 0, width, height)


def picture_reader(image: Image.Image) -> ImageReader:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    buffer.seek(0)
    return ImageReader(buffer)


def rgb(image: Image.Image) -> np.ndarray:
    return np.asarray(image.convert("RGB"))


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing: a decompression bomb's beginning."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def raw_pdf(*objects: str, root: int = 1) -> bytes:
    """A PDF of hand-written objects, numbered from 1, with a right cross-reference table."""
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root {root} 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return bytes(out) + trailer.encode()
