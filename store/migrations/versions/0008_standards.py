"""What admins state for a class, and documents that were checked by a person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "stated_standards",
        sa.Column("document_class", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("document_class", name="pk_stated_standards"),
    )
    document = sa.ForeignKey("documents.id", name="fk_checks_document_id", ondelete="CASCADE")
    op.create_table(
        "checks",
        sa.Column("document_id", sa.String(64), document, nullable=False),
        sa.Column("document_class", sa.Text, nullable=False),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("right", sa.Boolean, nullable=False),
        sa.Column("audited", sa.Boolean, nullable=False),
        sa.Column("standard", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_checks"),
    )
    op.create_index("ix_checks_document_class_at", "checks", ["document_class", "at"])


def downgrade() -> None:
    op.drop_table("checks")
    op.drop_table("stated_standards")
