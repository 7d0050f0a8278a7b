"""The first schema: documents, results, outcomes, identities, index state, seen files, the event log and its guards."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

GENESIS = "0" * 64

# INSERT OR REPLACE deletes without firing DELETE triggers unless recursive_triggers is on, so inserts over an existing
# row are refused too.
SQLITE_GUARDS = (
    "CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER events_no_replace BEFORE INSERT ON events "
    "WHEN EXISTS (SELECT 1 FROM events WHERE sequence = NEW.sequence) "
    "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
)
POSTGRESQL_GUARDS = (
    "CREATE FUNCTION fieldwright_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$",
    "CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON events "
    "FOR EACH ROW EXECUTE FUNCTION fieldwright_append_only()",
    "CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events "
    "FOR EACH STATEMENT EXECUTE FUNCTION fieldwright_append_only()",
)


def upgrade() -> None:
    _documents()
    _work()
    _search_and_inbox()
    _events()


def downgrade() -> None:
    raise NotImplementedError("the first schema is where the store begins; restore a backup instead")


def _document_id(table: str) -> sa.Column[str]:
    key = sa.ForeignKey("documents.id", name=f"fk_{table}_document_id")
    return sa.Column("document_id", sa.String(64), key, nullable=False)


def _moment(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("document_class", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        _moment("received_at"),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("lease_owner", sa.Text),
        sa.Column("lease_until", sa.Double),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.CheckConstraint(
            "status IN ('waiting', 'accepted', 'needs_review', 'rejected')", name=op.f("ck_documents_status")
        ),
    )
    op.create_index("ix_documents_status_received_at_id", "documents", ["status", "received_at", "id"])
    op.create_table(
        "receptions",
        sa.Column("id", sa.Integer, nullable=False),
        _document_id("receptions"),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        _moment("received_at"),
        sa.PrimaryKeyConstraint("id", name="pk_receptions"),
    )
    op.create_index("ix_receptions_document_id", "receptions", ["document_id"])
    op.create_index("ix_receptions_name", "receptions", ["name"])


def _work() -> None:
    op.create_table(
        "results",
        _document_id("results"),
        sa.Column("stage", sa.String(64), nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("timing_s", sa.Double, nullable=False),
        _moment("saved_at"),
        sa.PrimaryKeyConstraint("document_id", "stage", name="pk_results"),
    )
    op.create_table(
        "outcomes",
        _document_id("outcomes"),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("document_class", sa.Text),
        sa.Column("payload", sa.Text, nullable=False),
        _moment("finished_at"),
        sa.PrimaryKeyConstraint("document_id", name="pk_outcomes"),
    )
    op.create_table(
        "identities",
        _document_id("identities"),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_identities"),
    )
    op.create_index("ix_identities_fingerprint", "identities", ["fingerprint"])


def _search_and_inbox() -> None:
    op.create_table(
        "indexed",
        sa.Column("index_name", sa.String(255), nullable=False),
        _document_id("indexed"),
        sa.Column("version", sa.Text, nullable=False),
        _moment("indexed_at"),
        sa.PrimaryKeyConstraint("index_name", "document_id", name="pk_indexed"),
    )
    op.create_table(
        "seen",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("document_id", sa.String(64)),
        _moment("seen_at"),
        sa.PrimaryKeyConstraint("key", name="pk_seen"),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.String(64)),
        _moment("at"),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_events"),
    )
    op.create_index("ix_events_document_id_sequence", "events", ["document_id", "sequence"])
    head = op.create_table(
        "event_head",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event_head"),
    )
    op.bulk_insert(head, [{"id": 1, "sequence": 0, "hash": GENESIS}])
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_GUARDS if on_sqlite else POSTGRESQL_GUARDS:
        op.execute(statement)
