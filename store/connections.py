"""Connection pools: one for each database and process, shared by every `Database` that is open on it."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from schemas.errors import ConfigurationError
from store.errors import typed

BUSY_TIMEOUT_S = 30
CONNECT_TIMEOUT_S = 10


class Pool:
    """The connections of this process to one database. Threads and forked processes may share it."""

    def __init__(self, url: URL) -> None:
        self.engine = _engine(url)
        self.users = 0
        self.lock = threading.RLock()
        """Held while the schema is checked: of several threads that open a database, one prepares it."""


_pools: dict[str, Pool] = {}
_registry_lock = threading.Lock()
_inherited: list[Any] = []
"""Connections of the parent process. Collecting them would close its descriptors in the child."""


def _after_fork() -> None:
    global _registry_lock
    _registry_lock = threading.Lock()
    for pool in _pools.values():
        pool.lock = threading.RLock()
        _inherited.append(pool.engine.pool)
        pool.engine.dispose(close=False)


os.register_at_fork(after_in_child=_after_fork)


def acquire(url: URL) -> Pool:
    """Returns this process's pool for a database, and creates a missing SQLite file.

    POSIX drops a process's locks on a file as soon as it closes any descriptor of that file. An SQLite file is
    therefore opened by SQLite alone, and its pool closes only when nobody uses it. Source:
    https://www.sqlite.org/howtocorrupt.html, section 2.2.
    """
    key = _key(url)
    with _registry_lock:
        pool = _pools.get(key)
        if pool is None:
            if is_sqlite(url):
                _create_private(Path(url.database or ""))
            pool = _pools[key] = Pool(url)
        pool.users += 1
        return pool


def release(url: URL, pool: Pool) -> None:
    """Gives a pool back; the last user closes its connections."""
    with _registry_lock:
        pool.users -= 1
        if pool.users == 0:
            pool.engine.dispose()
            _pools.pop(_key(url), None)


def checked(url: str) -> URL:
    """Returns a database URL that Fieldwright can use.

    Raises:
        ConfigurationError: The URL cannot be read, or names another kind of database.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ConfigurationError("the database URL cannot be read; write sqlite:///PATH or postgresql://...") from None
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise ConfigurationError(f"Fieldwright stores in SQLite or PostgreSQL, not in {parsed.get_backend_name()}")
    if is_sqlite(parsed) and parsed.database in (None, "", ":memory:"):
        raise ConfigurationError("an SQLite store needs a file, which other processes can open too: sqlite:///PATH")
    return parsed


def is_sqlite(url: URL) -> bool:
    """Whether the database is an SQLite file."""
    return url.get_backend_name() == "sqlite"


def _key(url: URL) -> str:
    if is_sqlite(url):
        return str(Path(url.database or "").resolve())
    return url.render_as_string(hide_password=False)


def _create_private(path: Path) -> None:
    """Creates a missing database file that only its owner may read; SQLite's log inherits the mode."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise typed(error, str(path)) from None


@contextmanager
def without_begin(engine: Engine) -> Iterator[Connection]:
    """A connection outside of any transaction."""
    with engine.execution_options(begin=None).connect() as connection:
        yield connection


def _engine(url: URL) -> Engine:
    timeout = {"timeout": BUSY_TIMEOUT_S} if is_sqlite(url) else {"connect_timeout": CONNECT_TIMEOUT_S}
    try:
        # hide_parameters: they are text of documents, and errors end up in logs.
        engine = create_engine(url, hide_parameters=True, connect_args=timeout, pool_pre_ping=not is_sqlite(url))
    except (NoSuchModuleError, ImportError) as error:
        raise ConfigurationError(f"the driver of {url.drivername} is missing ({error}); pip install psycopg") from None
    if is_sqlite(url):
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
