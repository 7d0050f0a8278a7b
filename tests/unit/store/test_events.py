from datetime import UTC, datetime, timedelta

import pytest

from schemas.errors import ConfigurationError
from store.store import DocumentStore
from tests.builders import document_id
from tests.databases import execute
from tests.unit.store.test_documents import add


def test_events_come_back_in_order_and_by_document(store: DocumentStore) -> None:
    ident = add(store, b"one")
    data = {"documents": 3, "took": {"s": 1.5}, "ok": True, "name": "\u00fc"}
    store.append_event(None, "reindexed", data, actor="ops")
    store.append_event(ident, "exported", {}, actor="erp")
    everything = store.events()
    assert [(e.sequence, e.kind, e.actor) for e in everything] == [
        (1, "received", "fieldwright"), (2, "reindexed", "ops"), (3, "exported", "erp"),
    ]  # fmt: skip
    assert everything[1].data == data
    assert [e.sequence for e in store.events(ident)] == [1, 3]
    assert store.events(document_id("never added")) == []
    assert all(timedelta(0) <= datetime.now(UTC) - e.at < timedelta(minutes=5) for e in everything)


def test_the_log_of_a_new_store_is_intact(store: DocumentStore) -> None:
    chain = store.verify_events()
    assert (chain.events, chain.intact) == (0, True)


@pytest.mark.parametrize("data", [{"text": "x" * 5000}, {"a": float("nan")}])
def test_an_event_is_no_place_for_a_text(store: DocumentStore, data: dict) -> None:
    with pytest.raises(ValueError, match=r"characters|JSON"):
        store.append_event(None, "noted", data, actor="ops")
    assert store.events() == []


CHANGES = [
    "UPDATE events SET actor = 'someone else' WHERE sequence = 2",
    "UPDATE events SET document_id = NULL",
    "DELETE FROM events WHERE sequence = 3",
    "DELETE FROM events",
]
ONLY_SQLITE = ["INSERT OR REPLACE INTO events SELECT sequence, document_id, at, 'x', kind, data, hash FROM events"]
ONLY_POSTGRESQL = ["TRUNCATE events"]


@pytest.mark.parametrize("change", [*CHANGES, *ONLY_SQLITE, *ONLY_POSTGRESQL])
def test_the_database_refuses_to_change_events(store: DocumentStore, store_url: str, change: str) -> None:
    on_sqlite = store_url.startswith("sqlite")
    if change in (ONLY_POSTGRESQL if on_sqlite else ONLY_SQLITE):
        pytest.skip("the other database's statement")
    for kind in ("one", "two", "three"):
        store.append_event(document_id(), kind, {}, actor="ops")
    before = store.events()
    with pytest.raises(Exception, match="append-only"):
        execute(store_url, change)
    assert store.events() == before


DISARM = {
    "sqlite": [f"DROP TRIGGER events_no_{what}" for what in ("update", "delete", "replace")],
    "postgresql": ["ALTER TABLE events DISABLE TRIGGER USER"],
}


@pytest.mark.parametrize(
    ("tampering", "broken_at"),
    [
        ("UPDATE events SET actor = 'x' WHERE sequence = 2", 2),
        ("UPDATE events SET data = '{}' WHERE sequence = 1", 1),
        ("UPDATE events SET document_id = NULL WHERE sequence = 3", 3),
        ("UPDATE events SET kind = 'y' WHERE sequence = 4", 4),
        ("UPDATE events SET hash = '00' WHERE sequence = 4", 4),
        ("UPDATE events SET at = (SELECT at FROM events WHERE sequence = 1) WHERE sequence = 2", 2),
        ("DELETE FROM events WHERE sequence = 1", 1),
        ("DELETE FROM events WHERE sequence = 3", 3),
        ("DELETE FROM events WHERE sequence = 4", 4),
        ("DELETE FROM events", 1),
        ("INSERT INTO events SELECT 5, document_id, at, actor, kind, data, hash FROM events WHERE sequence = 4", 5),
    ],
)
def test_tampering_behind_the_triggers_is_seen(
    store: DocumentStore, store_url: str, tampering: str, broken_at: int
) -> None:
    for kind in ("one", "two", "three", "four"):
        store.append_event(document_id(), kind, {"n": 1}, actor="ops")
    assert store.verify_events().intact
    execute(store_url, *DISARM[store_url.partition(":")[0].partition("+")[0]], tampering)
    chain = store.verify_events()
    assert (chain.intact, chain.broken_at) == (False, broken_at)


def test_whoever_noted_the_head_sees_a_log_that_was_cut_off_with_its_head(store: DocumentStore) -> None:
    store.append_event(None, "one", {}, actor="ops")
    noted = store.verify_events().head
    store.append_event(None, "two", {}, actor="ops")
    assert noted in {event.hash for event in store.events()}
    assert store.verify_events().head == store.events()[-1].hash


def test_the_store_itself_cannot_write_over_an_event(store: DocumentStore, store_url: str) -> None:
    store.append_event(None, "one", {}, actor="ops")
    execute(store_url, "UPDATE event_head SET sequence = 0")
    with pytest.raises(ConfigurationError):
        store.append_event(None, "two", {}, actor="ops")
    assert [event.kind for event in store.events()] == ["one"]
