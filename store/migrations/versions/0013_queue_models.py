"""What read the fields of a document that waits for a person: its model and tier."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("reviews", sa.Column("model", sa.Text))
    op.add_column("reviews", sa.Column("tier", sa.String(16)))


def downgrade() -> None:
    op.drop_column("reviews", "tier")
    op.drop_column("reviews", "model")
