"""Finds where on the page a true value is: values without places become labels for words.

A value may be in several places. All of them are returned, and training decides softly between them (see
``training.loss``). So a total that equals the cash tendered does not teach the wrong line.

What differs from `values.grounding`: words that resemble a name or a text of a scan are accepted, also over line ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import FieldType, TypedValue, typed
from training.misread_places import misread_date, misread_runs
from values.grounding import WORDS_OF, Place, has_digit, spellings, stated
from values.locale_hints import hints_of
from values.normalize import Hints, compact, normalize

NAME_SIMILARITY = 88.0
TEXT_SIMILARITY = 82.0
"""Least rapidfuzz ratio (0-100) at which words are taken as the value; recognition errors stay below."""

ROW_REACH = 2.2
"""A table cell lies at most this many line heights from its row's amount."""


@dataclass(frozen=True)
class Aligned:
    """All places of one value. Each place is a run of word ids.

    ``misread`` is whether the words there read like the value and do not state it.
    """

    label: str
    places: tuple[Place, ...]
    misread: bool = False


@dataclass(frozen=True)
class Target:
    """A true value: its type and every text that is right."""

    kind: FieldType
    values: tuple[str, ...]

    @classmethod
    def of(cls, cell: Mapping[str, Any]) -> Target:
        """Returns the target of a cell of a truth file."""
        return cls(cell.get("type", "text"), (str(cell["value"]), *map(str, cell.get("accept", ()))))


def align_fields(read: ReadDocument, targets: Mapping[str, Target]) -> list[Aligned]:
    """Returns the places of every field that was found; fields that no words show are left out.

    An identifier or a date that no words state exactly is where the words differ from it by recognition errors.
    """
    hints = hints_of(read.text)
    found = []
    for name, target in targets.items():
        places = tuple(dict.fromkeys(_places(read.words, name, target, hints)))
        misread = () if places else tuple(dict.fromkeys(_misread_places(read.words, target)))
        if places or misread:
            found.append(Aligned(name, places or misread, misread=not places))
    return found


def _misread_places(words: Sequence[PlacedWord], target: Target) -> Iterator[Place]:
    if target.kind in ("id", "code"):
        yield from misread_runs(words, [wanted for v in target.values if (wanted := compact(v))])
    elif target.kind == "date":
        yield from misread_date(words, target.values)


def _places(words: Sequence[PlacedWord], name: str, target: Target, hints: Hints) -> Iterator[Place]:
    if target.kind in ("money", "number", "date") or name == "currency":
        yield from _typed_places(words, name, target, hints)
    elif target.kind in ("id", "code"):
        yield from _exact_places(words, target)
    elif target.kind in ("name", "text"):
        yield from _fuzzy_places(words, target)


def _typed_places(words: Sequence[PlacedWord], name: str, target: Target, hints: Hints) -> Iterator[Place]:
    def meanings(text: str) -> Iterator[TypedValue]:
        return (typed(target.kind, value) for value in _readings(text, name, target.kind, hints))

    if name == "currency":
        found = stated(words, 1, meanings, may_mean=lambda text: not has_digit(text))
    else:
        found = stated(words, WORDS_OF[target.kind], meanings)
    places = {place for value in _normal(target) for place in found.get(value, ())}
    yield from _without_overlap([(0.0, place) for place in places])


def _normal(target: Target) -> Iterator[TypedValue]:
    """Yields the right values that are in normal form; truth files also hold texts as printed."""
    for value in target.values:
        with suppress(ValueError):
            yield typed(target.kind, value)


def _readings(text: str, name: str, kind: FieldType, hints: Hints) -> Iterator[str]:
    """Yields what a text may mean: by the document's hints, and with the other order of day and month."""
    orders: Iterable[bool | None] = (hints.month_first, not hints.month_first) if kind == "date" else (None,)
    for order in orders:
        value = normalize(kind, text, name=name, hints=hints.model_copy(update={"month_first": order})).value
        if value is not None:
            yield value


def _exact_places(words: Sequence[PlacedWord], target: Target) -> Iterator[Place]:
    wanted = {spelled for v in target.values if (spelled := compact(v))}
    longest = max(map(len, wanted), default=0)
    yield from (p for spelled, p in spellings(words, WORDS_OF["id"], most_letters=longest) if spelled in wanted)


def _fuzzy_places(words: Sequence[PlacedWord], target: Target) -> Iterator[Place]:
    """Yields runs of words that read like the value.

    Runs may cross line ends; `_blocks` skips words of another column between two lines of a value.
    """
    floor = NAME_SIMILARITY if target.kind == "name" else TEXT_SIMILARITY
    for value in target.values:
        wanted = compact(value)
        if len(wanted) < 2:
            continue
        places: list[tuple[float, Place]] = []
        for order in (list(words), *_blocks(words)):
            places.extend(_runs_like(order, wanted, floor))
        yield from _without_overlap(places)


