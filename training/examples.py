"""Training examples: pages of words with labels, from real documents with truth or from generated ones."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from extractors.fields.layoutlm.model import class_labels
from extractors.fields.layoutlm.windows import Grid, grids
from extractors.fields.token_scores import COLUMN_PREFIX
from schemas.document import ReadDocument
from schemas.geometry import LAYOUTLM_SCALE
from schemas.vocabulary import DocumentClass
from training.align import Target, align_fields, align_rows
from training.synthetic.document import SyntheticDocument

Place = tuple[int, ...]
"""Words of one place of a value, as indices into the page."""


@dataclass(frozen=True)
class ExamplePage:
    """One page. ``groups`` holds for each value its label and the places where it may be on this page."""

    number: int
    texts: tuple[str, ...]
    boxes: tuple[Grid, ...]
    groups: tuple[tuple[str, tuple[Place, ...]], ...] = ()


@dataclass(frozen=True)
class Example:
    """One document. ``unknown`` are labels that it may show although its truth does not say where: not trained on."""

    name: str
    document_class: str
    pages: tuple[ExamplePage, ...]
    unknown: frozenset[str] = field(default_factory=frozenset)


def label_names(kinds: Iterable[DocumentClass]) -> list[str]:
    """Returns the labels of the classes: ``O``, then ``B-`` and ``I-`` of each field and column."""
    names = sorted({name for kind in kinds for name in class_labels(kind)})
    return ["O", *(f"{prefix}-{name}" for name in names for prefix in "BI")]


def example_from_truth(read: ReadDocument, row: Mapping[str, Any], *, kind: DocumentClass) -> Example:
    """Returns the example of a real document: its true values are looked for among its words.

    Fields of the truth that no words show, and those in ``ignore_fields``, are unknown. Their labels are neither
    trained nor penalized on this document.
    """
    cells = {name: Target.of(cell) for name, cell in row.get("fields", {}).items()}
    targets = {name: target for name, target in cells.items() if target.kind != "bool"}
    aligned = align_fields(read, targets)
    missing = set(targets) - {a.label for a in aligned}
    unknown = missing | set(row.get("ignore_fields", ()))
    groups: list[tuple[str, tuple[Place, ...]]] = [(a.label, a.places) for a in aligned]
    if "line_items" in row:
        cells_found, lost = _aligned_cells(read, row["line_items"])
        groups.extend(cells_found)
        unknown |= lost
    else:
        unknown |= {COLUMN_PREFIX + column.name for column in kind.columns}
    return Example(row["file"], kind.name, _pages(read, groups), frozenset(unknown))


def _aligned_cells(
    read: ReadDocument, items: Sequence[Mapping[str, Any]]
) -> tuple[list[tuple[str, tuple[Place, ...]]], set[str]]:
    """Returns the places of table cells, and the columns of which most cells were not found: those teach nothing."""
    rows = [{name: Target.of(cell) for name, cell in item.items()} for item in items]
    wanted = Counter(name for row in rows for name in row)
    found: dict[str, list[Place]] = defaultdict(list)
    for cells in align_rows(read, rows):
        for name, place in cells.items():
            found[name].append(place)
    lost = {name for name, count in wanted.items() if len(found[name]) <= count / 2}
    groups: list[tuple[str, tuple[Place, ...]]] = [
        (COLUMN_PREFIX + name, (place,)) for name, places in found.items() if name not in lost for place in places
    ]
    return groups, {COLUMN_PREFIX + name for name in lost}


def _pages(read: ReadDocument, groups: Sequence[tuple[str, tuple[Place, ...]]]) -> tuple[ExamplePage, ...]:
    pages = []
    for page in read.pages:
        words = read.words_of_page(page.number)
        if not words:
            continue
        first = words[0].id
        here = []
        for label, places in groups:
            on_page = tuple(
                tuple(i - first for i in place) for place in places if read.words[place[0]].page_number == page.number
            )
            on_page = tuple(place for place in on_page if all(0 <= i < len(words) for i in place))
            if on_page:
                here.append((label, on_page))
        pages.append(ExamplePage(page.number, tuple(w.text for w in words), tuple(grids(words)), tuple(here)))
    return tuple(pages)


def example_from_synthetic(document: SyntheticDocument, name: str) -> Example:
    """Returns the example of a generated document: every labeled run of words is one certain place."""
    pages = []
    for number, page in enumerate(document.pages, 1):
        words = [word for line in page.lines for word in line]
        groups: list[tuple[str, list[int]]] = []
        open_runs: dict[tuple[str, int | None], list[int]] = {}
        for i, word in enumerate(words):
            if word.label is None:
                continue
            key = (word.label, word.line_item_index)
            if word.begins or key not in open_runs:
                open_runs[key] = []
                groups.append((word.label, open_runs[key]))
            open_runs[key].append(i)
        pages.append(
            ExamplePage(
                number,
                tuple(w.text for w in words),
                tuple(_grid(w.box) for w in words),
                tuple((label, (tuple(run),)) for label, run in groups),
            )
        )
    return Example(name, document.document_class, tuple(pages))


def _grid(box: Sequence[float] | Any) -> Grid:
    left, top, right, bottom = box.as_list() if hasattr(box, "as_list") else box
    left, top, right, bottom = (
        min(max(round(v * LAYOUTLM_SCALE), 0), LAYOUTLM_SCALE) for v in (left, top, right, bottom)
    )
    return left, top, right, bottom


# ----------------------------------------------------------------------------------------------------------------------
# Augmentation

_LOOK_ALIKES = {
    "0": "O8", "O": "0", "1": "lI7", "l": "1I", "I": "1l", "5": "S6", "S": "5", "8": "B3", "B": "8", "m": "rn",
    "e": "c", "c": "e", "a": "o", "o": "a", "u": "v", "n": "h", "h": "b", ".": ",", ",": ".", ":": ".", "ü": "u",
    "ö": "o", "ä": "a", "é": "e", "è": "e", "ß": "B", "6": "5", "3": "8", "2": "Z", "Z": "2", "t": "f", "i": "l",
}  # fmt: skip


def augmented(page: ExamplePage, rng: random.Random, *, strength: float = 1.0) -> ExamplePage:
    """Returns the page as another scanner and another clerk would have made it.

    Digits are redrawn in the shape of the number, characters are misread, and unlabeled words are dropped. The page is
    shifted and scaled, and every box is jittered.
    """
    page = _without_some_words(page, rng, 0.03 * strength)
    texts = list(page.texts)
    if rng.random() < 0.5 * strength:
        texts = [_other_digits(text, rng) for text in texts]
    noise = rng.choice((0.0, 0.01, 0.04)) * strength
    texts = [_misread(text, rng) if rng.random() < noise * len(text) ** 0.5 else text for text in texts]
    return replace(page, texts=tuple(texts), boxes=_moved(page.boxes, rng, strength))


def _without_some_words(page: ExamplePage, rng: random.Random, share: float) -> ExamplePage:
    labelled = {i for _, places in page.groups for place in places for i in place}
    kept = [i for i in range(len(page.texts)) if i in labelled or rng.random() >= share]
    new = {old: i for i, old in enumerate(kept)}
    groups = tuple((label, tuple(tuple(new[i] for i in place) for place in places)) for label, places in page.groups)
    return replace(
        page, texts=tuple(page.texts[i] for i in kept), boxes=tuple(page.boxes[i] for i in kept), groups=groups
    )


def _other_digits(text: str, rng: random.Random) -> str:
    if not any(c.isdigit() for c in text) or rng.random() < 0.3:
        return text
    return "".join(rng.choice("0123456789") if c.isdigit() else c for c in text)


def _misread(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    other = _LOOK_ALIKES.get(text[at])
    if other is None or (len(text) > 1 and rng.random() < 0.2):
        return text[:at] + text[at + 1 :] if len(text) > 1 else text
    return text[:at] + (other if other == "rn" else rng.choice(other)) + text[at + 1 :]


def _moved(boxes: Iterable[Grid], rng: random.Random, strength: float) -> tuple[Grid, ...]:
    scale_x, scale_y = (1 + strength * rng.uniform(-0.10, 0.06) for _ in range(2))
    shift_x, shift_y = (strength * rng.uniform(-25, 45) for _ in range(2))
    slope = strength * rng.gauss(0, 0.006)
    tremble = rng.choice((0.0, 1.0, 2.0)) * strength

    def moved(box: Grid) -> Grid:
        left, top, right, bottom = box
        lean = slope * (left + right - LAYOUTLM_SCALE) / 2
        xs = sorted(v * scale_x + shift_x + rng.gauss(0, tremble) for v in (left, right))
        ys = sorted(v * scale_y + shift_y + lean + rng.gauss(0, tremble) for v in (top, bottom))
        x0, x1, y0, y1 = (min(max(round(v), 0), LAYOUTLM_SCALE) for v in (*xs, *ys))
        return x0, y0, x1, y1

    return tuple(moved(box) for box in boxes)
