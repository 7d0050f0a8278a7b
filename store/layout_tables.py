"""The table of layouts that reviews taught."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from store.models import UtcDateTime, metadata

layouts = Table(
    "layouts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_class", Text, nullable=False),
    Column("payload", Text, nullable=False),
    # No foreign key: what was learned outlives the document.
    Column("taught_by", Text, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("changed_by", Text, nullable=False),
    Index(None, "document_class"),
)
"""Layouts: places of values and hashed words as JSON. ``taught_by`` lists the reviewed documents, the newest last."""
