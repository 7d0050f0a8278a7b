"""One Prefect task a stage: retries by kind of error, and a place in the queue for the GPU. The work is in `stages`.

Tasks take and return ids only; what they make lies in the store.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas import State, TaskRun
from prefect.tasks import exponential_backoff

from flows import stages
from flows.wiring import Workbench
from schemas.errors import is_transient
from schemas.settings import load_settings

GPU_TAG = "gpu"
"""Tasks with this tag use the accelerator: ``prefect concurrency-limit create gpu 1`` lets one run at a time."""

RETRIES = 3
RETRY_FACTOR_S = 2.0


@lru_cache(maxsize=1)
def bench() -> Workbench:
    """Returns this process's workbench: models are loaded once for each worker process."""
    return Workbench(load_settings())


async def _may_help(task: Task[Any, Any], run: TaskRun, state: State[Any]) -> bool:
    """Tells whether to run a failed task again: the one predicate behind every retry is `is_transient`."""
    error = await state.result(raise_on_failure=False)  # type: ignore[misc]
    return isinstance(error, BaseException) and is_transient(error)


def _stage(function: Callable[[Workbench, list[str]], list[str]], *, tags: tuple[str, ...] = ()) -> Any:
    def run(document_ids: list[str]) -> list[str]:
        return function(bench(), document_ids)

    run.__doc__ = function.__doc__
    return task(
        run,
        name=function.__name__.replace("_", "-"),
        tags=list(tags),
        retries=RETRIES,
        retry_delay_seconds=exponential_backoff(RETRY_FACTOR_S),
        retry_jitter_factor=0.5,
        retry_condition_fn=_may_help,
        persist_result=False,
        cache_policy=NO_CACHE,
    )


read_pages = _stage(stages.read_pages)
recognize = _stage(stages.recognize, tags=(GPU_TAG,))
classify = _stage(stages.classify)
extract_fields = _stage(stages.extract_fields, tags=(GPU_TAG,))
validate = _stage(stages.validate)
redact = _stage(stages.redact)
conclude = _stage(stages.conclude)
index = _stage(stages.index)
