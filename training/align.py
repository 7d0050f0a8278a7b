"""Finds where on the page a true value stands: values without places become labels for words.

A value may stand in several places. All of them are returned: training decides softly between them (see
``training.loss``), so that a total that equals the cash tendered does not teach the wrong line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import FieldType
from training.misread_places import misread_date, misread_runs
from values.locale_hints import hints_of
from values.normalize import Hints, compact, normalize

WORDS_OF_A_NUMBER = 4
WORDS_OF_A_DATE = 6
NAME_SIMILARITY = 88.0
TEXT_SIMILARITY = 82.0
"""Least rapidfuzz ratio (0-100) at which words are taken as the value; recognition errors stay below."""

ROW_REACH = 2.2
"""A table cell lies at most this many line heights from its row's amount."""


@dataclass(frozen=True)
class Aligned:
    """All places of one value. Each place is a run of word ids.

    ``misread`` says whether the words there read like the value and do not state it.
    """

    label: str
    places: tuple[tuple[int, ...], ...]
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

    An identifier or a date that no words state exactly stands where the words differ from it by recognition errors.
    """
    hints = hints_of(read.text)
    found = []
    for name, target in targets.items():
        places = tuple(dict.fromkeys(_places(read.words, name, target, hints)))
        misread = () if places else tuple(dict.fromkeys(_misread_places(read.words, target)))
        if places or misread:
            found.append(Aligned(name, places or misread, misread=not places))
    return found


def _misread_places(words: Sequence[PlacedWord], target: Target) -> Iterator[tuple[int, ...]]:
    if target.kind in ("id", "code"):
        yield from misread_runs(words, [wanted for v in target.values if (wanted := compact(v))])
    elif target.kind == "date":
        yield from misread_date(words, target.values)


def _places(words: Sequence[PlacedWord], name: str, target: Target, hints: Hints) -> Iterator[tuple[int, ...]]:
    if target.kind in ("money", "number", "date") or name == "currency":
        yield from _typed_places(words, name, target, hints)
    elif target.kind in ("id", "code"):
        yield from _exact_places(words, target)
    elif target.kind in ("name", "text"):
        yield from _fuzzy_places(words, target)


def _line_runs(words: Sequence[PlacedWord], longest: int) -> Iterator[list[PlacedWord]]:
    """Yields every run of up to ``longest`` words of one line, shorter runs first."""
    for length in range(1, longest + 1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if _one_line(run):
                yield list(run)


def _one_line(run: Sequence[PlacedWord]) -> bool:
    return len({w.line for w in run}) == 1


def _typed_places(words: Sequence[PlacedWord], name: str, target: Target, hints: Hints) -> Iterator[tuple[int, ...]]:
    longest = WORDS_OF_A_DATE if target.kind == "date" else 1 if name == "currency" else WORDS_OF_A_NUMBER
    wanted = {_value_key(target.kind, v) for v in target.values}
    taken: set[int] = set()
    for run in _line_runs(words, longest):
        ids = tuple(w.id for w in run)
        text = " ".join(w.text for w in run)
        if taken.intersection(ids) or not (name == "currency" or any(c.isdigit() for c in text)):
            continue
        if name == "currency" and any(c.isdigit() for c in text):
            continue
        if any(_value_key(target.kind, v) in wanted for v in _readings(text, name, target.kind, hints)):
            taken.update(ids)
            yield ids


def _readings(text: str, name: str, kind: FieldType, hints: Hints) -> Iterator[str]:
    """Yields what a text may mean: by the document's hints, and with the other order of day and month."""
    orders: Iterable[bool | None] = (hints.month_first, not hints.month_first) if kind == "date" else (None,)
    for order in orders:
        value = normalize(kind, text, name=name, hints=hints.model_copy(update={"month_first": order})).value
        if value is not None:
            yield value


def _value_key(kind: FieldType, value: str) -> str:
    if kind in ("money", "number"):
        sign, digits = ("-", value[1:]) if value.startswith("-") else ("", value)
        whole, _, cents = digits.partition(".")
        return f"{sign}{whole.lstrip('0') or '0'}.{cents.rstrip('0')}"
    return value


def _exact_places(words: Sequence[PlacedWord], target: Target) -> Iterator[tuple[int, ...]]:
    wanted = {compact(v) for v in target.values if compact(v)}
    if not wanted:
        return
    longest = max(map(len, wanted))
    for start in range(len(words)):
        joined = ""
        for end in range(start, min(start + 12, len(words))):
            if words[end].line != words[start].line:
                break
            joined += compact(words[end].text)
            if joined in wanted:
                yield tuple(w.id for w in words[start : end + 1])
            if len(joined) >= longest:
                break


def _fuzzy_places(words: Sequence[PlacedWord], target: Target) -> Iterator[tuple[int, ...]]:
    """Yields runs of words that read like the value.

    Runs may go over line ends; words of another column between two lines of a value are stepped over by `_blocks`.
    """
    floor = NAME_SIMILARITY if target.kind == "name" else TEXT_SIMILARITY
    for value in target.values:
        wanted = compact(value)
        if len(wanted) < 2:
            continue
        places: list[tuple[float, tuple[int, ...]]] = []
        for order in (list(words), *_blocks(words)):
            places.extend(_runs_like(order, wanted, floor))
        yield from _without_overlap(places)


def _runs_like(order: Sequence[PlacedWord], wanted: str, floor: float) -> Iterator[tuple[float, tuple[int, ...]]]:
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


def _without_overlap(places: list[tuple[float, tuple[int, ...]]]) -> Iterator[tuple[int, ...]]:
    taken: set[int] = set()
    for _, ids in sorted(places, key=lambda place: (-place[0], len(place[1]))):
        if not taken.intersection(ids):
            taken.update(ids)
            yield ids


def _blocks(words: Sequence[PlacedWord]) -> list[list[PlacedWord]]:
    """Returns columns of lines that stand below each other, so that a value broken over lines is one run."""
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


def align_rows(read: ReadDocument, rows: Sequence[Mapping[str, Target]]) -> list[dict[str, tuple[int, ...]]]:
    """Returns for each row of the truth the words of its cells, or an empty dict where the row was not found.

    The cells of one row stand near one height. Rows are looked for from top to bottom, each below the one before.
    """
    hints = hints_of(read.text)
    found: list[dict[str, tuple[int, ...]]] = []
    cache: dict[tuple[str, Target], list[tuple[int, ...]]] = {}
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
    read: ReadDocument, places: Mapping[str, list[tuple[int, ...]]], floor: tuple[int, float], used: set[int]
) -> dict[str, tuple[int, ...]]:
    best: tuple[float, dict[str, tuple[int, ...]]] = (0.0, {})
    for anchor in (ids for found in places.values() for ids in found):
        word = read.words[anchor[0]]
        if used.intersection(anchor):
            continue
        cells: dict[str, tuple[int, ...]] = {}
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
