"""Which model reads a document: the one place that decides it, by the document's id alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from registry.releases import (
    Release,
    count_crash,
    current_release,
    mark_of,
    on_trial,
    roll_back_release,
)
from schemas.extraction import Extraction
from values.draws import is_drawn

if TYPE_CHECKING:
    from extractors.fields.extractor import FieldExtractor, FieldInput

logger = logging.getLogger(__name__)

MOST_CRASHES = 3
"""A release on trial that could not read so many batches is rolled back."""


class Marked:
    """Adds a release to the name of the maker of each result: outputs say which version made them.

    Args:
        extractor: Reads the documents.
        version: The release that it was loaded from.
    """

    def __init__(self, extractor: FieldExtractor, version: str) -> None:
        self._extractor = extractor
        self._mark = mark_of(version)
        self.name = extractor.name
        self.version = f"{extractor.version}, {self._mark}"

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        """Returns one extraction a document, in the order of the batch."""
        found = self._extractor.extract(batch)
        return [e.model_copy(update={"model": f"{e.model}, {self._mark}"}) for e in found]


class Readers:
    """The extractors of the current model and of the one on trial. It looks at the registry whenever it is asked.

    Args:
        models: The models folder.
        make: Builds the extractor of a release, or of the shipped model for None.
        trials: Whether releases on trial take part.
    """

    def __init__(self, models: Path, make: Callable[[str | None], FieldExtractor], *, trials: bool = True) -> None:
        self._models, self._make, self._trials = models, make, trials
        self._made: dict[str, FieldExtractor] = {}

    def current(self) -> FieldExtractor:
        """Returns the extractor whose results count, unless a canary reads the document."""
        release = current_release(self._models)
        return self._reader(None if release is None else release.version)

    def trial(self) -> Release | None:
        """Returns the release on trial, None without one."""
        return on_trial(self._models) if self._trials else None

    def watched(self, hours: float) -> Release | None:
        """Returns the current release while its promotion is at most so many hours ago; None otherwise."""
        release = current_release(self._models) if self._trials else None
        is_watched = release is not None and release.since > datetime.now(UTC) - timedelta(hours=hours)
        return release if is_watched else None

    def of_release(self, version: str) -> FieldExtractor:
        """Returns the extractor of a release."""
        return self._reader(version)

    def crashed(self, version: str, error: Exception) -> None:
        """Notes that a release on trial could not read a batch; a third time, it is rolled back."""
        logger.warning("release %s could not read a batch (%s)", version, type(error).__name__)
        if count_crash(self._models, version) >= MOST_CRASHES:
            roll_back_release(self._models, version, f"it could not read {MOST_CRASHES} batches")

    def _reader(self, version: str | None) -> FieldExtractor:
        if version is None:
            return self._make(None)  # the workbench keeps it
        if version not in self._made:
            trial, release = self.trial(), current_release(self._models)
            used = {one.version for one in (trial, release) if one is not None} | {version}
            # Versions that nobody uses any more give their memory back.
            self._made = {name: made for name, made in self._made.items() if name in used}
            self._made[version] = self._make(version)
        return self._made[version]


class OneReader(Readers):
    """A fixed extractor for every document: where settings name a checkpoint, no release takes part.

    Args:
        extractor: Reads every document.
    """

    def __init__(self, extractor: Callable[[], FieldExtractor]) -> None:
        super().__init__(Path(), lambda _: extractor(), trials=False)

    def current(self) -> FieldExtractor:
        """Returns the extractor."""
        return self._make(None)


def is_chosen(release: Release, document_id: str) -> bool:
    """Whether a canary reads a document: by its id alone, the same in every process and at every run.

    A larger share keeps the documents of a smaller one.
    """
    return release.status == "canary" and is_drawn(f"{release.version}\0{document_id}", release.share)
