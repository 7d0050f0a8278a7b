"""Whether a source may send another document now: sources that are held, and limits a minute for each source.

A source is a folder of an inbox, a bucket, a user of the portal or the API, or a sender of mail.
"""

from __future__ import annotations

import hashlib
import math
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from schemas.errors import SourcePaused
from services.workbench import Workbench
from store.source_control import HeldSource

MINUTE_S = 60.0
HELD_AGAIN_S = 300
"""Delay after which a sender of a held source may try again."""
FRESH_S = 2.0
"""Held sources are read so often, however many documents arrive."""
_MAIL = "mail:"
_DIGEST = 12


@dataclass(frozen=True)
class SourceView:
    """A source: documents of the last minute and day, its limit a minute, and why it is held; None where it is not."""

    source: str
    minute: int
    day: int
    limit: int | None
    why: str | None


class SourceLimits:
    """Looks at a source before its document is let in. Threads may share it.

    Args:
        bench: The store and the settings.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._lock = threading.Lock()
        self._looked: tuple[float, list[HeldSource]] | None = None

    def check(self, url: str, documents: int = 1) -> None:
        """Checks that documents of this URL may come in.

        Raises:
            SourcePaused: Its source is held, or sent its limit in the last minute.
            StoreUnavailable: The store does not answer.
        """
        held = next((one for one in self._held() if covers(one.source, url)), None)
        if held is not None:
            self._bench.telemetry.refused("held")
            raise SourcePaused(
                f"documents of this source are held ({held.why}): send them again later", retry_after_s=HELD_AGAIN_S
            )
        limit, source = limit_of(self._bench.settings.flow.source_limits, url), origin_of(url)
        if limit is None:
            return
        since = datetime.now(UTC) - timedelta(seconds=MINUTE_S)
        sent = self._bench.store.source_control.count(source, since)
        if sent + documents > limit:
            self._bench.telemetry.refused("source")
            wait_s = math.ceil(MINUTE_S / limit) if limit else HELD_AGAIN_S
            raise SourcePaused(
                f"this source sent {sent} documents in a minute and may send {limit}: go on in {wait_s} seconds",
                retry_after_s=wait_s,
            )

    def _held(self) -> list[HeldSource]:
        with self._lock:
            now = time.monotonic()
            if self._looked is None or now - self._looked[0] >= FRESH_S:
                self._looked = (now, self._bench.store.source_control.held())
            return self._looked[1]


def origin_of(url: str) -> str:
    """Returns the source of a document's URL: folder, bucket, uploading user or sender of mail.

    A folder and a bucket end with ``/``.
    """
    if url.startswith(("upload:", _MAIL)):
        return url
    parts = urlsplit(url)
    if parts.scheme and parts.netloc:
        return f"{parts.scheme}://{parts.netloc}/"
    return url.rpartition("/")[0] + "/"


def mail_source(folder: str, address: str) -> str:
    """Returns the source of a sender of mail: the folder and a digest of the address, for sources are shown."""
    return f"{_MAIL}{folder}/{_digest(address)}"


def covers(beginning: str, url: str) -> bool:
    """Whether a source that somebody named covers a document's URL; ``mail:ADDRESS`` names a sender."""
    if beginning.startswith(_MAIL) and "@" in beginning:
        return url.startswith(_MAIL) and url.rpartition("/")[2] == _digest(beginning.removeprefix(_MAIL))
    return url.startswith(beginning)


def limit_of(limits: dict[str, int], url: str) -> int | None:
    """Returns how many documents a minute the source of a URL may send; None is any number."""
    fitting = [beginning for beginning in limits if covers(beginning, url)]
    return limits[max(fitting, key=len)] if fitting else None


def sources(bench: Workbench) -> list[SourceView]:
    """Returns the sources of the last day and those that are held, in the order of their names."""
    now, control = datetime.now(UTC), bench.store.source_control
    minute = _by_source(control.arrived(now - timedelta(seconds=MINUTE_S)))
    day = _by_source(control.arrived(now - timedelta(days=1)))
    held = {one.source: one.why for one in control.held()}
    limits = bench.settings.flow.source_limits

    def why_of(source: str) -> str | None:
        return next((why for beginning, why in held.items() if covers(beginning, source)), None)

    names = {*day, *(one for one in held if not any(covers(one, source) for source in day))}
    return [SourceView(name, minute[name], day[name], limit_of(limits, name), why_of(name)) for name in sorted(names)]


def _by_source(arrived: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for url, count in arrived.items():
        found[origin_of(url)] += count
    return found


def _digest(address: str) -> str:
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()[:_DIGEST]
