"""Runs one stage over a batch: makes the missing results, saves them with their timings, rejects failing documents.

A result that the same engine version saved before is reused. So an interrupted batch continues where it stopped. A
document with a `PermanentError` gets its rejected outcome at once and leaves the batch; the others continue.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from schemas.errors import DocumentError, EngineUnavailable, PermanentError
from services.batch import Batch
from services.read_ahead import read_ahead
from services.stage_results import StageFailed, is_stale, newest_input, on_the_path, versions_of

if TYPE_CHECKING:
    from store.types import Made

T = TypeVar("T", bound=BaseModel)
U = TypeVar("U")

logger = logging.getLogger(__name__)

MOST_FAILURES = 4
"""A document that failed so often by itself is rejected: it stops its engine or its process."""


def each(
    batch: Batch,
    stage: str,
    version: str,
    kind: type[T],
    make: Callable[[str], T],
    *,
    ids: Sequence[str] | None = None,
    threads: int = 1,
) -> None:
    """Computes the missing results one by one and saves each, so that a later run does not repeat them.

    With several ``threads``, as many documents are in work at once. A result's timing is how long the batch waited.
    """
    todo = missing(batch, stage, kind, version, ids=ids)
    with read_ahead(threads, make, todo) as made_ahead:
        for document_id in todo:
            made = attempt(batch, document_id, stage, made_ahead)
            if made is not None:
                result, seconds = made
                batch.save([as_made(batch, document_id, stage, version, result, seconds)])


def at_once(
    batch: Batch,
    stage: str,
    version: str,
    kind: type[T],
    make: Callable[[Sequence[str]], list[T]],
    *,
    ids: Sequence[str] | None = None,
) -> None:
    """Makes the missing results all at once and saves them once; where that fails, one by one.

    Args:
        batch: The documents.
        stage: The stage.
        version: Engine and model that make the results.
        kind: The type of a result.
        make: Returns the results of some documents, in their order.
        ids: Only these documents; None takes the batch.

    Raises:
        DocumentError: A transient error on one document, or a wrong configuration.
    """
    todo = missing(batch, stage, kind, version, ids=ids)
    if not todo:
        return
    begun = time.perf_counter()
    try:
        results = list(zip(todo, make(todo), strict=True))
    except Exception as error:
        if len(todo) == 1 and isinstance(error, DocumentError) and not isinstance(error, PermanentError):
            batch.bench.telemetry.error(stage, error.code, document_id=todo[0])
        if len(todo) > 1 or isinstance(error, PermanentError) or not isinstance(error, DocumentError):
            logger.warning("stage %s failed on a batch of %d (%s); one by one", stage, len(todo), type(error).__name__)
            each(batch, stage, version, kind, lambda i: make([i])[0], ids=ids)
            return
        raise
    seconds = (time.perf_counter() - begun) / len(todo)
    batch.save([as_made(batch, i, stage, version, result, seconds) for i, result in results])


def as_made(batch: Batch, document_id: str, stage: str, version: str, result: BaseModel, seconds: float) -> Made:
    """Returns a result as it is saved, with its timing and the state of its inputs."""
    from store.types import Made

    made_from = newest_input(batch.stages(document_id), stage)
    return Made(document_id, stage, version, result, timing_s=seconds, made_from=made_from)


def attempt(batch: Batch, document_id: str, stage: str, make: Callable[[str], U]) -> tuple[U, float] | None:
    """Returns a result with its seconds, or None after the document was rejected.

    Raises:
        DocumentError: A transient error or a wrong configuration: not the document's fault.
    """
    begun = time.perf_counter()
    try:
        return make(document_id), time.perf_counter() - begun
    except PermanentError as error:
        batch.bench.telemetry.error(stage, error.code, document_id=document_id, seconds=time.perf_counter() - begun)
        reject(batch, document_id, error)
    except DocumentError as error:
        # Whoever runs the batch may go on without the one document that an engine fails on.
        error.document_id = error.document_id or document_id
        batch.bench.telemetry.error(stage, error.code, document_id=document_id, seconds=time.perf_counter() - begun)
        raise
    except (OSError, MemoryError) as error:
        batch.bench.telemetry.error(stage, EngineUnavailable.code, document_id=document_id)
        lacking = "memory" if isinstance(error, MemoryError) else "a file or the disk"
        raise EngineUnavailable(
            f"processing stopped for lack of {lacking}; free memory and disk, then run again",
            document_id=document_id,
            stage=stage,
        ) from None  # its message may name a file, and whoever logs this error logs its cause as well
    except Exception as error:
        # Only the kind of error is kept: its message may quote the document.
        logger.warning("stage %s broke on document %s: %s", stage, document_id[:12], where(error))
        batch.bench.telemetry.error(stage, type(error).__name__, document_id=document_id)
        broken = StageFailed(
            "an internal error stopped the processing of this document; report it with the document's id",
            document_id=document_id,
            stage=stage,
        )
        reject(batch, document_id, broken)
    return None


def missing(
    batch: Batch,
    stage: str,
    kind: type[BaseModel],
    version: str,
    *,
    ids: Sequence[str] | None = None,
    as_good: Collection[str] = (),
) -> list[str]:
    """Returns the ids without a result of this version, or with one whose inputs changed since.

    Results of versions in ``as_good`` are current as well.
    """
    going_on = batch.ids
    chosen = going_on if ids is None else [i for i in going_on if i in ids]
    current = (version, *as_good)
    todo = [i for i in chosen if not _is_current(batch, i, stage, current) or batch.load(i, stage, kind) is None]
    if len(todo) == len(going_on) == 1:
        batch.bench.store.alone(todo[0], stage)
    return todo


def _is_current(batch: Batch, document_id: str, stage: str, versions: Collection[str]) -> bool:
    records = batch.stages(document_id)
    return stage in records and records[stage].version in versions and not is_stale(records, stage)


def need(batch: Batch, document_id: str, stage: str, kind: type[T]) -> T:
    """Returns the result of an earlier stage.

    Raises:
        StageFailed: There is none.
    """
    result = batch.load(document_id, stage, kind)
    if result is None:
        raise StageFailed(
            "the result of an earlier step is missing; process the document again", document_id=document_id, stage=stage
        )
    return result


def reject(batch: Batch, document_id: str, error: PermanentError) -> None:
    """Records that a document was rejected, and why."""
    from review.policy import reject as rejected

    stages = on_the_path(batch.stages(document_id))
    outcome = rejected(
        document_id,
        error,
        document_class=batch.source(document_id).document_class,
        versions=versions_of(stages),
        timings_s={name: record.timing_s for name, record in stages.items()},
    )
    logger.info("document %s rejected: %s", document_id[:12], error.code)
    batch.end(outcome)


def reject_killers(batch: Batch) -> None:
    """Rejects documents that failed too often by themselves."""
    for document_id, failures in batch.bench.store.failures(batch.ids).items():
        if failures >= MOST_FAILURES:
            advice = "open it in another program, save it again and ingest the new file"
            message = f"processing stopped {failures} times on this document alone: {advice}"
            reject(batch, document_id, StageFailed(message, document_id=document_id))


def where(error: BaseException) -> str:
    """Returns the kind of an error and the place in the code, without its message."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__}{place}"
