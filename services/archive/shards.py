"""The work on one shard, without Prefect: which files to take in, which documents to process, and what is finished."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from schemas.errors import StoreUnavailable
from schemas.tiers import Tier
from services import stages
from services.archive.manifest import Entry, Manifest
from services.intake import take_in_file
from services.stages.review_queue import page_count
from services.workbench import Workbench
from store.archives import ArchiveFile
from store.sources import NothingThere, files_at
from values.groups import groups


@dataclass(frozen=True)
class Choice:
    """How files are taken in: at which tier, as which class, and whether files that are gone are given up."""

    tier: Tier
    document_class: str | None = None
    accept_missing: bool = False


@dataclass
class Progress:
    """What one worker has done, over all its shards."""

    shards: int = 0
    documents: int = 0
    pages: int = 0
    failed: list[int] = field(default_factory=list)


def unfinished(bench: Workbench, manifest: Manifest, shard: int) -> list[str]:
    """Returns the documents of a shard that were taken in and have no end yet, each once."""
    files = bench.store.archives.files(manifest.id, shard)
    ids = (one.document_id for one in files if one.ended_at is None and one.document_id is not None)
    return list(dict.fromkeys(ids))


def take_in_shard(bench: Workbench, manifest: Manifest, shard: int, choice: Choice) -> Iterator[list[str]]:
    """Takes the files of a shard in that were not taken in yet, one micro-batch after the other.

    Yields:
        The documents of each micro-batch.

    Raises:
        StoreUnavailable: The place of the files does not answer, or none of several files is there.
    """
    known = {one.line for one in bench.store.archives.files(manifest.id, shard)}
    left = (entry for entry in manifest.entries(shard) if entry.line not in known)
    for some in groups(left, bench.settings.batch_size):
        found = _taken_in(bench, some, choice)
        bench.store.archives.record(manifest.id, found)
        yield list(dict.fromkeys(one.document_id for one in found if one.document_id is not None))


def settle(bench: Workbench, manifest: Manifest, shard: int, ids: Sequence[str], progress: Progress) -> list[str]:
    """Notes which documents have their outcomes, and which further documents were divided from their files.

    Returns:
        The further documents: they belong to the shard and have no outcome yet.
    """
    store = bench.store
    parts = list(_parts(bench, manifest, shard, ids))
    store.archives.record(manifest.id, parts)
    outcomes = store.outcomes(ids)
    read = store.stages_of(list(outcomes))
    pages = {i: page_count(bench, i) if stages.PAGES in read[i] else 0 for i in outcomes}
    store.archives.finish(manifest.id, shard, pages)
    progress.documents += len(pages)
    progress.pages += sum(pages.values())
    return [one.document_id for one in parts if one.document_id is not None]


def run_shard(
    bench: Workbench,
    manifest: Manifest,
    shard: int,
    choice: Choice,
    progress: Progress,
    *,
    process: Callable[[Sequence[str]], object],
    proceed: Callable[[], bool],
    wait: Callable[[], object],
) -> bool:
    """Takes a shard from where it is to its end: what was taken in before first, then the files that are left.

    Args:
        bench: The store.
        manifest: The archive.
        shard: The shard, which this worker holds.
        choice: How files are taken in.
        progress: Counts what was done.
        process: Takes those of some documents to their outcomes that no other process holds.
        proceed: Whether to go on with a next micro-batch; it renews the lease.
        wait: Waits a moment for documents that another process holds.

    Returns:
        Whether every document of the shard has its outcome; False where it was told not to proceed.
    """

    def work(ids: Sequence[str]) -> None:
        while ids:
            process(ids)
            ids = settle(bench, manifest, shard, ids, progress)

    for ids in groups(unfinished(bench, manifest, shard), bench.settings.batch_size):
        if not proceed():
            return False
        work(ids)

    batches = take_in_shard(bench, manifest, shard, choice)
    while proceed():
        if (taken := next(batches, None)) is not None:
            work(taken)
            continue
        # Documents that failed alone are tried again until they are rejected; others may be held by another process.
        held = unfinished(bench, manifest, shard)
        if not held:
            return True
        work(held)
        if unfinished(bench, manifest, shard):
            wait()
    files = bench.store.archives.files(manifest.id, shard)
    is_taken_in = len({one.line for one in files}) == manifest.shards[shard - 1].files
    return is_taken_in and all(one.ended_at is not None for one in files)


def _taken_in(bench: Workbench, entries: Sequence[Entry], choice: Choice) -> list[ArchiveFile]:
    rows: list[ArchiveFile] = []
    gone: list[Entry] = []
    for entry in entries:
        row = ArchiveFile(entry.line, 1, entry.shard or 0, None, entry.pages)
        try:
            found = next(files_at(entry.path), None)
        except NothingThere:
            found = None
        if found is None:
            gone.append(entry)
            rows.append(_failed(bench, row, "the file is gone: it was there when the archive was planned"))
            continue
        taken = take_in_file(bench, found, document_class=choice.document_class, tier=choice.tier)
        if taken.problem is not None or taken.document_id is None:
            rows.append(_failed(bench, row, taken.problem or "the file cannot be read"))
        elif taken.outcome is not None and not bench.store.sources([taken.document_id]):
            # A file above the limit is refused without being stored.
            rows.append(_failed(bench, row, taken.outcome.reasons[0].message))
        else:
            rows.append(replace(row, document_id=taken.document_id))
    if len(gone) == len(entries) > 1 and not choice.accept_missing:
        raise StoreUnavailable(
            f"none of {len(gone)} files of the manifest is there: mount the share, or accept missing files"
        )
    return rows


def _parts(bench: Workbench, manifest: Manifest, shard: int, ids: Iterable[str]) -> Iterator[ArchiveFile]:
    """Returns a row for each document that was divided from one of these; several lines may have the same content."""
    divided = {i: found for i in ids if (found := stages.parts_of(bench, i)) is not None and found.part == 1}
    several = {i: found for i, found in divided.items() if len(found.parts) > 1}
    if not several:
        return
    files = bench.store.archives.files(manifest.id, shard)
    known = {(one.line, one.part) for one in files}
    for file in files:
        if file.part != 1 or file.document_id not in several:
            continue
        for number, part in enumerate(several[file.document_id].parts[1:], start=2):
            if part.document_id is not None and (file.line, number) not in known:
                yield ArchiveFile(file.line, number, shard, part.document_id, 0)


def _failed(bench: Workbench, row: ArchiveFile, problem: str) -> ArchiveFile:
    return replace(row, problem=problem, ended_at=bench.store.archives.now())
