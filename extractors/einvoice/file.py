"""An electronic invoice that is a file of its own: XRechnung, UBL or CII without a PDF around it."""

from __future__ import annotations

import re
from pathlib import Path

from extractors.einvoice import cii, ubl
from extractors.einvoice.attachments import MAX_BYTES
from extractors.einvoice.markup import BadMarkup, Element, parse
from schemas.document import PageFinding
from schemas.einvoice import EInvoice
from schemas.errors import LimitExceeded, UnreadableDocument

XML = "application/xml"
"""The media type of a file that `is_einvoice` recognizes."""

_NAMESPACES = ("urn:oasis:names:specification:ubl:schema:xsd:", "urn:un:unece:uncefact:data:", "urn:ferd:")
_ROOT = re.compile(r"<(?:[\w.-]+:)?(" + "|".join((*cii.ROOTS, *ubl.ROOTS)) + r")[\s>]")
_ENCODINGS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


def is_einvoice(head: bytes) -> bool:
    """Whether a file that begins with these bytes is an XML with the outermost element of an e-invoice."""
    encoding = next((name for sign, name in _ENCODINGS if head.startswith(sign)), "utf-8")
    text = head.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")
    return text.startswith("<") and _ROOT.search(text) is not None and any(name in text for name in _NAMESPACES)


def read_file(path: Path) -> tuple[Element, EInvoice]:
    """Returns the outermost element of an e-invoice file, and what it states.

    Raises:
        LimitExceeded: The file is larger than `MAX_BYTES`.
        UnreadableDocument: The XML is damaged.
    """
    if path.stat().st_size > MAX_BYTES:
        raise LimitExceeded(f"an e-invoice with more than {MAX_BYTES} bytes is not read; split it")
    try:
        root = parse(path.read_bytes())
    except BadMarkup as error:
        raise UnreadableDocument(f"the XML cannot be read: {error}; export the e-invoice again") from None
    stated = cii.read(root) if root.name in cii.ROOTS else ubl.read(root)
    findings: tuple[PageFinding, ...] = ()
    if not stated.fields:
        message = "The XML states none of the fields of its class: compare the file with its source."
        findings = (PageFinding(code="einvoice_empty", message=message),)
    return root, stated.model_copy(update={"is_original": True, "findings": findings})
