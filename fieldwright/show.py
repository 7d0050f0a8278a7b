"""``fieldwright show``: one document, its fields with evidence, its outcome and its history."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.table import Table

from fieldwright.console import STATUS_STYLES, console, escaped, print_json
from fieldwright.list import NOT_SEARCHABLE
from portal.wording import event_title, plain
from schemas.document import ReadDocument, SourceDocument
from schemas.errors import ConfigurationError
from schemas.extraction import Extraction
from schemas.outcome import Outcome
from schemas.report import document_report
from schemas.settings import load_settings
from schemas.tiers import TIER
from schemas.vocabulary import DocumentClass
from services.stages import fields_so_far, unsearchable
from services.workbench import Workbench


def run(document: str, *, overlay: Path | None, page: int, as_json: bool) -> None:
    """Shows a document that was ingested; with ``overlay`` also draws one of its pages."""
    with Workbench(load_settings()) as bench:
        source = find_one(bench, document)
        outcome = bench.store.outcome(source.id)
        read = bench.store.load(source.id, "read", ReadDocument)
        extraction = fields_so_far(bench, source.id)
        if overlay is not None:
            _draw(bench, read, extraction, page, overlay)
        if as_json:
            print_json(_as_json(bench, source, outcome, read, extraction))
            return
        _print_head(source, outcome)
        if absence := bench.catalog.absence(outcome.document_class if outcome else source.document_class):
            console.print(f"  - {escaped(absence)}")
        if outcome is not None and source.id in unsearchable(bench):
            console.print(f"  - {NOT_SEARCHABLE}")
        if extraction is not None:
            kind = bench.catalog.or_other(extraction.document_class)
            _print_fields(extraction, kind)
            _print_lines(extraction, kind)
        _print_history(bench, source)
        if overlay is not None:
            console.print(f"page {page} drawn to {overlay}")


def find_one(bench: Workbench, document: str) -> SourceDocument:
    """Returns the document whose id begins so, or which came under this file name.

    Raises:
        ConfigurationError: None fits, or several do.
    """
    found = bench.store.find(document)
    if not found:
        raise ConfigurationError("no document has an id that begins so, or this file name: see fieldwright search")
    if len(found) > 1:
        names = ", ".join(f"{d.id[:12]} {d.name}" for d in found[:5])
        raise ConfigurationError(f"{len(found)} documents fit, name one by its id: {names}")
    return found[0]


def _as_json(
    bench: Workbench,
    source: SourceDocument,
    outcome: Outcome | None,
    read: ReadDocument | None,
    extraction: Extraction | None,
) -> dict[str, Any]:
    events = [{"at": str(e.at), "kind": e.kind, "actor": e.actor, **e.data} for e in bench.store.events(source.id)]
    if outcome is None:
        return {"file": source.name, "document_id": source.id, "status": "waiting", "events": events}
    report = document_report(source.name, outcome=outcome, read=read, extraction=extraction)
    return {**report, "events": events}


def _draw(
    bench: Workbench, read: ReadDocument | None, extraction: Extraction | None, number: int, overlay: Path
) -> None:
    from PIL import Image

    from extractors.overlay import draw_overlay

    pixels = bench.store.load_image(read.document_id, number) if read is not None else None
    if read is None or pixels is None:
        raise ConfigurationError(f"page {number} of this document has no image: it was not read, or has fewer pages")
    kind = bench.catalog.or_other(extraction.document_class if extraction else None)
    titles = {spec.name: spec.title for spec in kind.fields}
    image = draw_overlay(pixels, read.page(number), extraction.fields if extraction else (), titles)
    try:
        Image.fromarray(image).save(overlay)
    except (OSError, ValueError) as error:
        cause = f" ({error.strerror})" if isinstance(error, OSError) else ""
        raise ConfigurationError(f"{overlay} cannot be written{cause}: name a .png file") from None


def _print_head(source: SourceDocument, outcome: Outcome | None) -> None:
    console.print(f"[bold]{escaped(source.name)}[/bold]  {source.media_type}  {source.size_bytes} bytes")
    console.print(f"[dim]{source.id}[/dim]")
    if outcome is None:
        console.print("waiting: see fieldwright run")
        return
    style = STATUS_STYLES[outcome.status]
    tier = f", tier {outcome.versions[TIER]}" if TIER in outcome.versions else ""
    console.print(f"{outcome.document_class or 'no class'}: [{style}]{outcome.status}[/{style}]{tier}")
    for reason in outcome.reasons:
        console.print(f"  - {escaped(reason.message)}")


def _print_fields(extraction: Extraction, kind: DocumentClass) -> None:
    table = Table(header_style="bold")
    for heading in ("field", "value", "raw", "confidence", "page", "why"):
        table.add_column(heading, overflow="fold")
    titles = {spec.name: spec.title for spec in kind.fields}
    for field in extraction.fields:
        table.add_row(
            titles.get(field.name, field.name),
            escaped(field.value) if field.value is not None else f"[red]{field.problem}[/red]",
            escaped(field.raw),
            f"{field.confidence:.0%}",
            str(field.page_number),
            escaped("; ".join((field.source, *field.why))),
        )
    console.print(table)


def _print_lines(extraction: Extraction, kind: DocumentClass) -> None:
    if not extraction.line_items or not kind.columns:
        return
    columns = kind.columns
    table = Table(header_style="bold", title="lines", title_justify="left")
    for column in columns:
        table.add_column(column.title, overflow="fold")
    for item in extraction.line_items:
        table.add_row(*(escaped(item.values.get(column.name, "")) for column in columns))
    console.print(table)


def _print_history(bench: Workbench, source: SourceDocument) -> None:
    for event in bench.store.events(source.id):
        # Versions of engines and models are in --json.
        data = ", ".join(
            f"{key.replace('_', ' ')}: {plain(value)}"
            for key, value in event.data.items()
            if value not in (None, [], ()) and not isinstance(value, dict)
        )
        title = f"{event_title(event.kind)} by {event.actor}"
        console.print(f"[dim]{event.at:%Y-%m-%d %H:%M:%S} {escaped(f'{title}  {data}'.strip())}[/dim]")
