"""Where a known layout expects the values of a document: its places, moved as the words beside them have moved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from extractors.fields.known_layouts.fixed_words import key_of
from extractors.fields.known_layouts.matching import LayoutIndex
from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import FieldType
from schemas.geometry import Box
from schemas.layouts import FixedWord, LayoutHint, TaughtValue
from schemas.vocabulary import DocumentClass

STEP = 0.008
"""Shifts within this share of the page are one."""

MOST_SIDEWAYS = 0.05
"""Words move down with the length of a table, hardly sideways."""

UNMOVED = 3
"""What the place itself counts beside its anchors, of which the nearest counts most."""

MOST_SHIFTS = 3
SLACK_X, SLACK_Y = 0.002, 0.006
TO_THE_LEFT: dict[bool, float] = {True: 0.012, False: 0.08}
"""How far left of its place a value may begin: texts hardly, numbers that are aligned to the right more."""

GAP = 0.7
"""Words of one value are at most this part of their height apart."""

WORDED: frozenset[FieldType] = frozenset({"name", "text", "code"})
WITH_DIGITS: frozenset[FieldType] = frozenset({"money", "number", "date", "id"})

MOST_EMPTY = 0.5
LEAST_EMPTY = 3
"""A layout has changed if at least so many values, and more than this share, have nothing at their place."""


def hint_of(read: ReadDocument, layouts: LayoutIndex, kind: DocumentClass) -> LayoutHint | None:
    """Returns where the layout of a document expects its values; None where the layout is not known.

    Args:
        read: The document's words.
        layouts: Those of its class.
        kind: Its class.
    """
    found = layouts.find(read)
    if found is None:
        return None
    known, score = found
    numbers = dict(enumerate((page.number for page in read.pages), start=1))
    by_page = {number: read.words_of_page(number) for number in numbers.values()}
    fixed = {word.key for word in known.layout.words}
    kinds = {spec.name: spec.kind for spec in kind.fields}
    expected = [v for v in known.layout.values if v.field in kinds and v.page_number in numbers]
    places = {}
    for value in expected:
        words = by_page[numbers[value.page_number]]
        if chosen := _words_at(words, value, fixed, kinds[value.field]):
            places[value.field] = chosen
    empty = len(expected) - len(places)
    if empty >= LEAST_EMPTY and empty > MOST_EMPTY * len(expected):
        return LayoutHint(layout=known.id, score=score, is_changed=True)
    return LayoutHint(layout=known.id, score=score, places=places, absent=known.layout.absent)


def _words_at(words: Sequence[PlacedWord], value: TaughtValue, fixed: set[str], kind: FieldType) -> tuple[int, ...]:
    return next(
        (chosen for shift in _shifts(words, value) if (chosen := _inside(words, value, shift, fixed, kind))), ()
    )


def _shifts(words: Sequence[PlacedWord], value: TaughtValue) -> Iterator[tuple[float, float]]:
    """Yields how far a value may have moved to the right and down: what most of its anchors tell first."""
    by_key: dict[str, list[Box]] = defaultdict(list)
    for word in words:
        if (key := key_of(word)) is not None:
            by_key[key].append(word.box)
    votes = Counter({(0, 0): UNMOVED})
    for rank, anchor in enumerate(value.anchors):
        for box in by_key.get(anchor.key, ()):
            right, down = _moved(anchor, box)
            if abs(right) < MOST_SIDEWAYS:
                votes[round(right / STEP), round(down / STEP)] += len(value.anchors) + 2 - rank
    for right, down in sorted(votes, key=lambda at: (-votes[at], abs(at[1])))[:MOST_SHIFTS]:
        yield right * STEP, down * STEP


def _moved(anchor: FixedWord, box: Box) -> tuple[float, float]:
    return box.left - anchor.box.left, box.top - anchor.box.top


def _inside(
    words: Sequence[PlacedWord], value: TaughtValue, shift: tuple[float, float], fixed: set[str], kind: FieldType
) -> tuple[int, ...]:
    """Returns the words at the place of a value, with those that continue them to the right."""
    left, right = value.box.left + shift[0], value.box.right + shift[0]
    top, bottom = value.box.top + shift[1] - SLACK_Y, value.box.bottom + shift[1] + SLACK_Y
    is_worded = kind in WORDED
    chosen = [
        word
        for word in words
        if top <= (word.box.top + word.box.bottom) / 2 <= bottom
        and left - TO_THE_LEFT[is_worded] <= word.box.left < right - SLACK_X
        and word.box.right > left + SLACK_X
        # Captions are no values; a heading such as "Invoice" is both.
        and (is_worded or key_of(word) not in fixed)
    ]
    grown = {word.id: word for word in chosen}
    for word in chosen:
        last = word
        for following in words:
            if following.line == word.line and following.id > last.id:
                gap = following.box.left - last.box.right
                if gap > GAP * (word.box.bottom - word.box.top) or key_of(following) in fixed:
                    break
                grown[following.id] = last = following
    if kind in WITH_DIGITS and not any(c.isdigit() for word in grown.values() for c in word.text):
        return ()
    return tuple(sorted(grown))
