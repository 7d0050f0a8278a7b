"""``fieldwright ingest``: documents into the store."""

from __future__ import annotations

from collections.abc import Sequence

from fieldwright.console import console, notes, print_json, progress, stopping
from schemas.settings import load_settings
from schemas.tiers import tier_named
from services.intake import Taken, count_files, take_in
from services.workbench import Workbench, check_class


def run(paths: Sequence[str], *, document_class: str | None, tier: str | None, as_json: bool, quiet: bool) -> None:
    """Stores every file, and reports what was new, already stored or rejected."""
    settings = load_settings()
    check_class(settings, document_class)
    stated = tier_named(tier)
    total = count_files(paths)
    taken: list[Taken] = []
    quiet_bar = quiet or as_json
    with (
        stopping("stored files are kept, ingest the others again"),
        Workbench(settings) as bench,
        progress("storing", quiet=quiet_bar, total=total) as advance,
    ):
        for item in take_in(bench, paths, document_class=document_class, tier=stated):
            taken.append(item)
            advance()
    if as_json:
        print_json([_row(item) for item in taken])
        return
    for item in taken:
        if item.problem:
            notes.print(f"[red]{item.found.name}: {item.problem}[/red]")
    if not quiet:
        new = sum(item.is_new and item.document_id is not None for item in taken)
        known = sum(not item.is_new and item.document_id is not None for item in taken)
        refused = sum(item.is_new and item.outcome is not None for item in taken)
        console.print(f"{new} new ({refused} of them rejected: see fieldwright list), {known} already stored")


def _row(item: Taken) -> dict[str, object]:
    return {
        "file": item.found.name,
        "document_id": item.document_id,
        "new": item.is_new,
        "status": item.outcome.status if item.outcome else None,
        "problem": item.problem,
    }
