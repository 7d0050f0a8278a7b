"""``fieldwright portal``: the web pages and the HTTP API."""

from __future__ import annotations

from fieldwright.console import console
from flows.wiring import Workbench
from schemas.settings import load_settings


def run(*, host: str, port: int) -> None:
    """Serves the portal until Ctrl-C."""
    import uvicorn

    from portal.app import create_app

    settings = load_settings()
    with Workbench(settings) as bench:
        console.print(f"portal       {settings.portal.url or f'http://{host}:{port}'}")
        uvicorn.run(
            create_app(bench),
            host=host,
            port=port,
            # Addresses hold search words; the log of a proxy in front is the place for them, if any.
            access_log=False,
            log_level="warning",
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips=settings.portal.trusted_proxies,
        )
