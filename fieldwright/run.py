"""``fieldwright run``: the Prefect flow over everything that waits."""

from __future__ import annotations

import getpass
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from fieldwright.console import STAGES, console, counted, escaped, hush, notes, print_json, progress, stopping
from schemas.errors import DocumentError
from schemas.settings import Settings, load_settings
from schemas.tiers import tier_named
from services.intake import state_tier
from services.stages import CLASS, FIELDS, INDEXED, PAGES, READ, REDACTED, REPORT, unsearchable
from services.workbench import Workbench, check_class, check_models
from values.wording import quantity

LOOK_EVERY_S = 0.5
LOOK_AT = 8
"""Documents whose stages the progress bar looks at."""

NOT_SEARCHABLE = 4
"""Exit code when documents have outcomes and are not in the search index yet."""

RESULTS = {
    PAGES: "read_pages", READ: "recognize", CLASS: "classify", FIELDS: "extract_fields", REPORT: "validate",
    REDACTED: "redact",
}  # fmt: skip
"""By their results, the stages that a run passes, in their order."""


def run(*, document_class: str | None, tier: str | None, as_json: bool, quiet: bool) -> int:
    """Processes what waits; where nothing does, it only catches the search index up and starts no Prefect.

    Returns:
        0, or `NOT_SEARCHABLE` where documents are not in the search index yet.
    """
    settings = load_settings()
    check_class(settings, document_class)
    stated = tier_named(tier)
    quiet = quiet or as_json
    with Workbench(settings) as bench:
        if stated is not None:
            state_tier(bench, stated, document_class=document_class, actor=getpass.getuser())
        waiting = bench.store.waiting(1_000_000, document_class)
        to_index = unsearchable(bench)
    if waiting or to_index:
        check_models(settings)
        if not quiet:
            notes.print(f"{_task(len(waiting), len(to_index))} with {server_told()}")
        kept = "finished documents are kept, the others wait for the next run"
        with stopping(kept), _progress(settings, waiting, quiet=quiet):
            _run_flow(document_class, loads=bool(waiting))
    with Workbench(settings) as bench:
        outcomes = bench.store.outcomes(waiting)
        names = {i: bench.store.get(i).name for i in outcomes}
        missing = unsearchable(bench)
        caught_up = len(set(to_index) - set(missing))
        problem = _index_problem(bench) if missing else ""
    if as_json:
        searchable = {i for i, outcome in outcomes.items() if outcome.status in INDEXED} - set(missing)
        print_json(
            [
                {"file": names[i], **outcome.model_dump(mode="json"), "searchable": i in searchable}
                for i, outcome in outcomes.items()
            ]
        )
    elif not quiet:
        if caught_up:
            console.print(f"{quantity(caught_up, 'document')} of earlier runs indexed: searches find them now")
        console.print(
            f"{counted(outcomes.values())}; see fieldwright list"
            if waiting
            else "nothing waits: everything that was ingested has its outcome"
        )
    if missing:
        notes.print(f"[yellow]{quantity(len(missing), 'document')} not searchable yet: {escaped(problem)}[/yellow]")
    return NOT_SEARCHABLE if missing else 0


def _task(waiting: int, to_index: int) -> str:
    """Returns what a run is about to do."""
    indexing = f"indexing {quantity(to_index, 'document')} of earlier runs" if to_index else ""
    processing = f"processing {quantity(waiting, 'document')}" if waiting else ""
    return " and ".join(filter(None, (processing, indexing)))


def _index_problem(bench: Workbench) -> str:
    """Returns why documents are not in the index, and what to do, in one sentence."""
    try:
        bench.index.health()
    except DocumentError as error:
        return f"{error.message}; the next fieldwright run indexes what is missing"
    return "fieldwright run again indexes what is missing"


def server_told() -> str:
    """Returns which Prefect server a run uses."""
    url = os.environ.get("PREFECT_API_URL")
    return f"the Prefect server at {url}" if url else "a Prefect server of its own, a few seconds to start"


def prepare_prefect(*, loads: bool = True) -> None:
    """Sets what Prefect prints and starts its temporary server; must precede the import of a flow.

    Args:
        loads: Whether the flow is about to process documents: what that needs is loaded while the server starts.
    """
    # Prefect reads its settings when it is imported: what the terminal shows is decided before.
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    # Twenty seconds, its own limit, are too few on a busy machine.
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")
    # What went wrong is reported once, by the error that ends the flow; Prefect's log is sent to its server.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    from flows import temporary_server
    from flows.tasks import bench
    from services.warm_up import load_for_a_run

    hush()
    temporary_server.start(partial(load_for_a_run, bench()) if loads else None)


def _run_flow(document_class: str | None, *, loads: bool) -> None:
    prepare_prefect(loads=loads)
    from flows.ingest import intake

    intake(inbox=None, document_class=document_class)


@contextmanager
def _progress(settings: Settings, waiting: list[str], *, quiet: bool) -> Iterator[None]:
    """Moves a bar as outcomes appear in the store: the flow itself may run in another process."""
    done = threading.Event()

    def watch() -> None:
        shown = 0
        with Workbench(settings) as bench, progress("starting", quiet=quiet or not waiting, total=len(waiting)) as bar:
            while True:
                last_look = done.wait(LOOK_EVERY_S)
                finished = bench.store.outcomes(waiting)
                for _ in range(len(finished) - shown):
                    bar()
                shown = len(finished)
                bar.name(stage_of(bench, [i for i in waiting if i not in finished]))
                if last_look:
                    return

    watcher = threading.Thread(target=watch, name="progress", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def stage_of(bench: Workbench, unfinished: Sequence[str]) -> str:
    """Returns what is done with the first documents without an outcome: a batch passes the stages together."""
    if not unfinished:
        return "indexing"
    some = unfinished[:LOOK_AT]
    if not any(bench.store.attempts(some).values()):
        return "starting"
    done = max(len(bench.store.stages(i).keys() & RESULTS.keys()) for i in some)
    return [*(STAGES[name] for name in RESULTS.values()), "deciding"][done]
