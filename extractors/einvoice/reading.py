"""From a file to the electronic invoice that it is or carries."""

from __future__ import annotations

from pathlib import Path

from extractors.einvoice import cii, ubl
from extractors.einvoice.attachments import STANDARD_NAMES, Attachment, invoice_attachments
from extractors.einvoice.file import XML, read_file
from extractors.einvoice.markup import BadMarkup, parse
from schemas.document import PDF, PageFinding
from schemas.einvoice import EInvoice
from schemas.settings import Limits

UNREADABLE = "einvoice_unreadable"


def read_einvoice(path: Path, limits: Limits, *, media_type: str = PDF) -> EInvoice | None:
    """Returns the electronic invoice of a file; None where it is none and carries none.

    An attachment with the name of an e-invoice that is none gives an empty one with a finding.

    Args:
        path: A file that `extractors.input.file_types.inspect` accepted.
        limits: Time and memory of the process that opens a PDF.
        media_type: What `inspect` said the file is.
    """
    if media_type == XML:
        return read_file(path)[1]
    if media_type != PDF:
        return None
    broken: EInvoice | None = None
    for attachment in invoice_attachments(path, limits):
        found = read_attachment(attachment)
        if found is not None and not found.findings:
            return found
        broken = broken or found
    return broken


def read_attachment(attachment: Attachment) -> EInvoice | None:
    """Returns what an attached XML states; None where it is another kind of XML."""
    if attachment.data is None:
        return _unreadable(attachment, "it is damaged or too large")
    try:
        root = parse(attachment.data)
    except BadMarkup as error:
        return _unreadable(attachment, str(error))
    if root.name in cii.ROOTS:
        return cii.read(root)
    if root.name in ubl.ROOTS:
        return ubl.read(root)
    return _unreadable(attachment, "its outermost element is not that of an e-invoice")


def _unreadable(attachment: Attachment, why: str) -> EInvoice | None:
    if attachment.name.casefold() not in STANDARD_NAMES:
        return None
    message = f"The electronic invoice in the PDF could not be read: {why}. The fields are those of the printed page."
    return EInvoice(standard="none", document_class="", findings=(PageFinding(code=UNREADABLE, message=message),))
