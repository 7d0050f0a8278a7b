"""What people's answers say of a release on trial and of the current model, document by document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from registry.releases import Release
from schemas.extraction import Extraction
from schemas.traits import Traits
from schemas.vocabulary import DocumentClass
from services.stage_results import SHADOW, TRAITS
from services.workbench import Workbench
from store.samples import CheckedValue
from values.equality import same_value
from values.rates import right_share

MOST_CHECKED = 20_000
"""Checked values that are looked at, the newest first."""

DIMENSIONS = ("all", "class", "language", "source", "quality")


@dataclass(frozen=True)
class Evidence:
    """One labeled document: the share of checked values that each version read right, None where it did not read it."""

    document_id: str
    slices: Mapping[str, str]
    candidate: float | None
    current: float | None


def evidence(bench: Workbench, release: Release) -> list[Evidence]:
    """Returns the documents that people checked since the trial began, those checked first in front.

    A shadow is compared on the documents that both versions read; a canary's documents with those of the others. After
    a promotion, the release's documents are compared with those that other versions read in the days before.
    """
    before = timedelta(days=bench.settings.rollout.watch_reference_days if release.status == "current" else 0)
    checked = bench.store.samples.checked_values(release.since - before, MOST_CHECKED)
    by_document: dict[str, list[CheckedValue]] = defaultdict(list)
    for value in sorted(checked, key=lambda value: value.at):
        by_document[value.document_id].append(value)
    ids = list(by_document)
    shadows = dict(bench.store.load_all(ids, SHADOW, Extraction)) if release.status == "shadow" else {}
    traits = dict(bench.store.load_all(ids, TRAITS, Traits))
    found = []
    for document_id, values in by_document.items():
        document_class = bench.catalog.or_other(values[0].document_class)
        slices = slices_of(values[0].document_class, traits.get(document_id))
        if release.status == "shadow":
            shadow = shadows.get(document_id)
            if shadow is not None and release.mark in shadow.model:
                fields = [value for value in values if value.line is None]
                candidate, current = _share_of(shadow, fields, document_class), right_share(v.right for v in fields)
                found.append(Evidence(document_id, slices, candidate, current))
            continue
        share, is_candidate = right_share(v.right for v in values), release.mark in values[0].model
        found.append(Evidence(document_id, slices, share if is_candidate else None, None if is_candidate else share))
    return found


def slices_of(document_class: str, traits: Traits | None) -> dict[str, str]:
    """Returns the slice of a document in each dimension."""
    known = {"all": "all", "class": document_class}
    if traits is None:
        return known | {"language": "unknown", "source": "unknown", "quality": "unknown"}
    return known | {"language": traits.language, "source": traits.source, "quality": traits.quality_band}


def _share_of(extraction: Extraction, values: Sequence[CheckedValue], document_class: DocumentClass) -> float | None:
    """Returns the share of the values that people established which an extraction holds."""
    return right_share(is_right(extraction, value.field, value.truth, document_class) for value in values)


def is_right(extraction: Extraction, field: str, truth: str | None, document_class: DocumentClass) -> bool:
    """Whether an extraction says of a field what a person says; None is that the document does not have it."""
    found = extraction.field(field)
    if truth is None or found is None or found.value is None:
        return truth is None and (found is None or found.value is None)
    kind = next((spec.kind for spec in document_class.fields if spec.name == field), found.kind)
    return same_value(kind, truth, found.value)
