"""The flow of an archive: one worker takes shard after shard of a manifest from its files to search hits."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from prefect import flow
from prefect.runtime import flow_run

from flows.discreet import discreet
from flows.draining import Drain, draining
from flows.ingest import catch_up, claimed_batches, processed, repeated, send_webhooks, watch_release
from flows.process import not_searchable
from flows.recovery import note_process
from flows.tasks import bench, counts_saved
from schemas.errors import ConfigurationError, DocumentError
from schemas.tiers import tier_named
from services.archive.manifest import Manifest, open_manifest
from services.archive.shards import Choice, Progress, run_shard
from services.workbench import Workbench
from store.store import this_process
from values.wording import quantity

logger = logging.getLogger(__name__)

WAIT_S = 2.0
"""Pause before a worker looks again at documents or shards that another one holds."""


def _run_name() -> str:
    return f"archive {Path(flow_run.parameters['manifest']).stem}"


@flow(name="archive", flow_run_name=_run_name, persist_result=False)
@discreet()
@counts_saved()
def archive(
    manifest: str,
    tier: str = "draft",
    document_class: str | None = None,
    shards: str | None = None,
    worker: str | None = None,
    most_pages: int | None = None,
    look_rate: float | None = None,
    accept_missing: bool = False,
    wait: bool = False,
) -> dict[str, int]:
    """Takes shards of a manifest to search hits, one after the other, until none is free.

    Args:
        manifest: The manifest; every worker needs the same file and sees its files at the same places.
        tier: draft, standard or premium, for all documents of these shards.
        document_class: The class of all documents; None lets the classifier determine it.
        shards: "K/N": only every N-th shard, from the K-th on; None takes any.
        worker: The name that status shows.
        most_pages: After so many pages the worker ends; its shard goes on later.
        look_rate: The share of accepted documents that gets a second look, from now on.
        accept_missing: Whether files that are gone count as failed, where none of several is there.
        wait: Whether to wait for shards of other workers, and to take those over that end.

    Raises:
        ConfigurationError: The manifest, the tier or the shards are wrong.

    Returns:
        How many shards, documents and pages this worker finished, and how many shards are left.
    """
    note_process()
    work = bench()
    known = open_manifest(Path(manifest))
    stated = tier_named(tier)
    effort = Effort(share_of(shards), worker or this_process(), most_pages, wait)
    work.store.archives.register(known.id, [shard.number for shard in known.shards], look_rate=look_rate)
    with draining(work.settings.flow.drain_s) as drain:
        done = work_shards(work, known, Choice(stated, document_class, accept_missing), effort, drain)
    missing = catch_up(work)
    send_webhooks(work)
    watch_release(work)
    left = len(known.shards) - sum(shard.state == "done" for shard in work.store.archives.shards(known.id))
    counts = {"shards": done.shards, "documents": done.documents, "pages": done.pages, "shards_left": left}
    return counts if not missing else not_searchable(counts, missing)


@dataclass(frozen=True)
class Effort:
    """What one worker takes on: K of N shards, its name, pages at most, whether it waits for other workers."""

    share: tuple[int, int] = (1, 1)
    worker: str = field(default_factory=this_process)
    most_pages: int | None = None
    wait: bool = False


def share_of(text: str | None) -> tuple[int, int]:
    """Returns K and N of "K/N"; (1, 1) of None.

    Raises:
        ConfigurationError: It is none, or K is above N.
    """
    if text is None:
        return 1, 1
    found = re.fullmatch(r"(\d+)/(\d+)", text)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise ConfigurationError("shards are stated as K/N with K from 1 to N, such as 2/4")
    return int(found[1]), int(found[2])


def work_shards(
    work: Workbench,
    manifest: Manifest,
    choice: Choice,
    effort: Effort,
    drain: Drain,
    *,
    process: Callable[[Workbench, list[str]], object] = processed,
) -> Progress:
    """Takes one shard after the other, until none is free, the pages are used up, or the worker is told to end.

    Raises:
        DocumentError: A shard failed; it is noted with the error's code, and later workers try it again last.
    """
    archives, lease_s, owner, done = work.store.archives, work.settings.lease_s, this_process(), Progress()

    def has_room() -> bool:
        return not drain.wanted and (effort.most_pages is None or done.pages < effort.most_pages)

    while has_room():
        number = archives.claim(manifest.id, owner=owner, worker=effort.worker, lease_s=lease_s, share=effort.share)
        if number is None:
            if effort.wait and any(shard.state == "running" for shard in archives.shards(manifest.id)):
                time.sleep(WAIT_S)
                continue
            break
        logger.info("shard %d of %d begins", number, len(manifest.shards))
        _work_shard(work, manifest, number, choice, done, has_room, drain, process)
    return done


def _work_shard(
    work: Workbench,
    manifest: Manifest,
    number: int,
    choice: Choice,
    done: Progress,
    has_room: Callable[[], bool],
    drain: Drain,
    process: Callable[[Workbench, list[str]], object],
) -> None:
    archives, lease_s, owner = work.store.archives, work.settings.lease_s, this_process()
    looked = time.monotonic()

    def keep() -> bool:
        """Renews the lease and adds the seconds since the last call."""
        nonlocal looked
        before, looked = looked, time.monotonic()
        return archives.renew(manifest.id, number, owner, lease_s, seconds=looked - before)

    def proceed() -> bool:
        work.save_counts()
        return keep() and has_room()

    def run(ids: Sequence[str]) -> None:
        with closing(claimed_batches(work, drain=drain, among=ids)) as batches:
            for claimed in batches:
                process(work, claimed)

    try:
        with repeated(lambda: archives.renew(manifest.id, number, owner, lease_s), lease_s / 3):
            is_done = run_shard(
                work, manifest, number, choice, done,
                process=run, proceed=proceed, wait=lambda: time.sleep(WAIT_S),
            )  # fmt: skip
    except BaseException as error:
        keep()
        if isinstance(error, Exception):
            code = error.code if isinstance(error, DocumentError) else type(error).__name__
            archives.end(manifest.id, number, owner, "failed", code)
        else:
            archives.end(manifest.id, number, owner, "waiting")
        raise
    keep()
    if archives.end(manifest.id, number, owner, "done" if is_done else "waiting"):
        done.shards += is_done
        told = "is done" if is_done else "waits for another worker"
        logger.info(
            "shard %d %s; this worker finished %s, %s", number, told,
            quantity(done.documents, "document"), quantity(done.pages, "page"),
        )  # fmt: skip
    else:
        logger.warning("shard %d is another worker's now: the lease ended", number)
