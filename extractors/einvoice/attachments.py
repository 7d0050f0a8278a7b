"""The files inside of a PDF, and which of them is the electronic invoice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.einvoice.pdf_attachments import attachments, may_have_attachments
from schemas.settings import Limits

MAX_BYTES = 10_000_000
"""Larger attachments are left alone: the XML of an invoice with a thousand lines has about three million."""

STANDARD_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml", "cida.xml", "ubl.xml")
"""What ZUGFeRD, Factur-X, XRechnung and Order-X call their file; another name ending in .xml comes after these."""


@dataclass(frozen=True)
class Attachment:
    """A file inside of a PDF. ``data`` is None where it is larger than `MAX_BYTES` or damaged."""

    name: str
    data: bytes | None


def invoice_attachments(path: Path, limits: Limits) -> list[Attachment]:
    """Returns the attached XML files of a PDF, the likeliest e-invoice first."""
    if not may_have_attachments(path):
        return []
    found = attachments(path, max_bytes=MAX_BYTES, memory_bytes=limits.memory_bytes, timeout_s=limits.page_timeout_s)
    return by_likelihood([Attachment(name, data) for name, data in found if name.casefold().endswith(".xml")])


def by_likelihood(attachments: Sequence[Attachment]) -> list[Attachment]:
    """Returns attachments with the standard names first, in the order of `STANDARD_NAMES`."""

    def rank(attachment: Attachment) -> int:
        name = attachment.name.casefold()
        return STANDARD_NAMES.index(name) if name in STANDARD_NAMES else len(STANDARD_NAMES)

    return sorted(attachments, key=rank)
