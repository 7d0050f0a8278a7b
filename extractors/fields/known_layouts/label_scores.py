"""Label probabilities with what a known layout tells: its proposals compete with the model's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extractors.fields.token_scores import LabelledWords
from schemas.document import PageFinding, ReadDocument
from schemas.extraction import Extraction
from schemas.layouts import LayoutHint
from schemas.vocabulary import DocumentClass

CHANGED_LAYOUT = PageFinding(
    code="layout_changed",
    message="The layout is one that reviews taught, but many values are no longer in their places.",
)

LEAST = 2e-3
"""A label that the model rules out keeps this probability at its place: on a new layout the model may be wrong."""

GAIN, LOSS = 1000.0, 30.0
"""Factors of a label's odds at its place and elsewhere: a certain model is overruled at the place, a doubtful one
elsewhere."""

FIRST, LATER = 0.9, 0.1
"""Share of the probability to begin a value, where the model has no opinion."""

LAYOUT_KNOWN, LAYOUT_DIFFERS, AGREES = "layout_known", "layout_differs", "layout."
"""Signs: the share of fixed words in place, the number of critical values that are not at their places, and for each
field that its value is at its place, or rightly missing."""


def with_layout(words: LabelledWords, hint: LayoutHint | None) -> LabelledWords:
    """Returns the words with the probabilities of model and known layout together."""
    if hint is None or not hint.places:
        return words
    overlays = tuple(with_layout(layer, hint) for layer in words.overlays)
    inside = {name: chances.astype(np.float64) for name, chances in words.inside.items()}
    begins = {name: chances.astype(np.float64) for name, chances in words.begins.items()}
    for name, ids in hint.places.items():
        if name not in inside:
            continue
        at, own = np.zeros(len(words.outside), dtype=bool), inside[name]
        at[list(ids)] = True
        share = np.divide(begins[name], own, out=np.zeros_like(own), where=own > 0)
        share[at & (own < LEAST)] = LATER
        if own[ids[0]] < LEAST:
            share[ids[0]] = FIRST
        inside[name] = np.where(at, np.maximum(own, LEAST) * GAIN, own / LOSS)
        begins[name] = inside[name] * share
    whole = words.outside + sum(inside.values())
    return replace(
        words,
        outside=(words.outside / whole).astype(np.float32),
        inside={name: (chances / whole).astype(np.float32) for name, chances in inside.items()},
        begins={name: (chances / whole).astype(np.float32) for name, chances in begins.items()},
        overlays=overlays,
    )


def layout_signs(
    hint: LayoutHint | None, extraction: Extraction, read: ReadDocument, kind: DocumentClass
) -> dict[str, float]:
    """Returns where a known layout and the fields that were read agree and differ."""
    if hint is None or hint.is_changed:
        return {}
    signs, differing = {LAYOUT_KNOWN: hint.score}, 0
    for spec in kind.fields:
        found, place = extraction.field(spec.name), hint.places.get(spec.name)
        if found is None and place is None and spec.name in hint.absent:
            signs[AGREES + spec.name] = 1.0
        if found is None or place is None or not found.word_ids:
            continue
        # A value that is printed twice may have been read at its other place.
        if {read.words[i].text for i in place} & {read.words[i].text for i in found.word_ids}:
            signs[AGREES + spec.name] = 1.0
        else:
            differing += spec.importance == "critical"
    return signs | {LAYOUT_DIFFERS: float(differing)}
