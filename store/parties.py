"""The directory in the database: organizations are added, grow, are found by number and removed.

How names and numbers are compared is not known here: whoever writes an entry brings the keys along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from schemas.document import DocumentId
from schemas.errors import UnknownParty
from schemas.parties import Identifier, IdentifierKind, PartyEntry
from store.base import BATCH, ClockPart
from store.events import append
from store.party_tables import directory_state, parties, party_terms

IDENTIFIERS: tuple[IdentifierKind, ...] = get_args(IdentifierKind)
CORE = "core"
"""A kind of term that only serves to find names."""


@dataclass(frozen=True)
class PartyTerm:
    """Something that an organization is known by; ``kind`` is name, core, address, role or a kind of identifier."""

    kind: str
    key: str
    value: str


@dataclass(frozen=True)
class PartyRecord:
    """What is known of one organization.

    ``entry`` is the number of the one that it belongs to; None where ``key`` alone identifies it. ``documents`` counts
    the reviewed documents that it comes from.
    """

    key: str
    name: str
    terms: tuple[PartyTerm, ...]
    entry: int | None = None
    currency: str | None = None
    documents: int = 0


@dataclass(frozen=True)
class Written:
    """How many organizations were new, got something new, or were already stored like this."""

    added: int = 0
    changed: int = 0
    same: int = 0


class Parties(ClockPart):
    """Organizations and what they are known by. Every method is one transaction."""

    def revision(self) -> int:
        """Returns how often the directory was changed."""
        with self._database.read() as connection:
            return int(connection.execute(select(directory_state.c.revision)).scalar_one())

    def count(self, text: str = "") -> int:
        """Returns how many entries there are whose name holds a text."""
        with self._database.read() as connection:
            query = select(func.count()).select_from(parties).where(*_named(text))
            return int(connection.execute(query).scalar_one())

    def write(
        self,
        records: Iterable[PartyRecord],
        *,
        actor: str,
        document_id: DocumentId | None = None,
        dry_run: bool = False,
    ) -> Written:
        """Adds organizations, and to known ones what is new about them; nothing is taken away.

        Args:
            records: The organizations with their terms.
            actor: Who adds it.
            document_id: The reviewed document that it is from.
            dry_run: Only counts.
        """
        counts: dict[str, Any] = {"added": 0, "changed": 0, "same": 0}
        with self._database.write() as connection, connection.begin_nested() as tried:
            revision = int(connection.execute(select(directory_state.c.revision)).scalar_one()) + 1
            for record in records:
                counts[self._write(connection, record, revision, actor, document_id)] += 1
            if dry_run:
                tried.rollback()
            elif counts["added"] or counts["changed"]:
                connection.execute(update(directory_state).values(revision=revision))
                told_by = {"document_id": document_id} if document_id else {}
                append(connection, None, "directory_changed", counts | told_by, actor=actor)
        return Written(**counts)

    def _write(
        self, connection: Connection, record: PartyRecord, revision: int, actor: str, document_id: DocumentId | None
    ) -> str:
        mine = parties.c.key == record.key if record.entry is None else parties.c.id == record.entry
        known = connection.execute(select(parties).where(mine)).one_or_none()
        now = self.now()
        if known is None:
            row: dict[str, Any] = {
                "key": record.key,
                "name": record.name,
                "currency": record.currency,
                "documents": record.documents,
            }
            row |= {"revision": revision, "created_at": now, "created_by": actor}
            party_id = connection.execute(insert(parties).values(row).returning(parties.c.id)).scalar_one()
        else:
            party_id = known.id
        told: dict[str, Any] = {"party_id": party_id, "document_id": document_id, "added_at": now}
        values = [{**told, "kind": term.kind, "key": term.key, "value": term.value} for term in record.terms]
        new = 0
        if values:
            statement = self._database.insert(party_terms).values(values).on_conflict_do_nothing()
            new = len(connection.execute(statement.returning(party_terms.c.id)).all())
        if known is None:
            return "added"
        found: dict[str, Any] = {}
        if record.documents:
            found["documents"] = known.documents + record.documents
        if record.currency and not known.currency:
            found["currency"] = record.currency
        if new or found:
            connection.execute(update(parties).where(parties.c.id == party_id).values(found | {"revision": revision}))
        return "changed" if new or "currency" in found else "same"

    def with_keys(self, kinds: Sequence[str], keys: Sequence[str]) -> list[tuple[str, int]]:
        """Returns the keys that an entry has as a term of one of these kinds, each with the entry's number."""
        found: list[tuple[str, int]] = []
        with self._database.read() as connection:
            for start in range(0, len(keys), BATCH):
                chosen = party_terms.c.kind.in_(kinds) & party_terms.c.key.in_(keys[start : start + BATCH])
                query = select(party_terms.c.key, party_terms.c.party_id).where(chosen).order_by(party_terms.c.id)
                found += [(row.key, row.party_id) for row in connection.execute(query)]
        return found

    def entries(self, ids: Sequence[int]) -> list[PartyEntry]:
        """Returns the entries with these numbers, in their order; those that were removed are left out."""
        with self._database.read() as connection:
            found = {
                entry.id: entry
                for start in range(0, len(ids), BATCH)
                for entry in _entries(connection, ids[start : start + BATCH])
            }
        return [found[i] for i in ids if i in found]

    def entry(self, party_id: int) -> PartyEntry:
        """Returns the entry with this number.

        Raises:
            UnknownParty: There is none.
        """
        found = self.entries([party_id])
        if not found:
            raise UnknownParty(f"the directory has no entry {party_id}")
        return found[0]

    def page(self, text: str = "", *, after: str = "", after_id: int = 0, limit: int = 50) -> list[PartyEntry]:
        """Returns entries by name whose name or spelling holds a text, those after a name and number first."""
        follows = or_(parties.c.name > after, (parties.c.name == after) & (parties.c.id > after_id))
        query = select(parties.c.id).where(follows, *_named(text)).order_by(parties.c.name, parties.c.id).limit(limit)
        with self._database.read() as connection:
            ids = list(connection.execute(query).scalars())
        return self.entries(ids)

    def terms(self, since: int = 0) -> Iterator[tuple[int, list[tuple[str, str]]]]:
        """Yields the number of each entry that changed after a revision, with the kinds and keys of its terms."""
        columns = select(party_terms.c.party_id, party_terms.c.kind, party_terms.c.key)
        query = columns.where(party_terms.c.kind.not_in(("address", "role"))).order_by(party_terms.c.party_id)
        if since:
            query = query.join(parties).where(parties.c.revision > since)
        current, found = None, []
        with self._database.read() as connection:
            for party_id, kind, key in connection.execution_options(yield_per=10_000).execute(query):
                if party_id != current and current is not None:
                    yield current, found
                    found = []
                current = party_id
                found.append((kind, key))
        if current is not None:
            yield current, found

    def remove(self, party_id: int, *, actor: str) -> None:
        """Removes an entry with all that it is known by.

        Raises:
            UnknownParty: There is none with this number.
        """
        with self._database.write() as connection:
            connection.execute(delete(party_terms).where(party_terms.c.party_id == party_id))
            gone = connection.execute(delete(parties).where(parties.c.id == party_id)).rowcount
            self._changed(connection, gone, party_id, "directory_removed", actor)

    def remove_value(self, party_id: int, kind: str, value: str, *, actor: str) -> None:
        """Removes one spelling, address or identifier of an entry; its name stays.

        Raises:
            UnknownParty: The entry has no such value.
        """
        with self._database.write() as connection:
            mine = (party_terms.c.party_id == party_id) & (party_terms.c.value == value)
            kinds = (kind, CORE) if kind == "name" else (kind,)
            gone = connection.execute(delete(party_terms).where(mine, party_terms.c.kind.in_(kinds))).rowcount
            self._changed(connection, gone, party_id, "directory_value_removed", actor)

    def _changed(self, connection: Connection, gone: int, party_id: int, event: str, actor: str) -> None:
        if not gone:
            raise UnknownParty(f"the directory has no such entry {party_id}")
        revision = int(connection.execute(select(directory_state.c.revision)).scalar_one()) + 1
        connection.execute(update(directory_state).values(revision=revision))
        connection.execute(update(parties).where(parties.c.id == party_id).values(revision=revision))
        append(connection, None, event, {"entry": party_id}, actor=actor)


