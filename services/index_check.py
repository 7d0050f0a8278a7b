"""Whether searches find documents by their own words: a sample of the index, checked against the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.errors import ConfigurationError, IndexUnavailable
from schemas.redacted import RedactedPage
from services import stages
from services.stage_results import INDEXED
from services.workbench import Workbench

SAMPLE = 20
"""Documents that are looked for, half of each status that is indexed, the newest first."""
WORDS = 3
"""Words of a document in a row that a search must find."""
HITS = 50
"""Hits among which the document must be: other documents may hold the same words."""


@dataclass(frozen=True)
class IndexCheck:
    """How many documents were looked for, and the ids of those that their own words do not find."""

    checked: int
    missing: tuple[str, ...]


def check_index(bench: Workbench, sample: int = SAMPLE) -> IndexCheck:
    """Searches for the longest words of some documents.

    Raises:
        IndexUnavailable: The index does not answer.
    """
    from search.query import parse_query

    checked, missing = 0, list[str]()
    for document_id in _sampled(bench, sample):
        batch = stages.Batch(bench, [document_id])
        outcome = bench.store.outcome(document_id)
        entry = stages.entry_of(batch, document_id, outcome) if outcome is not None else None
        words = phrase_of(entry.pages) if entry is not None else ()
        if not words:
            continue
        checked += 1
        query = parse_query(" ".join(f'"{word}"' for word in words), bench.vocabulary, limit=HITS)
        if document_id not in {hit.entry.document_id for hit in bench.index.search(query).hits}:
            missing.append(document_id)
    return IndexCheck(checked, tuple(missing))


def missing_share(bench: Workbench) -> float | None:
    """Returns the share of sampled documents that a search does not find; None without any, or without an answer."""
    try:
        found = check_index(bench)
    except IndexUnavailable:
        return None
    except ConfigurationError:
        return 1.0  # the index is damaged: no search finds anything
    return len(found.missing) / found.checked if found.checked else None


def phrase_of(pages: Sequence[RedactedPage]) -> tuple[str, ...]:
    """Returns the longest words of a document that nothing was redacted of, the longest first."""
    words = {word.text for page in pages for word in page.words if not word.redacted and word.text.isalpha()}
    return tuple(sorted(words, key=lambda word: (-len(word), word))[:WORDS])


def _sampled(bench: Workbench, count: int) -> list[str]:
    """Returns the newest documents that the index should hold."""
    waiting = set(stages.unsearchable(bench))
    each = -(-count // len(INDEXED))
    newest = [d.id for status in INDEXED for d in bench.store.documents(status, limit=each)]
    return [document_id for document_id in newest if document_id not in waiting]
