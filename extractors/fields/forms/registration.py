"""Finds where a published form lies on a page: the map from the form's measures to the page.

The form's own print gives the map. Captions are matched by text and fitted robustly, first as an affine map, then with
a photo's perspective. Claim forms are printed in a red that many scanners drop on purpose. Then the typed words give
the map, because each kind of word has only few possible places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from extractors.fields.forms.template import Caption, FormTable, Slot
from extractors.fields.forms.transforms import Floats, affine, distances, inverse, mapped, plausible, ransac, refined
from schemas.document import Page, Word
from schemas.geometry import Box

Indices = NDArray[np.intp]

ANCHOR_LENGTH = 9
"""Captions with fewer letters and digits occur by chance, and more than once on the form."""

ANCHOR_SCORE = 84.0
"""Similarity (0 to 100) from which a stretch of a line is taken as a caption."""

CAPTION_TOLERANCE = 14.0
"""Form units (0.07 inch) that a caption may lie off its place: detection boxes differ by a few pixels."""

SLOT_TOLERANCE = 16.0
"""Form units that a typed word may lie off its usual place."""

SHIFT_LIMIT, MINIMUM_SHIFTS = 30.0, 8
"""Form units by which a printer may offset all typed text, and the words needed to accept an offset."""

MINIMUM_CAPTIONS = 10
MINIMUM_SLOTS = 14
MINIMUM_LOOKS = 4
MINIMUM_SLOT_SHARE = 0.5
"""Without captions, this share of the words with a distinctive form, of this many forms, must be at places of the form.
"""

SCALES = (1.0, 0.93, 1.05)
STEPS = (-80.0, -40.0, 0.0, 40.0, 80.0)
"""Start of the search for typed words: scales of the form, and offsets in form units on either axis."""


@dataclass(frozen=True, eq=False)
class Registration:
    """Where the form lies on the page.

    ``matrix`` maps form units to shares of the page, (3, 3). ``shift`` is how far the typed text lies off its usual
    places, in form units: a printer's offset. ``share`` states how much of the evidence agrees, in [0, 1]; ``residual``
    is the median distance of what agrees, in form units.
    """

    table: FormTable
    matrix: Floats
    shift: tuple[float, float]
    by: str
    found: int
    share: float
    residual: float

    @cached_property
    def inverse(self) -> Floats:
        """Maps shares of the page to form units."""
        return inverse(self.matrix)

    def to_page(self, points: Floats) -> Floats:
        """Returns form points (n, 2) as shares of the page (n, 2)."""
        return mapped(self.matrix, points)

    def to_form(self, points: Floats) -> Floats:
        """Returns page points (n, 2) in form units (n, 2)."""
        return mapped(self.inverse, points)

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Returns the page's box around a rectangle of the form."""
        corners = self.to_page(np.array([[left, top], [right, top], [left, bottom], [right, bottom]], dtype=float))
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        return Box.from_pixels(x0, y0, x1, y1, width=1, height=1)

    def square(self, x: float, y: float, size: float) -> Box:
        """Returns the page's box around a square of the form, by its middle."""
        return self.box(x - size / 2, y - size / 2, x + size / 2, y + size / 2)

    @property
    def quality(self) -> float:
        """How far the map can be trusted, in [0, 1]: detection boxes scatter by some units around a perfect map."""
        spread = 1.0 - max(0.0, self.residual - 5.0) / 30.0
        return float(np.clip((0.5 + 0.5 * min(1.0, self.share / 0.7)) * spread, 0.0, 1.0))


def register(page: Page, table: FormTable) -> Registration | None:
    """Returns where the form lies on the page, or None when the page does not show it."""
    return _by_captions(page, table) or _by_typed_words(page, table)


# The form's own print


def letters(text: str) -> str:
    """Returns the letters and digits, upper case: what survives of a caption in every engine's output."""
    return "".join(c for c in text.upper() if c.isalnum())


