"""Whether a value is right, and figures of many: the rules of ``../shared/data/score.py``, for data that lies anywhere.

A test holds the two together on every kind of value. A wrong value counts once against precision and once against
recall. A field is judged only if some document of the class has it in the truth.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from values.equality import plain_words, same_value

LINE_MATCH_FLOOR = 0.25
Cell = Mapping[str, Any]
"""A cell of a truth file: ``value``, ``type`` and perhaps ``accept``."""


def right(cell: Cell, found: str) -> bool:
    """Whether a found value is one of those that a cell of the truth accepts."""
    return any(same_value(cell.get("type", "text"), str(v), found) for v in (cell["value"], *cell.get("accept", ())))


@dataclass(frozen=True)
class Judged:
    """One field of one document: what was expected, what was found, and whether that is right.

    ``expected`` is None for a field that the document does not have, ``found`` for one that was missed.
    """

    file: str
    document_class: str
    field: str
    expected: Cell | None
    found: str | None
    confidence: float | None
    right: bool


def vocabulary(rows: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Returns the fields that each class has anywhere in a truth file: only these are judged."""
    names: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        names[str(row.get("document_class", ""))].update(row.get("fields") or ())
    return names


def columns(rows: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Returns the columns that the tables of each class have anywhere in a truth file: only these are judged."""
    names: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        names[str(row.get("document_class", ""))].update(name for line in row.get("line_items") or () for name in line)
    return names


def judge(row: Mapping[str, Any], found: Mapping[str, tuple[str, float | None]], names: set[str]) -> list[Judged]:
    """Returns every field of a document that is expected or was found.

    Args:
        row: The document's line of the truth.
        found: Value and confidence of each field that was found.
        names: What is judged for the class: see `vocabulary`.
    """
    judged = []
    for name in sorted(names - set(row.get("ignore_fields", ()))):
        cell = row["fields"].get(name)
        value, confidence = found.get(name, (None, None))
        if cell is None and value is None:
            continue
        is_right = cell is not None and value is not None and right(cell, value)
        judged.append(Judged(row["file"], row.get("document_class", ""), name, cell, value, confidence, is_right))
    return judged


@dataclass
class Tally:
    """Values counted."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.spurious + other.spurious, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """Share of the found values that are right; None of nothing."""
        found = self.right + self.spurious
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of the expected values that were found right; None of nothing."""
        labelled = self.right + self.missed
        return self.right / labelled if labelled else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where nothing was expected and nothing found."""
        total = 2 * self.right + self.spurious + self.missed
        return 2 * self.right / total if total else None


def tally(judged: Iterable[Judged]) -> Tally:
    """Counts judged fields; a wrong value is both spurious and missed."""
    counted = Tally()
    for one in judged:
        counted.right += one.right
        counted.spurious += not one.right and one.found is not None
        counted.missed += not one.right and one.expected is not None
    return counted


# ----------------------------------------------------------------------------------------------------------------------
# Rows of a table


def paired(truth: Sequence[Mapping[str, Cell]], found: Sequence[Mapping[str, str]]) -> list[tuple[int, int]]:
    """Returns pairs of a true and a found row, each used once, the most alike first."""
    likeness = [(_likeness(t, f), i, j) for i, t in enumerate(truth) for j, f in enumerate(found)]
    ordered = sorted((-s, abs(i - j), i, j) for s, i, j in likeness if s >= LINE_MATCH_FLOOR)
    pairs: list[tuple[int, int]] = []
    for _, _, i, j in ordered:
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def _likeness(truth: Mapping[str, Cell], found: Mapping[str, str]) -> float:
    score = weight = 0.0
    for name, cell in truth.items():
        importance = 2.0 if name == "description" else 1.0
        weight += importance
        if name in found:
            score += importance * _cell_likeness(cell, found[name])
    return score / weight if weight else 0.0


def _cell_likeness(cell: Cell, found: str) -> float:
    if cell.get("type", "text") not in ("text", "name"):
        return float(right(cell, found))
    bag = Counter(plain_words(found).split())
    wanted = [Counter(plain_words(str(v)).split()) for v in (cell["value"], *cell.get("accept", ()))]
    return max(
        (2 * (w & bag).total() / (w.total() + bag.total()) for w in wanted if w.total() + bag.total()), default=0
    )


def judge_cells(
    truth: Sequence[Mapping[str, Cell]], found: Sequence[Mapping[str, str]], columns: set[str]
) -> tuple[Tally, dict[tuple[int, str], bool]]:
    """Returns the tally of a table's cells, and for each judged cell (row found, column) whether it is right.

    Args:
        truth: The true rows.
        found: The found rows, column to value.
        columns: What is judged for the class: see `columns`.
    """
    found = [{name: value for name, value in row.items() if name in columns} for row in found]
    counted, verdicts = Tally(), {}
    pairs = paired(truth, found)
    for i, j in pairs:
        for name, cell in truth[i].items():
            value = found[j].get(name)
            is_right = value is not None and right(cell, value)
            counted += Tally(int(is_right), int(not is_right and value is not None), int(not is_right))
            if value is not None:
                verdicts[j, name] = is_right
    rows, others = {i for i, _ in pairs}, {j for _, j in pairs}
    counted.missed += sum(len(row) for i, row in enumerate(truth) if i not in rows)
    for j, row in enumerate(found):
        if j not in others:
            counted.spurious += len(row)
            verdicts |= {(j, name): False for name in row}
    return counted, verdicts


# ----------------------------------------------------------------------------------------------------------------------
# Confidence

BINS = 10


def calibration_error(decisions: Iterable[tuple[float, bool]]) -> float | None:
    """Returns the mean gap between confidence and share of right values over ten equal bins; None of nothing."""
    gaps: dict[int, float] = defaultdict(float)
    total = 0
    for confidence, is_right in decisions:
        gaps[min(int(confidence * BINS), BINS - 1)] += confidence - is_right
        total += 1
    return sum(map(abs, gaps.values())) / total if total else None
