"""Systems that processed documents before a fault: made once, and copied for each drill that begins with one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gameday.documents import Drawn, receipts, scanned_receipts
from gameday.drill import Base
from gameday.system import Engines, System

COUNT = 24
"""Documents of a base: drift needs 20 in each window."""
FIRST = 6
"""Documents of the first batch. Counters that appear with it have an increase from the second batch on."""


class Bases:
    """Makes each base at its first use.

    Args:
        folder: Where their homes lie.
        models: The shipped models.
        engines: Engines of all drills.
    """

    def __init__(self, folder: Path, models: Path, engines: Engines) -> None:
        self._folder, self._models, self._engines = folder, models, engines

    def home(self, base: Base) -> Path | None:
        """Returns the home to copy; None for a drill that begins with an empty system."""
        if not base:
            return None
        home = self._folder / f"base-{base}"
        if not home.exists():
            self._make(home, list(receipts(1, COUNT) if base == "text" else scanned_receipts(2, COUNT)))
        return home

    def _make(self, home: Path, documents: Sequence[Drawn]) -> None:
        with System(home, self._models, self._engines) as system:
            system.scrape()
            for batch in (documents[:FIRST], documents[FIRST:]):
                system.process(system.arrive(batch))
                system.wait(minutes=10)
                system.scrape()
            system.save()
