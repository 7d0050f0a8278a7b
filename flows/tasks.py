"""Runs a stage as a Prefect task, with retries by kind of error and a slot of the GPU's concurrency limit.

Prefect never receives a document: a task returns nothing, and Prefect sends no parameter of a task to its server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas import State, TaskRun
from prefect.runtime import task_run
from prefect.tasks import exponential_backoff

from extractors.processor import may_have_gpu
from flows.discreet import discreet
from schemas.errors import is_transient
from schemas.settings import Settings, load_settings
from services import stages
from services.stages import Batch
from services.workbench import Workbench
from values.wording import quantity

GPU_TAG = "gpu"
"""Tasks with this tag use the accelerator: ``prefect concurrency-limit create gpu 1`` lets one run at a time."""
ON_GPU = (stages.recognize, stages.raise_tiers, stages.extract_fields)


@lru_cache(maxsize=1)
def bench() -> Workbench:
    """Returns this process's workbench: models are loaded once for each worker process."""
    return Workbench(load_settings())


@contextmanager
def counts_saved() -> Iterator[None]:
    """Adds what a block counted to the store at its end, also when it fails: a run's process ends with its run."""
    try:
        yield
    finally:
        bench().save_counts()


def _may_help(task: Task[Any, Any], run: TaskRun, state: State[Any]) -> bool:
    """Whether to run a failed task again: the one predicate behind every retry is `is_transient`."""
    # Prefect hands over the error itself; `state.result` is a coroutine or not, by the thread it is called in.
    return isinstance(state.data, BaseException) and is_transient(state.data)


@lru_cache
def _task_of(stage: Callable[[Batch], object]) -> Task[[Batch], None]:
    def named(parameters: dict[str, Any]) -> str:
        return f"{stage.__name__.replace('_', '-')}: {quantity(len(parameters['batch'].ids), 'document')}"

    @task(
        name=stage.__name__.replace("_", "-"),
        task_run_name=named,  # type: ignore[arg-type]  # Prefect's protocol requires a method that no function has
        description=stage.__doc__,
        retry_jitter_factor=0.5,
        retry_condition_fn=_may_help,
        persist_result=False,
        cache_policy=NO_CACHE,
    )
    def run_stage(batch: Batch) -> None:
        if (task_run.run_count or 1) > 1:
            batch.bench.telemetry.retried(stage.__name__)
        with discreet():
            stage(batch)

    return run_stage


def run(stage: Callable[[Batch], object], batch: Batch) -> None:
    """Runs a stage over a batch as a Prefect task, with the retries of the settings."""
    settings = batch.bench.settings
    delays = exponential_backoff(settings.retry_delay_s)
    made = _task_of(stage).with_options(
        retries=settings.retries, retry_delay_seconds=delays, tags=tags_of(stage, settings)
    )
    made(batch)


def tags_of(stage: Callable[[Batch], object], settings: Settings) -> list[str]:
    """Returns the tags of a stage's task. A slot costs a second of waiting: without a GPU none is requested."""
    uses_gpu = settings.device == "cuda" or (settings.device == "auto" and may_have_gpu())
    return [GPU_TAG] if uses_gpu and stage in ON_GPU else []
