"""What the commands share: consoles, progress bars, tables of documents, JSON."""

from __future__ import annotations

import json
import logging
import os
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from schemas.classes import ClassCatalog
from schemas.extraction import Extraction
from schemas.outcome import Outcome

console = Console()
"""Results go here: standard output."""

notes = Console(stderr=True)
"""Progress and remarks go here, so that results can be piped."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""

STATUS_STYLES = {"accepted": "green", "needs_review": "yellow", "rejected": "red", "waiting": "cyan"}


def print_json(data: Any) -> None:
    """Prints JSON for other programs: no colors, no line breaks of a terminal."""
    console.file.write(json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n")


class Bar:
    """A progress bar: calling it moves it by one."""

    def __init__(self, bar: Progress | None = None, task: TaskID | None = None) -> None:
        self._bar, self._task = bar, task

    def __call__(self) -> None:
        """Moves the bar by one."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task)

    def name(self, label: str) -> None:
        """Writes before the bar what is done now."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=label)


STAGES = {
    "read_pages": "rendering pages",
    "recognize": "recognizing words",
    "split": "dividing files",
    "classify": "classifying",
    "raise_tiers": "recognizing words again",
    "extract_fields": "extracting fields",
    "validate": "validating",
    "redact": "redacting",
}
"""What the progress bar shows while a stage works, in the order of the stages."""


class StageNames(logging.Handler):
    """Writes before a bar which stage works, as `services.stages.sequence` logs it."""

    def __init__(self, bar: Bar) -> None:
        super().__init__()
        self._bar = bar

    def emit(self, record: logging.LogRecord) -> None:
        """Names the stage."""
        self._bar.name(STAGES.get(record.getMessage(), "deciding"))


@contextmanager
def stages_named(bar: Bar) -> Iterator[None]:
    """Has a bar name the stage that works in this process."""
    with listening("services.stages.sequence", StageNames(bar)):
        yield


@contextmanager
def listening(name: str, handler: logging.Handler) -> Iterator[None]:
    """Sends a logger's records from the level INFO on to a handler."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


@contextmanager
def stopping(kept: str) -> Iterator[None]:
    """Has Ctrl-C answered at once, and the program ended with 130.

    Args:
        kept: The sentence about the work that stays.
    """
    is_interrupted = False

    def answer(number: int, frame: object) -> None:
        nonlocal is_interrupted
        is_interrupted = True
        # Not by rich, whose lock the interrupted code may hold.
        os.write(2, f"\nfieldwright: stopping; {kept}\n".encode())
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, answer)
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except Exception as error:
        # A library such as Pydantic wraps an interrupt in an error of its own, without a trace of it.
        if not is_interrupted:
            raise
        raise typer.Exit(INTERRUPTED) from error
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def progress(label: str, *, quiet: bool, total: int | None = None) -> Iterator[Bar]:
    """Yields a progress bar; with ``quiet`` it shows nothing."""
    if quiet:
        yield Bar()
        return
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=notes, transient=False) as bar:
        task = bar.add_task(label, total=total)
        yield Bar(bar, task)


def hush() -> None:
    """Keeps the libraries' chatter off the terminal; warnings of ours stay.

    Prefect's logger is left alone: its lines go to its server, and `prepare_prefect` keeps them off the terminal.
    """
    for name in ("httpx", "alembic", "great_expectations", "presidio-analyzer", "transformers"):
        logging.getLogger(name).setLevel(logging.ERROR)


def outcome_table(
    rows: Iterable[tuple[str, Outcome, Extraction | None]], catalog: ClassCatalog, advice: Mapping[str, str]
) -> Table:
    """Returns a table with one row a document: name, class and status, main fields with confidence, reasons.

    Three columns fit a terminal of 80 characters.

    Args:
        rows: Name, outcome and fields of each document.
        catalog: The classes in use.
        advice: By document id, what to write below its reasons.
    """
    table = Table(show_lines=True, header_style="bold", expand=True)
    table.add_column("document", overflow="fold", ratio=3)
    table.add_column("main fields", overflow="fold", ratio=4)
    table.add_column("reasons", overflow="fold", ratio=5)
    for name, outcome, extraction in rows:
        style = STATUS_STYLES[outcome.status]
        below = escaped(advice.get(outcome.document_id, ""))
        table.add_row(
            f"{escaped(name)}\n{outcome.document_class or 'no class'}\n[{style}]{outcome.status}[/{style}]",
            main_fields(extraction, catalog),
            "\n".join([*_shortened([escaped(r.message) for r in outcome.reasons]), below]).strip(),
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
