"""What a document is called for readers who may not see personal data: files are often named after people."""

from __future__ import annotations

from schemas.classes import CLASSES, OTHER
from schemas.document import ReadDocument, SourceDocument
from schemas.extraction import Extraction
from schemas.outcome import Outcome
from schemas.redacted import RedactedDocument


def class_title(source: SourceDocument, outcome: Outcome | None) -> str:
    """Returns what the document's class is called; Document where it is of none."""
    name = (outcome.document_class if outcome else None) or source.document_class
    return CLASSES[name].title if name in CLASSES and name != OTHER.name else "Document"


def public_name(source: SourceDocument, outcome: Outcome | None, shown: Extraction | None = None) -> str:
    """Returns a document's class and date, such as ``Invoice, 2024-03-05``.

    Args:
        source: The document.
        outcome: How it ended, if it did.
        shown: Its fields without personal data. Without a date among them, the day of receipt is taken.
    """
    return f"{class_title(source, outcome)}, {_own_date(shown) or source.received_at.date().isoformat()}"


def name_for_everybody(
    source: SourceDocument,
    outcome: Outcome | None,
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
    return public_name(source, outcome, shown)


def _own_date(shown: Extraction | None) -> str | None:
    """Returns the document's own date; a personal date, such as a birth date, is never one."""
    if shown is None or shown.document_class not in CLASSES:
        return None
    dates = [s.name for s in CLASSES[shown.document_class].fields if s.role == "date" and s.privacy == "none"]
    found = (shown.field(name) for name in dates)
    return next((field.value for field in found if field is not None and field.value and field.kind == "date"), None)
