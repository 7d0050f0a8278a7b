"""``fieldwright directory``: who is who, imported, exported, looked up and removed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from directory.csv_file import LineError
from fieldwright.console import console, escaped, notes, print_json
from schemas.errors import ConfigurationError, UnknownParty
from schemas.parties import PartyEntry
from schemas.settings import load_settings
from services.directory import export, import_rows, read_file
from services.workbench import Workbench
from values.wording import quantity

ACTOR = "terminal"
MOST_NAMED = 20
"""Lines that are named one by one."""


def import_file(path: Path, *, dry_run: bool, as_json: bool) -> None:
    """Adds a file's organizations to the directory, or reports what that would do."""
    found = read_file(path)
    with Workbench(load_settings()) as bench:
        done = import_rows(bench.store.parties, found, actor=ACTOR, dry_run=dry_run)
    written = done.written
    if as_json:
        print_json(
            {"rows": len(found.rows), "added": written.added, "changed": written.changed, "same": written.same}
            | {"dry_run": dry_run, "errors": [{"line": e.line, "message": e.message} for e in found.errors]}
        )
        return
    tell_errors(path, found.errors)
    would = "would be " if dry_run else ""
    console.print(f"{written.added} {would}added, {written.changed} {would}changed, {written.same} known as they are")


def tell_errors(path: Path, errors: Sequence[LineError]) -> None:
    """Prints what of a file's lines is left out, a line each."""
    for error in errors[:MOST_NAMED]:
        notes.print(f"[yellow]{escaped(path.name)}, line {error.line}: {escaped(error.message)}[/yellow]")
    if len(errors) > MOST_NAMED:
        notes.print(f"[yellow]and {len(errors) - MOST_NAMED} more[/yellow]")


def export_file(output: Path | None) -> None:
    """Writes the whole directory as CSV to a file, or to standard output."""
    with Workbench(load_settings()) as bench:
        if output is None:
            sys.stdout.writelines(export(bench.store.parties))
            return
        try:
            with output.open("w", encoding="utf-8", newline="") as lines:
                lines.writelines(export(bench.store.parties))
        except OSError as error:
            raise ConfigurationError(f"{output} cannot be written ({error.strerror}): choose another file") from None


def show(text: str, *, limit: int, as_json: bool) -> None:
    """Prints the entries whose name, spelling, address or identifier holds a text."""
    with Workbench(load_settings()) as bench:
        entries = bench.store.parties.page(text, limit=limit)
        count = bench.store.parties.count(text)
    entry_count = quantity(count, "entry", "entries")
    if as_json:
        print_json([entry.model_dump(mode="json") for entry in entries])
        return
    for entry in entries:
        console.print(_told(entry), highlight=False)
    console.print(f"{len(entries)} of {entry_count}" if count > len(entries) else entry_count)


def remove(entry: int, value: str | None) -> None:
    """Removes an entry, or one of its spellings, addresses or identifiers."""
    with Workbench(load_settings()) as bench:
        parties = bench.store.parties
        known = parties.entry(entry)
        if value is None:
            parties.remove(entry, actor=ACTOR)
        else:
            kinds = [("name", known.spellings), ("address", known.addresses)]
            kinds += [(i.kind, (i.value,)) for i in known.identifiers]
            kind = next((kind for kind, values in kinds if value in values), None)
            if kind is None:
                raise UnknownParty(f"entry {entry} has no spelling, address or identifier that reads so")
            parties.remove_value(entry, kind, value, actor=ACTOR)
    console.print("removed")


def _told(entry: PartyEntry) -> str:
    parts = [", ".join(entry.roles), *entry.addresses[:1]]
    parts += [f"{i.kind.replace('_', ' ')} {i.value}" for i in entry.identifiers]
    more = " · ".join(escaped(part) for part in parts if part)
    return f"[dim]{entry.id:>6}[/dim]  [bold]{escaped(entry.name)}[/bold]  {more}"
