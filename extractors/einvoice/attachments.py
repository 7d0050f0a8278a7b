"""The files inside of a PDF, and which of them is the electronic invoice."""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.input.pdfium import PdfiumFailed, TextLayer
from schemas.settings import Limits

MAX_BYTES = 10_000_000
"""Larger attachments are left alone: the XML of an invoice with a thousand lines has about three million."""

STANDARD_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml", "cida.xml", "ubl.xml")
"""What ZUGFeRD, Factur-X, XRechnung and Order-X call their file; another name ending in .xml comes after these."""

_SIGNS = (b"EmbeddedFile", b"#2Fxml", b"#2fxml")
"""One of these stands uncompressed in a PDF with an embedded XML: the stream's type, or the kind of its content that
PDF/A-3 asks for."""


@dataclass(frozen=True)
class Attachment:
    """A file inside of a PDF. ``data`` is None where it is larger than `MAX_BYTES` or damaged."""

    name: str
    data: bytes | None


def may_have_attachments(path: Path) -> bool:
    """Tells from its bytes alone whether a PDF may hold a file: most hold none, and starting PDFium takes a while."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return any(data.find(sign) >= 0 for sign in _SIGNS)


def invoice_attachments(path: Path, limits: Limits) -> list[Attachment]:
    """Returns the attached XML files of a PDF, the likeliest e-invoice first; none where PDFium cannot tell."""
    if not may_have_attachments(path):
        return []
    with TextLayer(path, memory_bytes=limits.memory_bytes, timeout_s=limits.page_timeout_s) as pdf:
        try:
            found = [Attachment(name, data) for name, data in pdf.attachments(MAX_BYTES)]
        except PdfiumFailed:
            return []
    return by_likelihood([a for a in found if a.name.casefold().endswith(".xml")])


def by_likelihood(attachments: Sequence[Attachment]) -> list[Attachment]:
    """Returns attachments with the standard names first, in the order of `STANDARD_NAMES`."""

    def rank(attachment: Attachment) -> int:
        name = attachment.name.casefold()
        return STANDARD_NAMES.index(name) if name in STANDARD_NAMES else len(STANDARD_NAMES)

    return sorted(attachments, key=rank)
