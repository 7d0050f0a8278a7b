"""The tables of the directory: organizations, and everything that one is known by."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from store.models import UtcDateTime, metadata

parties = Table(
    "parties",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("currency", String(3)),
    Column("documents", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    UniqueConstraint("key", name="uq_parties_key"),
    Index(None, "revision"),
    Index(None, "name"),
)
"""Organizations.

``key`` is common to all spellings of the name, and ``documents`` counts reviewed ones that named it. ``revision`` is
the directory's at the entry's last change.
"""

party_terms = Table(
    "party_terms",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("party_id", Integer, ForeignKey("parties.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("key", Text, nullable=False),
    Column("value", Text, nullable=False),
    # No foreign key: what was learned outlives the document.
    Column("document_id", String(64)),
    Column("added_at", UtcDateTime, nullable=False),
    UniqueConstraint("party_id", "kind", "key", name="uq_party_terms_party_id"),
    Index(None, "kind", "key"),
)
"""Names, addresses, identifiers and roles, as given and in the form that they are compared in. ``document_id`` is the
reviewed document that one comes from; None where a file did."""

directory_state = Table(
    "directory_state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", Integer, nullable=False),
)
"""One row: how often the directory was changed. A process compares it with what it has in memory."""
