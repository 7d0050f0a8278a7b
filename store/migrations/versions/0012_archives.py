"""Archives: shards that workers share, and what became of each file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "archives",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("look_rate", sa.Double),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_archives"),
    )
    op.create_table(
        "archive_shards",
        sa.Column("archive", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("worker", sa.Text),
        sa.Column("lease_owner", sa.Text),
        sa.Column("lease_until", sa.Double),
        sa.Column("attempts", sa.Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("seconds", sa.Double, server_default=sa.text("0"), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("begun_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_archive_shards_state")),
        sa.ForeignKeyConstraint(["archive"], ["archives.id"], name="fk_archive_shards_archive"),
        sa.PrimaryKeyConstraint("archive", "number", name="pk_archive_shards"),
    )
    op.create_table(
        "archive_files",
        sa.Column("archive", sa.String(64), nullable=False),
        sa.Column("line", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("shard", sa.Integer, nullable=False),
        sa.Column("document_id", sa.String(64)),
        sa.Column("planned", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("problem", sa.Text),
        sa.Column("ended_at", MOMENT),
        sa.ForeignKeyConstraint(["archive"], ["archives.id"], name="fk_archive_files_archive"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_archive_files_document_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("archive", "line", "part", name="pk_archive_files"),
    )
    op.create_index("ix_archive_files_archive_shard", "archive_files", ["archive", "shard"])
    op.create_index("ix_archive_files_archive_ended_at", "archive_files", ["archive", "ended_at"])
    op.create_index("ix_archive_files_document_id", "archive_files", ["document_id"])


def downgrade() -> None:
    for table in ("archive_files", "archive_shards", "archives"):
        op.drop_table(table)
