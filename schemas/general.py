"""What every business document may have: the fields of a document of no known class."""

from __future__ import annotations

from schemas.vocabulary import DocumentClass, field

OTHER = DocumentClass(
    name="other",
    title="Other",
    fields=(
        field(
            "document_number",
            "id",
            "Document number",
            "number",
            "none",
            indexed=True,
            main=True,
            importance="supporting",
        ),
        field("issue_date", "date", "Date", "date", "none", indexed=True, main=True, importance="supporting"),
        field(
            "sender_name", "name", "Sender", "party", "organization", indexed=True, main=True, importance="supporting"
        ),
        field("currency", "code", "Currency", "currency", "none", indexed=True, importance="supporting"),
        field("total_amount", "money", "Total", "amount", "none", indexed=True, main=True, importance="supporting"),
    ),
)
"""A document of no known class. Captions and places give its fields, no model does, and a person always looks at it."""
