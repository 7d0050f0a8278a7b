"""Files become stored documents: the intake, as plain functions over a `Workbench`."""

from __future__ import annotations

import glob
import hashlib
import logging
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from schemas.errors import ConfigurationError, DocumentError, LimitExceeded, PermanentError, SourcePaused
from schemas.outcome import Outcome
from schemas.tiers import Tier
from services.admission import Admission
from services.batch import Batch
from services.source_limits import SourceLimits, origin_of
from services.stage_runner import reject
from services.workbench import Workbench
from services.workspace import workspace
from store.sources import Found, files_at, settled

logger = logging.getLogger(__name__)

UNKNOWN_MEDIA_TYPE = "application/octet-stream"
"""The media type of a file whose kind is unknown; it is kept and rejected with the reason."""


MOST_WAITING = 1_000_000
"""Documents that one call looks at."""
MOST_NAME = 255
"""Characters of a file's name that are kept: its end, where the extension is."""
REPORT_BEGINS = b'{"file": "'
"""How each line of ``fieldwright extract`` begins."""


@dataclass(frozen=True)
class Taken:
    """What became of one file on arrival.

    ``document_id`` is None only for a file that could not be read at all. ``outcome`` is set where the document had
    one already, or was rejected here.
    """

    found: Found
    document_id: str | None
    is_new: bool
    outcome: Outcome | None = None
    problem: str | None = None


def take_in(
    bench: Workbench,
    locations: Iterable[str],
    *,
    document_class: str | None = None,
    tier: Tier | None = None,
    skip: Callable[[Found], bool] = lambda _: False,
) -> Iterator[Taken]:
    """Stores every file at the locations, and yields what became of each, in order.

    Args:
        bench: Where the store is.
        locations: Files, folders, globs or fsspec URLs.
        document_class: The class of all these files, where it is known.
        tier: The tier of all these files; None leaves it to the settings.
        skip: Tells which files are no documents.

    Raises:
        ConfigurationError: A location does not exist or its driver is not installed.
        StoreUnavailable: The store does not answer.
    """
    for location in locations:
        for found in files_at(location):
            if skip(found):
                continue
            yield take_in_file(bench, found, document_class=document_class, tier=tier)


def count_files(locations: Iterable[str], *, skip: Callable[[Found], bool] = lambda _: False) -> int:
    """Returns the number of files at the locations, before any is taken in.

    Raises:
        ConfigurationError: A location does not exist, or no file has a name of its pattern.
    """
    total = 0
    for location in locations:
        found = list(files_at(location))
        if not found and glob.has_magic(location) and not Path(location).exists():
            raise ConfigurationError(f"no file fits {location}: check the pattern")
        total += sum(not skip(file) for file in found)
    return total


def is_report(found: Found) -> bool:
    """Whether a file is what ``fieldwright extract`` writes, and so no document."""
    if found.problem is not None or not found.name.lower().endswith((".json", ".jsonl", ".ndjson", ".txt")):
        return False
    try:
        with found.open() as stream:
            return stream.read(len(REPORT_BEGINS)) == REPORT_BEGINS
    except (OSError, DocumentError):
        return False


def scan(
    bench: Workbench, inbox: str, *, document_class: str | None = None, tier: Tier | None = None
) -> Iterator[Taken]:
    """Stores what is new in an inbox; files that are still being written wait for the next scan.

    The inbox is not changed: what was taken in is remembered by place, size and time, and recognized by content. Where
    too much waits for processing, or its source is held or too fast, the rest of the inbox waits for the next scan.
    """
    room, limits = Admission(bench).room(), SourceLimits(bench)
    paused, count = set[str](), 0
    for found in bench.store.unseen(files_at(inbox)):
        if room is not None and count >= room:
            logger.warning("the inbox pauses after %d files: too many documents wait for processing", count)
            return
        if origin_of(found.url) in paused:
            continue
        try:
            limits.check(found.url)
        except SourcePaused as error:
            logger.warning("a folder of the inbox pauses after %d files: %s", count, error.message)
            paused.add(origin_of(found.url))
            continue
        count += 1
        quiet = settled(found)
        if quiet is not None:
            taken = take_in_file(bench, quiet, document_class=document_class, tier=tier)
            if taken.document_id is not None:
                # A file that cannot be read now may be readable at the next scan: it is not marked.
                bench.store.mark_seen(quiet, taken.document_id)
            yield taken


