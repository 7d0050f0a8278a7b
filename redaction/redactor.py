"""Personal data is found in read documents and replaced by its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from redaction.entities import CERTAIN, LIKELY, Entity, Finding, Hit
from redaction.harmless import Harmless
from redaction.occurrences import Occurrences, merged
from redaction.page_grid import Sheet
from redaction.parties import Parties, is_sure, parties_of
from redaction.policy import Policy, policy_of, policy_without_class
from redaction.spans import redacted_pages, spans_of
from registry.manifest import read_about, weights_of
from schemas.classes import ClassCatalog
from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, Extraction
from schemas.redacted import RedactedDocument
from values.check_digits import iban_is_valid

if TYPE_CHECKING:
    from redaction.engine import Analyzer

VERSION = "3"
FIELD_RECOGNIZER = "PersonalField"
REPEATED_RECOGNIZER = "RepeatedValue"
REPEATED_NAME_RECOGNIZER = "RepeatedName"

_OVERRULED = frozenset({Entity.PERSON, Entity.STREET_ADDRESS, Entity.LOCATION, Entity.VAT_ID, Entity.TAX_ID})
"""Kinds that an organization's name, address and VAT id may look like. Other kinds are never public."""

_EMAIL = re.compile(r"\w ?@ ?\w")


class Redactor:
    """Takes personal data out of read documents of the classes in a catalog.

    Presidio analyzes each page with our recognizers. Values of a class's personal fields are removed wherever they
    occur; parties that are organizations stay. ``engine`` names who did it. The language model is loaded on first use,
    once.

    Args:
        catalog: The classes in use; a document of another class gets the strictest policy.
        weights: Folder of the token classifier.
        show_persons: Whether parties that are persons stay visible on business documents.

    Raises:
        ConfigurationError: The folder has no weights; the language model is not installed (on first use).
    """

    def __init__(self, catalog: ClassCatalog, *, weights: Path, show_persons: bool = False) -> None:
        self._catalog = catalog
        self._weights = weights
        self._show_persons = show_persons
        learned = weights_of(read_about(weights))
        self.engine = f"presidio+spacy {VERSION}, {learned}{', persons shown' if show_persons else ''}"

    @cached_property
    def _analyzer(self) -> Analyzer:
        # Presidio and spaCy take a second and a half to load, which only a redaction should cost.
        from redaction.engine import Analyzer

        return Analyzer(self._weights)

    def load(self) -> None:
        """Loads Presidio and its models, which the first redaction would do otherwise.

        Raises:
            ConfigurationError: The language model is not installed.
        """
        _ = self._analyzer

    def redact(self, batch: Sequence[tuple[ReadDocument, Extraction]]) -> list[RedactedDocument]:
        """Returns the documents without personal data, in the order given.

        Raises:
            ConfigurationError: The language model is not installed.
        """
        policies = [replace(self._policy_for(found), hides_persons=not self._show_persons) for _, found in batch]
        sheets = [Sheet(page) for read, _ in batch for page in read.pages]
        found = self._analyzer.find(sheets)
        return [
            _redact(read, extraction, policy, list(_detected(read, found)), self.engine)
            for (read, extraction), policy in zip(batch, policies, strict=True)
        ]

    def _policy_for(self, extraction: Extraction) -> Policy:
        """Returns the rules for a document; all fields of a class that is not in use are personal."""
        known = self._catalog.find(extraction.document_class)
        if known is not None:
            return policy_of(known, extraction.class_confidence)
        cells = (cell for item in extraction.line_items for cell in item.cells.values())
        return policy_without_class(extraction.document_class, [f.name for f in (*extraction.fields, *cells)])


def _detected(read: ReadDocument, found: Iterator[list[tuple[Hit, str]]]) -> Iterator[Finding]:
    """Moves the hits of a document's pages to offsets into the whole text."""
    offset = 0
    for page in read.pages:
        for hit, recognizer in next(found):
            yield Finding(Hit(hit.start + offset, hit.end + offset, hit.entity, hit.score), recognizer)
        offset += len(page.text) + 1


def _redact(
    read: ReadDocument, extraction: Extraction, policy: Policy, detected: list[Finding], engine: str
) -> RedactedDocument:
    cells = [cell for item in extraction.line_items for cell in item.cells.values()]
    fields = [*extraction.fields, *cells]
    occurrences = Occurrences(read.words)
    parties = parties_of(extraction.fields, policy)
    personal = _personal(read, fields, policy.personal.get, occurrences)
    persons = _personal(read, parties.persons, _entity_of_party, occurrences)
    harmless = Harmless(read, business=policy.business)
    detected = [
        f for f in detected
        if f.hit.entity not in policy.allowed and f.hit.score >= policy.threshold and not harmless.is_mistaken(f.hit)
    ]  # fmt: skip
    detected += _repeated_names(read, detected, occurrences)
    # A patient's surname is removed even from a clinic's name: privacy before completeness.
    certain = {i for finding in personal for i in _word_ids(read, finding)}
    kept = _Kept(fields, parties, policy, occurrences, certain, harmless)
    chosen: dict[int, Finding] = {}
    # The strongest and then the longest finding names a word's kind.
    for finding in sorted(
        [*personal, *persons, *detected],
        key=lambda f: (-f.hit.score, f.hit.start - f.hit.end, f.hit.start, f.hit.entity),
    ):
        stays = kept.words_for(finding.hit)
        for i in _word_ids(read, finding):
            if i not in stays:
                chosen.setdefault(i, finding)
    spans = spans_of(read, chosen)
    return RedactedDocument(
        document_id=read.document_id,
        policy=policy.name,
        engine=engine,
        pages=redacted_pages(read, spans),
        spans=spans,
        redacted_fields=_hidden_fields(extraction.fields, cells, policy, parties, chosen),
    )