def _named(text: str) -> list[Any]:
    if not text.strip():
        return []
    pattern = "%" + text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    spelled = select(party_terms.c.party_id).where(
        party_terms.c.kind.not_in((CORE, "role")), party_terms.c.value.ilike(pattern, escape="\\")
    )
    return [or_(parties.c.name.ilike(pattern, escape="\\"), parties.c.id.in_(spelled))]


def _entries(connection: Connection, ids: Sequence[int]) -> Iterator[PartyEntry]:
    values: dict[int, list[Row[Any]]] = {}
    terms = select(party_terms).where(party_terms.c.party_id.in_(ids)).order_by(party_terms.c.id)
    for row in connection.execute(terms):
        values.setdefault(row.party_id, []).append(row)
    for row in connection.execute(select(parties).where(parties.c.id.in_(ids))):
        mine = values.get(row.id, [])

        def of(kind: str, mine: Sequence[Row[Any]] = mine) -> tuple[str, ...]:
            return tuple(term.value for term in mine if term.kind == kind)

        yield PartyEntry(
            id=row.id,
            name=row.name,
            spellings=tuple(name for name in of("name") if name != row.name),
            addresses=of("address"),
            identifiers=tuple(Identifier(kind=t.kind, value=t.value) for t in mine if t.kind in IDENTIFIERS),
            roles=of("role"),
            currency=row.currency,
            documents=row.documents,
        )
