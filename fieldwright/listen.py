"""``fieldwright listen`` and ``fieldwright upload-url``: documents that others send."""

from __future__ import annotations

import contextlib
import getpass
import os
import signal
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldwright.console import console, notes, print_json
from schemas.settings import load_settings
from services.arrivals.listener import Listener
from services.arrivals.upload_links import issue
from services.portal_address import DEFAULT, known_address
from services.workbench import Workbench
from values.wording import quantity

if TYPE_CHECKING:
    from flows.trigger import RunTrigger


def run(*, once: bool) -> None:
    """Looks at mailbox and queue, once or until Ctrl-C."""
    with Workbench(load_settings()) as bench, triggering() as trigger:
        listener = Listener(bench, trigger.wake if trigger else lambda: None)
        # The first look in the foreground: wrong settings end the command.
        new = listener.look()
        notes.print(f"{quantity(new, 'new document')} stored")
        if trigger is None and new:
            notes.print("no Prefect server is set (PREFECT_API_URL): fieldwright run processes them")
        if once:
            return
        wanted = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: wanted.set())
        with listener:
            notes.print("listening; Ctrl-C ends it")
            wanted.wait()


def print_upload_url(
    *, document_class: str | None, max_bytes: int | None, minutes: float | None, as_json: bool
) -> None:
    """Prints a signed URL, alone on standard output."""
    with Workbench(load_settings()) as bench:
        lasts_s = None if minutes is None else round(minutes * 60)
        link, path = issue(
            bench, issued_by=getpass.getuser(), document_class=document_class, max_bytes=max_bytes, lasts_s=lasts_s
        )
        url = (known_address(bench.settings) or DEFAULT) + path
    if as_json:
        print_json({"url": url, "expires_at": link.expires.isoformat(), **link.model_dump(include=_SHOWN)})
        return
    console.print(url, soft_wrap=True, highlight=False, markup=False)
    notes.print(f"valid until {link.expires:%Y-%m-%d %H:%M} UTC, for one file: curl -T FILE URL/")


@contextlib.contextmanager
def triggering() -> Iterator[RunTrigger | None]:
    """Starts runs on the Prefect server of ``PREFECT_API_URL``, where one is set."""
    if not os.environ.get("PREFECT_API_URL"):
        yield None
        return
    from flows.trigger import RunTrigger

    with RunTrigger() as trigger:
        yield trigger


_SHOWN = {"document_class", "max_bytes"}
