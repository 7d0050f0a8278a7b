"""The whole path on one screen: from stored bytes to outcomes and search hits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar, cast

from prefect import State, flow, get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed

from flows import tasks
from flows.artifacts import SHORT, codes_of, publish_batch, publish_rejected, publish_unsearchable
from flows.discreet import discreet
from flows.recovery import note_process
from schemas.errors import IndexUnavailable
from schemas.outcome import Outcome
from services import stages
from values.wording import quantity

T = TypeVar("T")


def _run_name() -> str:
    ids = flow_run.parameters["document_ids"]
    return f"{quantity(len(ids), 'document')} from {ids[0][:8]}" if ids else "no documents"


@flow(name="process-batch", flow_run_name=_run_name, persist_result=False, validate_parameters=False)
@discreet()
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
    missing = _index(concluded)  # search        -> Elasticsearch
    outcomes = list(tasks.bench().store.outcomes(document_ids).values())
    publish_batch(outcomes, portal=tasks.bench().settings.portal.url)
    return outcomes if not missing else not_searchable(outcomes, missing)


def report_rejected(outcomes: Sequence[Outcome]) -> None:
    """Names every rejected document with its reasons in the log and in an artifact."""
    for outcome in outcomes:
        if outcome.status == "rejected":
            short, reasons = outcome.document_id[:SHORT], ", ".join(codes_of(outcome))
            get_run_logger().warning("document %s is rejected: %s", short, reasons)
    publish_rejected(outcomes, portal=tasks.bench().settings.portal.url)


def not_searchable(result: T, count: int) -> T:
    """Returns a flow's result in a state that tells ops that searches do not find its documents yet."""
    state: State[T] = Completed(name="NotSearchable", message=publish_unsearchable(count), data=result)
    return cast("T", state)  # Prefect takes the state for the run, and hands the result to the caller


def _index(document_ids: list[str]) -> int:
    """Indexes a batch; an index that does not answer after its retries is caught up later and fails no batch.

    Returns:
        How many documents wait for the index.
    """
    try:
        tasks.index(document_ids)
    except IndexUnavailable:
        waiting = len(stages.unsearchable(tasks.bench()))
        get_run_logger().warning("the search index does not answer: %d documents wait for it", waiting)
        return waiting
    return 0
