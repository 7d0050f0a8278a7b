"""``fieldwright sources``: what each source sends, and holding or releasing one."""

from __future__ import annotations

import getpass
from dataclasses import asdict

from rich.table import Table

from fieldwright.console import console, escaped, print_json
from schemas.errors import ConfigurationError
from schemas.settings import load_settings
from services.workbench import Workbench


def list_sources(*, as_json: bool) -> None:
    """Prints the sources of the last day and those that are held."""
    from services.source_limits import sources

    with Workbench(load_settings()) as bench:
        found = sources(bench)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    table = Table("source", "last minute", "last day", "limit a minute", "held because", header_style="bold")
    for one in found:
        limit = "" if one.limit is None else str(one.limit)
        table.add_row(escaped(one.source), str(one.minute), str(one.day), limit, escaped(one.why or ""))
    console.print(table if found else "no document came in the last day, and no source is held")


def hold(source: str, why: str) -> None:
    """Lets nothing in from a source until it is released."""
    if not source:
        raise ConfigurationError("name a source: fieldwright sources list shows them")
    with Workbench(load_settings()) as bench:
        bench.store.source_control.hold(source, why, actor=getpass.getuser())
    console.print(f"{escaped(source)} is held: its documents wait where they are", highlight=False)


def release(source: str) -> None:
    """Lets a source in again."""
    with Workbench(load_settings()) as bench:
        was_held = bench.store.source_control.release(source, actor=getpass.getuser())
    if not was_held:
        raise ConfigurationError("this source is not held: fieldwright sources list shows those that are")
    console.print(f"{escaped(source)} may send documents again", highlight=False)
