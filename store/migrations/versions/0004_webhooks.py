"""Webhooks and what was sent to them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("statuses", sa.Text, nullable=False),
        sa.Column("document_class", sa.Text),
        sa.Column("active", sa.Boolean, nullable=False),
        _moment("created_at"),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("stopped", sa.Text),
        _moment("removed_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column(
            "webhook_id", sa.Integer, sa.ForeignKey("webhooks.id", name="fk_deliveries_webhook_id"), nullable=False
        ),
        sa.Column("document_id", sa.String(64)),
        sa.Column("payload", sa.Text, nullable=False),
        _moment("created_at"),
        sa.Column("attempts", sa.Integer, nullable=False),
        _moment("next_at", nullable=True),
        _moment("delivered_at", nullable=True),
        sa.Column("answer", sa.String(64)),
        _moment("answered_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
    )
    for columns in (["next_at"], ["webhook_id", "created_at"], ["created_at"]):
        op.create_index(f"ix_deliveries_{'_'.join(columns)}", "deliveries", columns)


def downgrade() -> None:
    op.drop_table("deliveries")
    op.drop_table("webhooks")


def _webhook_id() -> sa.Column[int]:
    key = sa.ForeignKey("webhooks.id", name="fk_deliveries_webhook_id")
    return sa.Column("webhook_id", sa.Integer, key, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
