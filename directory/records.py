"""What the store keeps of an organization: its values, each with the key that it is compared by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from directory.forms import core_of, identifier_key, key_of, skeleton_of
from directory.index import Term, Terms, term_of
from schemas.parties import IdentifierKind, PartyEntry
from values.folding import folded_words

IDENTIFIERS: tuple[IdentifierKind, ...] = get_args(IdentifierKind)


def values_of(entry: PartyEntry) -> Iterator[tuple[str, str, str]]:
    """Yields kind, key and value of everything that an entry is known by."""
    for name in entry.names:
        yield "name", skeleton_of(key_of(name)), name
        yield "core", skeleton_of(core_of(name)), name
    for address in entry.addresses:
        yield "address", folded_words(address), address
    for identifier in entry.identifiers:
        yield identifier.kind, identifier_key(identifier.kind, identifier.value), identifier.value
    for role in entry.roles:
        yield "role", role, role


def stored_terms(entry: int, kept: Sequence[tuple[str, str]]) -> Terms:
    """Returns what an entry is found by, from the kinds and keys that the store keeps."""
    whole: list[tuple[Term, str]] = []
    cores: list[str] = []
    for kind, key in kept:
        if kind == "core":
            whole.append(("core", key))
            cores.append(key)
        elif kind == "name":
            whole.append(("name", key))
        else:
            whole += [(term_of(known), key) for known in IDENTIFIERS if known == kind]
    return Terms(entry, tuple(dict.fromkeys(whole)), tuple(cores))
