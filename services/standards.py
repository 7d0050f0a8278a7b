"""What settings and admins state for the classes: promises and critical fields."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas.classes import ClassCatalog
from schemas.standards import StatedStandard
from schemas.vocabulary import DocumentClass

if TYPE_CHECKING:
    from review.promise import Choice

REFRESH_S = 2.0
"""Another process's change of a promise holds here after so long."""


@dataclass(frozen=True)
class KeptChoice:
    """A choice, when it was made, and what an admin had stated then."""

    choice: Choice
    made_at: float
    stated: StatedStandard | None


class Standards:
    """What settings and admins state for the classes.

    Args:
        load: Returns what admins stated, by class.
        base: The classes with the importances of the settings.
        clock: Seconds that never go back.
    """

    def __init__(
        self,
        load: Callable[[], Mapping[str, StatedStandard]],
        base: ClassCatalog,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._load, self.base, self._clock = load, base, clock
        self._read_at: float | None = None
        self._stated: Mapping[str, StatedStandard] = {}
        self._catalog = base

    def stated(self) -> Mapping[str, StatedStandard]:
        """Returns what admins stated, by class, at most `REFRESH_S` old."""
        if self._read_at is None or self._clock() - self._read_at > REFRESH_S:
            found = self._load()
            if found != self._stated:
                self._stated, self._catalog = found, self._with(found.values())
            self._read_at = self._clock()
        return self._stated

    def catalog(self) -> ClassCatalog:
        """Returns the classes with the importances that hold now."""
        self.stated()
        return self._catalog

    def changed(self) -> None:
        """Reads anew what admins stated at the next question: this process changed it."""
        self._read_at = None

    def with_importance(self, stated: StatedStandard) -> DocumentClass | None:
        """Returns a class as it would be with what an admin might state; None where there is no such class."""
        return self._with([stated]).find(stated.document_class)

    def _with(self, stated: Iterable[StatedStandard]) -> ClassCatalog:
        names = {f"{one.document_class}.{name}": i for one in stated for name, i in one.importance.items()}
        return self.base.with_importance(names)
