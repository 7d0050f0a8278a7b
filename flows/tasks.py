"""One Prefect task a stage: retries by kind of error, and a place in the queue for the GPU. The work is in `stages`.

Tasks take and return ids only; what they make lies in the store.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas import State, TaskRun
from prefect.tasks import exponential_backoff

from flows.discreet import discreet
from schemas.errors import is_transient
from schemas.settings import load_settings
from services import stages
from services.workbench import Workbench

GPU_TAG = "gpu"
"""Tasks with this tag use the accelerator: ``prefect concurrency-limit create gpu 1`` lets one run at a time."""


@lru_cache(maxsize=1)
def bench() -> Workbench:
    """Returns this process's workbench: models are loaded once for each worker process."""
    return Workbench(load_settings())


def _may_help(task: Task[Any, Any], run: TaskRun, state: State[Any]) -> bool:
    """Whether to run a failed task again: the one predicate behind every retry is `is_transient`."""
    # Prefect hands over the error itself; `state.result` is a coroutine or not, by the thread it is called in.
    return isinstance(state.data, BaseException) and is_transient(state.data)


def _stage(
    function: Callable[[Workbench, Sequence[str]], list[str]], *, tags: tuple[str, ...] = ()
) -> Callable[[list[str]], list[str]]:
    """Returns a function that runs a stage as a Prefect task, with the retries of the settings."""

    @task(
        name=function.__name__.replace("_", "-"),
        description=function.__doc__,
        tags=list(tags),
        retry_jitter_factor=0.5,
        retry_condition_fn=_may_help,
        persist_result=False,
        cache_policy=NO_CACHE,
    )
    def stage(document_ids: list[str]) -> list[str]:
        with discreet():
            return function(bench(), document_ids)

    def run(document_ids: list[str]) -> list[str]:
        settings = bench().settings
        patient = stage.with_options(
            retries=settings.retries, retry_delay_seconds=exponential_backoff(settings.retry_delay_s)
        )
        return patient(document_ids)

    return run


read_pages = _stage(stages.read_pages)
recognize = _stage(stages.recognize, tags=(GPU_TAG,))
split = _stage(stages.split)
classify = _stage(stages.classify)
extract_fields = _stage(stages.extract_fields, tags=(GPU_TAG,))
validate = _stage(stages.validate)
redact = _stage(stages.redact)
conclude = _stage(stages.conclude)
index = _stage(stages.index)
