"""What only a PostgreSQL server can do to a store; all else is tested in ``tests/unit/store`` on both databases."""

from pathlib import Path

import psycopg
import pytest

from schemas.errors import ConfigurationError, PermanentError, StoreUnavailable, UnknownDocument, is_transient
from schemas.outcome import Outcome
from store.store import DocumentStore
from tests.builders import document_id, page, read_document
from tests.databases import HOST, PORT, execute, postgres_database, postgres_url, postgres_user

__all__ = ["postgres_url"]

pytestmark = pytest.mark.service


def add(store: DocumentStore, data: bytes) -> str:
    return store.add(data, name="x.pdf", media_type="application/pdf", source="x").document.id


def test_a_restarted_server_is_not_noticed(postgres_url: str, tmp_path: Path) -> None:
    with DocumentStore(postgres_url, tmp_path / "files") as store:
        ident = add(store, b"restart")
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "
        assert execute(postgres_url, cut + "current_database()")
        assert store.get(ident).id == ident


def test_a_server_that_goes_in_the_middle_of_a_transaction_is_unavailable(postgres_url: str, tmp_path: Path) -> None:
    with DocumentStore(postgres_url, tmp_path / "files") as store:
        before = store.counts()
        with pytest.raises(StoreUnavailable) as caught, store._database.write() as connection:  # noqa: PT012
            pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            execute(postgres_url, f"SELECT pg_terminate_backend({pid}, 10000)")
            connection.exec_driver_sql("SELECT 1")
        assert is_transient(caught.value)
        assert store.counts() == before


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("postgresql://{user}@{host}:1/postgres", StoreUnavailable),
        ("postgresql://{user}@{host}:{port}/no_such_database", ConfigurationError),
        ("postgresql://no_such_user@{host}:{port}/postgres", ConfigurationError),
    ],
)
def test_a_server_that_cannot_be_entered_is_said(tmp_path: Path, place: str, error: type[Exception]) -> None:
    if postgres_user() is None:
        pytest.skip(f"no PostgreSQL answers at {HOST}:{PORT}")
    with pytest.raises(error):
        DocumentStore(place.format(user=postgres_user(), host=HOST, port=PORT), tmp_path / "files")


def test_a_user_without_rights_is_told_so(tmp_path: Path) -> None:
    with postgres_database() as url, DocumentStore(url, tmp_path / "files"):
        name = url.rpartition("/")[2]
        execute(url, f"CREATE ROLE {name}_reader LOGIN")
        try:
            reader = url.replace(f"{postgres_user()}@", f"{name}_reader@")
            with pytest.raises(ConfigurationError, match="rights"):
                DocumentStore(reader, tmp_path / "files")
        finally:
            execute(url, f"DROP ROLE {name}_reader")


def test_a_refused_row_is_not_quoted(postgres_url: str, tmp_path: Path) -> None:
    with DocumentStore(postgres_url, tmp_path / "files") as store:
        ident = add(store, b"refused")
        execute(postgres_url, "ALTER TABLE results ADD CONSTRAINT refuse CHECK (version <> 'secret') NOT VALID")
        try:
            with pytest.raises(ConfigurationError, match="refuse") as caught:
                store.save(ident, "read", "secret", read_document(page("x")), timing_s=1.0)
        finally:
            execute(postgres_url, "ALTER TABLE results DROP CONSTRAINT refuse")
        assert "secret" not in str(caught.value)
        with pytest.raises(UnknownDocument):
            store.save(document_id("never added"), "read", "1", read_document(page("x")), timing_s=1.0)


def test_a_text_that_cannot_be_stored_is_not_tried_again(postgres_url: str, tmp_path: Path) -> None:
    with DocumentStore(postgres_url, tmp_path / "files") as store:
        with pytest.raises(PermanentError, match="NUL") as caught:
            store.append_event(None, "viewed", {}, actor="secret\0")
        assert "secret" not in str(caught.value)


def test_a_document_that_another_transaction_holds_is_passed_by(postgres_url: str, tmp_path: Path) -> None:
    with DocumentStore(postgres_url, tmp_path / "files") as store:
        first, second = add(store, b"held"), add(store, b"free")
        with psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
            other.execute("SELECT 1 FROM documents WHERE id = %s FOR UPDATE", [first])
            claimed = store.claim(1000, owner="me", lease_s=60)
            assert first not in claimed
            assert second in claimed
            other.rollback()
        assert first in store.claim(1000, owner="me", lease_s=60)
        assert store.finish(Outcome(document_id=first, status="accepted"))
