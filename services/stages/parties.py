"""The parties of a document as the directory knows them, between the fields that were read and their checks."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.extraction import Extraction
from services.batch import Batch
from services.stage_results import FIELDS, KNOWN, Bench
from services.stage_runner import at_once, need
from services.stages.splitting import own_reading

MATCHING_VERSION = "1"
"""Raised when matching changes, so that documents are matched again."""


def match_parties(batch: Batch) -> None:
    """Puts what the directory knows of each document's parties into its fields; does nothing without a directory."""
    from directory.apply import with_known_parties
    from directory.directory import directory_of

    known = batch.bench.directory.now()
    # What came from an entry that was removed since must go again.
    chosen = batch.ids if known else [i for i in batch.ids if KNOWN in batch.stages(i)]
    directory = known or directory_of([], "no directory")

    def known_of(todo: Sequence[str]) -> list[Extraction]:
        extractions = [need(batch, i, FIELDS, Extraction) for i in todo]
        reads = [own_reading(batch, i) for i in todo]
        kinds = [batch.catalog.or_other(e.document_class) for e in extractions]
        return [with_known_parties(directory, *one) for one in zip(reads, extractions, kinds, strict=True)]

    version = f"matching {MATCHING_VERSION}, {directory.version}"
    at_once(batch, KNOWN, version, Extraction, known_of, ids=chosen)


def machine_fields(bench: Bench, document_id: str) -> Extraction | None:
    """Returns a document's fields as read and as the directory knows them; None while they were not read."""
    records = bench.results.stages(document_id)
    read, known = records.get(FIELDS), records.get(KNOWN)
    stage = KNOWN if read and known and known.revision > read.revision else FIELDS
    return bench.results.load(document_id, stage, Extraction)