def _by_captions(page: Page, table: FormTable) -> Registration | None:
    anchors = [c for c in table.captions if len(letters(c.text)) >= ANCHOR_LENGTH]
    # Distances are measured in form units whatever the page's size: 1 of the page is the form's width or height.
    form, seen, owner = _matches(page, anchors, table)
    if len(set(owner)) < MINIMUM_CAPTIONS:
        return None
    rough = ransac(form, seen, CAPTION_TOLERANCE)
    if rough is None:
        return None
    matrix = refined(rough, form, seen, CAPTION_TOLERANCE)
    apart = distances(matrix, form, seen)
    inside = apart < CAPTION_TOLERANCE
    agreed = len({owner[i] for i in np.flatnonzero(inside)})
    if agreed < MINIMUM_CAPTIONS:
        return None
    share, residual = min(1.0, agreed / (0.8 * len(anchors))), float(np.median(apart[inside]))
    to_page = _scaled(matrix, table)
    return Registration(table, to_page, _shift(page, table, to_page), "captions", agreed, share, residual)


def _scaled(matrix: Floats, table: FormTable) -> Floats:
    """Returns a map whose results are shares of the page instead of form units."""
    scaled: Floats = np.diag([1 / table.width, 1 / table.height, 1.0]) @ matrix
    return scaled


def _matches(page: Page, anchors: Sequence[Caption], table: FormTable) -> tuple[Floats, Floats, list[int]]:
    """Returns the ends of captions on form and page, (n, 2) both, and the captions' numbers."""
    form, seen, owner = [], [], []
    lines = [_Run(line.words) for line in page.lines]
    lines = [run for run in lines if len(run.text) >= 0.7 * ANCHOR_LENGTH]
    for i, caption in enumerate(anchors):
        wanted = letters(caption.text)
        for run in lines:
            if len(run.text) < 0.7 * len(wanted):
                continue
            hit = fuzz.partial_ratio_alignment(wanted, run.text, score_cutoff=ANCHOR_SCORE)
            if hit is None or hit.src_end - hit.src_start < 0.85 * len(wanted):
                continue
            left, right = run.ends(hit.dest_start, hit.dest_end)
            form += [(caption.left, caption.middle), (caption.right, caption.middle)]
            seen += [left, right]
            owner += [i, i]
    points = np.array(seen, dtype=float).reshape(-1, 2) * (table.width, table.height)
    return np.array(form, dtype=float).reshape(-1, 2), points, owner


class _Run:
    """A line as letters and digits, each with its place on the page."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.text = ""
        self._places: list[tuple[float, float, float]] = []
        for word in words:
            step = word.box.width / len(word.text)
            for i, character in enumerate(word.text):
                if character.isalnum():
                    left = word.box.left + i * step
                    self.text += character.upper()[0]
                    self._places.append((left, left + step, word.box.center[1]))

    def ends(self, start: int, end: int) -> tuple[tuple[float, float], tuple[float, float]]:
        """Returns the left end of the first and the right end of the last character of a stretch."""
        first, last = self._places[start], self._places[end - 1]
        return (first[0], first[2]), (last[1], last[2])


# The words typed into it


def _typed(page: Page, table: FormTable) -> tuple[Floats, Floats, Indices, Indices]:
    """Returns every pair of a word and a slot it could fill.

    Returns:
        Places on the form and on the page, (n, 2) in form units, with the numbers of word and form (n,).
    """
    looks: dict[str, list[Slot]] = {}
    for slot in table.slots:
        looks.setdefault(slot.look, []).append(slot)
    compiled = [(re.compile(look), slots) for look, slots in looks.items()]
    form, seen, owner, kind = [], [], [], []
    words = [word for line in page.lines for word in line.words]
    for i, word in enumerate(words):
        text = word.text.strip("|()[]$ ")
        for number, (look, slots) in enumerate(compiled):
            if look.fullmatch(text):
                form += [(slot.left, slot.middle) for slot in slots]
                seen += [(word.box.left, word.box.center[1])] * len(slots)
                owner += [i] * len(slots)
                kind += [number] * len(slots)
    return (
        np.array(form, dtype=float).reshape(-1, 2),
        np.array(seen, dtype=float).reshape(-1, 2) * (table.width, table.height),
        np.array(owner, dtype=np.intp),
        np.array(kind, dtype=np.intp),
    )


def _nearest(matrix: Floats, form: Floats, seen: Floats, owner: Indices, radius: float) -> tuple[Indices, Floats]:
    """Returns, for each word with a slot inside the radius, the index of its nearest pair, and those distances."""
    return _closest(distances(matrix, form, seen), owner, radius)


def _closest(apart: Floats, owner: Indices, radius: float) -> tuple[Indices, Floats]:
    """Returns each word's closest pair within the radius, and how far apart those pairs are."""
    order = np.lexsort((apart, owner))
    first = order[np.r_[True, owner[order][1:] != owner[order][:-1]]]
    kept = first[apart[first] < radius]
    return kept, apart[kept]


