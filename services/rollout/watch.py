"""Looks at the release on trial or newly promoted, and rolls it back once a slice is worse."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

from registry.releases import Failures, Release, failures_of, roll_back_release
from schemas.errors import ConfigurationError, DocumentError, ReviewConflict, UnknownDocument
from services import review
from services.rollout.comparison import SliceResult, compare
from services.rollout.evidence import evidence
from services.workbench import Workbench
from store.types import Json

logger = logging.getLogger(__name__)

EVERY_S = 5.0
"""Labels that come faster share a check."""


@dataclass(frozen=True)
class Look:
    """What a look at the trial found. ``worse`` is the slice that ended it, None while it goes on."""

    release: Release
    slices: tuple[SliceResult, ...]
    worse: SliceResult | None = None


def look(bench: Workbench) -> Look | None:
    """Returns how the release on trial does, or else the one that was promoted lately; None where none is.

    Nothing is changed.
    """
    release = bench.readers.trial() or bench.readers.watched(bench.settings.rollout.watch_hours)
    if release is None:
        return None
    slices = compare(evidence(bench, release), bench.settings.rollout)
    worse = [one for one in slices if one.verdict == "worse"]
    return Look(release, tuple(slices), min(worse, key=lambda one: one.high) if worse else None)


def check(bench: Workbench) -> Look | None:
    """Looks at the release on trial or on watch, and rolls it back where a slice is worse.

    The next batch is read without it.

    The labeled documents that it failed on are kept with it, by their ids.
    """
    found = look(bench)
    if found is None or found.worse is None:
        return found
    worse, version = found.worse, found.release.version
    why = (
        f"{worse.name}: {worse.candidate:.2f} of the values right against {worse.current:.2f},"
        f" difference {worse.low:+.2f} to {worse.high:+.2f}"
    )
    failures = Failures(slice=worse.name, document_ids=worse.failed)
    release = roll_back_release(bench.settings.models, version, why, failures)
    told: dict[str, Json] = {"version": version, "documents": len(worse.failed), "dimension": worse.dimension}
    bench.store.append_event(None, "model_rolled_back", told, actor="fieldwright")
    return Look(release, found.slices, worse)


class Watch:
    """Checks after each label, at most every `EVERY_S` seconds: a rollback follows the label that shows the harm.

    Threads may share it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._checked = float("-inf")

    def labeled(self, bench: Workbench) -> Look | None:
        """Checks the release on trial or on watch, unless that was done a moment ago."""
        with self._lock:
            if time.monotonic() - self._checked < EVERY_S:
                return None
            self._checked = time.monotonic()
        try:
            found = check(bench)
        except DocumentError as error:
            # The scheduled check looks again.
            logger.warning("the release could not be checked: %s", error.code)
            return None
        if found is not None and found.worse is not None:
            logger.warning("release %s is rolled back: %s", found.release.version, found.release.why)
        return found


def reopen_failures(bench: Workbench, version: str, *, user: str) -> list[str]:
    """Puts the labeled documents that a release failed on before a person again; returns those that were not there.

    Raises:
        ConfigurationError: No check rolled this release back.
    """
    failures = failures_of(bench.settings.models, version)
    if failures is None:
        raise ConfigurationError(f"no documents are kept for release {version}: a check rolls back with them")
    reopened = []
    for document_id in failures.document_ids:
        try:
            review.reopen(bench, document_id, f"release {version} failed on it", user=user)
        except (ReviewConflict, UnknownDocument):
            continue
        reopened.append(document_id)
    return reopened
