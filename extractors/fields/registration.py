"""Finds where a published form lies on a page: the map from the form's measures to the page.

The form's own print gives the map: captions are matched by text and fitted robustly, first as an affine map, then with
perspective as a photo has it. Claim forms are printed in a red that many scanners drop on purpose; then the words typed
into the form give the map, because each kind of word has only a few places where it can stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from extractors.fields.form_table import Caption, FormTable, Slot
from schemas.document import Page, Word
from schemas.geometry import Box

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

ANCHOR_LENGTH = 9
"""Captions with fewer letters and digits occur by chance, and more than once on the form."""

ANCHOR_SCORE = 84.0
"""Similarity (0 to 100) from which a stretch of a line is taken as a caption."""

CAPTION_TOLERANCE = 14.0
"""Form units (0.07 inch) that a caption may lie off its place: detection boxes differ by a few pixels."""

SLOT_TOLERANCE = 16.0
"""Form units that a typed word may lie off its usual place."""

MINIMUM_CAPTIONS = 10
MINIMUM_SLOTS = 14
MINIMUM_LOOKS = 4
MINIMUM_SLOT_SHARE = 0.5
"""Without captions, this share of the words with a telling look, of several looks, must stand where the form has a place
for them."""

SKEW_LIMIT = 0.12
"""The page is upright and shows the whole form: its sides turn and scale by at most this much."""


@dataclass(frozen=True, eq=False)
class Registration:
    """Where the form lies on the page.

    ``matrix`` maps form units to shares of the page, (3, 3). ``shift`` is how far the typed text lies off its usual
    places, in form units: a printer's offset. ``share`` says how much of the evidence agrees, in [0, 1]; ``residual`` is
    the median distance of what agrees, in form units.
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
        return np.linalg.inv(self.matrix)

    def to_page(self, points: Floats) -> Floats:
        """Returns form points (n, 2) as shares of the page (n, 2)."""
        return _mapped(self.matrix, points)

    def to_form(self, points: Floats) -> Floats:
        """Returns page points (n, 2) in form units (n, 2)."""
        return _mapped(self.inverse, points)

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Returns the page's box around a rectangle of the form."""
        corners = self.to_page(np.array([[left, top], [right, top], [left, bottom], [right, bottom]], dtype=float))
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        return Box.from_pixels(x0, y0, x1, y1, width=1, height=1)

    @property
    def quality(self) -> float:
        """How far the map can be trusted, in [0, 1]: detection boxes alone scatter by some units around a perfect map."""
        spread = 1.0 - max(0.0, self.residual - 5.0) / 30.0
        return float(np.clip((0.5 + 0.5 * min(1.0, self.share / 0.7)) * spread, 0.0, 1.0))


def register(page: Page, table: FormTable) -> Registration | None:
    """Returns where the form lies on the page, or None when the page does not show it."""
    return _by_captions(page, table) or _by_typed_words(page, table)


def _mapped(matrix: Floats, points: Floats) -> Floats:
    homogeneous = np.c_[points, np.ones(len(points))] @ matrix.T
    mapped: Floats = homogeneous[:, :2] / homogeneous[:, 2:]
    return mapped


# The form's own print


def letters(text: str) -> str:
    """Returns the letters and digits, upper case: what survives of a caption in every engine's output."""
    return "".join(c for c in text.upper() if c.isalnum())


