"""The scheduled flow: what is new in an inbox is stored and processed, batch by batch."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from typing import cast, get_args
from uuid import UUID

from prefect import flow, get_run_logger
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.runtime import flow_run

from flows.artifacts import SHORT, publish_figures
from flows.discreet import discreet
from flows.draining import Drain, draining
from flows.process import not_searchable, process_batch, report_rejected
from flows.recovery import note_process
from flows.tasks import bench, counts_saved
from flows.trigger import spread
from schemas.errors import DocumentError, IndexUnavailable, StoreUnavailable, is_transient
from schemas.outcome import Outcome, Status
from schemas.tiers import tier_named
from services import intake as intake_service
from services import review, stages, webhooks
from services.rollout import watch as rollout
from services.workbench import Workbench
from store.leases import Order
from store.store import this_process
from values.wording import quantity

SUSPECT = 1
"""A document claimed more often has failed before while others did not: it may be set aside without their company."""


def _run_name() -> str:
    parameters = flow_run.parameters
    return f"{parameters.get('document_class') or 'any class'} from {parameters.get('inbox') or 'the store'}"


@flow(name="intake", flow_run_name=_run_name, persist_result=False)
@discreet()
@counts_saved()
def intake(inbox: str | None = None, document_class: str | None = None, tier: str | None = None) -> dict[str, int]:
    """Takes in what is new in the inbox, then processes every waiting document of the class.

    Args:
        inbox: A folder or fsspec URL; None only processes what is waiting already.
        document_class: The class of all documents in this inbox; None lets the classifier determine it.
        tier: draft, standard or premium, for all documents in this inbox; None leaves it to the settings. Without an
            inbox it is for waiting documents that have no tier of their own.

    Raises:
        ConfigurationError: There is no such tier.

    Returns:
        How many documents ended with which status.
    """
    note_process()
    stated = tier_named(tier)
    work = bench()
    taken = list(intake_service.scan(work, inbox, document_class=document_class, tier=stated)) if inbox else []
    if stated is not None and inbox is None:
        intake_service.state_tier(work, stated, document_class=document_class, only_unset=True, actor="fieldwright")
    problems = sum(t.problem is not None for t in taken)
    if problems:
        get_run_logger().warning("%s in the inbox cannot be read", quantity(problems, "file"))
    outcomes = [t.outcome for t in taken if t.is_new and t.outcome is not None]
    if inbox is None and work.store.counts()["waiting"] > work.settings.batch_size:
        spread()
    outcomes += process_waiting(work, document_class)
    missing = catch_up(work)
    send_webhooks(work)
    watch_release(work)
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
    with (
        draining(work.settings.flow.drain_s) as drain,
        closing(claimed_batches(work, document_class, drain)) as batches,
    ):
        for ids in batches:
            outcomes += processed(work, ids)
            total = max(total, len(outcomes))  # more may have come meanwhile
            update_progress_artifact(progress, 100.0 * len(outcomes) / total, told())
    if drain.wanted:
        get_run_logger().warning("told to end: %s; the others wait for the next run", told())
    return outcomes


def processed(work: Workbench, ids: list[str]) -> list[Outcome]:
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


def claimed_batches(
    work: Workbench,
    document_class: str | None = None,
    drain: Drain | None = None,
    *,
    among: Sequence[str] | None = None,
) -> Generator[list[str], None, None]:
    """Yields batches that this process holds a lease on; gives back what was left without an outcome.

    With ``among``, only these documents are claimed.
    """
    settings, owner = work.settings, this_process()
    order = Order(settings.flow.priorities, settings.flow.fair_after_s)
    tried: set[str] = set()
    while drain is None or not drain.wanted:
        ids = work.store.claim(
            settings.batch_size,
            owner=owner,
            lease_s=settings.lease_s,
            document_class=document_class,
            order=order,
            among=among,
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
    """Renews the leases of a batch while it runs: another worker must not take over a long batch.

    A process that dies stops renewing, so its documents become free as they should.
    """
    with repeated(lambda: work.store.renew(ids, owner, work.settings.lease_s), work.settings.lease_s / 3):
        yield


@contextmanager
def repeated(renew: Callable[[], object], every_s: float) -> Iterator[None]:
    """Calls a function every so many seconds, from another thread, until the block ends."""
    done = threading.Event()

    def repeat() -> None:
        while not done.wait(every_s):
            # A store that does not answer now may do so before the lease runs out.
            with suppress(StoreUnavailable):
                renew()

    renewer = threading.Thread(target=repeat, name="leases", daemon=True)
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


def watch_release(work: Workbench) -> None:
    """Rolls a release on trial back where people found it worse: not only when the scheduled check looks."""
    found = rollout.check(work)
    if found is not None and found.worse is not None:
        get_run_logger().warning("release %s is rolled back: %s", found.release.version, found.release.why)


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
