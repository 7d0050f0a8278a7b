"""Redacted words become spans: one token for each name, number or address, however many words and lines it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from redaction.entities import Entity, Finding
from schemas.document import PlacedWord, ReadDocument
from schemas.redacted import PiiSpan, RedactedPage, RedactedWord

_PLACES = frozenset({Entity.STREET_ADDRESS, Entity.LOCATION})
_NEAR = 2.5
"""Words of one span lie at most this many word heights apart, beside or below one another."""

_LIST_MARKS = (",", ";", "/", "&", "|")


def spans_of(read: ReadDocument, chosen: Mapping[int, Finding]) -> tuple[PiiSpan, ...]:
    """Returns the spans of the words that go, in reading order.

    Args:
        read: The document.
        chosen: Word id to the finding that takes the word.
    """
    return tuple(_span(read, run, chosen) for run in _runs(read, chosen))


def _runs(read: ReadDocument, chosen: Mapping[int, Finding]) -> Iterator[list[int]]:
    run: list[int] = []
    for word_id in sorted(chosen):
        if run and not _continues(read, run[-1], word_id, chosen):
            yield run
            run = []
        run.append(word_id)
    if run:
        yield run


def _continues(read: ReadDocument, before: int, word_id: int, chosen: Mapping[int, Finding]) -> bool:
    """Whether a word belongs to the span of the word before it."""
    first, second = read.words[before], read.words[word_id]
    if word_id != before + 1 or first.page_number != second.page_number:
        return False
    one, other = chosen[before], chosen[word_id]
    if one is other:
        return True
    kinds = {one.hit.entity, other.hit.entity}
    if kinds <= _PLACES:
        return _is_beside(first, second) or _is_below(first, second)
    return len(kinds) == 1 and _is_beside(first, second) and not first.text.endswith(_LIST_MARKS)


def _is_beside(first: PlacedWord, second: PlacedWord) -> bool:
    height = max(first.box.height, second.box.height)
    return first.line == second.line and abs(second.box.left - first.box.right) <= _NEAR * height


def _is_below(first: PlacedWord, second: PlacedWord) -> bool:
    height = max(first.box.height, second.box.height)
    return first.line != second.line and 0 <= second.box.top - first.box.top <= _NEAR * height


def _span(read: ReadDocument, run: Sequence[int], chosen: Mapping[int, Finding]) -> PiiSpan:
    findings = [chosen[i] for i in run]
    entities = {finding.hit.entity for finding in findings}
    best = max(findings, key=lambda finding: finding.hit.score)
    start, end = read.span_of((run[0], run[-1]))
    return PiiSpan(
        start=start,
        end=end,
        entity=Entity.STREET_ADDRESS if entities == _PLACES else best.hit.entity,
        score=best.hit.score,
        recognizer=best.recognizer,
        word_ids=tuple(run),
    )


def redacted_pages(read: ReadDocument, spans: Sequence[PiiSpan]) -> tuple[RedactedPage, ...]:
    """Returns the pages with each span's token in place of its first word, and without its other words."""
    tokens = {i: f"[{span.entity}]" if i == span.word_ids[0] else "" for span in spans for i in span.word_ids}
    words: dict[int, list[RedactedWord]] = {page.number: [] for page in read.pages}
    for word in read.words:
        words[word.page_number].append(
            RedactedWord(
                text=tokens.get(word.id, word.text),
                box=word.box,
                word_id=word.id,
                line_index=word.line_index,
                redacted=word.id in tokens,
            )
        )
    return tuple(
        RedactedPage(number=p.number, width=p.width, height=p.height, words=tuple(words[p.number]), unread=p.unread)
        for p in read.pages
    )
