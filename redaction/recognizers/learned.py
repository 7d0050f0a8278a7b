"""Persons, addresses and places that our token classifier names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from redaction.entities import DOUBTFUL, LEARNED, POSSIBLE, Entity, Hit
from redaction.lexicon import is_ordinary
from redaction.page_grid import Sheet
from redaction.presidio import RecognizerResult
from redaction.recognizers.base import Recognizer, SheetArtifacts
from redaction.token_classifier.classifier import NamedSpan, Reading

_ENTITY_OF = {"PERSON": Entity.PERSON, "ADDRESS": Entity.STREET_ADDRESS, "PLACE": Entity.LOCATION}
"""Organizations are not personal: the classifier names them so that nobody else takes them for persons."""

_SURE = 0.9
_LIKELY = 0.7


class LearnedEntity(Recognizer):
    """What the token classifier names, in any case and language; its probability decides the score."""

    entities = (Entity.PERSON, Entity.STREET_ADDRESS, Entity.LOCATION)

    def analyze(self, text: str, entities: Sequence[str], nlp_artifacts: SheetArtifacts) -> list[RecognizerResult]:
        """Returns the spans that were named on the sheet as Presidio's results."""
        hits = hits_of(text, nlp_artifacts.learned)
        return [RecognizerResult(str(hit.entity), hit.start, hit.end, hit.score) for hit in hits]

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Finds nothing by itself: the sheets of a batch are read together beforehand."""
        return ()


def hits_of(text: str, reading: Reading) -> list[Hit]:
    """Returns the personal spans of a reading; no place is made of ordinary words alone."""
    spans = [
        (span.start + _lead(text, span), span)
        for span in reading.spans()
        if span.kind == "PERSON" or (span.kind in _ENTITY_OF and not _is_ordinary(text[span.start : span.end]))
    ]
    return [Hit(start, span.end, _ENTITY_OF[span.kind], _score(span)) for start, span in spans if start < span.end]


_PREPOSITION = re.compile(r"(?:de|of|by|to|an|di|da)(?:\s+(?=[^\W\d_a-zß-öø-ÿ])|$)")
"""A word that may belong to a surname or precede a name, in lower case before a capital or alone."""


def _lead(text: str, span: NamedSpan) -> int:
    """Returns how many characters at the start of a span are no part of a person's name."""
    match = _PREPOSITION.match(text[span.start : span.end]) if span.kind == "PERSON" else None
    return len(match.group()) if match else 0


def _is_ordinary(text: str) -> bool:
    return not any(c.isdigit() for c in text) and all(map(is_ordinary, text.split()))


def _score(span: NamedSpan) -> float:
    if span.score >= _SURE:
        return LEARNED
    return POSSIBLE if span.score >= _LIKELY else DOUBTFUL


_CONTRADICTED = 0.02
"""Below this probability of a person the classifier overrules spaCy, which takes foreign nouns for names."""


def contradicts(reading: Reading, start: int, end: int) -> bool:
    """Whether the classifier is sure that ``text[start:end]`` names no person."""
    return reading.probability(start, end, "PERSON") < _CONTRADICTED
