"""What was counted, by day; samples of second looks are found by their time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("labels", sa.String(1000), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("value", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("name", "labels", "day", name="pk_counters"),
    )
    op.create_index("ix_counters_day", "counters", ["day"])
    op.create_index("ix_comparisons_at", "comparisons", ["at"])


def downgrade() -> None:
    op.drop_index("ix_comparisons_at", "comparisons")
    op.drop_table("counters")
