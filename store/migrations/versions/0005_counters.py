"""Order by counters of the store instead of clocks; failures of one document separated from failures of a machine."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for table, column in (("documents", "failures"), ("results", "revision"), ("results", "made_from"),
                          ("identities", "recorded")):  # fmt: skip
        op.add_column(table, sa.Column(column, sa.Integer, nullable=False, server_default=sa.text("0")))
    op.add_column("documents", sa.Column("alone_in_stage", sa.String(64)))
    op.execute(
        "UPDATE results SET revision = (SELECT count(*) FROM results AS earlier WHERE earlier.document_id = "
        "results.document_id AND (earlier.saved_at, earlier.stage) <= (results.saved_at, results.stage))"
    )
    op.execute("UPDATE results SET made_from = revision")
    op.execute(
        "UPDATE identities SET recorded = (SELECT count(*) FROM identities AS same JOIN documents AS earlier "
        "ON earlier.id = same.document_id JOIN documents AS mine ON mine.id = identities.document_id "
        "WHERE same.fingerprint = identities.fingerprint "
        "AND (earlier.received_at, earlier.id) <= (mine.received_at, mine.id))"
    )


def downgrade() -> None:
    for table, column in (("documents", "failures"), ("documents", "alone_in_stage"), ("results", "revision"),
                          ("results", "made_from"), ("identities", "recorded")):  # fmt: skip
        op.drop_column(table, column)
