"""The results of preparing a request to teach a class, and of teaching it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.vocabulary import DocumentClass
from training.examples import Example
from training.figures import Figures, surely_worse
from training.recognize import Recognition
from training.teaching_set import Material, TeachingRequest


@dataclass(frozen=True)
class Prepared:
    """A request whose class, truth and documents were checked.

    ``alignment`` holds for each field how many of its true values were found among the words, of how many; ``missing``
    names for each field the documents of which the value was not found.
    """

    request: TeachingRequest
    kind: DocumentClass
    class_file: Path | None
    material: Material
    examples: tuple[Example, ...]
    alignment: Mapping[str, tuple[int, int]]
    missing: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Taught:
    """The result of a request. ``before`` are the figures of the model used until then, if it knew the class.

    ``learned_before`` is how many documents that model learned from; None of the shipped one.
    """

    folder: Path
    started_from: str
    windows: int
    prepared: Prepared
    figures: Figures
    before: Figures | None
    learned_before: int | None
    calibration: Mapping[str, Any] | None
    recognition: Recognition | None

    @property
    def material(self) -> Material:
        """The documents that were learned from and those kept aside."""
        return self.prepared.material

    @property
    def better(self) -> bool:
        """Whether it takes the place of the model in use until then.

        A version that learned from more documents is used unless it is surely worse. On few documents a lower figure
        may be chance.
        """
        if self.before is None or (self.figures.f1 or 0.0) >= (self.before.f1 or 0.0):
            return True
        learned_more = self.learned_before is not None and len(self.material.learn) > self.learned_before
        return learned_more and not surely_worse(self.figures, self.before)
