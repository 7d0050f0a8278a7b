"""Use of the party directory: import and export, additions from reviewed documents, and matching in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from directory.csv_file import DirectoryFile, LineError, parse, write
from directory.directory import Directory, directory_of
from directory.forms import key_of, skeleton_of
from directory.grouping import OWN, entries_of, group_key, is_spelling, own_numbers
from directory.index import PartyIndex, Terms
from directory.records import stored_terms, values_of
from schemas.errors import ConfigurationError
from schemas.parties import Identifier, IdentifierKind, PartyEntry
from store.parties import Parties, PartyRecord, PartyTerm, Written
from values.groups import groups

if TYPE_CHECKING:
    from schemas.extraction import Extraction
    from schemas.vocabulary import DocumentClass, FieldRole, FieldSpec

AT_ONCE = 500
"""Entries that are written in one transaction."""

REBUILT_FROM = 0.05
"""Share of changed entries from which the whole index is built again, not one beside it."""

_KINDS: dict[FieldRole, IdentifierKind] = {
    "vat_id": "vat_id", "tax_id": "tax_id", "bank_account": "iban", "phone": "phone",
}  # fmt: skip
"""Fields whose values are identifiers of the party that they belong to."""

ROLES = {"party": "seller", "counterparty": "buyer"}
"""How the directory calls a party that comes from a reviewed document."""


@dataclass(frozen=True)
class Imported:
    """What a file did to the directory, or would do."""

    file: DirectoryFile
    written: Written


def read_file(path: Path) -> DirectoryFile:
    """Returns the rows of a directory file.

    Raises:
        ConfigurationError: The file cannot be read, is no UTF-8 text, or its header is wrong.
    """
    try:
        return parse(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path} is no UTF-8 text: save it as CSV UTF-8") from None


def directory_from(path: Path) -> tuple[Directory, tuple[LineError, ...]]:
    """Returns the directory that a file holds, without a store, and what of its lines was left out.

    Raises:
        ConfigurationError: The file cannot be read, is no UTF-8 text, or its header is wrong.
    """
    found = read_file(path)
    return directory_of(entries_of(found.rows), f"file with {len(found.rows)} rows"), found.errors


def import_rows(parties: Parties, found: DirectoryFile, *, actor: str, dry_run: bool = False) -> Imported:
    """Adds the rows of a file to the directory; what is already stored stays, lines with errors are left out."""
    written = Written()
    for batch in groups(entries_of(found.rows), AT_ONCE):
        done = parties.write(_records(parties, batch), actor=actor, dry_run=dry_run)
        written = Written(written.added + done.added, written.changed + done.changed, written.same + done.same)
    return Imported(found, written)


def export(parties: Parties) -> Iterator[str]:
    """Yields the lines of a file with the whole directory."""
    return write(all_entries(parties))


def all_entries(parties: Parties) -> Iterator[PartyEntry]:
    """Yields every entry by name."""
    name, number = "", 0
    while page := parties.page(after=name, after_id=number, limit=AT_ONCE):
        yield from page
        name, number = page[-1].name, page[-1].id


def learn(parties: Parties, extraction: Extraction, document_class: DocumentClass, *, actor: str) -> Written:
    """Adds what a reviewed document states of its parties: names, addresses and identifiers."""
    entries = dict(stated_parties(partial(_value, extraction), document_class))
    records = _records(parties, list(entries.values()), documents=1)
    # A number on the document identifies the party whose name has another spelling.
    for n, field in enumerate(entries):
        match = extraction.match(field)
        if match is not None and records[n].entry is None and not set(OWN).isdisjoint(match.by):
            known = parties.entries([match.entry])
            if known and is_spelling(records[n].name, known[0].names):
                records[n] = replace(records[n], entry=match.entry)
    return parties.write(records, actor=actor, document_id=extraction.document_id)


class GivenDirectory:
    """A directory that somebody handed over, such as that of a file."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def now(self) -> Directory | None:
        """Returns the directory."""
        return self._directory


