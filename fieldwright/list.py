"""``fieldwright list``: the documents of the store, with how each ended or why it waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast, get_args

from fieldwright.console import STATUS_STYLES, console, counted, escaped, outcome_table, print_json
from schemas.classes import ClassCatalog
from schemas.document import SourceDocument
from schemas.errors import ConfigurationError
from schemas.outcome import Outcome
from schemas.settings import load_settings
from services.stages import INDEXED, MOST_FAILURES, fields_so_far, unsearchable
from services.workbench import Workbench, check_class
from store.types import DocumentFilter, DocumentStatus
from values.wording import quantity

NOT_SEARCHABLE = "Not searchable yet: fieldwright run indexes it once the search index answers, see fieldwright doctor."
STATUSES = (*get_args(DocumentStatus), "stopped")
INGEST_AGAIN = "Ingest the corrected file; it is another document then."


def run(*, status: str | None, document_class: str | None, limit: int, as_json: bool) -> None:
    """Prints one row a document, newest first: class, status, main fields with confidence, reasons, what to do."""
    if status is not None and status not in STATUSES:
        raise ConfigurationError(f"--status takes one of {', '.join(STATUSES)}")
    settings = load_settings()
    with Workbench(settings) as bench:
        if document_class not in bench.retired_classes:
            check_class(settings, document_class)
        documents = bench.store.documents(
            status=cast("DocumentFilter | None", status), document_class=document_class, limit=limit
        )
        outcomes = bench.store.outcomes([d.id for d in documents])
        missing = set(unsearchable(bench)) & outcomes.keys()
        done = sorted((d for d in documents if d.id in outcomes), key=lambda document: document.name)
        rows = [(d.name, outcomes[d.id], fields_so_far(bench, d.id)) for d in done]
        waiting = [d for d in documents if d.id not in outcomes]
        why = _why_waiting(bench, waiting)
    if as_json:
        unfinished = [
            {"file": d.name, "document_id": d.id, "status": "waiting", "why_waiting": why[d.id]} for d in waiting
        ]
        print_json([_row(name, outcome, missing) for name, outcome, _ in rows] + unfinished)
        return
    if rows or waiting:
        advice = {i: _advice(outcome, missing, bench.catalog) for i, outcome in outcomes.items()}
        table = outcome_table(rows, bench.catalog, advice)
        for document in waiting:
            kind = document.document_class or "no class"
            style = STATUS_STYLES["waiting"]
            table.add_row(f"{escaped(document.name)}\n{kind}\n[{style}]waiting[/{style}]", "", why[document.id])
        console.print(table)
    console.print(counted(outcome for _, outcome, _ in rows) + (f", {len(waiting)} waiting" if waiting else ""))


def _row(name: str, outcome: Outcome, missing: set[str]) -> dict[str, Any]:
    searchable = outcome.status in INDEXED and outcome.document_id not in missing
    return {"file": name, **outcome.model_dump(mode="json"), "searchable": searchable}


def _advice(outcome: Outcome, missing: set[str], catalog: ClassCatalog) -> str:
    """Returns what to do with a document beside what its reasons say; an empty text where it is nothing."""
    if outcome.status == "rejected":
        return INGEST_AGAIN
    absence = catalog.absence(outcome.document_class)
    return " ".join(filter(None, (absence, NOT_SEARCHABLE if outcome.document_id in missing else "")))


def _why_waiting(bench: Workbench, documents: Sequence[SourceDocument]) -> dict[str, str]:
    """Returns why documents have no outcome yet, and what to do."""
    ids = [document.id for document in documents]
    free = set(bench.store.waiting(1_000_000)) if ids else set()
    failures, attempts = bench.store.failures(ids), bench.store.attempts(ids)
    why = {}
    for document_id in ids:
        # The claim in force is counted too: from the second one on, an earlier one ended with its process.
        if stopped := max(failures[document_id], attempts[document_id] - 1, 0):
            tried = f"it is tried again, and rejected after {MOST_FAILURES} stops by itself"
            why[document_id] = f"Processing stopped {quantity(stopped, 'time')} on it: {tried}."
        elif document_id in free:
            why[document_id] = "No run has taken it yet: fieldwright run."
        else:
            why[document_id] = "A run works on it."
    return why
