import subprocess
import sys
from pathlib import Path

import pytest

from schemas.errors import ConfigurationError
from store.models import HEAD, metadata
from store.store import DocumentStore
from tests.databases import execute, postgres_database


def test_the_tables_are_what_the_migrations_make(store: DocumentStore, store_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlalchemy import create_engine

    engine = create_engine(store_url)
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
    engine.dispose()


def test_the_named_head_is_the_newest_migration() -> None:
    from alembic.script import ScriptDirectory

    from store.database import MIGRATIONS

    assert ScriptDirectory(MIGRATIONS).get_heads() == [HEAD]


def test_an_up_to_date_store_opens_without_alembic(store: DocumentStore, store_url: str, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from store.store import DocumentStore\n"
        "DocumentStore(sys.argv[1], Path(sys.argv[2])).close()\n"
        "print([m for m in ('alembic', 'fsspec', 'PIL', 'sqlalchemy.orm') if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, store_url, tmp_path / "files"], capture_output=True, text=True
    )
    assert (ran.stdout, ran.stderr) == ("[]\n", "")


def test_what_was_stored_is_there_after_opening_again(store_url: str, tmp_path: Path) -> None:
    with DocumentStore(store_url, tmp_path / "files") as store:
        document = store.add(b"one", name="a.pdf", media_type="application/pdf", source="x").document
    with DocumentStore(store_url, tmp_path / "files") as store:
        assert store.get(document.id) == document
        assert store.original(document.id).read_bytes() == b"one"


def test_a_schema_of_a_newer_version_is_refused(store: DocumentStore, store_url: str, tmp_path: Path) -> None:
    execute(store_url, "UPDATE alembic_version SET version_num = '9999'")
    try:
        with pytest.raises(ConfigurationError, match="newer"):
            DocumentStore(store_url, tmp_path / "files")
    finally:
        execute(store_url, f"UPDATE alembic_version SET version_num = '{HEAD}'")


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("mysql://root@localhost/x", "SQLite or PostgreSQL"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("nonsense", "cannot be read"),
        ("", "cannot be read"),
        ("postgresql+nodriver://root@127.0.0.1/x", "driver"),
    ],
)
def test_a_url_that_cannot_work_is_refused_with_advice(tmp_path: Path, url: str, advice: str) -> None:
    with pytest.raises(ConfigurationError, match=advice):
        DocumentStore(url, tmp_path / "files")


def test_the_folders_are_made_and_the_database_is_private(tmp_path: Path) -> None:
    path = tmp_path / "not" / "yet" / "there.db"
    DocumentStore(f"sqlite:///{path}", path.parent / "files").close()
    assert path.stat().st_mode & 0o077 == 0


def test_the_database_survives_a_power_cut_and_checks_references(store: DocumentStore, store_url: str) -> None:
    if not store_url.startswith("sqlite"):
        pytest.skip("PostgreSQL does so by default")
    with store._database.read() as connection:
        ask = connection.exec_driver_sql
        assert ask("PRAGMA journal_mode").scalar() == "wal"
        assert ask("PRAGMA synchronous").scalar() == 2
        assert ask("PRAGMA foreign_keys").scalar() == 1


def test_a_restored_backup_is_a_whole_store(tmp_path: Path) -> None:
    files = tmp_path / "files"
    with DocumentStore(f"sqlite:///{tmp_path / 'x.db'}", files) as store:
        document = store.add(b"one", name="a.pdf", media_type="application/pdf", source="x").document
        execute(f"sqlite:///{tmp_path / 'x.db'}", f"VACUUM INTO '{tmp_path / 'backup.db'}'")
        chain = store.verify_events()
    with DocumentStore(f"sqlite:///{tmp_path / 'backup.db'}", files) as restored:
        assert restored.get(document.id) == document
        assert restored.verify_events() == chain
        with restored._database.read() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    with pytest.raises(Exception, match="append-only"):
        execute(f"sqlite:///{tmp_path / 'backup.db'}", "DELETE FROM events")


def test_a_password_never_shows(tmp_path: Path) -> None:
    url = "postgresql://someone:geheim@127.0.0.1:1/x"
    with pytest.raises(Exception, match=r"127\.0\.0\.1") as caught:
        DocumentStore(url, tmp_path / "files")
    assert "geheim" not in str(caught.value)


@pytest.mark.service
def test_a_plain_postgresql_url_uses_the_installed_driver(tmp_path: Path) -> None:
    with postgres_database() as url, DocumentStore(url.replace("+psycopg", ""), tmp_path / "files") as store:
        assert store.counts()["waiting"] == 0


def test_what_was_stored_before_counters_is_ordered_as_its_clock_said(store_url: str, tmp_path: Path) -> None:
    if not store_url.startswith("sqlite"):
        pytest.skip("the test's PostgreSQL database has its schema already")
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    from store.database import MIGRATIONS

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(store_url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
    engine.dispose()
    first, second = "a" * 64, "b" * 64
    columns = "id, name, media_type, size_bytes, source, received_at, status, attempts"
    execute(
        store_url,
        *(
            f"INSERT INTO documents ({columns}) VALUES ('{i}', 'x', 'x', 1, 'x', '{day} 00:00:00', 'waiting', 0)"
            for i, day in ((second, "2026-01-02"), (first, "2026-01-01"))
        ),
        *(
            f"INSERT INTO results VALUES ('{first}', '{stage}', '1', x'00', 1.0, '2026-01-0{day} 00:00:00')"
            for stage, day in (("read", 2), ("pages", 1), ("fields", 3))
        ),
        *(f"INSERT INTO identities VALUES ('{i}', '{'f' * 64}')" for i in (second, first)),
    )
    with DocumentStore(store_url, tmp_path / "files") as store:
        assert [(name, record.revision) for name, record in store.stages(first).items()] == [
            ("pages", 1), ("read", 2), ("fields", 3),
        ]  # fmt: skip
        rows = execute(store_url, "SELECT document_id FROM identities ORDER BY recorded")
        assert [row[0] for row in rows] == [first, second]
        assert store.attempts([first]) == {first: 0}
