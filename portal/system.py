"""What the system page shows: documents, who processes them, the index, the store, versions."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
from dataclasses import dataclass

from portal.context import Portal
from schemas.errors import DocumentError

COUNTED_AT_MOST = 1000
"""Documents missing in the index are counted up to this number: a warning sign, not a figure."""


@dataclass(frozen=True)
class Part:
    """A part of the system in one line. ``tone`` is good, warn, bad or neutral, as badges know it."""

    name: str
    state: str
    tone: str
    detail: str = ""


@dataclass(frozen=True)
class System:
    """The system at a glance."""

    counts: dict[str, int]
    parts: tuple[Part, ...]
    versions: dict[str, str]


def look(portal: Portal) -> System:
    """Looks at everything; a part that does not answer is shown so and does not hide the others."""
    parts = (_processing(portal), _index(portal), _store(portal), _disk(portal), _sign_in(portal))
    return System(portal.bench.store.counts(), parts, _versions())


def _processing(portal: Portal) -> Part:
    if portal.background is None:
        return Part("Processing", "by Prefect workers", "neutral", "This portal only stores uploads.")
    state = portal.background.state
    detail = {
        "asleep": "Starts with the next upload.",
        "working": "Documents are in work.",
        "ready": "Models are loaded; the next upload starts at once.",
        "restarting": "The process died and is started again.",
        "failed": "The process died several times. Its messages are on the portal's terminal.",
    }[state]
    tone = {"restarting": "warn", "failed": "bad"}.get(state, "good")
    return Part("Processing", "idle" if state == "asleep" else state, tone, detail)


def _index(portal: Portal) -> Part:
    bench = portal.bench
    try:
        health = bench.index.health()
        missing = bench.store.unindexed(bench.index_name, COUNTED_AT_MOST, statuses=("accepted", "needs_review"))
    except DocumentError as error:
        return Part("Search index", "does not answer", "bad", error.message)
    if missing:
        count = f"{len(missing)}{' or more' if len(missing) == COUNTED_AT_MOST else ''}"
        return Part("Search index", f"{count} behind", "warn", f"{health}; the next run catches up")
    return Part("Search index", "complete", "good", health)


def _store(portal: Portal) -> Part:
    settings = portal.bench.settings
    if settings.database_url is None:
        return Part("Store", "SQLite", "good", f"{settings.home / 'fieldwright.db'}")
    return Part(
        "Store", settings.database_url.split(":")[0].split("+")[0], "good", settings.database_url.split("@")[-1]
    )


def _disk(portal: Portal) -> Part:
    usage = shutil.disk_usage(portal.bench.settings.home)
    share = usage.free / usage.total
    tone = "bad" if share < 0.03 else "warn" if share < 0.1 else "good"
    return Part("Disk", f"{share:.0%} free", tone, f"{usage.free / 1e9:.0f} of {usage.total / 1e9:.0f} GB")


def _sign_in(portal: Portal) -> Part:
    settings = portal.bench.settings.portal
    if not settings.is_https:
        return Part(
            "Connection", "HTTP", "warn", "Use it on this machine only, or set FIELDWRIGHT_PORTAL__URL=https://…"
        )
    return Part("Connection", "HTTPS", "good", settings.url or "")


def _versions() -> dict[str, str]:
    names = ("fieldwright", "fastapi", "sqlalchemy", "prefect", "torch", "tantivy", "elasticsearch")
    return {"python": platform.python_version()} | {name: importlib.metadata.version(name) for name in names}
