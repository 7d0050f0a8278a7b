"""Templates that were not there before: documents whose first pages are alike and unlike all known ones."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from schemas.traits import HASHES, Traits, likeness

SAME = 0.2
"""Likeness from which two pages have one template. Pages of one template share captions, values and items differ."""
LEAST = 5
"""Documents that make a template: fewer may be one sender's odd letter."""
SAMPLES = 10


@dataclass(frozen=True)
class Template:
    """A new template. ``samples`` are the documents that are most useful to label, the most useful first."""

    name: str
    document_class: str
    documents: tuple[str, ...]
    samples: tuple[str, ...]


def new_templates(
    known: Sequence[Traits],
    recent: Sequence[Traits],
    classes: Mapping[str, str],
    confidences: Mapping[str, float | None],
) -> list[Template]:
    """Returns the templates of recent documents that no known document has, the largest first.

    Args:
        known: Documents of the reference window.
        recent: Later documents, the oldest first.
        classes: Their classes, by id.
        confidences: How sure their fields are, by id.
    """
    leaders = leaders_of(known)
    groups: list[list[Traits]] = []
    layouts: list[Layouts] = []
    for one in recent:
        if not one.layout or leaders.closest(one) >= SAME:
            continue
        near = [group.closest(one) for group in layouts]
        if near and max(near) >= SAME:
            at = near.index(max(near))
        else:
            at = len(groups)
            groups.append([])
            layouts.append(Layouts())
        groups[at].append(one)
        layouts[at].add(one)
    found = [_template(group, classes, confidences) for group in groups if len(group) >= LEAST]
    return sorted(found, key=lambda template: -len(template.documents))


class Layouts:
    """Layouts of documents, compared with another one all at once."""

    def __init__(self) -> None:
        self._rows = np.empty((0, HASHES), dtype=np.int64)

    def add(self, one: Traits) -> None:
        """Adds the layout of a document."""
        self._rows = np.vstack([self._rows, np.array(one.layout, dtype=np.int64)])

    def closest(self, one: Traits) -> float:
        """Returns the largest likeness of a document to one of these; see `schemas.traits.likeness`."""
        if not one.layout or not len(self._rows):
            return 0.0
        return float((self._rows == np.array(one.layout, dtype=np.int64)).mean(axis=1).max())


def leaders_of(known: Sequence[Traits]) -> Layouts:
    """Returns one document for each layout, so that a comparison with all of them stays cheap."""
    leaders = Layouts()
    for one in known:
        if one.layout and leaders.closest(one) < SAME * 2:
            leaders.add(one)
    return leaders


def _template(group: Sequence[Traits], classes: Mapping[str, str], confidences: Mapping[str, float | None]) -> Template:
    kind = Counter(classes.get(one.document_id, "unknown") for one in group).most_common(1)[0][0]
    # Named by its first document: the name stays while the template grows.
    short = hashlib.sha256(",".join(map(str, group[0].layout)).encode()).hexdigest()[:6]
    return Template(
        f"{kind}-{short}",
        kind,
        tuple(one.document_id for one in group),
        tuple(most_useful(group, confidences, SAMPLES)),
    )


def most_useful(group: Sequence[Traits], confidences: Mapping[str, float | None], count: int) -> list[str]:
    """Returns the documents that teach most: those that the model is unsure of and that are unlike each other.

    Each next one has the largest product of doubt and distance from those chosen (greedy k-center with weights).
    Source: Sener and Savarese, "Active learning for convolutional neural networks: a core-set approach", 2018.
    """
    left, chosen = list(group), list[Traits]()

    def use(one: Traits) -> float:
        known = confidences.get(one.document_id)
        doubt = 1.0 - known if known is not None else 1.0
        apart = 1.0 - max((likeness(one, other) for other in chosen), default=0.0)
        return (0.05 + doubt) * (0.05 + apart)

    while left and len(chosen) < count:
        best = max(left, key=lambda one: (use(one), one.document_id))
        chosen.append(best)
        left.remove(best)
    return [one.document_id for one in chosen]
