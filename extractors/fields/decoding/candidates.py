"""Places that may hold a field's value: runs of words along lines that end with the value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from extractors.fields.decoding.span_trimming import VAT_COUNTRIES, short_beginnings, with_right_ends
from extractors.fields.decoding.spans import Span, completed, joined_lines, joined_parts, spans_of
from extractors.fields.token_scores import LabelledWords
from schemas.document import ReadDocument
from schemas.extraction import raw_text
from schemas.vocabulary import FieldSpec
from values.normalize import Hints, Normalized, normalize

SECOND_CHOICE = 0.20
"""From this probability on, a word with another best label is a candidate for a field without one."""

LAST_CHOICE = 0.04
"""The same for a date that every such document has: unlike a name, it has a form of its own."""

GROWS_FROM = 0.12
"""From this probability on, a word beside a value on its line belongs to it.

A model that found the core of a name is often too unsure about its ends.
"""

TEXT_GROWS_FROM = 0.02
"""The same for texts: an address fills its lines, a name need not."""


@dataclass(frozen=True)
class Candidate:
    """One place on the page that may hold a value."""

    word_ids: tuple[int, ...]
    raw: str
    normalized: Normalized
    score: float


def field_candidates(
    words: LabelledWords, spec: FieldSpec, hints: Hints, best: Sequence[str | None]
) -> list[Candidate]:
    """Returns the places where a field may be, in reading order.

    Words whose best label is another one are asked only where the others give no value.
    """
    first = [i for i, name in enumerate(best) if name == spec.name]
    found = _candidates(words, spec, hints, first)
    for least in (SECOND_CHOICE, *((LAST_CHOICE,) if spec.kind == "date" and spec.required else ())):
        if any(c.normalized.value is not None for c in found):
            break
        likely = [i for i, p in enumerate(words.inside[spec.name]) if p >= least]
        found += [c for c in _candidates(words, spec, hints, likely) if c.normalized.value is not None or not found]
    return found


def _candidates(words: LabelledWords, spec: FieldSpec, hints: Hints, chosen: Sequence[int]) -> list[Candidate]:
    if spec.kind in ("name", "text"):
        grown = _grown(words, spec.name, chosen, GROWS_FROM if spec.kind == "name" else TEXT_GROWS_FROM)
        opening = short_beginnings(words.read, set(grown), fills_lines=spec.kind == "text")
        spans = joined_lines(
            words, spec.name, spans_of(words, spec.name, sorted({*grown, *opening}), near_goes_on=True)
        )
    else:
        spans = joined_parts(words.read, spans_of(words, spec.name, chosen), partial(_read_as, words.read, spec, hints))
    spans = [right for span in spans if (right := with_right_ends(words.read, spec, span))]
    if spec.kind == "date":
        return _dates(words, spec, hints, spans)
    made = (_candidate(words, spec, hints, span) for span in spans)
    return [c for c in made if c.normalized.value is None or is_plausible(spec.name, c.normalized.value)]


def _dates(words: LabelledWords, spec: FieldSpec, hints: Hints, spans: Sequence[Span]) -> list[Candidate]:
    """Returns dates, each part of one completed by its neighbors, with the surest score of its parts."""
    found: dict[tuple[int, ...], Candidate] = {}
    for span in spans:
        whole = completed(words.read, span, partial(_read_as, words.read, spec, hints))
        made = replace(_candidate(words, spec, hints, whole), score=_score(words, spec, span))
        if made.word_ids not in found or found[made.word_ids].score < made.score:
            found[made.word_ids] = made
    return list(found.values())


def _read_as(read: ReadDocument, spec: FieldSpec, hints: Hints, span: Span) -> str | None:
    return normalize(spec.kind, raw_text(read, span), name=spec.name, role=spec.role, hints=hints).value


def _candidate(words: LabelledWords, spec: FieldSpec, hints: Hints, span: Span) -> Candidate:
    raw = raw_text(words.read, span)
    normalized = normalize(spec.kind, raw, name=spec.name, role=spec.role, hints=hints)
    return Candidate(tuple(span), raw, normalized, _score(words, spec, span))


def _score(words: LabelledWords, spec: FieldSpec, span: Span) -> float:
    return float(np.exp(np.mean(np.log(words.inside[spec.name][span] + 1e-9))))


_PREFIXED = re.compile(r"([A-Z]{2})\d+")

COUNTRIES = VAT_COUNTRIES | {"CH", "IS", "NO", "RS", "TR", "UA"}
"""Codes before the digits of VAT ids, and of tax numbers elsewhere in Europe."""

_SHAPES = {
    "invoice_number": re.compile(r"(?=.*\d).+"),
    "iban": re.compile(r"[A-Z]{2}[0-9OIlSB]{2}[A-Z0-9]{10,30}"),
    "seller_vat_id": re.compile(r"(?=(?:.*\d){6})[A-Z0-9]{7,20}"),
    "buyer_vat_id": re.compile(r"(?=(?:.*\d){6})[A-Z0-9]{7,20}"),
}
"""What such an id looks like at the least: a shorter run of digits is another number."""


def is_plausible(name: str, value: str) -> bool:
    """Whether a value has the least form of its field, where the field has one."""
    shape, compact = _SHAPES.get(name), "".join(c for c in value.upper() if c.isalnum())
    if name.endswith("_vat_id") and (prefixed := _PREFIXED.fullmatch(compact)):
        # FA914578 is the number of a document.
        return prefixed[1] in COUNTRIES
    return shape is None or shape.fullmatch(compact) is not None


def _grown(words: LabelledWords, name: str, chosen: Sequence[int], least: float) -> list[int]:
    """Adds the neighbors on the same line that are likely enough, and single words that a value steps over."""
    inside, placed = words.inside[name], words.read.words
    grown = set(chosen)
    for direction in (1, -1):
        for i in sorted(chosen, reverse=direction < 0):
            at = i + direction
            while 0 <= at < len(placed) and placed[at].line == placed[i].line and at not in grown:
                beyond = at + direction
                closes_gap = beyond in grown and placed[beyond].line == placed[i].line
                if inside[at] < least and not closes_gap:
                    break
                grown.add(at)
                at += direction
    return sorted(grown)
