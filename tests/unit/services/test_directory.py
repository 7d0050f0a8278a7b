"""The stored directory: files go in and out, reviews add to it, a process sees changes without reading all again."""

from __future__ import annotations

from pathlib import Path

import pytest

from directory.csv_file import parse
from directory.index import terms_of
from directory.records import stored_terms, values_of
from schemas.classes import SHIPPED
from schemas.errors import ConfigurationError
from schemas.parties import Identifier, PartyEntry
from services.directory import LiveDirectory, directory_from, export, import_rows, learn
from store.store import DocumentStore
from tests.builders import extraction, field

FILE = """\
role,name,address,vat_id
seller,Acme Trading GmbH,"Hauptstr. 1, 10115 Berlin",DE123456789
seller,Bolt AG,,
seller,,,
"""


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore(f"sqlite:///{tmp_path / 'fieldwright.db'}", tmp_path / "files")


def test_a_file_is_imported_exported_and_imported_again(store: DocumentStore) -> None:
    done = import_rows(store.parties, parse(FILE), actor="ada")
    assert (done.written.added, [error.line for error in done.file.errors]) == (2, [4])
    exported = parse("".join(export(store.parties)))
    again = import_rows(store.parties, exported, actor="ada")
    assert (again.written.same, again.written.added, again.written.changed) == (2, 0, 0)


def test_another_name_with_the_same_number_is_a_spelling_and_is_known_by_its_name_later(store: DocumentStore) -> None:
    import_rows(store.parties, parse(FILE), actor="ada")
    import_rows(store.parties, parse("name,vat_id\nAkme Trading GmbH,DE123456789\n"), actor="ada")
    import_rows(store.parties, parse("name,phone\nAKME TRADING GMBH,030 1234567\n"), actor="ada")
    acme, _ = store.parties.page()
    assert (acme.name, acme.spellings) == ("Acme Trading GmbH", ("Akme Trading GmbH",))
    assert acme.values("phone") == ("030 1234567",)


def test_a_name_that_only_looks_alike_is_another_entry(store: DocumentStore) -> None:
    import_rows(store.parties, parse("name\nLan Hing\nIan Hing\n"), actor="ada")
    assert store.parties.count() == 2


def test_a_review_tells_names_addresses_and_numbers(store: DocumentStore) -> None:
    found = extraction(
        field("seller_name", "Acme Trading GmbH", kind="name"),
        field("seller_address", "Hauptstr. 1, 10115 Berlin"),
        field("seller_vat_id", "DE123456789", kind="id"),
        field("iban", "DE89370400440532013000", kind="id"),
        field("currency", "EUR", kind="code"),
        field("buyer_name", "Bolt AG", kind="name"),
    )
    learn(store.parties, found, SHIPPED.require("invoice"), actor="ada")
    learn(store.parties, found, SHIPPED.require("invoice"), actor="ada")
    acme, bolt = store.parties.page()
    assert (acme.addresses, acme.roles, acme.currency, acme.documents) == (
        ("Hauptstr. 1, 10115 Berlin",), ("seller",), "EUR", 2,
    )  # fmt: skip
    assert {i.kind: i.value for i in acme.identifiers} == {"vat_id": "DE123456789", "iban": "DE89370400440532013000"}
    assert (bolt.name, bolt.roles, bolt.currency) == ("Bolt AG", ("buyer",), None)


def test_a_claim_tells_no_number_of_a_natural_person_and_no_patient(store: DocumentStore) -> None:
    found = extraction(
        field("patient_name", "Jane Roe", kind="name"),
        field("billing_provider_name", "Holland Clinic", kind="name"),
        field("federal_tax_id", "123-45-6789", kind="id"),
        document_class="claim",
    )
    learn(store.parties, found, SHIPPED.require("claim"), actor="ada")
    [clinic] = store.parties.page()
    assert (clinic.name, clinic.identifiers) == ("Holland Clinic", ())


def test_a_process_sees_what_others_add_and_remove(store: DocumentStore) -> None:
    live = LiveDirectory(store.parties)
    assert live.now() is None
    rows = "name\n" + "\n".join(f"Company {n} of the World" for n in range(60))
    import_rows(store.parties, parse(rows), actor="ada")
    first = live.now()
    assert first is not None
    assert live.now() is first
    import_rows(store.parties, parse("name\nAcme Trading GmbH\n"), actor="ada")
    second = live.now()
    assert second is not None
    [acme] = [e for e in second.entries(second.like("Acme")) if e.name == "Acme Trading GmbH"]
    store.parties.remove(acme.id, actor="ada")
    third = live.now()
    assert third is not None
    assert acme not in third.entries(third.like("Acme"))
    assert len({first.version, second.version, third.version}) == 3


def test_what_the_store_keeps_finds_an_entry_as_the_entry_itself_does() -> None:
    entry = PartyEntry(
        id=3,
        name="Acme Trading GmbH",
        spellings=("Akme",),
        addresses=("Hauptstr. 1",),
        identifiers=(
            Identifier(kind="vat_id", value="DE 1234567"),
            Identifier(kind="domain", value="www.acme.example"),
        ),
        roles=("seller",),
    )
    kept = stored_terms(3, [(kind, key) for kind, key, _ in values_of(entry)])
    assert (set(kept.whole), set(kept.names)) == (set(terms_of(entry).whole), set(terms_of(entry).names))


def test_a_file_is_a_directory_for_extract_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    path = tmp_path / "directory.csv"
    path.write_text(FILE, encoding="utf-8")
    known, errors = directory_from(path)
    assert [entry.name for entry in known.entries(known.like("Acme Trading"))] == ["Acme Trading GmbH"]
    assert [error.line for error in errors] == [4]
    path.write_bytes("name\nMüller\n".encode("latin-1"))
    with pytest.raises(ConfigurationError, match="UTF-8"):
        directory_from(path)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        directory_from(tmp_path / "absent.csv")
