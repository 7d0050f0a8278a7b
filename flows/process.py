"""The whole path on one screen: from stored bytes to outcomes and search hits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar, cast

from prefect import State, flow, get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed

from flows.artifacts import SHORT, codes_of, publish_batch, publish_reasons, publish_rejected, publish_unsearchable
from flows.discreet import discreet
from flows.draining import still_draining
from flows.recovery import note_process
from flows.tasks import bench, counts_saved, run
from schemas.errors import IndexUnavailable
from schemas.outcome import Outcome
from services.portal_address import known_address
from services.stages import (
    Batch,
    classify,
    conclude,
    extract_fields,
    index,
    raise_tiers,
    read_pages,
    recognize,
    redact,
    split,
    unsearchable,
    validate,
)
from values.wording import quantity

T = TypeVar("T")


def _run_name() -> str:
    ids = flow_run.parameters["document_ids"]
    return f"{quantity(len(ids), 'document')} from {ids[0][:8]}" if ids else "no documents"


@flow(name="process-batch", flow_run_name=_run_name, persist_result=False, validate_parameters=False)
@discreet()
@still_draining()
@counts_saved()
def process_batch(document_ids: list[str]) -> list[Outcome]:
    """Takes stored documents from their bytes to search hits; each id ends in exactly one outcome.

    Every stage saves its results in the store; a document that it rejects leaves the batch.
    """
    note_process()
    batch = Batch(bench(), document_ids)
    run(read_pages, batch)  # extractors    bytes  -> upright page images, text layer
    run(recognize, batch)  # extractors    images -> words, boxes, confidences     [gpu]
    run(split, batch)  # extractors    words  -> one document for each part of a file
    run(classify, batch)  # extractors    words  -> document class
    if batch.bench.settings.tiers:
        run(raise_tiers, batch)  # extractors    classes with a higher tier -> words and class, read again    [gpu]
    run(extract_fields, batch)  # extractors    words  -> typed fields with evidence    [gpu]
    run(validate, batch)  # expectations  fields -> failed expectations, per document
    run(redact, batch)  # redaction     text   -> text without personal data
    run(conclude, batch)  # review        thresholds -> accepted | needs_review | rejected
    missing = _index(batch)  # search        -> Elasticsearch
    outcomes = list(bench().store.outcomes(document_ids).values())
    portal = known_address(bench().settings)
    publish_batch(outcomes, portal=portal)
    publish_reasons(outcomes, portal=portal)
    return outcomes if not missing else not_searchable(outcomes, missing)


def report_rejected(outcomes: Sequence[Outcome]) -> None:
    """Names every rejected document with its reasons in the log and in an artifact."""
    for outcome in outcomes:
        if outcome.status == "rejected":
            short, reasons = outcome.document_id[:SHORT], ", ".join(codes_of(outcome))
            get_run_logger().warning("document %s is rejected: %s", short, reasons)
    publish_rejected(outcomes, portal=known_address(bench().settings))


def not_searchable(result: T, count: int) -> T:
    """Returns a flow's result in a state that shows operators that searches do not find its documents yet."""
    state: State[T] = Completed(name="NotSearchable", message=publish_unsearchable(count), data=result)
    return cast("T", state)  # Prefect takes the state for the run, and hands the result to the caller


def _index(batch: Batch) -> int:
    """Indexes a batch; an index that does not answer after its retries is caught up later and fails no batch.

    Returns:
        How many documents wait for the index.
    """
    try:
        run(index, batch)
    except IndexUnavailable:
        waiting = len(unsearchable(batch.bench))
        get_run_logger().warning("the search index does not answer: %d documents wait for it", waiting)
        return waiting
    return 0
