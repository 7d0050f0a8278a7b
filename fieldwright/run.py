"""``fieldwright run``: the Prefect flow over everything that waits."""

from __future__ import annotations

import os

from fieldwright.console import console, counted, hush, notes, outcome_table, print_json
from flows.wiring import Workbench, check_models
from schemas.classes import document_class as known_class
from schemas.extraction import Extraction
from schemas.outcome import Outcome
from schemas.settings import Settings, load_settings


def run(*, document_class: str | None, as_json: bool, quiet: bool) -> None:
    """Processes what waits; where nothing does, it only catches the search index up and starts no Prefect."""
    settings = load_settings()
    if document_class is not None:
        known_class(document_class)
    with Workbench(settings) as bench:
        waiting = bench.store.waiting(1_000_000, document_class)
        to_index = bench.store.unindexed(bench.index_name, 1, statuses=("accepted", "needs_review"))
    if waiting or to_index:
        check_models(settings)
        _run_flow(document_class, total=len(waiting), quiet=quiet or as_json)
    elif not (quiet or as_json):
        console.print("nothing waits; everything that was ingested has its outcome")
    _show(settings, waiting, as_json=as_json, quiet=quiet)


def _run_flow(document_class: str | None, *, total: int, quiet: bool) -> None:
    # Prefect reads its settings when it is imported: what the terminal shows is decided before.
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING" if quiet else "INFO")
    os.environ.setdefault("PREFECT_LOGGING_ROOT_LEVEL", "WARNING")
    if not quiet:
        server = os.environ.get("PREFECT_API_URL")
        where = f"the Prefect server at {server}" if server else "a Prefect server of its own (a few seconds to start)"
        notes.print(f"processing {total} documents with {where}")
    from flows.ingest import intake

    hush()
    intake(inbox=None, document_class=document_class)


def _show(settings: Settings, ids: list[str], *, as_json: bool, quiet: bool) -> None:
    with Workbench(settings) as bench:
        rows: list[tuple[str, Outcome, Extraction | None]] = [
            (bench.store.get(i).name, outcome, bench.store.load(i, "fields", Extraction))
            for i, outcome in bench.store.outcomes(ids).items()
        ]
    if as_json:
        print_json([{"file": name, **outcome.model_dump(mode="json")} for name, outcome, _ in rows])
    elif rows and not quiet:
        console.print(outcome_table(rows))
        console.print(counted(outcome for _, outcome, _ in rows))
