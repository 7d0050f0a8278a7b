"""``fieldwright list``: the documents of the store, with how each ended."""

from __future__ import annotations

from typing import cast, get_args

from fieldwright.console import console, counted, outcome_table, print_json
from schemas.errors import ConfigurationError
from schemas.settings import load_settings
from services.stages import fields_so_far
from services.workbench import Workbench, check_class
from store.types import DocumentStatus


def run(*, status: str | None, document_class: str | None, limit: int, as_json: bool) -> None:
    """Prints one row a document, newest first: class, status, main fields with confidence, reasons."""
    if status is not None and status not in get_args(DocumentStatus):
        raise ConfigurationError(f"--status takes one of {', '.join(get_args(DocumentStatus))}")
    settings = load_settings()
    check_class(settings, document_class)
    with Workbench(settings) as bench:
        documents = bench.store.documents(
            status=cast("DocumentStatus | None", status), document_class=document_class, limit=limit
        )
        outcomes = bench.store.outcomes([d.id for d in documents])
        rows = [(d.name, outcomes[d.id], fields_so_far(bench, d.id)) for d in documents if d.id in outcomes]
        waiting = [d for d in documents if d.id not in outcomes]
    if as_json:
        print_json(
            [{"file": name, **outcome.model_dump(mode="json")} for name, outcome, _ in rows]
            + [{"file": d.name, "document_id": d.id, "status": "waiting"} for d in waiting]
        )
        return
    if rows:
        console.print(outcome_table(sorted(rows, key=lambda row: row[0]), bench.catalog))
    console.print(counted(outcome for _, outcome, _ in rows) + (f", {len(waiting)} waiting" if waiting else ""))
