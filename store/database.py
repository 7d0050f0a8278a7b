"""One database, SQLite or PostgreSQL: opened at the right schema, with short transactions and typed errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from schemas.errors import ConfigurationError, StoreUnavailable
from store import connections
from store.errors import typed
from store.models import HEAD

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 0x6669656C64  # "field": any number that no other program takes in the same database


class Database:
    """Access to one database. Threads and forked processes may share it.

    All that are open on one database in a process share its connections; see `connections.acquire`.

    Args:
        url: SQLAlchemy URL, such as ``sqlite:////data/fieldwright.db`` or ``postgresql+psycopg://user@host/db``.

    Raises:
        ConfigurationError: Wrong URL, missing driver, no access to the database, or a schema newer than this code.
        StoreUnavailable: The database does not answer.
    """

    def __init__(self, url: str) -> None:
        self._url = connections.checked(url)
        self.name = self._url.render_as_string(hide_password=True)
        """The URL without its password."""
        self.is_sqlite = connections.is_sqlite(self._url)
        self._pool = connections.acquire(self._url)
        self._is_open = True
        try:
            with self._pool.lock:
                self._prepare()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and changes nothing."""
        snapshot = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self._transaction(begin="DEFERRED", **snapshot) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is kept as a whole when the block ends, and forgotten when it raises.

        On SQLite it holds the write lock from its start, so that what it reads stays true until it ends.
        """
        with self._transaction(begin="IMMEDIATE") as connection:
            yield connection

    def insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """Returns an INSERT that knows ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def close(self) -> None:
        """Closes the connections unless others of this process use them."""
        if self._is_open:
            self._is_open = False
            connections.release(self._url, self._pool)

    @contextmanager
    def _transaction(self, **options: Any) -> Iterator[Connection]:
        try:
            with self._pool.engine.execution_options(**options).begin() as connection:
                yield connection
        except DBAPIError as error:
            # The cause is left out: a server's detail may quote the row, which is text of a document.
            raise typed(error, self.name) from None
        except PoolTimeout:
            raise StoreUnavailable(f"{self.name} has no free connection; use fewer threads or try again") from None

    def _prepare(self) -> None:
        if self._revision() != HEAD:
            self._migrate()
        elif not self._has_log():  # a copy made by VACUUM INTO, as a backup is
            with self._alone():
                pass

    def _revision(self) -> str | None:
        with self.read() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return revision

    def _has_log(self) -> bool:
        if not self.is_sqlite:
            return True
        with self.read() as connection:
            return connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"

    def _migrate(self) -> None:
        """Brings the schema to `HEAD`; of several processes that open at once, one does it and the others wait."""
        # Imported here: it costs as much as the rest of opening, and is needed once in a schema's life.
        from alembic import command
        from alembic.config import Config
        from alembic.script import ScriptDirectory

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with self._alone(), self.write() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            present = inspect(connection).has_table("alembic_version")
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if present else None
            if revision == HEAD:
                return
            known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
            if revision is not None and revision not in known:
                raise ConfigurationError(
                    f"{self.name} has schema {revision}, newer than this Fieldwright knows ({HEAD}): "
                    "install the version that wrote it, or restore the backup from before its upgrade"
                )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps other processes from preparing the same SQLite file, and turns its write-ahead log on.

        Turning it on does not wait for other connections as a transaction would, it fails: hence the lock file.
        """
        if not self.is_sqlite:
            yield
            return
        import fcntl

        with Path(f"{self._url.database}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                with connections.without_begin(self._pool.engine) as connection:
                    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            except DBAPIError as error:
                raise typed(error, self.name) from None
            yield
