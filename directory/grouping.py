"""Which lines of a file describe one organization, and the entries that they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from directory.compare import RANK, compare_names
from directory.csv_file import PartyRow
from directory.forms import core_of, identifier_key, legal_form_of
from schemas.parties import Identifier, IdentifierKind, PartyEntry

OWN: tuple[IdentifierKind, ...] = ("vat_id", "tax_id", "registration_number")
"""Numbers that one organization has: two names like each other that share one are two spellings."""


def group_key(name: str) -> str:
    """Returns what all spellings of one name share: letters and digits, and the legal form written one way."""
    return f"{core_of(name)} {legal_form_of(name)}".strip()


def own_numbers(identifiers: Iterable[Identifier]) -> list[str]:
    """Returns the keys of the numbers that no other organization has."""
    return [identifier_key(i.kind, i.value) for i in identifiers if i.kind in OWN]


def is_spelling(name: str, known: Sequence[str]) -> bool:
    """Whether a name is like one of the known names of an organization that has the same number."""
    return any(RANK[compare_names(name, other).level] > 0 for other in known)


def entries_of(rows: Iterable[PartyRow]) -> list[PartyEntry]:
    """Returns the entries that rows make, numbered from 1; rows of one organization make one.

    The canonical name is the one that most rows have; of several, the first.
    """
    groups: dict[str, _Group] = {}
    by_number: dict[str, list[_Group]] = {}
    for row in rows:
        key = group_key(row.name)
        numbers = own_numbers(row.identifiers)
        known = (group for number in numbers for group in by_number.get(number, ()))
        group = groups.get(key) or next((g for g in known if is_spelling(row.name, list(g.names))), None) or _Group()
        groups[key] = group
        for number in numbers:
            if group not in by_number.setdefault(number, []):
                by_number[number].append(group)
        group.add(row)
    unique = {id(group): group for group in groups.values()}
    return [group.entry(number) for number, group in enumerate(unique.values(), start=1)]


@dataclass(eq=False)
class _Group:
    names: Counter[str] = field(default_factory=Counter)
    parts: dict[str, dict[str, None]] = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)

    def add(self, row: PartyRow) -> None:
        """Takes one row."""
        self.names[row.name] += 1
        self.identifiers |= dict.fromkeys(row.identifiers)
        given = {"spelling": row.spelling, "role": row.role, "address": row.address, "currency": row.currency}
        for name, value in given.items():
            if value:
                self.parts.setdefault(name, {})[value] = None

    def entry(self, number: int) -> PartyEntry:
        """Returns the entry that the rows make."""
        name = self.names.most_common(1)[0][0]
        spellings = [other for other in (*self.names, *self.parts.get("spelling", ())) if other != name]
        return PartyEntry(
            id=number,
            name=name,
            spellings=tuple(dict.fromkeys(spellings)),
            addresses=tuple(self.parts.get("address", ())),
            identifiers=tuple(self.identifiers),
            roles=tuple(self.parts.get("role", ())),
            currency=next(iter(self.parts.get("currency", ())), None),
        )