class LiveDirectory:
    """The stored directory in memory, brought up to date before it is used."""

    def __init__(self, parties: Parties) -> None:
        self._parties = parties
        self._revision = 0
        self._seen = 0
        self._base: PartyIndex | None = None
        self._directory: Directory | None = None

    def now(self) -> Directory | None:
        """Returns the directory as it is stored; None while it is empty."""
        revision = self._parties.revision()
        if revision != self._seen:
            self._load(revision)
            self._seen = revision
        return self._directory

    def _load(self, revision: int) -> None:
        changed = self._terms(self._revision) if self._base is not None else None
        if self._base is None or changed is None or len(changed) > REBUILT_FROM * len(self._base):
            self._base = PartyIndex(stored_terms(entry, kept) for entry, kept in self._parties.terms())
            self._revision, changed = revision, []
        indexes = [self._base, *([PartyIndex(changed)] if changed else [])]
        indexes = [index for index in indexes if len(index)]
        self._directory = Directory(self._parties, indexes, f"directory {revision}") if indexes else None

    def _terms(self, since: int) -> list[Terms]:
        return [stored_terms(entry, kept) for entry, kept in self._parties.terms(since)]


def _records(parties: Parties, entries: Iterable[PartyEntry], documents: int = 0) -> list[PartyRecord]:
    """Returns what the store writes, each with the known entry that it belongs to."""
    listed = list(entries)
    numbers = {number for entry in listed for number in own_numbers(entry.identifiers)}
    owners: dict[str, list[int]] = {}
    for key, owner in parties.with_keys(OWN, sorted(numbers)):
        owners.setdefault(key, []).append(owner)
    known = {e.id: e for e in parties.entries(sorted({i for ids in owners.values() for i in ids}))}
    spelled = dict(parties.with_keys(("name",), sorted({skeleton_of(key_of(e.name)) for e in listed})))
    known |= {e.id: e for e in parties.entries([i for i in set(spelled.values()) if i not in known])}
    records = []
    for entry in listed:
        terms = tuple(PartyTerm(*value) for value in values_of(entry))
        key, mine = group_key(entry.name), spelled.get(skeleton_of(key_of(entry.name)))
        # Names that only look alike may be two companies'.
        if mine is None or all(key != group_key(name) for name in known[mine].names):
            owned = [known[i] for n in own_numbers(entry.identifiers) for i in owners.get(n, ()) if i in known]
            mine = next((e.id for e in owned if is_spelling(entry.name, e.names)), None)
        records.append(PartyRecord(key, entry.name, terms, entry=mine, currency=entry.currency, documents=documents))
    return records


def stated_parties(
    value_of: Callable[[FieldSpec], str | None], document_class: DocumentClass
) -> Iterator[tuple[str, PartyEntry]]:
    """Yields each field that names an organization, with what a document states of it.

    Args:
        value_of: Returns the value of a field, None for a field without one.
        document_class: The class of the document.
    """
    currency = next((v for s in document_class.with_role("currency") if (v := value_of(s))), None)
    for spec in document_class.parties:
        name = value_of(spec)
        if name is None or not group_key(name) or spec.privacy != "organization":
            continue
        identifiers, addresses = [], []
        for other in document_class.fields:
            value = value_of(other)
            if value is None or document_class.party_of(other) != spec:
                continue
            # A provider's tax id may be a natural person's number; payments need the account.
            public = other.privacy != "personal" or other.role == "bank_account"
            if other.role in _KINDS and public:
                identifiers.append(Identifier(kind=_KINDS[other.role], value=value))
            elif other.role == "address" and other.kind == "text":
                addresses.append(value)
        yield (
            spec.name,
            PartyEntry(
                id=0,
                name=name,
                # Parts of an address in fields of their own are none by themselves.
                addresses=tuple(addresses) if len(addresses) == 1 else (),
                identifiers=tuple(identifiers),
                roles=(ROLES["party" if spec.role == "party" else "counterparty"],),
                currency=currency if spec.role == "party" else None,
            ),
        )


def _value(extraction: Extraction, spec: FieldSpec) -> str | None:
    found = extraction.field(spec.name)
    return found.value if found is not None else None
