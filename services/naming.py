"""What a document is called for readers who may not see personal data: files are often named after people."""

from __future__ import annotations

from schemas.classes import ClassCatalog
from schemas.document import ReadDocument, SourceDocument
from schemas.extraction import Extraction
from schemas.general import OTHER
from schemas.outcome import Outcome
from schemas.redacted import RedactedDocument
from schemas.vocabulary import DocumentClass


def class_of(catalog: ClassCatalog, source: SourceDocument, outcome: Outcome | None) -> DocumentClass:
    """Returns a document's class: that of its outcome, else the one it came in as; `OTHER` where it has none."""
    return catalog.or_other((outcome.document_class if outcome else None) or source.document_class)


def class_title(document_class: DocumentClass) -> str:
    """Returns what a document's class is called; Document where it is of none."""
    return "Document" if document_class.name == OTHER.name else document_class.title


def public_name(source: SourceDocument, document_class: DocumentClass, shown: Extraction | None = None) -> str:
    """Returns a document's class and date, such as ``Invoice, 2024-03-05``.

    Args:
        source: The document.
        document_class: Its class.
        shown: Its fields without personal data. Without a date among them, the day of receipt is taken.
    """
    day = _own_date(document_class, shown) or source.received_at.date().isoformat()
    return f"{class_title(document_class)}, {day}"


def name_for_everybody(
    source: SourceDocument,
    document_class: DocumentClass,
    read: ReadDocument,
    redacted: RedactedDocument,
    shown: Extraction,
    *,
    file_names: bool,
) -> str:
    """Returns the name that all readers may see: with ``file_names`` the file's, unless it repeats a redacted word."""
    from redaction.view import names_somebody

    if file_names and not names_somebody(source.name, read, redacted):
        return source.name
    return public_name(source, document_class, shown)


def _own_date(document_class: DocumentClass, shown: Extraction | None) -> str | None:
    """Returns the document's own date; a personal date, such as a birth date, is never one."""
    if shown is None:
        return None
    found = (shown.field(spec.name) for spec in document_class.with_role("date") if spec.privacy == "none")
    return next((field.value for field in found if field is not None and field.value and field.kind == "date"), None)
