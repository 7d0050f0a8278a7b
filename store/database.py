"""One database, SQLite or PostgreSQL: opened at the right schema, with short transactions and typed errors."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from schemas.errors import ConfigurationError, StoreUnavailable
from store.errors import typed
from store.models import HEAD

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 0x6669656C64  # "field": any number that no other program takes in the same database
BUSY_TIMEOUT_S = 30
CONNECT_TIMEOUT_S = 10


class Database:
    """Connections to one database. Threads and forked processes may share it.

    Args:
        url: SQLAlchemy URL, such as ``sqlite:////data/fieldwright.db`` or ``postgresql+psycopg://user@host/db``.

    Raises:
        ConfigurationError: The URL is wrong, a driver is missing, the database may not be used, or its schema is newer
            than this code.
        StoreUnavailable: The database does not answer.
    """

    def __init__(self, url: str) -> None:
        self._url = _checked(url)
        self.name = self._url.render_as_string(hide_password=True)
        """The URL without its password."""
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            _create_private(Path(self._url.database or ""))
        self._engine = _engine(self._url, is_sqlite=self.is_sqlite)
        self._pid = os.getpid()
        try:
            if self._revision() != HEAD:
                self._migrate()
            elif not self._has_log():  # a copy made by VACUUM INTO, as a backup is
                with self._alone():
                    pass
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
        """Closes all connections."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, **options: Any) -> Iterator[Connection]:
        if os.getpid() != self._pid:  # a fork: the parent's connections are not ours to use or close
            self._engine.dispose(close=False)
            self._pid = os.getpid()
        try:
            with self._engine.execution_options(**options).begin() as connection:
                yield connection
        except DBAPIError as error:
            # The cause is left out: a server's detail may quote the row, which is text of a document.
            raise typed(error, self.name) from None
        except PoolTimeout:
            raise StoreUnavailable(f"{self.name} has no free connection; use fewer threads or try again") from None

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
                with self._engine.execution_options(begin=None).connect() as connection:
                    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            except DBAPIError as error:
                raise typed(error, self.name) from None
            yield


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ConfigurationError("the database URL cannot be read; write sqlite:///PATH or postgresql://...") from None
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise ConfigurationError(f"Fieldwright stores in SQLite or PostgreSQL, not in {parsed.get_backend_name()}")
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise ConfigurationError("an SQLite store needs a file, which other processes can open too: sqlite:///PATH")
    return parsed


def _create_private(path: Path) -> None:
    """Creates the database's folder and an empty file that only its owner may read; SQLite's log inherits the mode."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise typed(error, str(path)) from None


def _engine(url: URL, *, is_sqlite: bool) -> Engine:
    timeout = {"timeout": BUSY_TIMEOUT_S} if is_sqlite else {"connect_timeout": CONNECT_TIMEOUT_S}
    try:
        # hide_parameters: they are text of documents, and errors end up in logs.
        engine = create_engine(url, hide_parameters=True, connect_args=timeout, pool_pre_ping=not is_sqlite)
    except (NoSuchModuleError, ImportError) as error:
        raise ConfigurationError(f"the driver of {url.drivername} is missing ({error}); pip install psycopg") from None
    if is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA recursive_triggers=ON")  # REPLACE then fires the triggers that guard the events
    connection.execute("PRAGMA synchronous=FULL")  # a committed outcome survives a power cut


def _begin_sqlite(connection: Connection) -> None:
    # The driver's own BEGIN comes late and is deferred: two writers could then read the same queue and one would fail.
    # Source: SQLAlchemy, "Serializable isolation / Savepoints / Transactional DDL" of the pysqlite dialect.
    if kind := connection.get_execution_options()["begin"]:
        connection.exec_driver_sql(f"BEGIN {kind}")
