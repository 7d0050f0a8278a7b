"""The tables of review: the queue with its assignments, drafts, skips, corrections and second looks."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from store.models import UtcDateTime, metadata


def _document_id(*, primary_key: bool = False) -> Column[str]:
    return Column("document_id", String(64), ForeignKey("documents.id"), primary_key=primary_key, nullable=False)


def _review_key() -> tuple[Column[str], Column[int]]:
    return Column("document_id", String(64), primary_key=True), Column("round", Integer, primary_key=True)


def _review() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["document_id", "round"], ["reviews.document_id", "reviews.round"], ondelete="CASCADE")


reviews = Table(
    "reviews",
    metadata,
    _document_id(primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("document_class", Text, nullable=False),
    Column("chance", Double, nullable=False),
    Column("amount", Double),
    Column("doubtful", Integer, nullable=False),
    Column("expected_s", Double, nullable=False),
    Column("priority", Double, nullable=False),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("kind", String(16)),
    Column("first", Text),
    Column("model", Text),
    Column("tier", String(16)),
    Column("assignee", Text),
    Column("lease_until", Double),
    Column("note", Text),
    Column("note_by", Text),
    Column("skips", Integer, nullable=False),
    Column("done_at", UtcDateTime),
    Column("done_by", Text),
    Column("done_key", String(64)),
    Column("seconds", Double),
    CheckConstraint("state IN ('open', 'escalated', 'done')", name="state"),
    CheckConstraint("round IN (1, 2)", name="round"),
    # One index for each order in which the queue is read, and one that alone answers the counts. Both databases read
    # an index backwards, so descending orders need none of their own.
    Index(None, "state", "round", "priority", "document_id"),
    Index(None, "state", "round", "document_class", "priority", "document_id"),
    Index(None, "state", "round", "due_at", "document_id"),
    Index(None, "state", "round", "document_class", "due_at"),
    Index(None, "assignee"),
)
"""The queue. ``assignee`` holds a document while ``lease_until`` lies in the future; ``done_key`` is the submission
that ended the review, by which a repeated one is recognized."""

review_skips = Table(
    "review_skips",
    metadata,
    *_review_key(),
    Column("actor", Text, primary_key=True),
    Column("why", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    _review(),
)
"""Who does not want to be offered which document again."""

review_drafts = Table(
    "review_drafts",
    metadata,
    *_review_key(),
    Column("actor", Text, primary_key=True),
    Column("payload", Text, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    _review(),
)
"""Unfinished answers: nothing that was typed is lost when a browser closes."""

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    _document_id(),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("field", String(64), nullable=False),
    Column("line", Integer),
    Column("action", String(16), nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("confidence", Double),
    Column("model", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Index(None, "document_id"),
    Index(None, "at"),
)
"""Every answer of a person, one row a field or cell. ``evidence`` is JSON: raw text, word ids, page and boxes."""

comparisons = Table(
    "comparisons",
    metadata,
    Column("id", Integer, primary_key=True),
    _document_id(),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("first_by", Text, nullable=False),
    Column("second_by", Text, nullable=False),
    Column("document_class", Text, nullable=False),
    Column("field", String(64), nullable=False),
    Column("first", Text),
    Column("second", Text),
    Column("agrees", Boolean, nullable=False),
    Column("first_wrong", Boolean),
    Index(None, "document_id"),
    Index(None, "kind", "first_by"),
    Index(None, "at"),
)
"""Blind second looks, one row a field. ``first_wrong`` is known where both agree, else once a third person decided."""
