"""Lines are read by a fast network, and again by an accurate one where the fast one is unsure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from extractors.ocr.recognition import Reading
from extractors.page_image import Pixels


class LineReader(Protocol):
    """Reads crops of single lines."""

    @property
    def accurate(self) -> LineReader:
        """Reads all lines with the accurate network: turned and faint ones, of which the fast one has seen few."""
        ...

    def read(self, crops: Sequence[Pixels], width: float = 1.0) -> list[Reading]:
        """Returns the reading of each crop, in the same order; see `Recognizer.read`."""
        ...

    def release(self) -> None:
        """Frees the memory that is kept between batches."""
        ...


class Cascade:
    """Two readers as one.

    Args:
        fast: Reads all lines.
        accurate: Reads the lines again of which ``fast`` is less certain than ``certainty``.
        certainty: A probability: `Reading.certainty` from which the first reading counts.
    """

    def __init__(self, fast: LineReader, accurate: LineReader, certainty: float) -> None:
        self.accurate = accurate
        self._fast = fast
        self._certainty = certainty

    def read(self, crops: Sequence[Pixels], width: float = 1.0) -> list[Reading]:
        """Returns the reading of each crop, in the same order; see `Recognizer.read`."""
        readings = self._fast.read(crops, width)
        unsure = [n for n, reading in enumerate(readings) if reading.certainty < self._certainty]
        for n, reading in zip(unsure, self.accurate.read([crops[n] for n in unsure], width), strict=True):
            readings[n] = reading
        return readings

    def release(self) -> None:
        """Frees the memory that both keep between batches."""
        self._fast.release()
        self.accurate.release()
