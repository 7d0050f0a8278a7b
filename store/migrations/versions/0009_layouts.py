"""Layouts that reviews taught."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "layouts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("document_class", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("taught_by", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_layouts"),
    )
    op.create_index("ix_layouts_document_class", "layouts", ["document_class"])


def downgrade() -> None:
    op.drop_table("layouts")