def _by_captions(page: Page, table: FormTable) -> Registration | None:
    anchors = [c for c in table.captions if len(letters(c.text)) >= ANCHOR_LENGTH]
    form, seen, owner = _matches(page, anchors)
    if len(set(owner)) < MINIMUM_CAPTIONS:
        return None
    size = np.array([table.width, table.height])
    # Distances are measured in form units whatever the page's size: 1 of the page is the form's width or height.
    affine = _ransac(form, seen * size)
    if affine is None:
        return None
    inside = _distance(affine, form, seen * size) < CAPTION_TOLERANCE
    matrix = _refined(affine, form, seen * size, inside)
    distance = _distance(matrix, form, seen * size)
    inside = distance < CAPTION_TOLERANCE
    agreed = {owner[i] for i in np.flatnonzero(inside)}
    if len(agreed) < MINIMUM_CAPTIONS:
        return None
    to_page = np.diag([1 / table.width, 1 / table.height, 1.0]) @ matrix
    share = min(1.0, len(agreed) / (0.8 * len(anchors)))
    found = Registration(table, to_page, (0.0, 0.0), "captions", len(agreed), share, float(np.median(distance[inside])))
    return Registration(table, to_page, _shift(page, found), "captions", found.found, share, found.residual)


def _matches(page: Page, anchors: Sequence[Caption]) -> tuple[Floats, Floats, list[int]]:
    """Returns matched points on form and page (n, 2), left and right ends of captions, and the captions they belong to."""
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
    return np.array(form, dtype=float).reshape(-1, 2), np.array(seen, dtype=float).reshape(-1, 2), owner


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


def _ransac(form: Floats, seen: Floats) -> Floats | None:
    """Returns the affine map (3, 3) that most pairs agree on, or None when no plausible one is found.

    Source: Fischler, Bolles, "Random sample consensus", 1981; the generator is seeded, so the result is reproducible.
    """
    generator = np.random.default_rng(1500)
    best, most = None, 5
    for _ in range(300):
        chosen = generator.choice(len(form), 3, replace=False)
        matrix = _affine(form[chosen], seen[chosen])
        if matrix is None or not _plausible(matrix):
            continue
        inside = int((_distance(matrix, form, seen) < 1.5 * CAPTION_TOLERANCE).sum())
        if inside > most:
            best, most = matrix, inside
    return best


def _affine(form: Floats, seen: Floats) -> Floats | None:
    design = np.c_[form, np.ones(len(form))]
    if np.linalg.matrix_rank(design, tol=1e-3) < 3:
        return None
    solution, *_ = np.linalg.lstsq(design, seen, rcond=None)
    return np.vstack([solution.T, [0.0, 0.0, 1.0]])


def _plausible(matrix: Floats) -> bool:
    """Tells whether a map keeps the page upright and about its size."""
    return bool(
        np.all(np.abs(np.diag(matrix)[:2] - 1.0) < 2.5 * SKEW_LIMIT)
        and abs(matrix[0, 1]) < SKEW_LIMIT
        and abs(matrix[1, 0]) < SKEW_LIMIT
    )


def _distance(matrix: Floats, form: Floats, seen: Floats) -> Floats:
    distance: Floats = np.linalg.norm(_mapped(matrix, form) - seen, axis=1)
    return distance


def _refined(affine: Floats, form: Floats, seen: Floats, inside: NDArray[np.bool_]) -> Floats:
    """Returns the homography through all pairs that agree; the affine map where too few do."""
    matrix = affine
    for _ in range(3):
        if inside.sum() < 12:
            break
        matrix = _homography(form[inside], seen[inside])
        inside = _distance(matrix, form, seen) < CAPTION_TOLERANCE
    return matrix


def _homography(form: Floats, seen: Floats) -> Floats:
    """Returns the homography with the least squared error.

    Source: Hartley, Zisserman, "Multiple view geometry", algorithm 4.2: points are normalised first.
    """
    a, b = _normalizer(form), _normalizer(seen)
    p, q = _mapped(a, form), _mapped(b, seen)
    zero, one = np.zeros(len(p)), np.ones(len(p))
    x, y, u, v = p[:, 0], p[:, 1], q[:, 0], q[:, 1]
    rows = np.vstack(
        [np.c_[x, y, one, zero, zero, zero, -u * x, -u * y], np.c_[zero, zero, zero, x, y, one, -v * x, -v * y]]
    )
    solution, *_ = np.linalg.lstsq(rows, np.r_[u, v], rcond=None)
    matrix: Floats = np.linalg.inv(b) @ np.append(solution, 1.0).reshape(3, 3) @ a
    return matrix / matrix[2, 2]


