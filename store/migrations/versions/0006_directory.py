"""The directory of organizations and what they are known by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "parties",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("currency", sa.String(3)),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_parties"),
        sa.UniqueConstraint("key", name="uq_parties_key"),
    )
    op.create_index("ix_parties_revision", "parties", ["revision"])
    op.create_index("ix_parties_name", "parties", ["name"])
    party = sa.ForeignKey("parties.id", name="fk_party_terms_party_id", ondelete="CASCADE")
    op.create_table(
        "party_terms",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("party_id", sa.Integer, party, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("document_id", sa.String(64)),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_party_terms"),
        sa.UniqueConstraint("party_id", "kind", "key", name="uq_party_terms_party_id"),
    )
    op.create_index("ix_party_terms_kind_key", "party_terms", ["kind", "key"])
    op.create_table(
        "directory_state",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_directory_state"),
    )
    op.execute("INSERT INTO directory_state (id, revision) VALUES (1, 0)")


def downgrade() -> None:
    op.drop_table("directory_state")
    op.drop_table("party_terms")
    op.drop_table("parties")
