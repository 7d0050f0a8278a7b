"""Which known layout a document has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from extractors.fields.known_layouts.fixed_words import fixed_words
from schemas.document import ReadDocument
from schemas.geometry import Box
from schemas.layouts import FixedWord, KnownLayout

NEAR = 0.012
"""Words of two pages are in the same place up to this share of the page: scans move them by less."""

RECOGNIZED = 0.12
"""Share of fixed words in place from which on a layout is recognized.

Of 3404 pairs of documents in different layouts of template_invoices the most alike have 0.10. One document does not
show which of its words are fixed: two of one layout may share no more than 0.14.
"""

LEAST_WORDS = 8
"""Fewer fixed words tell no layout."""

LEAST_IN_PLACE = 5
COMPARED = 20
"""Layouts with the most words in common that are compared by place."""


class LayoutIndex:
    """The known layouts of a class, found by their words.

    Args:
        layouts: All of one class.
    """

    def __init__(self, layouts: Sequence[KnownLayout]) -> None:
        self._layouts = layouts
        self._by_key: dict[str, set[int]] = defaultdict(set)
        for at, known in enumerate(layouts):
            for word in _first_page(known.layout.words):
                self._by_key[word.key].add(at)

    def find(self, read: ReadDocument) -> tuple[KnownLayout, float] | None:
        """Returns the layout of a document with the share of fixed words in place; None where it is not known."""
        return self.of_words(fixed_words(read))

    def of_words(self, words: Sequence[FixedWord]) -> tuple[KnownLayout, float] | None:
        """Returns the layout that words belong to with the share in place; None where it is not known."""
        common: Counter[int] = Counter()
        for key in {word.key for word in _first_page(words)}:
            common.update(self._by_key.get(key, ()))
        scored = [(share_in_place(words, self._layouts[at].layout.words), at) for at, _ in common.most_common(COMPARED)]
        share, best = max(scored, default=(0.0, 0))
        return (self._layouts[best], share) if share >= RECOGNIZED else None


def share_in_place(words: Sequence[FixedWord], known: Sequence[FixedWord]) -> float:
    """Returns the share of first-page words in the same place on both, of the page with fewer; 0 of hardly any."""
    ours, theirs = _first_page(words), _first_page(known)
    fewer = min(len(ours), len(theirs))
    found = len(in_place(theirs, ours))
    return found / fewer if fewer >= LEAST_WORDS and found >= LEAST_IN_PLACE else 0.0


def in_place(words: Sequence[FixedWord], others: Sequence[FixedWord]) -> list[FixedWord]:
    """Returns the words that are among the others in the same place."""
    places: dict[tuple[str, int], list[Box]] = defaultdict(list)
    for other in others:
        places[other.key, other.page_number].append(other.box)
    return [w for w in words if any(_is_near(w.box, box) for box in places.get((w.key, w.page_number), ()))]


def _first_page(words: Sequence[FixedWord]) -> list[FixedWord]:
    return [word for word in words if word.page_number == 1]


def _is_near(one: Box, other: Box) -> bool:
    return abs(one.left - other.left) < NEAR and abs(one.top - other.top) < NEAR
