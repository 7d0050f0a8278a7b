"""The tables of what a deployment promises, and of the documents that show whether it is kept."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, String, Table, Text

from store.models import UtcDateTime, metadata

stated_standards = Table(
    "stated_standards",
    metadata,
    Column("document_class", Text, primary_key=True),
    Column("payload", Text, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("changed_by", Text, nullable=False),
)
"""Promise and critical fields that an admin stated for a class, as JSON."""

checks = Table(
    "checks",
    metadata,
    Column("document_id", String(64), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("document_class", Text, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("right", Boolean, nullable=False),
    Column("audited", Boolean, nullable=False),
    Column("standard", String(32), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "document_class", "at"),
)
"""Documents that a person checked: the machine's confidence, and whether every critical field was right."""