def _runs_like(order: Sequence[PlacedWord], wanted: str, floor: float) -> Iterator[tuple[float, Place]]:
    texts = [compact(w.text) for w in order]
    first = wanted[:3]
    for start, text in enumerate(texts):
        if not text or not (fuzz.ratio(text[:3], first) > 60 or wanted.startswith(text)):
            continue
        best = (0.0, start)
        joined = ""
        for end in range(start, len(texts)):
            joined += texts[end]
            if len(joined) > 1.15 * len(wanted) + 2:
                break
            if len(joined) >= 0.75 * len(wanted):
                best = max(best, (fuzz.ratio(joined, wanted), end), key=lambda pair: pair[0])
        if best[0] >= floor:
            yield best[0], tuple(w.id for w in order[start : best[1] + 1] if compact(w.text) or w.text.strip())


def _without_overlap(places: list[tuple[float, Place]]) -> Iterator[Place]:
    taken: set[int] = set()
    for _, ids in sorted(places, key=lambda place: (-place[0], len(place[1]), place[1])):
        if not taken.intersection(ids):
            taken.update(ids)
            yield ids


def _blocks(words: Sequence[PlacedWord]) -> list[list[PlacedWord]]:
    """Returns columns of lines that lie below each other, so that a value broken over lines is one run."""
    lines: dict[tuple[int, int], list[PlacedWord]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    columns: list[list[list[PlacedWord]]] = []
    for line in lines.values():
        for column in reversed(columns):
            above = column[-1]
            if _continues_below(above, line):
                column.append(line)
                break
        else:
            columns.append([line])
    return [[word for line in column for word in line] for column in columns if len(column) > 1]


def _continues_below(above: Sequence[PlacedWord], line: Sequence[PlacedWord]) -> bool:
    if above[0].page_number != line[0].page_number:
        return False
    height = max(above[0].box.height, line[0].box.height)
    gap = line[0].box.top - above[0].box.bottom
    overlap = min(above[-1].box.right, line[-1].box.right) - max(above[0].box.left, line[0].box.left)
    return -0.6 * height < gap < 1.5 * height and overlap > 0


# ----------------------------------------------------------------------------------------------------------------------
# Tables


def align_rows(read: ReadDocument, rows: Sequence[Mapping[str, Target]]) -> list[dict[str, Place]]:
    """Returns the words of each true row's cells; the dict of a row that was not found is empty.

    The cells of one row are near one height. Rows are looked for from top to bottom, each below the one before.
    """
    hints = hints_of(read.text)
    found: list[dict[str, Place]] = []
    cache: dict[tuple[str, Target], list[Place]] = {}
    floor = (0, 0.0)
    used: set[int] = set()
    for row in rows:
        places = {}
        for name, target in row.items():
            key = (name, target)
            if key not in cache:
                cache[key] = list(_places(read.words, name, target, hints))
            places[name] = cache[key]
        best = _best_row(read, places, floor, used)
        found.append(best)
        if best:
            used.update(i for ids in best.values() for i in ids)
            top = min((read.words[ids[0]] for ids in best.values()), key=lambda w: (w.page_number, w.box.top))
            floor = (top.page_number, top.box.top)
    return found


def _best_row(
    read: ReadDocument, places: Mapping[str, list[Place]], floor: tuple[int, float], used: set[int]
) -> dict[str, Place]:
    best: tuple[float, dict[str, Place]] = (0.0, {})
    for anchor in (ids for found in places.values() for ids in found):
        word = read.words[anchor[0]]
        if used.intersection(anchor):
            continue
        cells: dict[str, Place] = {}
        cost = 0.0
        for name, found in places.items():
            near = [
                (_distance(read.words[ids[0]], word), ids)
                for ids in found
                if not used.intersection(ids) and not any(set(ids) & set(other) for other in cells.values())
            ]
            near = [item for item in near if item[0] <= ROW_REACH]
            if near:
                distance, ids = min(near)
                cells[name] = ids
                cost += distance
        above_floor = (word.page_number, word.box.top) < (floor[0], floor[1] - 0.002)
        score = len(cells) - 0.2 * cost - (0.9 if above_floor else 0) - 0.05 * abs(word.box.top - floor[1])
        if len(cells) >= min(2, len(places)) and score > best[0]:
            best = (score, cells)
    return best[1]


def _distance(a: PlacedWord, b: PlacedWord) -> float:
    """Returns the vertical distance in line heights; words of two pages are infinitely far apart."""
    if a.page_number != b.page_number:
        return float("inf")
    return abs(a.box.center[1] - b.box.center[1]) / max(a.box.height, b.box.height)
