"""``fieldwright train``: teaches a class from examples."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from fieldwright.console import console, escaped, hush, listening, notes
from schemas.settings import load_settings
from values.wording import quantity

if TYPE_CHECKING:
    from training.taught import Prepared, Taught

SHOWN = 6
"""Documents that are named for each field; the rest is counted."""


def run(
    document_class: str,
    data: Sequence[Path],
    *,
    class_file: Path | None,
    minutes: float,
    windows: int | None,
    output: Path | None,
    start: Path | None,
    seed: int,
    check: bool,
    candidate: bool,
    quiet: bool,
) -> None:
    """Trains, measures, calibrates and registers a checkpoint for one class, and shows what came of it.

    With ``check`` the class file, the truth and the documents are checked only. A ``candidate`` is not put into use.
    """
    from services.workbench import Workbench
    from training.reading import ReadingCache
    from training.teach import prepare, teach
    from training.teaching_set import TeachingRequest

    settings = load_settings()
    hush()
    models = (output or settings.models).resolve()
    request = TeachingRequest(
        document_class=document_class,
        data=tuple(data),
        models=models,
        start=start or settings.models / "layoutlm",
        classifier=settings.models / "classifier",
        minutes=minutes,
        windows=windows,
        seed=seed,
        threads=settings.threads,
        candidate=candidate,
    )
    with Workbench(settings) as bench, _told(quiet):
        # Words of documents: they stay in the folder that holds the documents themselves.
        prepared = prepare(request, ReadingCache(settings.home / "reads", bench.ocr), class_file=class_file)
        if not quiet:
            _report(prepared)
        if check:
            return
        taught = teach(prepared)
    if not quiet:
        console.print(_table(taught))
        _conclude(document_class, taught)


def _report(prepared: Prepared) -> None:
    """Prints before training which values of which documents are not among the words, and what was left out."""
    material = prepared.material
    for name, reason in material.unread:
        notes.print(f"[yellow]{escaped(name)} cannot be read:[/yellow] {escaped(reason)}", highlight=False)
    for name, count in sorted(material.others.items()):
        notes.print(f"{quantity(count, 'line')} of class {escaped(name)} left out", highlight=False)
    found, wanted = (sum(column) for column in zip(*prepared.alignment.values(), strict=True))
    console.print(f"{found} of {quantity(wanted, 'true value')} found among the words of the documents")
    for name, files in prepared.missing.items():
        stated = prepared.alignment[name][1]
        shown = ", ".join(files[:SHOWN]) + (f" and {len(files) - SHOWN} more" if len(files) > SHOWN else "")
        console.print(f"{escaped(name)}: {len(files)} of {stated} not found, in {escaped(shown)}", highlight=False)
    if prepared.missing:
        console.print(
            "A value that is not found teaches nothing: compare the truth with the page, and look at the scan.",
            highlight=False,
        )


def _told(quiet: bool) -> AbstractContextManager[None]:
    """Shows on the terminal how far training is."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
    return nullcontext() if quiet else listening("training", handler)


def _table(taught: Taught) -> Table:
    table = Table(header_style="bold")
    for heading in ("field", "F1", "right", "spurious", "missed", "before", "found among the words"):
        table.add_column(heading, justify="left" if heading == "field" else "right")
    before = taught.before.by_field if taught.before else {}
    for name, counted in taught.figures.by_field.items():
        f1 = before[name].f1 if name in before else None
        found, wanted = taught.prepared.alignment.get(name, (0, 0))
        table.add_row(
            name, _shown(counted.f1), str(counted.right), str(counted.spurious), str(counted.missed), _shown(f1),
            f"{found} of {wanted}",
        )  # fmt: skip
    return table


def _conclude(document_class: str, taught: Taught) -> None:
    low, high = taught.figures.f1_interval
    console.print(
        f"micro F1 {_shown(taught.figures.f1)} ({low:.3f} to {high:.3f}) on"
        f" {quantity(taught.figures.documents, 'document')} kept aside, learned from {len(taught.material.learn)}"
    )
    console.print(f"{escaped(str(taught.folder))}: checkpoint and model card")
    if taught.prepared.request.candidate:
        console.print(f"It is a candidate; to use it: fieldwright models use {document_class} {taught.folder.name}")
        return
    if taught.better:
        if taught.before is not None and (taught.figures.f1 or 0.0) < (taught.before.f1 or 0.0):
            console.print(
                f"The version before has {_shown(taught.before.f1)}; the difference may be chance, and this one learned"
                " from more documents."
            )
        console.print(f"It reads {document_class} from now on; back: fieldwright models rollback {document_class}")
        return
    before = _shown(taught.before.f1 if taught.before else None)
    notes.print(
        f"[yellow]The model in use is better ({before}) and stays.[/yellow]"
        f" To use the new one all the same: fieldwright models use {document_class} {taught.folder.name}"
    )


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
