"""The directory as matching asks it: an index in memory, and entries from whoever keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from directory.index import PartyIndex, Term, terms_of
from schemas.parties import PartyEntry


class EntrySource(Protocol):
    """Keeps entries by number."""

    def entries(self, ids: Sequence[int]) -> list[PartyEntry]:
        """Returns the entries with these numbers; those that were removed are left out."""
        ...


class Directory:
    """Entries and the index that finds them. It never changes.

    Args:
        source: Gives entries by number.
        indexes: What finds them: the one that was built first, then those of what was added since.
        version: Names this state of the directory.
    """

    def __init__(self, source: EntrySource, indexes: Sequence[PartyIndex], version: str) -> None:
        self._source = source
        self._indexes = tuple(indexes)
        self.version = version

    def with_terms(self, terms: Sequence[tuple[Term, str]]) -> dict[int, list[int]]:
        """Returns the numbers of the entries that have any of the terms, each with the places of its terms."""
        found: dict[int, list[int]] = {}
        for index in self._indexes:
            for place in index.which(terms):
                for entry in index.with_term(*terms[place]):
                    found.setdefault(entry, []).append(place)
        return found

    def like(self, name: str, limit: int = 40) -> list[int]:
        """Returns the numbers of the entries with names like this one."""
        return list(dict.fromkeys(i for index in self._indexes for i in index.like(name, limit)))

    def entries(self, ids: Iterable[int]) -> list[PartyEntry]:
        """Returns the entries with these numbers that are still there."""
        return self._source.entries(list(dict.fromkeys(ids)))


class ListedEntries:
    """Entries in memory, such as those of a file."""

    def __init__(self, entries: Iterable[PartyEntry]) -> None:
        self._entries = {entry.id: entry for entry in entries}

    def __len__(self) -> int:
        return len(self._entries)

    def entries(self, ids: Sequence[int]) -> list[PartyEntry]:
        """See `EntrySource.entries`."""
        return [self._entries[i] for i in ids if i in self._entries]


def directory_of(entries: Sequence[PartyEntry], version: str = "listed") -> Directory:
    """Returns a directory of entries that all lie in memory."""
    return Directory(ListedEntries(entries), [PartyIndex(map(terms_of, entries))], version)
