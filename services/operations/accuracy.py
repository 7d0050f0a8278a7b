"""Page and word accuracy, character errors, false positives, from values that people checked (M1, M2, M3, M9)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from store.samples import CheckedValue
from values.rates import Rate, clustered_rate, counted_rate


class Group(NamedTuple):
    """The basis of accuracy."""

    document_class: str
    tier: str
    model: str
    sample: str


@dataclass(frozen=True)
class Accuracy:
    """How well values of a group were read.

    ``pages`` is the share of pages on which every checked value is right, ``words`` the share of the truth's words that
    were read, ``characters`` the edits per character of the truth.
    """

    pages: Rate
    words: Rate
    characters: Rate


def accuracies(values: Iterable[CheckedValue]) -> dict[Group, Accuracy]:
    """Returns the accuracy of each group."""
    groups: dict[Group, list[CheckedValue]] = defaultdict(list)
    for value in values:
        groups[Group(value.document_class, value.tier, value.model, value.sample)].append(value)
    return {group: accuracy(checked) for group, checked in groups.items()}


def false_positives(values: Iterable[CheckedValue]) -> dict[tuple[str, str], Rate]:
    """Returns, by class and field, the share of values wrong among those that the machine accepted by itself."""
    seen: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    for value in values:
        if value.sample == "accepted" and value.machine is not None:
            key = value.document_class, value.field
            seen[key] += 1
            wrong[key] += not value.right
    return {key: counted_rate(wrong[key], count) for key, count in seen.items()}


def confusions(values: Iterable[CheckedValue], most: int) -> list[tuple[str, str, int]]:
    """Returns the characters that were most often read as others: truth, what was read, how often.

    An empty text stands for a character that was added or left out.
    """
    found: Counter[tuple[str, str]] = Counter()
    for value in values:
        if value.right or not value.machine or not value.truth:
            continue
        for edit in Levenshtein.editops(value.truth, value.machine):
            was = "" if edit.tag == "insert" else value.truth[edit.src_pos]
            read = "" if edit.tag == "delete" else value.machine[edit.dest_pos]
            found[was, read] += 1
    return [(was, read, count) for (was, read), count in found.most_common(most)]


def accuracy(checked: Iterable[CheckedValue]) -> Accuracy:
    """Returns how well values were read, whatever their documents have in common."""
    pages: dict[tuple[str, int], bool] = {}
    words: dict[str, tuple[float, float]] = {}
    characters: dict[str, tuple[float, float]] = {}
    for value in checked:
        page = value.document_id, value.page
        pages[page] = pages.get(page, True) and value.right
        truth, machine = value.truth or "", "" if value.machine is None else value.machine
        said, read = truth.split(), (truth if value.right else machine).split()
        right = max(len(said) - Levenshtein.distance(said, read), 0)
        edits = 0 if value.right else Levenshtein.distance(truth, machine)
        words[value.document_id] = _plus(words.get(value.document_id), right, len(said))
        characters[value.document_id] = _plus(characters.get(value.document_id), edits, len(truth))
    return Accuracy(
        counted_rate(sum(pages.values()), len(pages)),
        clustered_rate(words.values()),
        clustered_rate(characters.values()),
    )


def _plus(sums: tuple[float, float] | None, hits: float, trials: float) -> tuple[float, float]:
    before = sums or (0.0, 0.0)
    return before[0] + hits, before[1] + trials
