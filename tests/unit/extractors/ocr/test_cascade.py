"""Which lines are read twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.ocr.cascade import Cascade
from extractors.ocr.recognition import Character, Reading


class Reader:
    """Reads a crop as what its first pixel stands for, and remembers what it was given."""

    def __init__(self, readings: Sequence[tuple[str, float]]) -> None:
        self._readings = readings
        self.given: list[int] = []
        self.widths: list[float] = []
        self.released = 0

    @property
    def accurate(self) -> Reader:
        return self

    def read(self, crops: Sequence[np.ndarray], width: float = 1.0) -> list[Reading]:
        numbers = [int(crop[0, 0, 0]) for crop in crops]
        self.given += numbers
        self.widths.append(width)
        return [_reading(*self._readings[number]) for number in numbers]

    def release(self) -> None:
        self.released += 1


def _reading(text: str, certainty: float) -> Reading:
    return Reading(tuple(Character(c, 0.0, 0.99) for c in text), (0.0,) * max(len(text) - 1, 0), certainty)


CROPS = [np.full((48, 20, 3), number, np.uint8) for number in range(4)]


def test_only_lines_that_the_fast_reader_is_unsure_of_are_read_again_and_the_order_stays():
    fast = Reader([("one", 0.95), ("tw0", 0.6), ("three", 0.9), ("", 0.0)])
    accurate = Reader([("never", 1.0), ("two", 0.3), ("never", 1.0), ("four", 0.8)])
    read = Cascade(fast, accurate, 0.9).read(CROPS, 0.8)
    assert [reading.text for reading in read] == ["one", "two", "three", "four"]
    assert fast.given == [0, 1, 2, 3]
    assert accurate.given == [1, 3]
    assert fast.widths == accurate.widths == [0.8]


def test_the_accurate_reader_is_there_for_lines_of_which_the_fast_one_has_seen_few():
    accurate = Reader([("one", 0.1)])
    assert [reading.text for reading in Cascade(Reader([]), accurate, 0.9).accurate.read(CROPS[:1])] == ["one"]


def test_both_readers_free_their_memory():
    fast, accurate = Reader([]), Reader([])
    Cascade(fast, accurate, 0.9).release()
    assert fast.released == accurate.released == 1
