"""``fieldwright doctor``: a table of checks; exit code 1 where something that is needed is missing."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator

from rich.table import Table

from fieldwright.console import console, escaped, hush, print_json
from flows import serve_lock
from schemas.settings import Settings, load_settings
from services.diagnostics import Check, checks, slots

SIGNS = {"ok": "[green]ok[/green]", "optional": "[cyan]optional[/cyan]", "missing": "[red]missing[/red]",
         "broken": "[red]broken[/red]"}  # fmt: skip


def run(*, as_json: bool) -> int:
    """Prints every check; returns 0 when all that is needed is there, else 1."""
    hush()
    settings = load_settings()
    found = [*checks(settings), *_slots(settings)]
    failed = any(check.state in ("missing", "broken") for check in found)
    if as_json:
        print_json([dataclasses.asdict(check) for check in found])
        return int(failed)
    table = Table(header_style="bold")
    for heading in ("check", "state", "found", "what to do"):
        table.add_column(heading, overflow="fold")
    for check in found:
        table.add_row(check.name, SIGNS[check.state], escaped(check.detail), escaped(check.advice))
    console.print(table)
    return int(failed)


def _slots(settings: Settings) -> Iterator[Check]:
    """Looks at the server that is set, else at the one of ``fieldwright serve``."""
    served = serve_lock.running(settings.home)
    url = os.environ.get("PREFECT_API_URL") or (served and served.url)
    if not url:
        return
    # Imported here: Prefect takes seconds, and without a server there is nothing to look at.
    from flows.recovery import stuck_slots

    yield slots(
        lambda: [(stuck.limit, stuck.slots) for stuck in stuck_slots(url.removesuffix("/").removesuffix("/api"))]
    )
