"""The directory in the database."""

from __future__ import annotations

import pytest

from schemas.errors import UnknownParty
from schemas.parties import Identifier
from store.parties import PartyRecord, PartyTerm, Written
from store.store import DocumentStore

ACME = PartyRecord(
    "acme gmbh",
    "Acme GmbH",
    (
        PartyTerm("name", "acmegmbh", "Acme GmbH"),
        PartyTerm("core", "acme", "Acme GmbH"),
        PartyTerm("address", "hauptstr 1", "Hauptstr. 1"),
        PartyTerm("vat_id", "DE123", "DE 123"),
        PartyTerm("role", "seller", "seller"),
    ),
    currency="EUR",
)
BOLT = PartyRecord("bolt", "Bolt", (PartyTerm("name", "bolt", "Bolt"), PartyTerm("core", "bolt", "Bolt")))


def test_what_was_written_is_read_again(store: DocumentStore) -> None:
    assert store.parties.write([ACME, BOLT], actor="ada") == Written(added=2)
    acme, bolt = store.parties.page()
    assert (acme.name, acme.spellings, acme.addresses, acme.roles) == ("Acme GmbH", (), ("Hauptstr. 1",), ("seller",))
    assert acme.identifiers == (Identifier(kind="vat_id", value="DE 123"),)
    assert (acme.currency, bolt.currency) == ("EUR", None)
    assert store.parties.entries([bolt.id, 999, acme.id]) == [bolt, acme]
    assert store.parties.with_keys(["vat_id", "tax_id"], ["DE123", "DE999"]) == [("DE123", acme.id)]


def test_writing_again_adds_what_is_new_and_takes_nothing_away(store: DocumentStore) -> None:
    store.parties.write([ACME], actor="ada")
    assert store.parties.write([ACME], actor="ada") == Written(same=1)
    [acme] = store.parties.page()
    spelling = PartyRecord("other key", "ACME", (PartyTerm("name", "acme", "ACME"),), entry=acme.id, documents=1)
    assert store.parties.write([spelling], actor="eve", document_id="a" * 64) == Written(changed=1)
    [grown] = store.parties.page()
    assert (grown.name, grown.spellings, grown.documents) == ("Acme GmbH", ("ACME",), 1)
    assert grown.identifiers == acme.identifiers


def test_a_preview_changes_nothing(store: DocumentStore) -> None:
    assert store.parties.write([ACME], actor="ada", dry_run=True) == Written(added=1)
    assert (store.parties.count(), store.parties.revision(), store.event_count()) == (0, 0, 0)


def test_what_changed_since_a_revision_is_listed(store: DocumentStore) -> None:
    store.parties.write([ACME], actor="ada")
    seen = store.parties.revision()
    store.parties.write([BOLT], actor="ada")
    assert {entry for entry, _ in store.parties.terms()} == {entry.id for entry in store.parties.page()}
    [(_, terms)] = store.parties.terms(seen)
    assert set(terms) == {("name", "bolt"), ("core", "bolt")}
    assert store.parties.revision() > seen


def test_entries_are_found_by_any_of_their_values_and_listed_page_by_page(store: DocumentStore) -> None:
    store.parties.write([ACME, BOLT], actor="ada")
    assert [e.name for e in store.parties.page("haupt")] == ["Acme GmbH"]
    assert [e.name for e in store.parties.page("de 1")] == ["Acme GmbH"]
    assert store.parties.page("%") == []
    assert store.parties.count("BOL") == 1
    [first] = store.parties.page(limit=1)
    assert [e.name for e in store.parties.page(after=first.name, after_id=first.id)] == ["Bolt"]


def test_an_entry_and_a_value_of_one_can_be_removed(store: DocumentStore) -> None:
    store.parties.write([ACME, BOLT], actor="ada")
    acme, bolt = store.parties.page()
    store.parties.remove_value(acme.id, "address", "Hauptstr. 1", actor="ada")
    assert store.parties.entry(acme.id).addresses == ()
    before = store.parties.revision()
    store.parties.remove(bolt.id, actor="ada")
    assert store.parties.revision() > before
    with pytest.raises(UnknownParty):
        store.parties.entry(bolt.id)
    with pytest.raises(UnknownParty):
        store.parties.remove(bolt.id, actor="ada")
    with pytest.raises(UnknownParty):
        store.parties.remove_value(acme.id, "phone", "1", actor="ada")
    kinds = [event.kind for event in store.event_page(limit=9)]
    assert kinds == ["directory_removed", "directory_value_removed", "directory_changed"]
