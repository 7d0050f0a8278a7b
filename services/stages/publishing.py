"""From finished documents to search hits: redacted text and the fields that the index may hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from schemas.document import ReadDocument, SourceDocument
from schemas.extraction import Extraction
from schemas.outcome import Outcome
from schemas.redacted import RedactedDocument
from services.stage_results import INDEXED, READ, REDACTED
from services.stage_runner import at_once, need
from services.stages.fields import extraction_of, fields_so_far
from services.workbench import Workbench

if TYPE_CHECKING:
    from search.entry import IndexEntry

INDEX_VERSION = "5"
"""Raised when entries change, so that documents indexed before are caught up."""


def redact(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Finds personal data and makes the text that may leave the store."""

    def redacted_of(chosen: Sequence[str]) -> list[RedactedDocument]:
        return bench.redactor.redact([(need(bench, i, READ, ReadDocument), extraction_of(bench, i)) for i in chosen])

    return at_once(bench, ids, REDACTED, bench.redactor.engine, RedactedDocument, redacted_of)


def index(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Puts the redacted text and the listed fields of finished documents into the search index.

    Raises:
        IndexUnavailable: The index does not answer; the documents keep their outcomes and are caught up later.
    """
    from search.index import EntriesRefused

    outcomes = bench.store.outcomes(ids)
    chosen = [i for i, outcome in outcomes.items() if outcome.status in INDEXED]
    entries = [entry for i in chosen if (entry := entry_of(bench, i)) is not None]
    refused = dict.fromkeys(set(chosen) - {entry.document_id for entry in entries}, "nothing_to_index")
    try:
        if entries:
            bench.index.put(entries)
    except EntriesRefused as error:
        refused |= dict.fromkeys(error.document_ids, error.code)
    for document_id, code in refused.items():
        bench.store.append_event(document_id, "index_refused", {"code": code}, actor="fieldwright")
    taken = [entry.document_id for entry in entries if entry.document_id not in refused]
    bench.store.mark_indexed(taken, bench.index_name, INDEX_VERSION)
    # A refused entry would be refused again: it waits for a new version, not for the next run.
    bench.store.mark_indexed(list(refused), bench.index_name, INDEX_VERSION)
    return taken


def catch_up(bench: Workbench, limit: int = 1000) -> int:
    """Indexes what has an outcome and is not in the index yet; returns how many documents it was.

    Raises:
        IndexUnavailable: The index still does not answer.
    """
    caught = 0
    while ids := unsearchable(bench, min(limit - caught, 200)):
        redact(bench, ids)
        caught += len(index(bench, ids))
        if caught >= limit:
            break
    return caught


def unsearchable(bench: Workbench, limit: int = 100_000) -> list[str]:
    """Returns the documents with an outcome that searches do not find yet."""
    return bench.store.unindexed(bench.index_name, limit, version=INDEX_VERSION, statuses=INDEXED)


def entry_of(bench: Workbench, document_id: str) -> IndexEntry | None:
    """Returns what the index may know of a finished document: redacted text and listed fields; None without them."""
    from search.entry import make_entry

    outcome = bench.store.outcome(document_id)
    redacted = bench.store.load(document_id, REDACTED, RedactedDocument)
    extraction = fields_so_far(bench, document_id)
    if outcome is None or redacted is None or extraction is None:
        return None
    source = _named(bench, document_id, redacted, extraction, outcome)
    kind = bench.catalog.or_other(extraction.document_class)
    return make_entry(source, redacted, extraction, outcome, kind)


def _named(
    bench: Workbench, document_id: str, redacted: RedactedDocument, extraction: Extraction, outcome: Outcome
) -> SourceDocument:
    """Returns a document under the name that everybody may see."""
    from redaction.view import redacted_extraction
    from services.naming import class_of, name_for_everybody, public_name

    source = bench.store.get(document_id)
    kind = class_of(bench.catalog, source, outcome)
    read = bench.store.load(document_id, READ, ReadDocument)
    if read is None:
        return source.model_copy(update={"name": public_name(source, kind)})
    shown = redacted_extraction(extraction, redacted)
    file_names = bench.settings.privacy.file_names
    name = name_for_everybody(source, kind, read, redacted, shown, file_names=file_names)
    return source.model_copy(update={"name": name})
