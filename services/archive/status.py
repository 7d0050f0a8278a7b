"""How far an archive is: shards, documents, pages, cost so far, and an estimate of what remains."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.outcome import Outcome
from services.archive.forecast import Range, machine_cost, remaining
from services.archive.manifest import Manifest
from services.workbench import Workbench
from store.archives import Shard
from values.rates import Rate, counted_rate

LATELY = timedelta(hours=1)
MOST_FAILURES = 1000
"""Files that failed, of each kind, that are named at most."""
STATES = ("done", "running", "waiting", "failed")


@dataclass(frozen=True)
class Failure:
    """A file of the manifest that gave no result, with its reason and the id of its document, where there is one."""

    line: int
    path: str
    document_id: str | None
    reason: str


@dataclass(frozen=True)
class ArchiveStatus:
    """The state of an archive. Pages are those found in files; ``pages_left`` are by the manifest.

    ``hours_left`` is for the workers that run now, or for one where none does. It is None, as is ``cost_forecast``,
    until two shards are finished. ``error_rate`` is that of accepted documents, by second looks.
    """

    archive: str
    shards: dict[str, int]
    workers: dict[str, int]
    files: int
    files_taken_in: int
    files_unusable: int
    files_failed: int
    documents: dict[str, int]
    pages: int
    pages_left: int
    pages_per_hour: float | None
    machine_hours: float
    machine_hours_left: Range | None
    hours_left: Range | None
    cost_so_far: float
    cost_forecast: Range | None
    currency: str
    second_looks_waiting: int
    second_looks: int
    error_rate: Rate | None
    look_rate: float
    failed_shards: dict[int, str]
    reasons: dict[str, int]


def status(bench: Workbench, manifest: Manifest) -> ArchiveStatus:
    """Returns how far an archive is; nothing of it needs to run."""
    archives, rates = bench.store.archives, bench.settings.cost
    shards = {shard.number: shard for shard in archives.shards(manifest.id)}
    states = {number: _state(shards.get(number)) for number in range(1, len(manifest.shards) + 1)}
    running = Counter(s.worker or "" for n, s in shards.items() if states[n] == "running")
    planned = {plan.number: plan.pages for plan in manifest.shards}
    left = sum(pages - _ended(shards.get(number)) for number, pages in planned.items())
    done = [(float(planned[n]), s.seconds) for n, s in shards.items() if s.state == "done"]
    spent = sum(shard.seconds for shard in shards.values())
    to_come = remaining(done, left) if left else Range(0.0, 0.0, 0.0)
    looks, stated = archives.looks(manifest.id), archives.look_rate(manifest.id)
    so_far = machine_cost(Range(spent, spent, spent), rates)
    return ArchiveStatus(
        archive=manifest.id,
        shards={state: sum(one == state for one in states.values()) for state in STATES},
        workers=dict(running),
        files=manifest.totals.files,
        files_taken_in=sum(shard.taken for shard in shards.values()),
        files_unusable=manifest.totals.unusable,
        files_failed=archives.count_problems(manifest.id),
        documents=archives.statuses(manifest.id),
        pages=sum(shard.pages for shard in shards.values()),
        pages_left=left,
        pages_per_hour=_pages_per_hour(bench, manifest),
        machine_hours=spent / 3600,
        machine_hours_left=to_come.times(1 / 3600) if to_come else None,
        hours_left=to_come.times(1 / 3600 / max(running.total(), 1)) if to_come else None,
        cost_so_far=so_far.middle,
        cost_forecast=machine_cost(to_come, rates).plus(so_far) if to_come else None,
        currency=rates.currency,
        second_looks_waiting=looks.waiting,
        second_looks=looks.finished,
        error_rate=counted_rate(looks.wrong, looks.finished) if looks.finished else None,
        look_rate=bench.settings.review.accepted_look_rate if stated is None else stated,
        failed_shards={n: s.reason or "unknown" for n, s in shards.items() if s.state == "failed"},
        reasons=dict(Counter(_code(o) for _, o in archives.rejected(manifest.id, MOST_FAILURES)).most_common()),
    )


def failures(bench: Workbench, manifest: Manifest, limit: int = MOST_FAILURES) -> list[Failure]:
    """Returns the files that gave no result: unusable ones, those that could not be taken in, rejected documents."""
    archives = bench.store.archives
    found: list[tuple[int, str | None, str]] = [
        (entry.line, None, entry.problem or "not usable") for entry in manifest.unusable(limit)
    ]
    found += [(line, None, problem) for line, problem in archives.problems(manifest.id, limit)]
    for line, outcome in archives.rejected(manifest.id, limit):
        found.append((line, outcome.document_id, "; ".join(reason.message for reason in outcome.main_reasons)))
    found = sorted(found, key=lambda one: one[0])[:limit]
    entries = manifest.find({line for line, _, _ in found})
    return [Failure(line, entries[line].path, document_id, reason) for line, document_id, reason in found]


def _state(shard: Shard | None) -> str:
    """A shard whose worker died, or whose lease ended, waits for another worker."""
    if shard is None:
        return "waiting"
    return "waiting" if shard.state == "running" and not shard.is_held else shard.state


def _ended(shard: Shard | None) -> int:
    return shard.ended if shard is not None else 0


def _pages_per_hour(bench: Workbench, manifest: Manifest) -> float | None:
    """Returns the pages an hour of the last hour, or since the beginning where that is later; None without any."""
    archives = bench.store.archives
    now: datetime = archives.now()
    pages, begun = archives.pages_since(manifest.id, now - LATELY)
    if not pages or begun is None:
        return None
    span = min(now - begun, LATELY)
    return pages / max(span.total_seconds() / 3600, 1 / 3600)


def _code(outcome: Outcome) -> str:
    return outcome.main_reasons[0].code if outcome.main_reasons else "unknown"
