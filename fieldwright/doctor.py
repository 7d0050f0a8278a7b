"""``fieldwright doctor``: a table of checks; exit code 1 where something that is needed is missing."""

from __future__ import annotations

import dataclasses

from rich.table import Table

from fieldwright.console import console, escaped, hush, print_json
from schemas.settings import load_settings
from services.diagnostics import checks

SIGNS = {"ok": "[green]ok[/green]", "optional": "[cyan]optional[/cyan]", "missing": "[red]missing[/red]",
         "broken": "[red]broken[/red]"}  # fmt: skip


def run(*, as_json: bool) -> int:
    """Prints every check; returns 0 when all that is needed is there, else 1."""
    hush()
    found = list(checks(load_settings()))
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
