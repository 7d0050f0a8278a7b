"""Registration statements filed with a public register."""

from __future__ import annotations

from schemas.vocabulary import DocumentClass, field

REGISTRATION_FORM = DocumentClass(
    name="registration_form",
    title="Registration form",
    fields=(
        field(
            "registration_number", "id", "Registration number", "number", "none", required=True, indexed=True, main=True
        ),
        field("registrant_name", "name", "Registrant", "party", "organization", required=True, indexed=True, main=True),
        field("short_form_name", "name", "Filer", "person", "none"),
        field(
            "document_type", "code", "Document type", "code", "none", indexed=True, main=True, importance="supporting"
        ),
        # The office's receipt stamp: often half legible, and the register itself knows the day.
        field("stamped_date", "date", "Stamped date", "date", "none", indexed=True, importance="supporting"),
    ),
)
