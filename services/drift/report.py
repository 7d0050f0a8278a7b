"""What drifted: documents, confidences and corrections of the last days against the days before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from schemas.traits import Traits
from services.drift.templates import SAME, Layouts, Template, leaders_of, new_templates
from services.stage_results import TRAITS
from services.workbench import Workbench
from store.samples import Arrival, CheckedValue
from values.stability import Shift, shift_of_counts, shift_of_numbers

RECENT_DAYS, REFERENCE_DAYS = 7, 28
MOST = 2000
"""Documents of a window that are looked at, the newest first."""
LEAST = 20
"""Documents of each window without which nothing is said."""
ALL = "all"

Kind = Literal["image_quality", "words", "vocabulary", "layout", "source", "language", "confidence", "corrections"]


@dataclass(frozen=True)
class Drifted:
    """How far one trait of one class moved; ``all`` is every class, tier or model.

    Tiers have confidences and corrections of their own, models corrections: traits of documents depend on neither.
    """

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


@dataclass(frozen=True)
class Window:
    """The documents of a period with their traits, and the values of them that people checked."""

    arrivals: Sequence[Arrival]
    traits: dict[str, Traits]
    checked: Sequence[CheckedValue]


def drift(
    bench: Workbench, *, recent_days: float = RECENT_DAYS, reference_days: float = REFERENCE_DAYS,
    now: datetime | None = None,
) -> DriftReport:  # fmt: skip
    """Returns how the documents of the last days differ from those of the days before them."""
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
    shifts = tuple(_shifts(before, after, known))
    versions = tuple(_shifts_of_versions(before, after))
    return DriftReport(len(after.arrivals), len(before.arrivals), shifts, tuple(templates), versions)


def _window(bench: Workbench, since: datetime, until: datetime) -> Window:
    arrivals = bench.store.samples.arrivals(since, until, MOST)
    ids = [one.document_id for one in arrivals]
    traits = {i: found for i, found in bench.store.load_all(ids, TRAITS, Traits) if found is not None}
    checked = [v for v in bench.store.samples.checked_values(since, MOST) if v.at < until]
    return Window(arrivals, traits, checked)


def _shifts(before: Window, after: Window, known: Sequence[Traits]) -> list[Drifted]:
    leaders = leaders_of(known)
    found: list[Drifted] = []
    for name in (ALL, *sorted({one.document_class for one in after.arrivals})):
        old, new = _of_class(before, name), _of_class(after, name)
        for kind, shift in _input_shifts(old, new, leaders).items():
            found.append(Drifted(kind, name, shift))
        confidence = _confidences(old.arrivals, new.arrivals)
        if confidence is not None:
            found.append(Drifted("confidence", name, confidence))
        corrected = _corrections(old.checked, new.checked)
        if corrected is not None:
            found.append(Drifted("corrections", name, corrected))
    return found


def _shifts_of_versions(before: Window, after: Window) -> Iterator[Drifted]:
    """Yields how confidences of each class and tier moved, and corrections of each class, tier and model."""
    for name, tier in sorted({(one.document_class, one.tier) for one in after.arrivals}):
        old, new = ([a for a in w.arrivals if (a.document_class, a.tier) == (name, tier)] for w in (before, after))
        confidence = _confidences(old, new)
        if confidence is not None:
            yield Drifted("confidence", name, confidence, tier=tier)
    for version in sorted({(one.document_class, one.tier, one.model) for one in after.checked}):
        was, now = ([v for v in w.checked if (v.document_class, v.tier, v.model) == version] for w in (before, after))
        corrected = _corrections(was, now)
        if corrected is not None:
            yield Drifted("corrections", version[0], corrected, *version[1:])


def _confidences(before: Sequence[Arrival], after: Sequence[Arrival]) -> Shift | None:
    sure, sure_now = ([a.confidence for a in some if a.confidence is not None] for some in (before, after))
    return shift_of_numbers(sure, sure_now) if min(len(sure), len(sure_now)) >= LEAST else None


def _of_class(window: Window, name: str) -> Window:
    if name == ALL:
        return window
    arrivals = [one for one in window.arrivals if one.document_class == name]
    traits = {a.document_id: window.traits[a.document_id] for a in arrivals if a.document_id in window.traits}
    return Window(arrivals, traits, [v for v in window.checked if v.document_class == name])


def _input_shifts(before: Window, after: Window, leaders: Layouts) -> dict[Kind, Shift]:
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
        "layout": lambda one: _layout(one, leaders),
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
