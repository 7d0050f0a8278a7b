"""The address that links to the portal begin with.

It is `FIELDWRIGHT_PORTAL__URL`, else the address of the portal's last start with this home, else the default one.
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
    """Returns the address of a portal that listens here, and notes it for later commands of this home."""
    if settings.portal.url:
        return settings.portal.url
    host = _EVERY.get(host, host)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    # A home that cannot be written to costs links their port, not the portal its start.
    with contextlib.suppress(OSError):
        (settings.home / FILE).write_text(f"{address}\n", encoding="utf-8")
    return address


def known_address(settings: Settings) -> str:
    """Returns the address of the portal as far as it is known here, without a slash at its end."""
    if settings.portal.url:
        return settings.portal.url.rstrip("/")
    try:
        noted = (settings.home / FILE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        return DEFAULT
    return noted if re.fullmatch(r"http://[^\s/?#@]+:\d+", noted) else DEFAULT
