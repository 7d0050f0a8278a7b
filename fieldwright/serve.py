"""``fieldwright serve``: everything that a laptop needs, until Ctrl-C."""

from __future__ import annotations

import contextlib
import signal
import sys

from fieldwright.console import console, notes
from flows.local_server import INBOXES, ROOT, LocalPrefect
from schemas.settings import load_settings
from services.workbench import check_models


def run(*, port: int, portal_port: int) -> None:
    """Starts server, worker, deployments and portal, and waits."""
    settings = load_settings()
    check_models(settings)
    signal.signal(signal.SIGTERM, _interrupt)
    local = LocalPrefect(settings, port=port, needed=(portal_port,), say=notes.print)
    with contextlib.suppress(KeyboardInterrupt), local:
        console.print(f"Prefect UI   {local.url}")
        folders = f"{ROOT / 'inbox'}/{', '.join(INBOXES)}"
        console.print(f"inboxes      {folders}: files dropped there are processed on schedule")
        # In a process of its own, where it processes uploads on this server; it prints its address itself.
        local.start([sys.executable, "-m", "fieldwright", "portal", "--port", str(portal_port)])
        console.print("Ctrl-C ends all of it")
        local.wait()


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt
