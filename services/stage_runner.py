"""Runs one stage over a batch: makes the missing results, saves them with their timings, rejects what cannot go on.

A result that the same version of the same engine saved before is not made again, so a batch that was cut off continues
where it stopped. A document that cannot go on (a `PermanentError`) gets its rejected outcome at once and leaves the
batch; the others are not held up.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from pydantic import BaseModel

from schemas.errors import DocumentError, EngineUnavailable, PermanentError
from services.stage_results import StageFailed, is_stale
from services.workbench import Workbench

T = TypeVar("T", bound=BaseModel)
U = TypeVar("U")

logger = logging.getLogger(__name__)

MOST_FAILURES = 4
"""A document that failed so often by itself is rejected: it stops its engine or its process."""


def each(
    bench: Workbench, ids: Sequence[str], stage: str, version: str, kind: type[T], make: Callable[[str], T]
) -> list[str]:
    """Makes and saves the missing results one by one; returns the ids that go on."""
    for document_id in missing(bench, ids, stage, kind, version):
        made = attempt(bench, document_id, stage, make)
        if made is not None:
            result, seconds = made
            bench.store.save(document_id, stage, version, result, timing_s=seconds)
    return going_on(bench, ids)


def at_once(
    bench: Workbench,
    ids: Sequence[str],
    stage: str,
    version: str,
    kind: type[T],
    make: Callable[[Sequence[str]], list[T]],
) -> list[str]:
    """Makes and saves the missing results all at once; where that fails, one by one, so that one cannot fail all."""
    todo = missing(bench, ids, stage, kind, version)
    if not todo:
        return going_on(bench, ids)
    begun = time.perf_counter()
    try:
        results = make(todo)
    except Exception as error:
        if len(todo) > 1 or isinstance(error, PermanentError) or not isinstance(error, DocumentError):
            logger.warning("stage %s failed on a batch of %d (%s); one by one", stage, len(todo), type(error).__name__)
            return each(bench, ids, stage, version, kind, lambda i: make([i])[0])
        raise
    seconds = (time.perf_counter() - begun) / len(todo)
    for document_id, result in zip(todo, results, strict=True):
        bench.store.save(document_id, stage, version, result, timing_s=seconds)
    return going_on(bench, ids)


def attempt(bench: Workbench, document_id: str, stage: str, make: Callable[[str], U]) -> tuple[U, float] | None:
    """Returns a result with its seconds, or None after the document was rejected.

    Raises:
        DocumentError: A transient error or a wrong configuration: not the document's fault.
    """
    begun = time.perf_counter()
    try:
        return make(document_id), time.perf_counter() - begun
    except PermanentError as error:
        reject(bench, document_id, error)
    except DocumentError as error:
        # Whoever runs the batch may go on without the one document that an engine fails on.
        error.document_id = error.document_id or document_id
        raise
    except (OSError, MemoryError) as error:
        raise EngineUnavailable(
            f"stage {stage} ran out of a resource ({type(error).__name__})", document_id=document_id, stage=stage
        ) from None  # its message may name a file, and whoever logs this error logs its cause as well
    except Exception as error:
        # Only the kind of error is kept: its message may quote the document.
        logger.warning("stage %s broke on document %s: %s", stage, document_id[:12], where(error))
        broken = StageFailed(
            f"stage {stage} broke on this document ({type(error).__name__}): please report it with the document's id",
            document_id=document_id,
            stage=stage,
        )
        reject(bench, document_id, broken)
    return None


def missing(bench: Workbench, ids: Sequence[str], stage: str, kind: type[BaseModel], version: str) -> list[str]:
    """Returns the ids without a result of this version, or with one made from inputs that were made anew since."""
    todo = [
        i
        for i in going_on(bench, ids)
        if bench.store.load(i, stage, kind, version=version) is None or is_stale(bench.store.stages(i), stage)
    ]
    if len(todo) == len(ids) == 1:
        bench.store.alone(todo[0], stage)
    return todo


def going_on(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Returns the ids that were not rejected."""
    outcomes = bench.store.outcomes(ids)
    return [i for i in ids if i not in outcomes or outcomes[i].status != "rejected"]


def need(bench: Workbench, document_id: str, stage: str, kind: type[T]) -> T:
    """Returns the result of an earlier stage.

    Raises:
        StageFailed: There is none.
    """
    result = bench.store.load(document_id, stage, kind)
    if result is None:
        raise StageFailed(
            f"the result of stage {stage} is missing: process the document again", document_id=document_id
        )
    return result


def reject(bench: Workbench, document_id: str, error: PermanentError) -> None:
    """Records that a document was rejected, and why."""
    from review.policy import reject as rejected

    stages = bench.store.stages(document_id)
    source = bench.store.get(document_id)
    outcome = rejected(
        document_id,
        error,
        document_class=source.document_class,
        versions={name: record.version for name, record in stages.items()},
        timings_s={name: record.timing_s for name, record in stages.items()},
    )
    logger.info("document %s rejected: %s", document_id[:12], error.code)
    bench.store.finish(outcome)


def reject_killers(bench: Workbench, ids: Sequence[str]) -> None:
    """Rejects documents that failed too often by themselves."""
    for document_id, failures in bench.store.failures(ids).items():
        if failures >= MOST_FAILURES:
            advice = "open it in another program, save it again and ingest the new file"
            message = f"processing stopped {failures} times on this document alone: {advice}"
            reject(bench, document_id, StageFailed(message, document_id=document_id))


def where(error: BaseException) -> str:
    """Returns the kind of an error and the place in the code, without its message."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__}{place}"
