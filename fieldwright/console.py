"""What the commands share: consoles, progress bars, tables of documents, JSON."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from schemas.classes import ClassCatalog
from schemas.extraction import Extraction
from schemas.outcome import Outcome

console = Console()
"""Results go here: standard output."""

notes = Console(stderr=True)
"""Progress and remarks go here, so that results can be piped."""

STATUS_STYLES = {"accepted": "green", "needs_review": "yellow", "rejected": "red"}


def print_json(data: Any) -> None:
    """Prints JSON for other programs: no colours, no line breaks of a terminal."""
    console.file.write(json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n")


@contextmanager
def progress(label: str, *, quiet: bool, total: int | None = None) -> Iterator[Any]:
    """Yields a function that moves a progress bar by one; with ``quiet`` it does nothing."""
    if quiet:
        yield lambda: None
        return
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=notes, transient=False) as bar:
        task = bar.add_task(label, total=total)
        yield lambda: bar.advance(task)


def hush() -> None:
    """Keeps the libraries' chatter off the terminal; warnings of ours stay."""
    for name in ("prefect", "httpx", "alembic", "great_expectations", "presidio-analyzer", "transformers"):
        logging.getLogger(name).setLevel(logging.ERROR)


def outcome_table(rows: Iterable[tuple[str, Outcome, Extraction | None]], catalog: ClassCatalog) -> Table:
    """Returns a table with one row a document: name, class and status, main fields with confidence, reasons.

    Three columns fit a terminal of 80 characters.
    """
    table = Table(show_lines=True, header_style="bold", expand=True)
    table.add_column("document", overflow="fold", ratio=3)
    table.add_column("main fields", overflow="fold", ratio=4)
    table.add_column("reasons", overflow="fold", ratio=5)
    for name, outcome, extraction in rows:
        style = STATUS_STYLES[outcome.status]
        table.add_row(
            f"{escaped(name)}\n{outcome.document_class or 'no class'}\n[{style}]{outcome.status}[/{style}]",
            main_fields(extraction, catalog),
            "\n".join(_shortened([escaped(r.message) for r in outcome.reasons])),
        )
    return table


def main_fields(extraction: Extraction | None, catalog: ClassCatalog) -> str:
    """Returns the fields that a class shows in tables, one a line, with their confidence in percent."""
    if extraction is None:
        return ""
    main = [spec for spec in catalog.or_other(extraction.document_class).fields if spec.main]
    found = [(spec.title, f) for spec in main if (f := extraction.field(spec.name)) is not None]
    return "\n".join(
        f"{title}: [bold]{escaped(f.value or f.raw)}[/bold] [dim]{f.confidence:.0%}[/dim]" for title, f in found
    )


def _shortened(messages: Sequence[str], most: int = 3) -> list[str]:
    if len(messages) <= most:
        return list(messages)
    return [*messages[:most], f"... and {len(messages) - most} more"]


def escaped(text: str) -> str:
    """Returns a text in one line that rich prints as it is, brackets included."""
    from rich.markup import escape

    return escape(" ".join(text.split()))


def counted(outcomes: Iterable[Outcome]) -> str:
    """Returns how many documents ended how: "3 accepted, 1 needs_review"."""
    counts: dict[str, int] = {}
    for outcome in outcomes:
        counts[outcome.status] = counts.get(outcome.status, 0) + 1
    return ", ".join(f"{count} {status}" for status, count in sorted(counts.items())) or "no documents"
