"""What a line says: characters with their place and probability from the PP-OCR recognition network."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.image import Pixels
from extractors.ocr.crops import HEIGHT
from extractors.ocr.network import Network, Tensor

WIDTH_STEP = 64
"""Lines are padded to a multiple of it: the same line gets the same input in whichever batch it is."""

SMALLEST_WIDTH = 192
BATCH_PIXELS = 48 * 64 * 60
"""Input pixels of one batch: more brings no speed on a processor, and the output has 18,710 numbers a column."""


LATIN_SHARE = 0.6
"""A line is Latin when this share of its characters is."""


ACCENT_DOUBT = 0.1
"""An accent goes when the bare letter is at least this probable beside it. Measured: accents that are printed on clean
German and French pages leave the bare letter below 0.001, those that dirt makes on English forms mostly above 0.1."""


@dataclass(frozen=True)
class Character:
    """One character that is no blank: its text, its place in the crop (pixels from the left), its probability."""

    text: str
    x: float
    probability: float


@dataclass(frozen=True)
class Reading:
    """What was read in one crop.

    ``blanks[i]`` is the probability of a blank between ``characters[i]`` and ``characters[i + 1]``, also where the
    network's best guess is that there is none.
    """

    characters: tuple[Character, ...]
    blanks: tuple[float, ...]

    @property
    def text(self) -> str:
        """The characters in a row, without blanks."""
        return "".join(character.text for character in self.characters)

    @property
    def confidence(self) -> float:
        """Mean probability of the characters; 0.0 where nothing was read."""
        return float(np.mean([c.probability for c in self.characters])) if self.characters else 0.0


class Recognizer:
    """Reads crops of single lines."""

    def __init__(self, network: Network) -> None:
        self._network = network
        # Class 0 is the CTC blank, the last class the blank between words. Source: PP-OCR's CTCLabelDecode.
        self._alphabet = ["", *network.characters, " "]
        self._latin = np.array([_is_latin(c) for c in self._alphabet])
        index = {c: i for i, c in enumerate(self._alphabet)}
        plain = {i: index.get(_without_accent(c), i) for c, i in index.items()}
        self._plain = {accented: letter for accented, letter in plain.items() if accented != letter}

    def read(self, crops: Sequence[Pixels]) -> list[Reading]:
        """Returns the reading of each crop, in the same order."""
        readings: list[Reading] = [Reading((), ())] * len(crops)
        for batch in _batches([_padded_width(crop) for crop in crops]):
            output = self._network(np.stack([_normalized(crops[i], _padded_width(crops[i])) for i in batch]))
            for i, probabilities in zip(batch, output, strict=True):
                readings[i] = self._decode(probabilities, crops[i])
        return readings

    def _decode(self, probabilities: Tensor, crop: Pixels) -> Reading:
        best = probabilities.argmax(axis=1)
        printed = [self._latin[i] for i in best if i != 0]
        # In a Latin line a letter of another script is a look-alike (a Cyrillic E, a full-width digit).
        if printed and sum(printed) >= LATIN_SHARE * len(printed):
            best = np.where(self._latin, probabilities, 0.0).argmax(axis=1)
        blank = len(self._alphabet) - 1
        runs = [run for run in _runs(best) if run.class_id not in (0, blank)]
        pixels_per_step = _padded_width(crop) / len(probabilities)
        characters = tuple(self._character(run, probabilities, pixels_per_step) for run in runs)
        blanks = tuple(
            float(probabilities[run.end - 1 : after.start + 1, blank].max()) for run, after in pairwise(runs)
        )
        return Reading(characters, blanks)

    def _character(self, run: _Run, probabilities: Tensor, pixels_per_step: float) -> Character:
        likeliest = probabilities[run.start : run.end].max(axis=0)
        chosen, plain = run.class_id, self._plain.get(run.class_id)
        # A speck over a letter makes an accent; a printed accent leaves no doubt.
        if plain is not None and likeliest[plain] >= ACCENT_DOUBT * likeliest[chosen]:
            chosen = plain
        return Character(self._alphabet[chosen], (run.start + run.end) / 2 * pixels_per_step, float(likeliest[chosen]))


class _Run(NamedTuple):
    """Columns ``start`` to ``end`` of the output in which one class is the best guess."""

    class_id: int
    start: int
    end: int


def _runs(best: NDArray[np.int64]) -> Iterator[_Run]:
    edges = [0, *(np.flatnonzero(np.diff(best)) + 1).tolist(), len(best)]
    for start, end in pairwise(edges):
        yield _Run(int(best[start]), start, end)


def _is_latin(text: str) -> bool:
    """Tells whether a class is a Latin letter, a digit, a sign or a currency; the CTC blank counts as well."""
    return text == "" or ord(text[0]) < 0x250 or 0x2010 <= ord(text[0]) < 0x2130


def _without_accent(letter: str) -> str:
    """Returns the ASCII letter under an accent, or the character itself where there is none."""
    parts = unicodedata.normalize("NFD", letter)
    return parts[0] if len(parts) > 1 and parts[0].isascii() and parts[0].isalpha() else letter


def _padded_width(crop: Pixels) -> int:
    return max(SMALLEST_WIDTH, int(-(-crop.shape[1] // WIDTH_STEP)) * WIDTH_STEP)


def _normalized(crop: Pixels, padded_width: int) -> Tensor:
    tensor = np.zeros((3, HEIGHT, padded_width), np.float32)
    # BGR and mean 0.5: as the network was trained.
    tensor[:, :, : crop.shape[1]] = (crop[:, :, ::-1].astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)
    return tensor


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Yields the indices of lines of one width each, few enough to fit a batch."""
    for width in sorted(set(widths)):
        same = [i for i, w in enumerate(widths) if w == width]
        size = max(1, BATCH_PIXELS // (HEIGHT * width))
        for start in range(0, len(same), size):
            yield same[start : start + size]
