"""``fieldwright portal``: the web pages and the HTTP API."""

from __future__ import annotations

import contextlib
import getpass
import ipaddress
import signal
import threading
from collections.abc import Iterator

from fieldwright.console import console, notes
from fieldwright.listen import triggering
from fieldwright.user import sign_in_link
from flows.local_server import check_port
from flows.worker import Background
from portal.context import DocumentProcessor
from schemas.settings import load_settings
from services.arrivals.listener import Listener, is_set
from services.portal_address import listening
from services.warm_up import load_rules
from services.webhooks import Post
from services.workbench import Workbench, check_models
from store.users import usable_name


def run(*, host: str, port: int) -> None:
    """Serves the portal until Ctrl-C."""
    import uvicorn

    from portal.app import create_app

    check_port(port, host)
    settings = load_settings()
    signal.signal(signal.SIGTERM, _interrupt)
    with (
        Workbench(settings) as bench,
        _processing(bench) as background,
        Post(bench),
        _listening(bench, background),
    ):
        address = listening(settings, host, port)
        # No daemon: the interpreter waits for it, where a thread inside of a library would abort the exit.
        threading.Thread(target=load_rules, name="rules").start()
        console.print(f"portal       {address}", soft_wrap=True)
        _invite(bench, address, is_local=_is_loopback(host))
        uvicorn.run(
            create_app(bench, background=background),
            host=host,
            port=port,
            # Addresses hold search words; the log of a proxy in front is the place for them, if any.
            access_log=False,
            log_level="warning",
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips=settings.portal.trusted_proxies,
        )


@contextlib.contextmanager
def _processing(bench: Workbench) -> Iterator[DocumentProcessor | None]:
    """Starts what processes uploads: a process here, where the settings say so, else a run on the Prefect server."""
    if not bench.settings.processes_uploads:
        with triggering() as trigger:
            yield trigger
        return
    check_models(bench.settings)
    with Background(bench.settings) as background:
        if bench.store.waiting(1):
            background.wake()
        yield background


@contextlib.contextmanager
def _listening(bench: Workbench, processor: DocumentProcessor | None) -> Iterator[None]:
    """Listens to mailbox and queue where the portal processes what arrives; else `fieldwright listen` does."""
    settings = bench.settings
    if processor is None or not settings.processes_uploads or not is_set(settings):
        yield
        return
    with Listener(bench, processor.wake):
        yield


def _invite(bench: Workbench, address: str, *, is_local: bool) -> None:
    """Explains how the first person signs in: by a link on this machine, else by a command."""
    accounts = bench.store.accounts
    admins = [user for user in accounts.users() if user.role == "admin" and not user.disabled]
    if any(user.has_password or user.subject or user.signed_in_at for user in admins):
        return
    if not is_local or bench.settings.portal.url:
        notes.print("nobody can sign in yet: fieldwright user add NAME --role admin")
        return
    if not admins:
        admins = [accounts.add_user(usable_name(getpass.getuser()), "admin", actor="terminal")]
    console.print(f"sign in once {sign_in_link(bench, admins[0], address)}", soft_wrap=True)
    notes.print(f"it works once; choose a password there, or make the next: fieldwright user link {admins[0].name}")


def _interrupt(number: int, frame: object) -> None:
    """Lets the blocks end as by Ctrl-C: uvicorn answers what it has begun, then raises the signal once more."""
    raise KeyboardInterrupt


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
