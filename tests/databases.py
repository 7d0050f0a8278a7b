"""Throw-away databases for tests of what is stored: a file for each test, a PostgreSQL database for each run.

Import the fixtures where they are needed: ``from tests.databases import postgres_url, store, store_url``.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest

from store.store import DocumentStore

HOST = os.environ.get("PGHOST", "127.0.0.1")
PORT = os.environ.get("PGPORT", "5432")


@cache
def postgres_user() -> str | None:
    """Returns a user who may create databases, or None when no server answers."""
    for user in filter(None, (os.environ.get("PGUSER"), "root", "postgres")):
        try:
            psycopg.connect(host=HOST, port=PORT, user=user, dbname="postgres", connect_timeout=3).close()
        except psycopg.OperationalError:
            continue
        return user
    return None


def execute(url: str, *statements: str) -> list[Any]:
    """Runs statements past the store, each in its own transaction; returns the rows of the last."""
    if url.startswith("sqlite"):
        import sqlite3

        with sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None) as connection:
            rows = [connection.execute(statement).fetchall() for statement in statements][-1]
        connection.close()
        return rows
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:
        for statement in statements:
            cursor = server.execute(statement)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def postgres_database() -> Iterator[str]:
    """A new database on the server, dropped at the end; gives its SQLAlchemy URL."""
    if postgres_user() is None:
        pytest.skip(f"no PostgreSQL answers at {HOST}:{PORT}: the store is tested on SQLite only")
    user, name = postgres_user(), f"fieldwright_test_{os.getpid()}_{uuid.uuid4().hex[:12]}"
    admin = f"postgresql://{user}@{HOST}:{PORT}/postgres"
    execute(admin, f"CREATE DATABASE {name}", f"ALTER DATABASE {name} SET synchronous_commit = off")
    try:
        yield f"postgresql+psycopg://{user}@{HOST}:{PORT}/{name}"
    finally:
        execute(admin, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of this run's database, with the schema."""
    with postgres_database() as url:
        DocumentStore(url, tmp_path_factory.mktemp("files")).close()
        yield url


def _empty(url: str) -> None:
    """Takes everything out of a PostgreSQL database, past the triggers that guard the events."""
    tables = (
        "archive_files", "archive_shards", "archives", "layouts", "stated_standards", "checks", "party_terms", "parties", "deliveries", "webhooks", "sign_in_failures", "sign_in_links", "api_tokens", "sessions", "users",
        "comparisons", "corrections", "review_drafts", "review_skips", "reviews",
        "receptions", "results", "outcomes", "identities", "indexed", "seen", "events", "documents",
    )  # fmt: skip
    execute(
        url,
        "SET session_replication_role = replica",
        *(f"DELETE FROM {table}" for table in tables),
        "UPDATE directory_state SET revision = 0",
        f"UPDATE event_head SET sequence = 0, hash = '{'0' * 64}'",
        "ALTER TABLE events ENABLE TRIGGER USER",
    )


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an empty database: on SQLite not even made, on PostgreSQL with its schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'fieldwright.db'}"
        return
    url = request.getfixturevalue("postgres_url")
    _empty(url)
    yield url


@pytest.fixture
def store(store_url: str, tmp_path: Path) -> Iterator[DocumentStore]:
    """An empty store."""
    with DocumentStore(store_url, tmp_path / "files") as opened:
        yield opened
