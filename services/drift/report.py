"""What drifted: documents, confidences and corrections of the last days against the days before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from pydantic import BaseModel

from schemas.traits import Traits
from services.drift.templates import SAME, Layouts, Template, leaders_of, new_templates
from services.stage_results import FIELDS, TRAITS
from services.workbench import Workbench
from store.samples import Arrival, CheckedValue
from telemetry.catalog import ALL, UNKNOWN
from values.stability import Shift, shift_of_counts, shift_of_numbers

RECENT_DAYS, REFERENCE_DAYS = 7, 28
MOST = 2000
"""Documents of a window that are looked at, the newest first."""
LEAST = 20
"""Documents of each window without which nothing is said."""

Kind = Literal["image_quality", "words", "vocabulary", "layout", "source", "language", "confidence", "corrections"]


@dataclass(frozen=True)
class Drifted:
    """How far one trait of one class moved; ``all`` is every class, tier or model."""

    kind: Kind
    document_class: str
    shift: Shift
    tier: str = ALL
    model: str = ALL


@dataclass(frozen=True)
class DriftReport:
    """What is known of two windows, and the templates that only the later one has."""

    recent: int
    reference: int
    shifts: tuple[Drifted, ...]
    templates: tuple[Template, ...]
    versions: tuple[Drifted, ...] = ()
    """Shifts of a single tier or model."""


class Group(NamedTuple):
    """Documents of a class, read at a tier by a model; ``all`` is every one of them."""

    document_class: str = ALL
    tier: str = ALL
    model: str = ALL

    def has(self, document_class: str, tier: str, model: str) -> bool:
        """Whether documents of this class, tier and model belong to the group."""
        own = document_class, tier, model
        return all(wanted in (ALL, value) for wanted, value in zip(self, own, strict=True))


class MadeBy(BaseModel):
    """What read the fields of a document; the fields themselves are not checked here, which takes long."""

    model: str


@dataclass(frozen=True)
class Window:
    """The documents of a period with their traits and models, and the values of them that people checked."""

    arrivals: Sequence[Arrival]
    traits: Mapping[str, Traits]
    models: Mapping[str, str]
    checked: Sequence[CheckedValue]

    def groups(self) -> Iterator[Group]:
        """Yields everything, each class, each tier and model of it, and each model over all classes."""
        seen = {(a.document_class, a.tier, self.models.get(a.document_id, UNKNOWN)) for a in self.arrivals}
        seen |= {(v.document_class, v.tier, v.model) for v in self.checked}
        read = {own for own in seen if own[-1] != UNKNOWN}
        yield Group()
        for some in (
            {Group(name) for name, _, _ in seen},
            {Group(model=model) for _, _, model in read},
            {Group(name, tier) for name, tier, _ in seen},
            {Group(*own) for own in read},
        ):
            yield from sorted(some)

    def part(self, group: Group) -> Window:
        """Returns what belongs to a group."""
        if group == Group():
            return self
        arrivals = [
            a for a in self.arrivals if group.has(a.document_class, a.tier, self.models.get(a.document_id, UNKNOWN))
        ]
        traits = {a.document_id: self.traits[a.document_id] for a in arrivals if a.document_id in self.traits}
        checked = [v for v in self.checked if group.has(v.document_class, v.tier, v.model)]
        return Window(arrivals, traits, self.models, checked)


def drift(
    bench: Workbench, *, recent_days: float = RECENT_DAYS, reference_days: float = REFERENCE_DAYS,
    now: datetime | None = None,
) -> DriftReport:  # fmt: skip
    """Returns how the documents of the last days differ from those of the days before them.

    Documents of a model are compared with those that the same model read before: a new one has no reference yet.
    """
    now = now or datetime.now(UTC)
    middle = now - timedelta(days=recent_days)
    before = _window(bench, middle - timedelta(days=reference_days), middle)
    after = _window(bench, middle, now)
    known = [before.traits[a.document_id] for a in before.arrivals if a.document_id in before.traits]
    fresh = [after.traits[a.document_id] for a in after.arrivals if a.document_id in after.traits]
    templates = []
    if len(known) >= LEAST:
        classes = {a.document_id: a.document_class for a in after.arrivals}
        templates = new_templates(known, fresh, classes, {a.document_id: a.confidence for a in after.arrivals})
    moved = tuple(_shifts(before, after, leaders_of(known)))
    shifts, versions = (
        tuple(one for one in moved if ((one.tier, one.model) == (ALL, ALL)) == is_whole) for is_whole in (True, False)
    )
    return DriftReport(len(after.arrivals), len(before.arrivals), shifts, tuple(templates), versions)


def _window(bench: Workbench, since: datetime, until: datetime) -> Window:
    arrivals = bench.store.samples.arrivals(since, until, MOST)
    ids = [one.document_id for one in arrivals]
    traits = {i: found for i, found in bench.store.load_all(ids, TRAITS, Traits) if found is not None}
    models = {i: made.model for i, made in bench.store.load_all(ids, FIELDS, MadeBy) if made is not None}
    checked = [v for v in bench.store.samples.checked_values(since, MOST) if v.at < until]
    return Window(arrivals, traits, models, checked)


def _shifts(before: Window, after: Window, leaders: Layouts) -> Iterator[Drifted]:
    places = {i: _layout(one, leaders) for window in (before, after) for i, one in window.traits.items()}
    for group in after.groups():
        old, new = before.part(group), after.part(group)
        moved = _input_shifts(old, new, places)
        confidence = _confidences(old.arrivals, new.arrivals)
        if confidence is not None:
            moved["confidence"] = confidence
        corrected = _corrections(old.checked, new.checked)
        if corrected is not None:
            moved["corrections"] = corrected
        for kind, shift in moved.items():
            yield Drifted(kind, group.document_class, shift, group.tier, group.model)


def _confidences(before: Sequence[Arrival], after: Sequence[Arrival]) -> Shift | None:
    sure, sure_now = ([a.confidence for a in some if a.confidence is not None] for some in (before, after))
    return shift_of_numbers(sure, sure_now) if min(len(sure), len(sure_now)) >= LEAST else None


def _input_shifts(before: Window, after: Window, places: Mapping[str, str]) -> dict[Kind, Shift]:
    old, new = list(before.traits.values()), list(after.traits.values())
    found: dict[Kind, Shift] = {}
    if min(len(old), len(new)) < LEAST:
        return found
    scans, scans_now = ([one.quality for one in some if one.quality is not None] for some in (old, new))
    if min(len(scans), len(scans_now)) >= LEAST:
        found["image_quality"] = shift_of_numbers(scans, scans_now)
    found["words"] = shift_of_numbers([one.words_per_page for one in old], [one.words_per_page for one in new])
    found["vocabulary"] = shift_of_counts(_vocabulary(old), _vocabulary(new), (len(old), len(new)))
    by: dict[Kind, Callable[[Traits], str]] = {
        "layout": lambda one: places[one.document_id],
        "source": lambda one: one.source,
        "language": lambda one: one.language,
    }
    return found | {kind: shift_of_counts(Counter(map(of, old)), Counter(map(of, new))) for kind, of in by.items()}


def _vocabulary(documents: Sequence[Traits]) -> Counter[int]:
    """Returns the words by bucket; each document counts for a thousand words, whatever its length."""
    found: Counter[int] = Counter()
    for one in documents:
        total = sum(one.vocabulary) or 1
        for bucket, count in enumerate(one.vocabulary):
            found[bucket] += round(1000 * count / total)
    return found


def _layout(one: Traits, leaders: Layouts) -> str:
    """Returns whether a document has a layout that the reference window knows."""
    return "known" if leaders.closest(one) >= SAME else "new"


def _corrections(before: Sequence[CheckedValue], after: Sequence[CheckedValue]) -> Shift | None:
    old, new = _by_document(before), _by_document(after)
    if min(len(old), len(new)) < LEAST:
        return None
    return shift_of_counts(Counter(old.values()), Counter(new.values()))


def _by_document(checked: Sequence[CheckedValue]) -> dict[str, str]:
    """Returns whether people corrected anything in each document."""
    right: dict[str, bool] = defaultdict(lambda: True)
    for value in checked:
        right[value.document_id] &= value.right
    return {document_id: "right" if is_right else "corrected" for document_id, is_right in right.items()}