def _normalizer(points: Floats) -> Floats:
    middle, spread = points.mean(axis=0), max(float(points.std()), 1e-9)
    return np.array([[1 / spread, 0, -middle[0] / spread], [0, 1 / spread, -middle[1] / spread], [0, 0, 1.0]])


# The words typed into it


def _typed(page: Page, table: FormTable) -> tuple[Floats, Floats, Indices, Indices]:
    """Returns every pair of a word and a slot it could fill.

    Returns:
        Places on the form (n, 2) and on the page (n, 2) in form units, the word's number and the look's number (n,).
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


def _nearest(
    matrix: Floats, form: Floats, seen: Floats, owner: Indices, radius: float
) -> tuple[Indices, Floats]:
    """Returns, for each word with a slot inside the radius, the index of its nearest pair, and those distances."""
    distance = _distance(matrix, form, seen)
    order = np.lexsort((distance, owner))
    first = order[np.r_[True, owner[order][1:] != owner[order][:-1]]]
    kept = first[distance[first] < radius]
    return kept, distance[kept]


def _by_typed_words(page: Page, table: FormTable) -> Registration | None:
    form, seen, owner, look = _typed(page, table)
    typed = len(set(owner))
    if typed < MINIMUM_SLOTS:
        return None
    best, most = np.eye(3), -1.0
    for dx in np.arange(-80, 81, 40):
        for dy in np.arange(-80, 81, 40):
            start = np.array([[1, 0, dx], [0, 1, dy], [0, 0, 1.0]])
            matrix = _iterated(start, form, seen, owner)
            if matrix is None:
                continue
            _, distance = _nearest(matrix, form, seen, owner, SLOT_TOLERANCE)
            score = float((1.0 - distance / SLOT_TOLERANCE).sum()) + len(distance)
            if score > most:
                best, most = matrix, score
    kept, distance = _nearest(best, form, seen, owner, SLOT_TOLERANCE)
    if len(kept) < max(MINIMUM_SLOTS, MINIMUM_SLOT_SHARE * typed) or len(set(look[kept])) < MINIMUM_LOOKS:
        return None
    to_page = np.diag([1 / table.width, 1 / table.height, 1.0]) @ best
    return Registration(
        table, to_page, (0.0, 0.0), "typed words", len(kept), len(kept) / typed, float(np.median(distance))
    )


def _iterated(matrix: Floats, form: Floats, seen: Floats, owner: Indices) -> Floats | None:
    """Fits an affine map to the nearest slots again and again, in a shrinking radius.

    Source: Besl, McKay, "A method for registration of 3-D shapes", 1992 (iterative closest point).
    """
    for radius in (45.0, 35.0, 25.0, 20.0, SLOT_TOLERANCE):
        kept, _ = _nearest(matrix, form, seen, owner, radius)
        if len(kept) < MINIMUM_SLOTS // 2:
            return None
        fitted = _affine(form[kept], seen[kept])
        if fitted is None or not _plausible(fitted):
            return None
        matrix = fitted
    return matrix


def _shift(page: Page, found: Registration) -> tuple[float, float]:
    """Returns how far the typed words lie off their usual places, in form units."""
    table = found.table
    form, seen, owner, _ = _typed(page, table)
    if not len(form):
        return 0.0, 0.0
    kept, _ = _nearest(found.matrix, form, seen / (table.width, table.height), owner, np.inf)
    offsets = found.to_form(seen[kept] / (table.width, table.height)) - form[kept]
    near = np.linalg.norm(offsets, axis=1) < 30.0
    if near.sum() < 8:
        return 0.0, 0.0
    dx, dy = np.median(offsets[near], axis=0)
    return float(dx), float(dy)
