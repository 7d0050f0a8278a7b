"""Finds the few entries that a name or an identifier may mean, among a million, in milliseconds.

Arrays hold what is looked up: hashes of keys in order, and for each trigram the names that have it. Entries themselves
lie with whoever keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from directory.forms import core_of, identifier_key, key_of, skeleton_of
from schemas.parties import IdentifierKind, PartyEntry

Term = Literal["name", "core", "number", "phone", "email", "domain"]
"""What is looked up whole. Skeletons represent names and cores; all numbers but telephone numbers are one kind."""

BUCKETS = 1 << 20
"""Trigrams are kept by hash; names that collide are separated when they are compared."""

MOST_POSTINGS = 60_000
"""Names that are counted for one question: the rarest trigrams of the name come first."""
LEAST_TRIGRAMS = 3
"""So many trigrams are counted however common they are, or a common name had no candidate."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Terms:
    """What one entry is found by: whole terms, and the skeletons of its names for trigrams."""

    entry: int
    whole: tuple[tuple[Term, str], ...]
    names: tuple[str, ...]


def terms_of(entry: PartyEntry) -> Terms:
    """Returns what an entry is found by."""
    cores = tuple(dict.fromkeys(skeleton_of(core_of(name)) for name in entry.names))
    whole: list[tuple[Term, str]] = [("name", skeleton_of(key_of(name))) for name in entry.names]
    whole += [("core", core) for core in cores]
    for identifier in entry.identifiers:
        if key := identifier_key(identifier.kind, identifier.value):
            whole.append((term_of(identifier.kind), key))
    return Terms(entry.id, tuple(dict.fromkeys(whole)), cores)


def term_of(kind: IdentifierKind) -> Term:
    """Returns under which term an identifier is looked up."""
    return kind if kind in ("phone", "email", "domain") else "number"


class PartyIndex:
    """Terms of entries. It never changes: what is added makes another one.

    Args:
        terms: What the entries are found by.
    """

    def __init__(self, terms: Iterable[Terms]) -> None:
        hashes: list[int] = []
        owners: list[int] = []
        names: list[bytes] = []
        named: list[int] = []
        for item in terms:
            for term in item.whole:
                hashes.append(hash(term))
                owners.append(item.entry)
            for name in item.names:
                names.append(name.encode())
                named.append(item.entry)
        found = np.array(hashes, dtype=np.int64)
        order = np.argsort(found, kind="stable")
        self._hashes, self._owners = found[order], np.array(owners, dtype=np.int64)[order]
        self._named = np.array(named, dtype=np.int64)
        self._starts, self._rows = _postings(names)
        self._size = np.array([len(name) for name in names], dtype=np.float32)

    def __len__(self) -> int:
        return len(self._named)

    def with_term(self, term: Term, key: str) -> list[int]:
        """Returns the numbers of entries with this term; rarely one more, by a collision of hashes."""
        first, last = np.searchsorted(self._hashes, hash((term, key)), "left"), None
        last = np.searchsorted(self._hashes, hash((term, key)), "right")
        return [int(i) for i in dict.fromkeys(self._owners[first:last].tolist())]

    def which(self, terms: Sequence[tuple[Term, str]]) -> list[int]:
        """Returns the places in ``terms`` of those that any entry has."""
        if not terms or not len(self._hashes):
            return []
        asked = np.fromiter((hash(term) for term in terms), dtype=np.int64, count=len(terms))
        places = np.minimum(np.searchsorted(self._hashes, asked), len(self._hashes) - 1)
        return [int(i) for i in np.flatnonzero(self._hashes[places] == asked)]

    def like(self, name: str, limit: int = 40) -> list[int]:
        """Returns the numbers of the entries whose names share most trigrams with a name, best first."""
        codes = np.unique(_trigrams(skeleton_of(core_of(name)).encode())[0])
        sizes = self._starts[codes + 1] - self._starts[codes]
        codes, sizes = codes[sizes > 0], sizes[sizes > 0]
        if not len(codes):
            return []
        order = np.argsort(sizes, kind="stable")
        kept = order[(np.cumsum(sizes[order]) <= MOST_POSTINGS) | (np.arange(len(order)) < LEAST_TRIGRAMS)]
        rows = np.concatenate([self._rows[self._starts[c] : self._starts[c + 1]] for c in codes[kept]])
        weights = np.repeat(np.log(1.0 + len(self._named) / sizes[kept]), sizes[kept])
        seen, inverse = np.unique(rows, return_inverse=True)
        shared = np.bincount(inverse, weights) / np.sqrt(self._size[seen] + 1)
        best = np.argsort(-shared, kind="stable")[:limit]
        return [int(i) for i in dict.fromkeys(self._named[seen[best]].tolist())]


def _postings(names: Sequence[bytes]) -> tuple[Ints, NDArray[np.int32]]:
    """Returns for each trigram's code where its names begin, and the rows of names, code by code."""
    lengths = np.array([len(name) + 1 for name in names], dtype=np.int64)
    codes, kept = _trigrams(b"\0".join(names) if names else b"")
    rows = np.repeat(np.arange(len(names), dtype=np.int32), lengths)[kept] if names else np.zeros(0, np.int32)
    order = np.argsort(codes, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(codes, minlength=BUCKETS))]).astype(np.int64)
    return starts, rows[order]


def _trigrams(text: bytes) -> tuple[NDArray[np.int32], Ints]:
    """Returns the codes of the trigrams of a text in which zero bytes separate names, and the position of each.

    A name's first trigram begins at the zero before it, so that beginnings weigh more.
    """
    padded = np.frombuffer(b"\0" + text + b"\0", dtype=np.uint8).astype(np.int64)
    first, second, third = padded[:-2], padded[1:-1], padded[2:]
    kept = np.flatnonzero(second != 0)
    codes = (first * 8191 + second * 131 + third * 31 * 1009) % BUCKETS
    return codes[kept].astype(np.int32), kept
