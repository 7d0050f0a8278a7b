"""Whose address it is: an address is below the name of its party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.fields.decoding.candidates import Candidate
from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import ExtractedField
from schemas.geometry import Box
from schemas.vocabulary import FieldSpec

ADDRESS, NAME = "_address", "_name"
"""Ends of the names of a party's fields: ``seller_address`` belongs to ``seller_name``."""

REACH = 4.0
"""A party's name is at most so many line heights above its address."""

SURE = 0.9
"""The own party's name is surely known from this confidence on."""


def of_own_party(
    read: ReadDocument, spec: FieldSpec, candidates: Sequence[Candidate], found: Mapping[str, ExtractedField]
) -> list[Candidate]:
    """Returns the candidates of an address that are not right below another party's name.

    Where the own party's name is not surely known, the other name may be its own, misjudged: all are kept.

    Args:
        read: The document.
        spec: The field; one that is no address keeps its candidates.
        candidates: Places where it may be.
        found: The names that were found.
    """
    own = found.get(spec.name.removesuffix(ADDRESS) + NAME)
    if not spec.name.endswith(ADDRESS) or own is None or own.confidence < SURE:
        return list(candidates)
    others = {i for f in found.values() if f.name.endswith(NAME) and f is not own for i in f.word_ids}
    others -= set(own.word_ids)
    return [c for c in candidates if not others.intersection(w.id for w in _words_above(read, c))]


def _words_above(read: ReadDocument, candidate: Candidate) -> list[PlacedWord]:
    """Returns the words within reach above the first line of a candidate, in its column."""
    first = read.words[candidate.word_ids[0]]
    line = [w for i in candidate.word_ids if (w := read.words[i]).line == first.line]
    box = Box.around(w.box for w in line)
    return [
        w
        for w in read.words
        if w.page_number == first.page_number
        and 0 < box.top - w.box.center[1] < REACH * box.height
        and min(w.box.right, box.right) > max(w.box.left, box.left)
    ]
