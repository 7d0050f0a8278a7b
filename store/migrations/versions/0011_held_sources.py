"""Sources whose documents are not let in, and arrivals by time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "held_sources",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_held_sources"),
    )
    op.create_index("ix_receptions_received_at", "receptions", ["received_at"])


def downgrade() -> None:
    op.drop_index("ix_receptions_received_at", "receptions")
    op.drop_table("held_sources")
