"""What every business document may have: the fields of a document of no known class."""

from __future__ import annotations

from schemas.extraction import FieldType
from schemas.vocabulary import DocumentClass, FieldRole, Privacy, field

_FIELDS: tuple[tuple[str, FieldType, str, FieldRole, Privacy], ...] = (
    ("document_number", "id", "Document number", "number", "detected"),
    ("issue_date", "date", "Date", "date", "detected"),
    ("sender_name", "name", "Sender", "party", "detected"),
    ("currency", "code", "Currency", "currency", "none"),
    ("total_amount", "money", "Total", "amount", "none"),
)

OTHER = DocumentClass(
    name="other",
    title="Other",
    fields=tuple(
        field(name, kind, title, role, privacy, indexed=True, main=role != "currency", importance="supporting")
        for name, kind, title, role, privacy in _FIELDS
    ),
)
"""A document of no known class. Captions and places give its fields, no model does, and a person always looks at it.

Its sender may be a person, and its number that of a passport. The detectors decide what is redacted.
"""