def base_name(name: str | None) -> str:
    """Returns the name under which a sent file is kept: without folders, of at most `MOST_NAME` characters."""
    return (name or "").replace("\\", "/").rpartition("/")[2].strip()[-MOST_NAME:] or "unnamed"


def take_in_upload(
    bench: Workbench,
    stream: BinaryIO,
    *,
    name: str,
    size: int,
    sender: str,
    document_class: str | None = None,
) -> Taken:
    """Stores what somebody uploaded, read from the stream's beginning; see `take_in_file`."""

    def opened() -> BinaryIO:
        stream.seek(0)
        return stream

    def found() -> Found:
        return Found(name=name, url=f"upload:{sender}", size=size, stamp="", opener=opened, look_again=found)

    return take_in_file(bench, found(), document_class=document_class)


def take_in_file(
    bench: Workbench, found: Found, *, document_class: str | None = None, tier: Tier | None = None
) -> Taken:
    """Stores one file. One that cannot be a document is kept and rejected, with its own reason."""
    if found.problem is not None:
        return Taken(found, None, False, problem=found.problem)
    if found.size > bench.settings.limits.bytes:
        return _too_large(bench, found)
    with workspace() as folder:
        copy = folder / "original"
        try:
            with found.open() as stream, copy.open("wb") as out:
                shutil.copyfileobj(stream, out)
        except (OSError, PermanentError):
            return Taken(found, None, False, problem="the file cannot be read: check its rights and its disk")
        return _store(bench, found, copy, document_class, tier)


def _store(bench: Workbench, found: Found, copy: Path, document_class: str | None, tier: Tier | None) -> Taken:
    from extractors.input.file_types import inspect

    media_type, refusal = UNKNOWN_MEDIA_TYPE, None
    try:
        media_type = inspect(copy, limits=bench.settings.limits, name=found.name).media_type
    except PermanentError as error:
        refusal = error
    added = bench.store.add(
        copy, name=found.name, media_type=media_type, source=found.url, document_class=document_class, tier=tier
    )
    document_id = added.document.id
    if added.is_new:
        bench.telemetry.stored("original", added.document.size_bytes)
    if refusal is not None and added.is_new:
        reject(Batch(bench, [document_id]), document_id, refusal)
    return Taken(found, document_id, added.is_new, outcome=bench.store.outcome(document_id))


def _too_large(bench: Workbench, found: Found) -> Taken:
    """Turns a file away without storing it; its id is that of its bytes all the same."""
    from review.policy import reject as rejected

    limit = bench.settings.limits.bytes
    digest = hashlib.sha256()
    try:
        with found.open() as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except (OSError, PermanentError) as unreadable:
        return Taken(found, None, False, problem=f"the file cannot be read ({type(unreadable).__name__})")
    error = LimitExceeded(
        f"the file has {found.size} bytes and at most {limit} are taken: split it, or raise FIELDWRIGHT_LIMITS__BYTES"
    )
    bench.store.append_event(
        digest.hexdigest(), "refused", {"code": error.code, "bytes": found.size}, actor="fieldwright"
    )
    return Taken(found, digest.hexdigest(), True, outcome=rejected(digest.hexdigest(), error))


def state_tier(
    bench: Workbench, tier: Tier, *, document_class: str | None, only_unset: bool = False, actor: str
) -> int:
    """States the tier of waiting documents; see `DocumentStore.state_tier`."""
    waiting = bench.store.waiting(MOST_WAITING, document_class)
    return bench.store.state_tier(waiting, tier, only_unset=only_unset, actor=actor)


def settle(taken: Iterable[Taken]) -> tuple[list[str], list[Taken]]:
    """Returns the ids that wait for processing, each once, and the files that did not become documents."""
    taken = list(taken)
    waiting = [t.document_id for t in taken if t.document_id is not None and t.outcome is None]
    return list(dict.fromkeys(waiting)), [t for t in taken if t.document_id is None]
