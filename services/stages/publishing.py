"""From finished documents to search hits: redacted text and the fields that the index may hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from schemas.document import ReadDocument, SourceDocument
from schemas.extraction import Extraction
from schemas.outcome import Outcome
from schemas.redacted import RedactedDocument
from services.batch import Batch
from services.stage_results import INDEXED, READ, REDACTED
from services.stage_runner import at_once, need
from services.stages.fields import extraction_of, fields_so_far
from services.workbench import Workbench

if TYPE_CHECKING:
    from search.entry import IndexEntry

INDEX_VERSION = "5"
"""Raised when entries change, so that documents indexed before are caught up."""


def redact(batch: Batch) -> None:
    """Finds personal data and makes the text that may leave the store."""
    redactor = batch.bench.redactor

    def redacted_of(chosen: Sequence[str]) -> list[RedactedDocument]:
        return redactor.redact([(need(batch, i, READ, ReadDocument), extraction_of(batch, i)) for i in chosen])

    at_once(batch, REDACTED, redactor.engine, RedactedDocument, redacted_of)


def index(batch: Batch) -> list[str]:
    """Puts the redacted text and the listed fields of finished documents into the index; returns what it took.

    Raises:
        IndexUnavailable: The index does not answer; the documents keep their outcomes and are caught up later.
    """
    from search.index import EntriesRefused

    batch = batch.look_again()  # a person may have reviewed a document since it has its outcome
    bench, outcomes = batch.bench, batch.bench.store.outcomes(batch.ids)
    chosen = {i: outcome for i, outcome in outcomes.items() if outcome.status in INDEXED}
    entries = [entry for i, outcome in chosen.items() if (entry := entry_of(batch, i, outcome)) is not None]
    refused = dict.fromkeys(set(chosen) - {entry.document_id for entry in entries}, "nothing_to_index")
    try:
        if entries:
            bench.index.put(entries)
    except EntriesRefused as error:
        refused |= dict.fromkeys(error.document_ids, error.code)
    for document_id, code in refused.items():
        bench.store.append_event(document_id, "index_refused", {"code": code}, actor="fieldwright")
    # A refused entry would be refused again: it waits for a new version, not for the next run.
    bench.store.mark_indexed(list(chosen), bench.index_name, INDEX_VERSION)
    return [entry.document_id for entry in entries if entry.document_id not in refused]


def catch_up(bench: Workbench, limit: int = 1000) -> int:
    """Indexes what has an outcome and is not in the index yet; returns how many documents it was.

    Raises:
        IndexUnavailable: The index still does not answer.
    """
    caught = 0
    while ids := unsearchable(bench, min(limit - caught, 200)):
        batch = Batch(bench, ids)
        redact(batch)
        caught += len(index(batch))
        if caught >= limit:
            break
    return caught


def unsearchable(bench: Workbench, limit: int = 100_000) -> list[str]:
    """Returns the documents with an outcome that searches do not find yet."""
    return bench.store.unindexed(bench.index_name, limit, version=INDEX_VERSION, statuses=INDEXED)


def entry_of(batch: Batch, document_id: str, outcome: Outcome) -> IndexEntry | None:
    """Returns what the index may know of a finished document: redacted text and listed fields; None without them."""
    from search.entry import make_entry

    redacted = batch.load(document_id, REDACTED, RedactedDocument)
    extraction = fields_so_far(batch, document_id)
    if redacted is None or extraction is None:
        return None
    source = _named(batch, redacted, extraction, outcome)
    return make_entry(source, redacted, extraction, outcome, batch.catalog.or_other(extraction.document_class))


def _named(batch: Batch, redacted: RedactedDocument, extraction: Extraction, outcome: Outcome) -> SourceDocument:
    """Returns a document under the name that everybody may see."""
    from redaction.view import redacted_extraction
    from services.naming import class_of, name_for_everybody, public_name

    source = batch.source(outcome.document_id)
    kind = class_of(batch.catalog, source, outcome)
    read = batch.load(source.id, READ, ReadDocument)
    if read is None:
        return source.model_copy(update={"name": public_name(source, kind)})
    shown = redacted_extraction(extraction, redacted)
    file_names = batch.bench.settings.privacy.file_names
    name = name_for_everybody(source, kind, read, redacted, shown, file_names=file_names)
    return source.model_copy(update={"name": name})
