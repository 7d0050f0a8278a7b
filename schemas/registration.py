"""Registration statements filed with a public register."""

from __future__ import annotations

from schemas.vocabulary import DocumentClass, FieldSpec

REGISTRATION_FORM = DocumentClass(
    name="registration_form",
    title="Registration form",
    fields=(
        FieldSpec(
            name="registration_number", kind="id", title="Registration number", required=True, indexed=True, main=True
        ),
        FieldSpec(name="registrant_name", kind="name", title="Registrant", required=True, indexed=True, main=True),
        FieldSpec(name="short_form_name", kind="name", title="Filer"),
        FieldSpec(name="document_type", kind="code", title="Document type", indexed=True, main=True),
        FieldSpec(name="stamped_date", kind="date", title="Stamped date", indexed=True),
    ),
    public_fields=("registrant_name",),
)
