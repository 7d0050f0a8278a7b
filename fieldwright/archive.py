"""``fieldwright archive``: plan, run, status and raise of an archive of many files."""

from __future__ import annotations

import getpass
import logging
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fieldwright.console import console, escaped, listening, notes, print_json, progress, stopping
from fieldwright.reprocess import print_raised
from fieldwright.run import NOT_SEARCHABLE, prepare_prefect, server_told
from schemas.errors import ConfigurationError
from schemas.settings import load_settings
from schemas.tiers import raised_tier, tier_named
from services.archive.forecast import Forecast, Range, forecast
from services.archive.manifest import Totals, open_manifest, write_manifest
from services.archive.raising import condition, raise_archive
from services.archive.status import ArchiveStatus, Failure, failures, status
from services.stages import unsearchable
from services.workbench import Workbench, check_class, check_models
from values.wording import quantity

SHOWN = 20
"""Files that a terminal shows; --json has more."""


def plan(
    paths: Sequence[str],
    output: Path,
    *,
    shard_pages: int,
    tier: str,
    workers: int,
    look_inside: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Writes a manifest, names files that cannot be used, and prints what the archive will take."""
    stated = tier_named(tier)
    settings, totals = load_settings(), Totals()
    with (
        stopping("no manifest is written"),
        Workbench(settings) as bench,
        progress("looking at files", quiet=quiet or as_json) as advance,
    ):
        for entry in write_manifest(
            paths, output, limits=settings.limits, shard_pages=shard_pages, look_inside=look_inside
        ):
            totals.add(entry)
            advance()
        told = forecast(bench, totals, stated, workers)
    known = open_manifest(output)
    unusable = known.unusable(1000)
    if as_json:
        print_json(
            {
                "manifest": str(output), "archive": known.id, **asdict(totals), "tier": stated, **_forecast(told),
                "unusable_files": [{"path": one.path, "problem": one.problem} for one in unusable],
            }
        )  # fmt: skip
        return
    for one in unusable[:SHOWN]:
        notes.print(f"[red]{escaped(one.path)}: {escaped(one.problem or '')}[/red]", highlight=False)
    if totals.unusable > SHOWN:
        notes.print(f"[red]and {totals.unusable - SHOWN} more: lines with a problem in {escaped(str(output))}[/red]")
    if not quiet:
        _print_plan(totals, stated, told)


def run(
    manifest: Path,
    *,
    tier: str,
    document_class: str | None,
    shards: str | None,
    worker: str | None,
    most_pages: int | None,
    look_rate: float | None,
    accept_missing: bool,
    wait: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Works on shards until none is free; returns 0, or 4 where documents are not in the search index yet."""
    settings = load_settings()
    check_class(settings, document_class)
    tier_named(tier)
    open_manifest(manifest)
    check_models(settings)
    quiet = quiet or as_json
    if not quiet:
        notes.print(f"working on {escaped(manifest.name)} with {server_told()}")
    with stopping("finished documents are kept, the shard goes on with the next worker"):
        prepare_prefect()
        from flows.archive import archive

        with listening("flows.archive", _Lines(quiet)):
            done = archive(
                manifest=str(manifest.absolute()), tier=tier, document_class=document_class, shards=shards,
                worker=worker, most_pages=most_pages, look_rate=look_rate, accept_missing=accept_missing, wait=wait,
            )  # fmt: skip
    with Workbench(settings) as bench:
        missing = len(unsearchable(bench))
    if as_json:
        print_json(done)
    elif not quiet:
        console.print(
            f"{quantity(done['shards'], 'shard')}, {quantity(done['documents'], 'document')},"
            f" {quantity(done['pages'], 'page')} finished by this worker;"
            f" {quantity(done['shards_left'], 'shard')} left: see fieldwright archive status"
        )
    if missing:
        notes.print(
            f"[yellow]{quantity(missing, 'document')} not searchable yet: fieldwright run indexes them[/yellow]"
        )
    return NOT_SEARCHABLE if missing else 0


def show_status(manifest: Path, *, as_json: bool) -> None:
    """Prints how far an archive is and what remains."""
    known = open_manifest(manifest)
    with Workbench(load_settings()) as bench:
        found = status(bench, known)
        failed = failures(bench, known) if as_json else failures(bench, known, SHOWN)
    if as_json:
        print_json({**asdict(found), "failures": [asdict(one) for one in failed]})
        return
    _print_status(found, failed)


def raise_tiers(manifest: Path, *, tier: str, where: Sequence[str], most_pages: int | None, as_json: bool) -> None:
    """Has the drafts that are worth it read again at a higher tier."""
    stated = raised_tier(tier)
    conditions = [condition(one) for one in where]
    if not conditions:
        raise ConfigurationError("state with --where which documents are worth it, such as --where needs_review")
    settings, known = load_settings(), open_manifest(manifest)
    for one in conditions:
        check_class(settings, one.document_class)
    with Workbench(settings) as bench:
        made = raise_archive(bench, known.id, stated, conditions, most_pages=most_pages, actor=getpass.getuser())
    if as_json:
        print_json(asdict(made))
        return
    console.print(
        f"{quantity(made.picked, 'document')} fit, {quantity(made.pages, 'page')} to be read again at {stated}"
    )
    print_raised(made.raised)
    if made.left:
        console.print(f"{quantity(made.left, 'document')} left out: --most-pages is used up")


class _Lines(logging.Handler):
    """Shows what a worker logs: numbers of shards and counts."""

    def __init__(self, quiet: bool) -> None:
        super().__init__()
        self._quiet = quiet

    def emit(self, record: logging.LogRecord) -> None:
        """Prints a line."""
        if not self._quiet:
            notes.print(record.getMessage(), highlight=False)


def _print_plan(totals: Totals, tier: str, told: Forecast) -> None:
    estimated = f", {totals.estimated:,} of them estimated from bytes" if totals.estimated else ""
    console.print(f"{totals.files:,} files, {totals.bytes / 1e9:,.2f} GB, {totals.unusable:,} not usable")
    console.print(f"{totals.pages:,} pages{estimated}, in {quantity(totals.shards, 'shard')}")
    console.print(f"tier {tier}: {_shown(told.speed.seconds)} seconds of one worker a page, from {told.speed.source}")
    workers = "one worker" if told.workers == 1 else f"{told.workers} workers"
    console.print(f"time: {_shown(told.hours)} hours with {workers}, each on a core of its own")
    console.print(
        f"cost: {_shown(told.cost)} {told.currency}: machines {_shown(told.machine)}, a year of storage"
        f" {_shown(told.storage)}; reviewers are not in it"
    )


def _print_status(found: ArchiveStatus, failed: Sequence[Failure]) -> None:
    shards = ", ".join(f"{count} {state}" for state, count in found.shards.items())
    console.print(f"shards: {shards}")
    for number, code in list(found.failed_shards.items())[:SHOWN]:
        console.print(f"  shard {number} failed ({code}): the next run tries it again, last")
    for worker, count in found.workers.items():
        console.print(f"  {escaped(worker)} works on {quantity(count, 'shard')}", highlight=False)
    documents = ", ".join(f"{count} {state}" for state, count in sorted(found.documents.items()))
    console.print(
        f"files: {found.files_taken_in:,} of {found.files:,} taken in; {found.files_unusable} not usable,"
        f" {found.files_failed} failed"
    )
    console.print(f"documents: {documents or 'none yet'}")
    lately = f"{found.pages_per_hour:,.0f} an hour lately" if found.pages_per_hour is not None else "none lately"
    console.print(f"pages: {found.pages:,} done, {lately}; {found.pages_left:,} left by the manifest")
    if not found.pages_left:
        console.print("what remains: nothing" if not found.failed_shards else "what remains: failed shards")
    elif found.hours_left is None:
        console.print("what remains: no estimate before two shards are done; the plan's forecast holds")
    else:
        at = sum(found.workers.values()) or 1
        workers = "one worker" if at == 1 else f"{at} workers"
        console.print(
            f"what remains: {_shown(found.hours_left)} hours with {workers}, 95 % by the spread of done shards"
        )
    forecast_told = f"; in the end {_shown(found.cost_forecast)}" if found.cost_forecast is not None else ""
    console.print(f"machine cost: {found.cost_so_far:.4f} {found.currency} so far{forecast_told}")
    if found.error_rate is None:
        rate = f"none finished of {found.second_looks_waiting} drawn"
    else:
        rate = (
            f"{found.error_rate.mean:.1%} of accepted documents wrong (95 %: {found.error_rate.low:.1%} to"
            f" {found.error_rate.high:.1%}) by {found.second_looks}; {found.second_looks_waiting} wait"
        )
    console.print(f"second looks at {found.look_rate:.2%} of accepted documents: {rate}")
    for one in failed:
        console.print(f"[red]{escaped(one.path)}: {escaped(one.reason)}[/red]", highlight=False)
    if len(failed) == SHOWN:
        console.print("there may be more: --json lists them")


def _forecast(told: Forecast) -> dict[str, Any]:
    return {
        "forecast": {
            "pages": asdict(told.pages), "workers": told.workers, "seconds_a_page": asdict(told.speed.seconds),
            "source": told.speed.source, "measured_pages": told.speed.pages, "hours": asdict(told.hours),
            "cost": asdict(told.cost), "machine_cost": asdict(told.machine), "storage_cost": asdict(told.storage),
            "currency": told.currency,
        }
    }  # fmt: skip


def _shown(figure: Range) -> str:
    """Returns a range with as many digits as it is worth."""
    return f"{_short(figure.low)} to {_short(figure.high)} (middle {_short(figure.middle)})"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}" if value >= 0.001 else f"{value:.1g}"
