"""Tells which fields of a class share words: one label a word would lose one of them in every example.

Nationality and issuing country are often printed once, a full name holds the surname. Such fields are learned and read
in layers: a word has at most one label in each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, product

from extractors.fields.token_scores import COLUMN_PREFIX
from schemas.vocabulary import DocumentClass
from training.examples import Example

LEAST_SHARE = 0.05
"""Two fields share words if they do so in at least this share of the documents with both."""

_FIRST = ("party", "counterparty", "address", "vat_id")
"""Roles that are decided together and stay in the first layer."""


def overlays_of(examples: Iterable[Example], kind: DocumentClass) -> list[list[str]]:
    """Returns the fields of each further layer; none where no fields share words."""
    clashes = clashing(examples)
    order = sorted(kind.fields, key=lambda spec: spec.role not in _FIRST)
    layers: list[list[str]] = [[]]
    for name in (spec.name for spec in order):
        home = next(
            (layer for layer in layers if not any(frozenset((name, other)) in clashes for other in layer)), None
        )
        if home is None:
            layers.append([name])
        else:
            home.append(name)
    return layers[1:]


def clashing(examples: Iterable[Example]) -> set[frozenset[str]]:
    """Returns the pairs of fields that share their words in a notable share of the documents."""
    both: Counter[frozenset[str]] = Counter()
    clash: Counter[frozenset[str]] = Counter()
    for example in examples:
        places: dict[str, list[frozenset[tuple[int, int]]]] = defaultdict(list)
        for page in example.pages:
            for label, found in page.groups:
                if not label.startswith(COLUMN_PREFIX):
                    places[label] += [frozenset((page.number, i) for i in place) for place in found]
        for one, other in combinations(sorted(places), 2):
            pair = frozenset((one, other))
            both[pair] += 1
            clash[pair] += _always_overlap(places[one], places[other])
    return {pair for pair, count in clash.items() if count and count >= LEAST_SHARE * both[pair]}


def _always_overlap(ones: Sequence[frozenset[object]], others: Sequence[frozenset[object]]) -> bool:
    return all(one & other for one, other in product(ones, others))
