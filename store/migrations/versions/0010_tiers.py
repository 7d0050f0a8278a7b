"""The tier of a document, where somebody stated one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("documents", sa.Column("tier", sa.String(16)))


def downgrade() -> None:
    op.drop_column("documents", "tier")
