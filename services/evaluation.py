"""How the released models do on what people checked, and which thresholds that evidence allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.stages.promises import Promises
from services.workbench import Workbench
from store.samples import CheckedValue
from values.rates import Rate, counted_rate

MOST_CHECKED = 20_000
"""Checked values that are looked at, the newest first."""


@dataclass(frozen=True)
class ClassEvaluation:
    """What people found of a class, read by one model.

    ``right`` is the share of checked values that were read right, by a sample: documents that were reviewed because
    the machine doubted them, or accepted ones of second looks.
    """

    document_class: str
    model: str
    sample: str
    documents: int
    right: Rate


@dataclass(frozen=True)
class Proposal:
    """A threshold that settings state, and the one that the evidence allows now.

    ``certified`` is whether that evidence suffices for the promise; ``setting`` is what a person sets to approve it.
    """

    document_class: str
    stated: float
    proposed: float
    certified: bool
    setting: str


@dataclass(frozen=True)
class Evaluation:
    """What is known of the models in use."""

    classes: tuple[ClassEvaluation, ...]
    proposals: tuple[Proposal, ...]


def evaluate(bench: Workbench, *, days: float = 30) -> Evaluation:
    """Evaluates the models in use on the documents that people checked lately, and proposes thresholds.

    Thresholds that nobody stated follow the evidence by themselves; a stated one is changed by a person only.
    """
    since = datetime.now(UTC) - timedelta(days=days)
    checked = bench.store.samples.checked_values(since, MOST_CHECKED)
    return Evaluation(tuple(_classes(checked)), tuple(_proposals(bench)))


def _classes(checked: Sequence[CheckedValue]) -> list[ClassEvaluation]:
    groups: dict[tuple[str, str, str], list[CheckedValue]] = defaultdict(list)
    for value in checked:
        groups[value.document_class, value.model, value.sample].append(value)
    return [
        ClassEvaluation(
            *key, documents=len({v.document_id for v in values}),
            right=counted_rate(sum(v.right for v in values), len(values)),
        )
        for key, values in sorted(groups.items())
    ]  # fmt: skip


def _proposals(bench: Workbench) -> list[Proposal]:
    found, promises = [], Promises(bench)
    for name, stated in sorted(bench.settings.promise.thresholds.items()):
        kind = bench.catalog.find(name)
        if kind is None:
            continue
        choice = promises.choose(name, promises.promise(name), promises.checks(kind), with_stated=False)
        proposed = choice.measured.threshold
        if round(proposed, 4) != round(stated, 4):
            setting = f"FIELDWRIGHT_PROMISE__THRESHOLDS='{{\"{name}\": {proposed:.4g}}}'"
            found.append(Proposal(name, stated, proposed, choice.certified, setting))
    return found
