"""The review queue, its drafts and skips, corrections and second looks."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ORDERS = (
    ("state", "round", "priority", "document_id"),
    ("state", "round", "document_class", "priority", "document_id"),
    ("state", "round", "due_at", "document_id"),
    ("state", "round", "document_class", "due_at"),
    ("assignee",),
)


def upgrade() -> None:
    _queue()
    _beside_the_queue()
    _corrections()
    _comparisons()


def downgrade() -> None:
    for table in ("comparisons", "corrections", "review_drafts", "review_skips", "reviews"):
        op.drop_table(table)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _document_id(table: str) -> sa.Column[str]:
    key = sa.ForeignKey("documents.id", name=f"fk_{table}_document_id")
    return sa.Column("document_id", sa.String(64), key, nullable=False)


def _queue() -> None:
    op.create_table(
        "reviews",
        _document_id("reviews"),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("document_class", sa.Text, nullable=False),
        sa.Column("chance", sa.Double, nullable=False),
        sa.Column("amount", sa.Double),
        sa.Column("doubtful", sa.Integer, nullable=False),
        sa.Column("expected_s", sa.Double, nullable=False),
        sa.Column("priority", sa.Double, nullable=False),
        _moment("queued_at"),
        _moment("due_at"),
        sa.Column("kind", sa.String(16)),
        sa.Column("first", sa.Text),
        sa.Column("assignee", sa.Text),
        sa.Column("lease_until", sa.Double),
        sa.Column("note", sa.Text),
        sa.Column("note_by", sa.Text),
        sa.Column("skips", sa.Integer, nullable=False),
        _moment("done_at", nullable=True),
        sa.Column("done_by", sa.Text),
        sa.Column("done_key", sa.String(64)),
        sa.Column("seconds", sa.Double),
        sa.PrimaryKeyConstraint("document_id", "round", name="pk_reviews"),
        sa.CheckConstraint("state IN ('open', 'escalated', 'done')", name=op.f("ck_reviews_state")),
        sa.CheckConstraint("round IN (1, 2)", name=op.f("ck_reviews_round")),
    )
    for columns in ORDERS:
        op.create_index(f"ix_reviews_{'_'.join(columns)}", "reviews", list(columns))


def _beside_the_queue() -> None:
    skip = sa.Column("why", sa.Text, nullable=False), _moment("at")
    draft = (
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("seconds", sa.Double, nullable=False),
        _moment("saved_at"),
    )
    for table, columns in (("review_skips", skip), ("review_drafts", draft)):
        op.create_table(
            table,
            sa.Column("document_id", sa.String(64), nullable=False),
            sa.Column("round", sa.Integer, nullable=False),
            sa.Column("actor", sa.Text, nullable=False),
            *columns,
            sa.PrimaryKeyConstraint("document_id", "round", "actor", name=f"pk_{table}"),
            sa.ForeignKeyConstraint(
                ["document_id", "round"],
                ["reviews.document_id", "reviews.round"],
                name=f"fk_{table}_document_id",
                ondelete="CASCADE",
            ),
        )


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer, nullable=False),
        _document_id("corrections"),
        _moment("at"),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("field", sa.String(64), nullable=False),
        sa.Column("line", sa.Integer),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("confidence", sa.Double),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
    )
    op.create_index("ix_corrections_document_id", "corrections", ["document_id"])
    op.create_index("ix_corrections_at", "corrections", ["at"])


def _comparisons() -> None:
    op.create_table(
        "comparisons",
        sa.Column("id", sa.Integer, nullable=False),
        _document_id("comparisons"),
        _moment("at"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("first_by", sa.Text, nullable=False),
        sa.Column("second_by", sa.Text, nullable=False),
        sa.Column("document_class", sa.Text, nullable=False),
        sa.Column("field", sa.String(64), nullable=False),
        sa.Column("first", sa.Text),
        sa.Column("second", sa.Text),
        sa.Column("agrees", sa.Boolean, nullable=False),
        sa.Column("first_wrong", sa.Boolean),
        sa.PrimaryKeyConstraint("id", name="pk_comparisons"),
    )
    op.create_index("ix_comparisons_document_id", "comparisons", ["document_id"])
    op.create_index("ix_comparisons_kind_first_by", "comparisons", ["kind", "first_by"])
