"""What Alembic runs: the steps, in the transaction and under the lock of the connection it was handed."""

from __future__ import annotations

from alembic import context

from store.models import metadata

connection = context.config.attributes["connection"]
# SQLite can roll DDL back too, once the driver leaves BEGIN to us (store.database does).
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
