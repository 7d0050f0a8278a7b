"""The scheduled flow: what is new in an inbox is stored and processed, batch by batch."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import cast, get_args
from uuid import UUID

from prefect import flow, get_run_logger
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.runtime import flow_run

from flows.artifacts import SHORT, publish_figures
from flows.discreet import discreet
from flows.process import not_searchable, process_batch, report_rejected
from flows.recovery import note_process
from flows.tasks import bench
from schemas.errors import DocumentError, IndexUnavailable, StoreUnavailable, is_transient
from schemas.outcome import Outcome, Status
from services import intake as intake_service
from services import review, stages, webhooks
from services.workbench import Workbench
from store.store import this_process
from values.wording import quantity

SUSPECT = 1
"""A document claimed more often has failed before while others did not: it may be set aside without their company."""


def _run_name() -> str:
    parameters = flow_run.parameters
    return f"{parameters.get('document_class') or 'any class'} from {parameters.get('inbox') or 'the store'}"


@flow(name="intake", flow_run_name=_run_name, persist_result=False)
@discreet()
def intake(inbox: str | None = None, document_class: str | None = None) -> dict[str, int]:
    """Takes in what is new in the inbox, then processes every waiting document of the class.

    Args:
        inbox: A folder or fsspec URL; None only processes what is waiting already.
        document_class: The class of all documents in this inbox; None lets the classifier determine it.

    Returns:
        How many documents ended with which status.
    """
    note_process()
    work = bench()
    taken = list(intake_service.scan(work, inbox, document_class=document_class)) if inbox else []
    problems = sum(t.problem is not None for t in taken)
    if problems:
        get_run_logger().warning("%s in the inbox cannot be read", quantity(problems, "file"))
    outcomes = [t.outcome for t in taken if t.is_new and t.outcome is not None]
    outcomes += process_waiting(work, document_class)
    missing = catch_up(work)
    send_webhooks(work)
    report_rejected(outcomes)
    if taken or outcomes:
        publish_figures(outcomes, taken_in=len(taken), problems=problems)
    counts = {status: sum(o.status == status for o in outcomes) for status in get_args(Status)}
    return counts if not missing else not_searchable(counts, missing)


def process_waiting(work: Workbench, document_class: str | None = None) -> list[Outcome]:
    """Runs `process_batch` on one claimed batch after the other until nothing waits; shows the progress in the UI."""
    total = work.store.counts()["waiting"]
    if not total:
        return []
    outcomes: list[Outcome] = []

    def told() -> str:
        return f"{len(outcomes)} of {quantity(total, 'document')} processed"

    progress = cast("UUID", create_progress_artifact(0.0, key="progress", description=told()))
    for ids in claimed_batches(work, document_class):
        outcomes += _processed(work, ids)
        total = max(total, len(outcomes))  # more may have come meanwhile
        update_progress_artifact(progress, 100.0 * len(outcomes) / total, told())
    return outcomes


def _processed(work: Workbench, ids: list[str]) -> list[Outcome]:
    """Runs `process_batch`; a document on which an engine alone keeps failing is set aside, and the others go on.

    Raises:
        DocumentError: The engine fails on others as well, or the configuration is wrong.
    """
    try:
        return process_batch(ids)
    except DocumentError as error:
        culprit = error.document_id
        if not is_transient(error) or culprit not in ids:
            raise
        others = [i for i in ids if i != culprit]
        if not others and work.store.attempts(ids)[culprit] <= SUSPECT:
            raise
        outcomes = process_batch(others) if others else []
        get_run_logger().warning("document %s is set aside: %s", culprit[:SHORT], error.code)
        work.store.append_event(culprit, "set_aside", {"code": error.code}, actor="fieldwright")
        work.store.release([culprit], this_process(), failed=True)
        return outcomes


def claimed_batches(work: Workbench, document_class: str | None = None) -> Iterator[list[str]]:
    """Yields batches that this process holds a lease on; gives back what was left without an outcome."""
    settings, owner = work.settings, this_process()
    tried: set[str] = set()
    while True:
        ids = work.store.claim(
            settings.batch_size, owner=owner, lease_s=settings.lease_s, document_class=document_class
        )
        fresh = [i for i in ids if i not in tried]
        if not fresh:
            work.store.release(ids, owner)
            return
        work.store.release([i for i in ids if i in tried], owner)
        tried.update(fresh)
        try:
            with leases_kept(work, fresh, owner):
                yield fresh
        finally:
            work.store.release([i for i in fresh if work.store.outcome(i) is None], owner)


@contextmanager
def leases_kept(work: Workbench, ids: Sequence[str], owner: str) -> Iterator[None]:
    """Renews the leases on a batch while it is worked on: a long batch must not be taken over by another worker.

    A process that dies stops renewing, so its documents become free as they should.
    """
    done = threading.Event()

    def renew() -> None:
        while not done.wait(work.settings.lease_s / 3):
            # A store that does not answer now may do so before the lease runs out.
            with suppress(StoreUnavailable):
                work.store.renew(ids, owner, work.settings.lease_s)

    renewer = threading.Thread(target=renew, name="leases", daemon=True)
    renewer.start()
    try:
        yield
    finally:
        done.set()
        renewer.join()


def send_webhooks(work: Workbench) -> None:
    """Tells the receivers of webhooks what ended; a portal that runs does so as well, and neither sends twice."""
    try:
        tried = webhooks.send_due(work)
    except StoreUnavailable:
        get_run_logger().warning("webhooks wait for the next run")
        return
    if tried:
        get_run_logger().info("%s of webhooks sent", quantity(tried, "message"))


def catch_up(work: Workbench) -> int:
    """Queues and indexes what an earlier run could not; an index that is still down waits for the next run.

    Returns:
        How many documents searches do not find yet, because the index does not answer.
    """
    review.catch_up(work)
    try:
        caught = stages.catch_up(work)
    except IndexUnavailable:
        get_run_logger().warning("the search index does not answer; the next run catches up")
        return len(stages.unsearchable(work))
    if caught:
        get_run_logger().info("%s caught up in the search index", quantity(caught, "document"))
    return 0
