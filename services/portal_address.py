"""The address that links to the portal begin with.

It is `FIELDWRIGHT_PORTAL__URL`, else the address at which the portal was started last with this home.
"""

from __future__ import annotations

import contextlib
import re

from schemas.settings import Settings

FILE = "portal-address"
DEFAULT = "http://127.0.0.1:8000"
_EVERY = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}
"""Hosts that mean every address of the machine, with the one that a browser on it can open."""


def listening(settings: Settings, host: str, port: int) -> str:
    """Returns the address of a portal that listens here, and notes it for other processes of this home."""
    host = _EVERY.get(host, host)
    address = settings.portal.url or f"http://{f'[{host}]' if ':' in host else host}:{port}"
    # A home that cannot be written to costs links their address, not the portal its start.
    with contextlib.suppress(OSError):
        (settings.home / FILE).write_text(f"{address}\n", encoding="utf-8")
    return address


def known_address(settings: Settings) -> str | None:
    """Returns the address of the portal without a slash at its end, or None where nobody stated or started one."""
    if settings.portal.url:
        return settings.portal.url.rstrip("/")
    try:
        noted = (settings.home / FILE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        return None
    return noted.rstrip("/") if re.fullmatch(r"https?://[^\s/?#@]+/?", noted) else None
