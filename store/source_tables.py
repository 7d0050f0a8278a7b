"""The table of sources that are held."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from store.models import UtcDateTime, metadata

held_sources = Table(
    "held_sources",
    metadata,
    Column("source", Text, primary_key=True),
    Column("why", Text, nullable=False),
    Column("held_at", UtcDateTime, nullable=False),
    Column("held_by", Text, nullable=False),
)
"""Beginnings of sources whose documents are not let in until somebody releases them."""
