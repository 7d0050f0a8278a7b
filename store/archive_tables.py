"""The tables of archives: shards of a manifest, and what became of each of its files."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Double, ForeignKey, Index, Integer, String, Table, Text, text

from store.models import UtcDateTime, metadata


def _archive_id() -> Column[str]:
    return Column("archive", String(64), ForeignKey("archives.id"), primary_key=True, nullable=False)


archives = Table(
    "archives",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("look_rate", Double),
    Column("begun_at", UtcDateTime, nullable=False),
)
"""``id`` is the digest of a manifest, ``look_rate`` the stated share of second looks, or NULL: as in settings."""

archive_shards = Table(
    "archive_shards",
    metadata,
    _archive_id(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),
    Column("worker", Text),
    Column("lease_owner", Text),
    Column("lease_until", Double),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("seconds", Double, nullable=False, server_default=text("0")),
    Column("reason", Text),
    Column("begun_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
)
"""Shards. ``seconds`` is what workers spent on it; ``reason`` is the code of the error that the last attempt met."""

archive_files = Table(
    "archive_files",
    metadata,
    _archive_id(),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("shard", Integer, nullable=False),
    Column("document_id", String(64), ForeignKey("documents.id", ondelete="SET NULL")),
    Column("planned", Integer, nullable=False),
    Column("pages", Integer, nullable=False, server_default=text("0")),
    Column("problem", Text),
    Column("ended_at", UtcDateTime),
    Index(None, "archive", "shard"),
    Index(None, "archive", "ended_at"),
    Index(None, "document_id"),
)
"""Lines of the manifest that were taken in; further parts of a divided file have a row each.

``planned`` are pages by the manifest, ``pages`` those that were found. ``ended_at`` is set with the outcome.
"""
