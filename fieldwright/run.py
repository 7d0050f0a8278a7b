"""``fieldwright run``: the Prefect flow over everything that waits."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from fieldwright.console import console, counted, hush, notes, print_json, progress
from schemas.settings import Settings, load_settings
from services.workbench import Workbench, check_class, check_models

LOOK_EVERY_S = 0.5


def run(*, document_class: str | None, as_json: bool, quiet: bool) -> None:
    """Processes what waits; where nothing does, it only catches the search index up and starts no Prefect."""
    settings = load_settings()
    check_class(settings, document_class)
    quiet = quiet or as_json
    with Workbench(settings) as bench:
        waiting = bench.store.waiting(1_000_000, document_class)
        to_index = bench.store.unindexed(bench.index_name, 1, statuses=("accepted", "needs_review"))
    if waiting or to_index:
        check_models(settings)
        if not quiet:
            notes.print(f"processing {len(waiting)} documents with {_server()}")
        with _progress(settings, waiting, quiet=quiet):
            _run_flow(document_class)
    with Workbench(settings) as bench:
        outcomes = bench.store.outcomes(waiting)
        names = {i: bench.store.get(i).name for i in outcomes}
    if as_json:
        print_json([{"file": names[i], **outcome.model_dump(mode="json")} for i, outcome in outcomes.items()])
    elif not quiet:
        console.print(
            f"{counted(outcomes.values())}; see fieldwright list"
            if waiting
            else "nothing waits: everything that was ingested has its outcome"
        )


def _server() -> str:
    url = os.environ.get("PREFECT_API_URL")
    return f"the Prefect server at {url}" if url else "a Prefect server of its own, a few seconds to start"


def _run_flow(document_class: str | None) -> None:
    # Prefect reads its settings when it is imported: what the terminal shows is decided before.
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    # Twenty seconds, its own limit, are too few on a busy machine.
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")
    from flows.ingest import intake

    hush()
    intake(inbox=None, document_class=document_class)


@contextmanager
def _progress(settings: Settings, waiting: list[str], *, quiet: bool) -> Iterator[None]:
    """Moves a bar as outcomes appear in the store: the flow itself may run in another process."""
    done = threading.Event()

    def watch() -> None:
        shown = 0
        with Workbench(settings) as bench, progress("processing", quiet=quiet, total=len(waiting)) as advance:
            while True:
                last_look = done.wait(LOOK_EVERY_S)
                finished = len(bench.store.outcomes(waiting))
                for _ in range(finished - shown):
                    advance()
                shown = finished
                if last_look:
                    return

    watcher = threading.Thread(target=watch, name="progress", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
