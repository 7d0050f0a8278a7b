"""Reads vertical text of a page again: stamps, often faint, which the first pass misses or garbles."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractors.ocr.cascade import LineReader
from extractors.ocr.crops import Crop, cut
from extractors.ocr.detection import Quad, find_lines
from extractors.ocr.network import Network
from extractors.ocr.recognition import Reading
from extractors.ocr.rotated_regions import Gray, is_certain
from extractors.page_image import Pixels
from extractors.preprocess.visible_ink import turned
from schemas.document import Line, Page

TEXT_PIXELS = 45.0
"""Height to which text is enlarged in front of the detection network."""

LARGEST_ENLARGEMENT = 3.0

MOST_PIXELS, LEAST_TEXT_PIXELS = 1.8e6, 24.0
"""An enlarged region has at most so many pixels, as long as its text keeps this height, at which it is still found.

OpenVINO takes 300 bytes a pixel: without the limit one large stamp takes three times the memory of a page.
"""

FIRST_CLARITY, *OTHER_CLARITIES = (0.1, 0.05), (0.0, 0.075), (0.0, 0.05)
"""Ways to join the dots of a faint stamp: amount of thickening, then the blur radius, in text heights.

The first joins most and shows where lines are; which one reads best differs from line to line.
"""

HINT, ANCHOR, ANCHOR_LETTERS = 0.8, 0.9, 3
"""One line at least this sure, with this many letters, proves that there is text and its direction.

The hint justifies a longer search, the anchor accepts the text.
"""

CONFIDENCE = 0.6
"""Lines beside an anchor count from here."""

FEWEST_CHARACTERS = 2

Read = tuple[Crop, Reading]


def look_again(detection: Network, recognizer: LineReader, ink: Gray, height: float) -> list[Read]:
    """Returns the lines of a region with their readings, all upward or all downward, whichever can be read.

    Args:
        detection: Finds the lines.
        recognizer: Reads them.
        ink: The ink of the region, 255 is the darkest. Print and rules that the stamp crosses stay. They are no
            vertical text, and a letter without its part under a rule is another one.
        height: Height of a line of print in pixels.
    """
    picture = _clear(ink, height, *FIRST_CLARITY)
    # A quarter turn makes text that runs up the page run from left to right.
    upward = [_turned_back(quad, picture) for quad in _find(detection, turned(picture, 90), height)]
    directions = [upward, [np.roll(quad, 2, axis=0) for quad in upward]]
    looks = [_read(recognizer, ink, quads, height, FIRST_CLARITY) for quads in directions]
    first, quads = max(zip(looks, directions, strict=True), key=lambda look: _evidence(look[0]))
    if not _has_line(first, HINT):
        return []
    read = _clearest(first, *(_read(recognizer, ink, quads, height, clarity) for clarity in OTHER_CLARITIES))
    return read if _has_line(read, ANCHOR) else []


def _find(detection: Network, picture: Pixels, height: float) -> list[Quad]:
    bounded = max((MOST_PIXELS / picture.size * picture.shape[2]) ** 0.5, LEAST_TEXT_PIXELS / height)
    return find_lines(detection, picture, min(TEXT_PIXELS / height, LARGEST_ENLARGEMENT, bounded))


def _read(
    recognizer: LineReader, ink: Gray, quads: Sequence[Quad], height: float, clarity: tuple[float, float]
) -> list[Read]:
    picture = _clear(ink, height, *clarity)
    crops = [cut(picture, quad) for quad in quads]
    return list(zip(crops, recognizer.read([crop.pixels for crop in crops]), strict=True))


def _clearest(*reads: list[Read]) -> list[Read]:
    """Returns each line as it was read best, without those that are no text."""
    best = (max(same, key=lambda item: item[1].confidence) for same in zip(*reads, strict=True))
    return [(crop, reading) for crop, reading in best if _is_text(reading)]


def _is_text(reading: Reading) -> bool:
    # Rules, check boxes and scribbles make single letters.
    return reading.confidence >= CONFIDENCE and sum(c.isalnum() for c in reading.text) >= FEWEST_CHARACTERS


def _evidence(read: Sequence[Read]) -> float:
    """Returns the number of characters, each as far as it is sure."""
    return sum(len(reading.text) * reading.confidence for _, reading in read if _is_text(reading))


def _has_line(read: Sequence[Read], confidence: float) -> bool:
    # Bars, dots and scribbles make digits.
    return any(r.confidence >= confidence and sum(c.isalpha() for c in r.text) >= ANCHOR_LETTERS for _, r in read)


def _clear(ink: Gray, height: float, thicken: float, blur: float) -> Pixels:
    """Returns black print on white paper, dots joined, the darkest of it as dark as can be."""
    side = max(1, round(thicken * height))
    smooth = cv2.GaussianBlur(cv2.dilate(ink, np.ones((side, side), np.uint8)), (0, 0), blur * height)
    darkest = max(float(np.percentile(smooth[smooth > 0], 98)), 1.0) if smooth.any() else 1.0
    gray = 255.0 - np.clip(smooth * (255.0 / darkest), 0, 255)
    return np.repeat(np.rint(gray).astype(np.uint8)[:, :, np.newaxis], 3, axis=2)


def _turned_back(quad: Quad, picture: Pixels) -> Quad:
    """Returns the corners on the picture of a line that was found on the turned picture."""
    x, y = quad[:, 0], quad[:, 1]
    return np.stack([y, picture.shape[0] - x], axis=1).astype(np.float32)


def put_together(lines: Sequence[Line], found: Sequence[Line], page: Page) -> list[Line]:
    """Returns the lines of both looks: what the first read for certain stays, its guesses at the same place go."""
    certain = [line for line in lines if is_certain(line, page)]
    new = [line for line in found if not any(_shares_place(line, other) for other in certain)]
    kept = [line for line in lines if is_certain(line, page) or not any(_shares_place(line, other) for other in new)]
    return [*kept, *new]


def _shares_place(line: Line, other: Line) -> bool:
    """Whether half of a line lies on another one."""
    return line.box.overlap(other.box) >= 0.5 * line.box.area
