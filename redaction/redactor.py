"""Personal data is found in read documents and replaced by its kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from redaction.entities import CERTAIN, Entity, Hit
from redaction.occurrences import Occurrences, merged
from redaction.page_grid import Sheet
from redaction.policy import Policy, policy_for
from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, Extraction
from schemas.redacted import PiiSpan, RedactedDocument, RedactedPage, RedactedWord

if TYPE_CHECKING:
    from redaction.engine import Analyzer

VERSION = "2"
FIELD_RECOGNIZER = "PersonalField"
REPEATED_RECOGNIZER = "RepeatedValue"
REPEATED_NAME_RECOGNIZER = "RepeatedName"


@dataclass(frozen=True)
class _Finding:
    hit: Hit
    recognizer: str


class Redactor:
    """Takes personal data out of read documents.

    Presidio with our recognizers looks at each page; the fields that a class's policy calls personal are taken out
    wherever their values stand; public fields stay. ``engine`` names who did it. The language model is loaded on first
    use, once.

    Raises:
        ConfigurationError: The language model is not installed (on first use).
    """

    engine = f"presidio+spacy {VERSION}"

    @cached_property
    def _analyzer(self) -> Analyzer:
        # Presidio imports torch and transformers where they are installed: seconds that only a redaction should cost.
        from redaction.engine import Analyzer

        return Analyzer()

    def redact(self, batch: Sequence[tuple[ReadDocument, Extraction]]) -> list[RedactedDocument]:
        """Returns the documents without personal data, in the order given.

        Raises:
            ConfigurationError: The language model is not installed, or an extraction's class is unknown.
        """
        policies = [policy_for(extraction.document_class) for _, extraction in batch]
        sheets = [Sheet(page) for read, _ in batch for page in read.pages]
        found = self._analyzer.find(sheets)
        return [
            _redact(read, extraction, policy, list(_detected(read, found)))
            for (read, extraction), policy in zip(batch, policies, strict=True)
        ]


def _detected(read: ReadDocument, found: Iterator[list[tuple[Hit, str]]]) -> Iterator[_Finding]:
    """Moves the hits of a document's pages to offsets into the whole text."""
    offset = 0
    for page in read.pages:
        for hit, recognizer in next(found):
            yield _Finding(Hit(hit.start + offset, hit.end + offset, hit.entity, hit.score), recognizer)
        offset += len(page.text) + 1


def _redact(read: ReadDocument, extraction: Extraction, policy: Policy, detected: list[_Finding]) -> RedactedDocument:
    fields = [*extraction.fields, *(cell for item in extraction.line_items for cell in item.cells.values())]
    occurrences = Occurrences(read.words)
    personal = _personal(read, fields, policy, occurrences)
    detected = [f for f in detected if f.hit.entity not in policy.allowed and f.hit.score >= policy.threshold]
    detected += _repeated_names(read, detected, occurrences)
    # A patient's surname goes even out of a clinic's name: privacy before completeness.
    certain = {i for finding in personal for i in _word_ids(read, finding)}
    public = _public_words(fields, policy, occurrences) - certain
    neutral = {i for f in fields if f.name in policy.neutral for i in f.word_ids} - certain
    chosen: dict[int, _Finding] = {}
    # The strongest and then the longest finding names a word's kind.
    for finding in sorted(
        [*personal, *detected], key=lambda f: (-f.hit.score, f.hit.start - f.hit.end, f.hit.start, f.hit.entity)
    ):
        stays = public if finding.hit.score >= CERTAIN else public | neutral
        for i in _word_ids(read, finding):
            if i not in stays:
                chosen.setdefault(i, finding)
    names = {f.name for f in fields if f.name in policy.personal or any(i in chosen for i in f.word_ids)}
    # Free text that stands on no page (an embedded XML states it) was not looked at by any recognizer.
    names |= {f.name for f in fields if not f.boxes and f.kind in ("name", "text") and f.name not in policy.public}
    return RedactedDocument(
        document_id=read.document_id,
        policy=policy.name,
        engine=Redactor.engine,
        pages=_pages(read, chosen),
        spans=tuple(_spans(read, chosen)),
        redacted_fields=tuple(sorted(names)),
    )