class _Kept:
    """The words of a document that a finding may not take, by the finding's kind and score."""

    def __init__(
        self,
        fields: Sequence[ExtractedField],
        parties: Parties,
        policy: Policy,
        occurrences: Occurrences,
        certain: set[int],
        harmless: Harmless,
    ) -> None:
        neutral = [field for field in fields if field.name in policy.neutral]
        worded = [field for field in neutral if field.kind in ("name", "text") or not is_sure(field, policy)]
        measured = [field for field in neutral if field.kind in ("money", "number", "date", "bool")]
        self._harmless = harmless
        self._public = _public_words(parties, occurrences) - certain
        self._neutral = {i for field in neutral for i in field.word_ids} - certain
        self._worded = {i for field in worded for i in field.word_ids}
        self._measured = {i for field in measured for i in field.word_ids} - certain

    def words_for(self, hit: Hit) -> frozenset[int]:
        """Returns the ids of the words that stay."""
        words = set(self._harmless.words_kept_from(hit))
        if hit.entity is Entity.BIRTH_DATE:
            return frozenset(words)
        if hit.entity in _OVERRULED:
            words |= self._public
        if hit.score < LIKELY:
            words |= self._neutral
        elif hit.entity is Entity.PHONE_NUMBER:
            # No document number overrules an unmistakable phone; an amount or a date does.
            words |= self._measured
        elif hit.score < CERTAIN:
            words |= self._neutral - self._worded
        return frozenset(words)


def _hidden_fields(
    fields: Sequence[ExtractedField],
    cells: Sequence[ExtractedField],
    policy: Policy,
    parties: Parties,
    chosen: Mapping[int, Finding],
) -> tuple[str, ...]:
    """Returns the names of the fields whose values may not be shown, wherever else the words of a value stay."""
    names = {f.name for f in (*fields, *cells) if f.name in policy.personal}
    names |= {f.name for f in parties.persons}
    names |= {f.name for f in fields if any(i in chosen for i in f.word_ids) or _states_identifier(f)}
    # Text that is on no page (an embedded XML states it) was not seen by any recognizer.
    public = {f.name for f in parties.public}
    names |= {
        f.name for f in (*fields, *cells)
        if not f.boxes and f.kind in ("name", "text") and f.name not in public
    }  # fmt: skip
    return tuple(sorted(names))


def _states_identifier(field: ExtractedField) -> bool:
    """Whether a value is an e-mail address or a valid IBAN, whatever its field is for."""
    texts = [text for text in (field.value, field.raw) if text and field.kind in ("name", "text", "id", "code")]
    return any(_EMAIL.search(text) or iban_is_valid(text) for text in texts)


def _entity_of_party(name: str) -> Entity:
    return Entity.STREET_ADDRESS if name.endswith("address") else Entity.PERSON


def _word_ids(read: ReadDocument, finding: Finding) -> list[int]:
    """Returns the words of a finding, without words of punctuation only at its ends."""
    ids = [w.id for w in read.words_between(finding.hit.start, finding.hit.end)]
    while ids and not any(c.isalnum() for c in read.words[ids[-1]].text):
        ids.pop()
    return ids


def _personal(
    read: ReadDocument,
    fields: Iterable[ExtractedField],
    entity_of: Callable[[str], Entity | None],
    occurrences: Occurrences,
) -> list[Finding]:
    """Returns the words of personal fields, and all places where their values occur again."""
    findings = []
    for item in fields:
        entity = entity_of(item.name)
        if entity is None:
            continue
        for ids in _runs(sorted(set(item.word_ids))):
            findings.append(Finding(Hit(*read.span_of(ids), entity, 1.0), FIELD_RECOGNIZER))
        for value in {item.raw, item.value or item.raw}:
            for first, last in occurrences.of(value, entity):
                hit = Hit(*read.span_of((first, last)), entity, CERTAIN)
                findings.append(Finding(hit, REPEATED_RECOGNIZER))
    return findings


def _repeated_names(read: ReadDocument, detected: Sequence[Finding], occurrences: Occurrences) -> list[Finding]:
    """Returns where the full names that were found once occur again: what a model sees depends on the sentence."""
    names = {
        " ".join(read.text[f.hit.start : f.hit.end].split()): f.hit
        for f in detected
        if f.hit.entity is Entity.PERSON and len(read.text[f.hit.start : f.hit.end].split()) > 1
    }
    return [
        Finding(Hit(*read.span_of(ids), Entity.PERSON, hit.score), REPEATED_NAME_RECOGNIZER)
        for name, hit in names.items()
        for ids in occurrences.exactly(name)
    ]


def _public_words(parties: Parties, occurrences: Occurrences) -> set[int]:
    """Returns the words of public fields, and of their values elsewhere."""
    words: set[int] = set()
    for item in parties.public:
        words |= set(item.word_ids) | merged(occurrences.of(item.raw, Entity.LOCATION))
    return words


def _runs(ids: Sequence[int]) -> Iterator[list[int]]:
    """Cuts ascending ids into runs without gaps."""
    for _, run in groupby(enumerate(ids), key=lambda pair: pair[1] - pair[0]):
        yield [i for _, i in run]
