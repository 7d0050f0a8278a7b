"""``fieldwright serve``: everything that a laptop needs, until Ctrl-C."""

from __future__ import annotations

import contextlib
import signal

from fieldwright.console import console, notes
from flows.serving import ROOT, LocalPrefect
from flows.wiring import check_models
from schemas.settings import load_settings


def run(*, port: int) -> None:
    """Starts server, worker and deployments, and waits."""
    settings = load_settings()
    check_models(settings)
    signal.signal(signal.SIGTERM, _interrupt)
    with contextlib.suppress(KeyboardInterrupt), LocalPrefect(settings, port=port, say=notes.print) as local:
        console.print(f"Prefect UI   {local.url}")
        console.print(
            f"inboxes      {ROOT / 'inbox'}/invoices, claims, other: files dropped there are processed on schedule"
        )
        console.print("Ctrl-C ends all of it")
        local.wait()


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt
