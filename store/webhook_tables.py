"""The tables of webhooks: who receives outcomes, and what was sent."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from store.models import UtcDateTime, metadata

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("url", Text, nullable=False),
    # In the clear: signing needs it, and it opens nothing of ours.
    Column("secret", Text, nullable=False),
    Column("statuses", Text, nullable=False),
    Column("document_class", Text),
    Column("active", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("stopped", Text),
    Column("removed_at", UtcDateTime),
)
"""Addresses of receivers. ``statuses`` are divided by blanks; ``stopped`` states why one was switched off."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("webhook_id", Integer, ForeignKey("webhooks.id"), nullable=False),
    # No foreign key: the list outlives a document.
    Column("document_id", String(64)),
    Column("payload", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", UtcDateTime),
    Column("delivered_at", UtcDateTime),
    Column("answer", String(64)),
    Column("answered_at", UtcDateTime),
    Index(None, "next_at"),
    Index(None, "webhook_id", "created_at"),
    Index(None, "created_at"),
)
"""The outbox: written with the outcome that it reports. ``next_at`` is None once it arrived or was given up; ``answer``
is the status of the last attempt, or a code where there was no answer."""
