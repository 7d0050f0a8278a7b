"""Blind second looks: which documents are drawn, what is asked, and what the answers say about quality."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable

from schemas.extraction import ExtractedField, Extraction
from schemas.review import Comparison, SampleKind
from schemas.vocabulary import DocumentClass, FieldSpec
from values.equality import same_letters

CONFIDENCE_95 = 1.959964
"""The normal distribution's 97.5 % point: intervals hold the truth in 95 of 100 cases."""


def drawn(document_id: str, rate: float, kind: SampleKind) -> bool:
    """Whether a document belongs to the sample.

    The draw is a digest of the document's id, so that it is as good as random, the same on every run and machine, and
    a higher rate only adds documents.
    """
    digest = hashlib.sha256(f"second look {kind} {document_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < rate * 2**64


def asked(extraction: Extraction, document_class: DocumentClass) -> list[FieldSpec]:
    """Returns the fields that a second look asks for: required and main ones, and all that the first answer has.

    The table is not asked for: typing a long table again costs more than it shows.
    """
    return [spec for spec in document_class.fields if spec.required or spec.main or extraction.field(spec.name)]


def compare(first: Extraction, second: Extraction, fields: Iterable[FieldSpec]) -> tuple[Comparison, ...]:
    """Returns both answers side by side; two agree when they mean the same: 12.5 is 12.50, "Acme, Inc." is ACME INC."""
    found = []
    for spec in fields:
        ours, theirs = _value(first.field(spec.name)), _value(second.field(spec.name))
        found.append(Comparison(field=spec.name, first=ours, second=theirs, agrees=same(spec, ours, theirs)))
    return tuple(found)


def same(spec: FieldSpec, one: str | None, other: str | None) -> bool:
    """Whether two values of a field mean the same; two that are absent do."""
    return one == other if one is None or other is None else same_letters(spec.kind, one, other)


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """Returns the 95 % interval of a rate that was seen ``hits`` times in ``trials``; (0, 1) before any trial.

    Unlike the rate plus or minus its deviation it stays in [0, 1], and says something also where nothing was hit.
    Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference".
    """
    if trials == 0:
        return 0.0, 1.0
    z2 = CONFIDENCE_95**2
    share = hits / trials
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    reach = CONFIDENCE_95 / (1 + z2 / trials) * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials**2))
    low = 0.0 if hits == 0 else max(middle - reach, 0.0)
    high = 1.0 if hits == trials else min(middle + reach, 1.0)
    return low, high


def _value(field: ExtractedField | None) -> str | None:
    return field.value if field is not None else None