def _word_ids(read: ReadDocument, finding: _Finding) -> list[int]:
    """Returns the words of a finding, without words of punctuation only at its ends."""
    ids = [w.id for w in read.words_between(finding.hit.start, finding.hit.end)]
    while ids and not any(c.isalnum() for c in read.words[ids[-1]].text):
        ids.pop()
    return ids


def _personal(
    read: ReadDocument, fields: Iterable[ExtractedField], policy: Policy, occurrences: Occurrences
) -> list[_Finding]:
    """Returns the words of personal fields, and all places where their values stand again."""
    findings = []
    for item in fields:
        entity = policy.personal.get(item.name)
        if entity is None:
            continue
        for ids in _runs(sorted(set(item.word_ids))):
            findings.append(_Finding(Hit(*read.span_of(ids), entity, 1.0), FIELD_RECOGNIZER))
        for value in {item.raw, item.value or item.raw}:
            for first, last in occurrences.of(value, entity):
                hit = Hit(*read.span_of((first, last)), entity, CERTAIN)
                findings.append(_Finding(hit, REPEATED_RECOGNIZER))
    return findings


def _repeated_names(read: ReadDocument, detected: Sequence[_Finding], occurrences: Occurrences) -> list[_Finding]:
    """Returns where the full names that were found once stand again: what a model sees depends on the sentence."""
    names = {
        " ".join(read.text[f.hit.start : f.hit.end].split()): f.hit
        for f in detected
        if f.hit.entity is Entity.PERSON and len(read.text[f.hit.start : f.hit.end].split()) > 1
    }
    return [
        _Finding(Hit(*read.span_of(ids), Entity.PERSON, hit.score), REPEATED_NAME_RECOGNIZER)
        for name, hit in names.items()
        for ids in occurrences.exactly(name)
    ]


def _public_words(fields: Iterable[ExtractedField], policy: Policy, occurrences: Occurrences) -> set[int]:
    """Returns the words that stay whatever they look like: public fields, and their values elsewhere."""
    words: set[int] = set()
    for item in fields:
        if item.name in policy.public:
            words |= set(item.word_ids) | merged(occurrences.of(item.raw, Entity.LOCATION))
    return words


def _runs(ids: Sequence[int]) -> Iterator[list[int]]:
    """Cuts ascending ids into runs without gaps."""
    for _, run in groupby(enumerate(ids), key=lambda pair: pair[1] - pair[0]):
        yield [i for _, i in run]


def _spans(read: ReadDocument, chosen: dict[int, _Finding]) -> Iterator[PiiSpan]:
    """Returns one span for each run of words with the same finding; spans begin and end with whole words."""
    ids = sorted(chosen)
    pairs = [(i, chosen[i], read.words[i].page_number) for i in ids]
    start = 0
    for k in range(1, len(pairs) + 1):
        i, finding, page = pairs[k - 1]
        if k < len(pairs) and pairs[k] == (i + 1, finding, page):
            continue
        run = ids[start:k]
        begin, end = read.span_of((run[0], run[-1]))
        yield PiiSpan(
            start=begin, end=end, entity=finding.hit.entity, score=finding.hit.score,
            recognizer=finding.recognizer, word_ids=tuple(run),
        )  # fmt: skip
        start = k


def _pages(read: ReadDocument, chosen: dict[int, _Finding]) -> tuple[RedactedPage, ...]:
    words: dict[int, list[RedactedWord]] = {page.number: [] for page in read.pages}
    for word in read.words:
        finding = chosen.get(word.id)
        words[word.page_number].append(
            RedactedWord(
                text=word.text if finding is None else f"[{finding.hit.entity}]",
                box=word.box,
                word_id=word.id,
                line_index=word.line_index,
                redacted=finding is not None,
            )
        )
    return tuple(
        RedactedPage(number=p.number, width=p.width, height=p.height, words=tuple(words[p.number]), unread=p.unread)
        for p in read.pages
    )