def _by_typed_words(page: Page, table: FormTable) -> Registration | None:
    form, seen, owner, look = _typed(page, table)
    typed = len(set(owner))
    if typed < MINIMUM_SLOTS:
        return None
    best = _best_start(form, seen, owner, table)
    if best is None:
        return None
    kept, apart = _nearest(best, form, seen, owner, SLOT_TOLERANCE)
    if len(kept) < max(MINIMUM_SLOTS, MINIMUM_SLOT_SHARE * typed) or len(set(look[kept])) < MINIMUM_LOOKS:
        return None
    share, residual = len(kept) / typed, float(np.median(apart))
    return Registration(table, _scaled(best, table), (0.0, 0.0), "typed words", len(kept), share, residual)


def _best_start(form: Floats, seen: Floats, owner: Indices, table: FormTable) -> Floats | None:
    """Returns the best map found from many starts: the form moved, and scaled about the page's middle, by steps.

    A word in its slot scores 2 at distance 0 and 1 at the tolerance. Other scales are tried if the page's own leaves
    many words without a slot.
    """
    best, most = None, 0.0
    for scale in SCALES:
        for dx in STEPS:
            for dy in STEPS:
                rest = (1.0 - scale) / 2
                start = np.array(
                    [[scale, 0, rest * table.width + dx], [0, scale, rest * table.height + dy], [0, 0, 1.0]]
                )
                matrix = _iterated(start, form, seen, owner)
                if matrix is None:
                    continue
                _, apart = _nearest(matrix, form, seen, owner, SLOT_TOLERANCE)
                score = float((2.0 - apart / SLOT_TOLERANCE).sum())
                if score > most:
                    best, most = matrix, score
        if most >= 1.1 * len(set(owner)):
            break
    return best


def _iterated(matrix: Floats, form: Floats, seen: Floats, owner: Indices) -> Floats | None:
    """Fits an affine map to the nearest slots again and again, in a shrinking radius.

    Source: Besl, McKay, "A method for registration of 3-D shapes", 1992 (iterative closest point).
    """
    for radius in (45.0, 35.0, 25.0, 20.0, SLOT_TOLERANCE):
        kept, _ = _nearest(matrix, form, seen, owner, radius)
        if len(kept) < MINIMUM_SLOTS // 2:
            return None
        fitted = affine(form[kept], seen[kept])
        if fitted is None or not plausible(fitted):
            return None
        matrix = fitted
    return matrix


def _shift(page: Page, table: FormTable, matrix: Floats) -> tuple[float, float]:
    """Returns how far the typed words lie off their usual places, in form units."""
    form, seen, owner, _ = _typed(page, table)
    if not len(form):
        return 0.0, 0.0
    offsets = mapped(inverse(matrix), seen / (table.width, table.height)) - form
    kept, _ = _closest(np.hypot(*offsets.T), owner, SHIFT_LIMIT)
    if len(kept) < MINIMUM_SHIFTS:
        return 0.0, 0.0
    dx, dy = np.median(offsets[kept], axis=0)
    return float(dx), float(dy)
