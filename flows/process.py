"""The whole path on one screen: from stored bytes to outcomes and search hits."""

from __future__ import annotations

from prefect import flow, get_run_logger
from prefect.runtime import flow_run

from flows import tasks
from flows.artifacts import publish_batch
from flows.recovery import note_process
from schemas.errors import IndexUnavailable
from schemas.outcome import Outcome


def _run_name() -> str:
    ids = flow_run.parameters["document_ids"]
    return f"{len(ids)} documents from {ids[0][:8]}" if ids else "no documents"


@flow(name="process-batch", flow_run_name=_run_name, persist_result=False, validate_parameters=False)
def process_batch(document_ids: list[str]) -> list[Outcome]:
    """Takes stored documents from their bytes to search hits; each id ends in exactly one outcome.

    Every stage drops the documents that were rejected on the way; their outcomes are in the store like the others'.
    """
    note_process()
    pages = tasks.read_pages(document_ids)  # extractors    bytes  -> upright page images, text layer
    read = tasks.recognize(pages)  # extractors    images -> words, boxes, confidences     [gpu]
    parted = tasks.split(read)  # extractors    words  -> one document for each part of a file
    classified = tasks.classify(parted)  # extractors    words  -> document class
    extracted = tasks.extract_fields(classified)  # extractors    words  -> typed fields with evidence    [gpu]
    validated = tasks.validate(extracted)  # expectations  fields -> failed expectations, per document
    redacted = tasks.redact(validated)  # redaction     text   -> text without personal data
    concluded = tasks.conclude(redacted)  # review        thresholds -> accepted | needs_review | rejected
    _index(concluded)  # search        -> Elasticsearch
    outcomes = list(tasks.bench().store.outcomes(document_ids).values())
    publish_batch(outcomes)
    return outcomes


def _index(document_ids: list[str]) -> None:
    """Indexes a batch; an index that does not answer after its retries is caught up later and fails no batch."""
    try:
        tasks.index(document_ids)
    except IndexUnavailable:
        get_run_logger().warning("the search index does not answer: %d documents wait for it", len(document_ids))
