"""The text of a line: characters with place and probability from the PP-OCR recognition network."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.crops import HEIGHT
from extractors.ocr.ctc import Run, runs_of, text_probability
from extractors.ocr.network import Network, Tensor, Top
from extractors.page_image import Pixels

WIDTH_STEP = 64
"""Lines are padded to a multiple of it: the same line gets the same input in whichever batch it is."""

SMALLEST_WIDTH = 192
BATCH_PIXELS = 48 * 64 * 60
"""Input pixels of one batch: more brings no speed on a processor, and the output has 18,710 numbers a column."""


LATIN_SHARE = 0.6
"""A line is Latin when this share of its characters is."""


ACCENT_DOUBT = 0.1
"""An accent is removed if the bare letter is at least this probable.

Measured: printed accents on clean German and French pages leave the bare letter below 0.001. Those of dirt on English
forms are mostly above 0.1.
"""


@dataclass(frozen=True)
class Character:
    """One character that is no blank: its text, its place in the crop (pixels from the left), its probability."""

    text: str
    x: float
    probability: float


@dataclass(frozen=True)
class Reading:
    """What was read in one crop.

    ``blanks[i]`` is the probability of a blank between ``characters[i]`` and ``characters[i + 1]``, also where none is
    likelier. ``certainty`` is the probability that the whole text is right, blanks apart; 0.0 for
    other scripts and where it is not measured.
    """

    characters: tuple[Character, ...]
    blanks: tuple[float, ...]
    certainty: float = 0.0

    @property
    def text(self) -> str:
        """The characters in a row, without blanks."""
        return "".join(character.text for character in self.characters)

    @property
    def confidence(self) -> float:
        """Mean probability of the characters; 0.0 where nothing was read."""
        return float(np.mean([c.probability for c in self.characters])) if self.characters else 0.0


class Recognizer:
    """Reads crops of single lines.

    Args:
        network: The recognition network, with its alphabet.
        measures_certainty: Whether readings have a certainty: only `cascade.Cascade` uses it.
    """

    def __init__(self, network: Network, *, measures_certainty: bool = False) -> None:
        self._network = network
        self._measures_certainty = measures_certainty
        self._alphabet = network.alphabet
        self._classes = latin_classes(self._alphabet)
        self._is_latin = np.isin(np.arange(len(self._alphabet)), self._classes)
        self._latin = [self._alphabet[i] for i in self._classes]
        index = {c: i for i, c in enumerate(self._latin)}
        plain = {i: index.get(_without_accent(c), i) for c, i in index.items()}
        self._plain = {accented: letter for accented, letter in plain.items() if accented != letter}

    @property
    def accurate(self) -> Recognizer:
        """The reader itself: see `cascade.LineReader`."""
        return self

    def release(self) -> None:
        """Frees the memory that the network keeps between batches."""
        self._network.release()

    def read(self, crops: Sequence[Pixels], width: float = 1.0) -> list[Reading]:
        """Returns the reading of each crop, in the same order.

        Args:
            crops: Level lines.
            width: Width of the network's input as a share of the crop's: less takes less time and reads worse.
        """
        crops = crops if width == 1.0 else [_resized(crop, width) for crop in crops]
        readings: list[Reading] = [Reading((), ())] * len(crops)
        widths = [_padded_width(crop) for crop in crops]
        batches = list(_batches(widths, 0 if self._network.wants_single_samples else BATCH_PIXELS))
        images = (np.stack([network_input(crops[i]) for i in batch]) for batch in batches)
        for batch, found in zip(batches, self._network.tops(images, self._classes), strict=True):
            for i, *top in zip(batch, *found, strict=True):
                readings[i] = self._decode(Top(*top), widths[i] / width)
        return readings

    def _decode(self, top: Top, padded_width: float) -> Reading:
        step = padded_width / len(top.best)
        printed = top.best[top.best != 0]
        certainty = 0.0
        # In a Latin line a letter of another script is a look-alike (a Cyrillic E, a full-width digit).
        if len(printed) and self._is_latin[printed].mean() >= LATIN_SHARE:
            runs = runs_of(top.chosen.argmax(axis=1), blank=len(self._latin) - 1)
            characters = tuple(self._latin_character(run, top.chosen, step) for run in runs)
            certainty = text_probability(top.chosen, runs) if self._measures_certainty else 0.0
        else:
            runs = runs_of(top.best, blank=len(self._alphabet) - 1)
            characters = tuple(
                Character(self._alphabet[run.class_id], run.middle * step, float(top.probability[run.columns].max()))
                for run in runs
            )
        blanks = tuple(float(top.chosen[run.end - 1 : after.start + 1, -1].max()) for run, after in pairwise(runs))
        return Reading(characters, blanks, certainty)

    def _latin_character(self, run: Run, probabilities: Tensor, step: float) -> Character:
        likeliest = probabilities[run.columns].max(axis=0)
        chosen, plain = run.class_id, self._plain.get(run.class_id)
        # A speck over a letter makes an accent; a printed accent leaves no doubt.
        if plain is not None and likeliest[plain] >= ACCENT_DOUBT * likeliest[chosen]:
            chosen = plain
        return Character(self._latin[chosen], run.middle * step, float(likeliest[chosen]))


def latin_classes(alphabet: Sequence[str]) -> NDArray[np.int64]:
    """Returns the classes of an alphabet that are Latin: the CTC blank, letters, digits, signs, the blank of words."""
    return np.flatnonzero([_is_latin(text) for text in alphabet])


def _is_latin(text: str) -> bool:
    """Whether a class is a Latin letter, a digit, a sign or a currency; the CTC blank counts as well."""
    return text == "" or ord(text[0]) < 0x250 or 0x2010 <= ord(text[0]) < 0x2130


def _without_accent(letter: str) -> str:
    """Returns the ASCII letter under an accent, or the character itself where there is none."""
    parts = unicodedata.normalize("NFD", letter)
    return parts[0] if len(parts) > 1 and parts[0].isascii() and parts[0].isalpha() else letter


def _resized(crop: Pixels, width: float) -> Pixels:
    size = (max(2, round(crop.shape[1] * width)), HEIGHT)
    return np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA if width < 1 else cv2.INTER_CUBIC), np.uint8)


def _padded_width(crop: Pixels) -> int:
    return max(SMALLEST_WIDTH, int(-(-crop.shape[1] // WIDTH_STEP)) * WIDTH_STEP)


def network_input(crop: Pixels) -> Tensor:
    """Returns a crop as the network takes it, (3, HEIGHT, width), padded on the right."""
    tensor = np.zeros((3, HEIGHT, _padded_width(crop)), np.float32)
    # BGR and mean 0.5: as the network was trained.
    tensor[:, :, : crop.shape[1]] = (crop[:, :, ::-1].astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)
    return tensor


def _batches(widths: Sequence[int], pixels: int) -> Iterator[list[int]]:
    """Yields the indices of lines of one width each, the widest first, at most so many pixels or one line."""
    for width in sorted(set(widths), reverse=True):
        same = [i for i, w in enumerate(widths) if w == width]
        size = max(1, pixels // (HEIGHT * width))
        for start in range(0, len(same), size):
            yield same[start : start + size]
