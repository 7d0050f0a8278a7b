"""Where a page has unread ink in the shape of text that runs up or down: stamps, often faint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.page_image import Pixels
from extractors.preprocess.orientation import Letters, measure_rows
from schemas.document import Line, Page

Gray = NDArray[np.uint8]
"""(height, width); of ink, 255 is the darkest."""

USUAL_TEXT_INCHES = 0.11
"""Height of a line of print, where a page shows none of its own."""

TEXT_INCHES = (0.06, 0.2)

SURE_UPRIGHT, SURE_TURNED = 0.7, 0.9
"""Mean confidence from which a line counts as read. Turned by a right angle, letters make other letters' shapes."""

FAINT = 40
"""Levels by which a faint dot of ink is darker than the background around it."""

CELL = 1 / 3
"""Side of the cells in which ink is counted, in heights of text, like all lengths below."""

CELL_INK = 0.04
"""Share of ink from which a cell belongs to a region; a faint stamp's dots cover 0.04 to 0.1."""

LONGEST_LETTER, SMALLEST_REGION, NEAR = 4.0, (5.0, 1.0), 3.5
LARGEST_REGION = 40.0
"""Both sides longer than this: a photograph or a drawing, not a stamp."""

MOSTLY = 0.6
FEWEST_LETTERS = 4
TURNED = 0.8
"""Letters of vertical stamps align along the page's width 0.13 to 0.8 times as sharply as along its height.

Logos, handwriting and bar codes do 1.0 to 7 times.
"""

MOST_REGIONS = 3
MARGIN = 5.0
"""Text of a stamp continues this far beyond connected ink: its date is apart, and rules cut through it."""


class Region(NamedTuple):
    """A rectangle in pixels of the page."""

    left: int
    top: int
    right: int
    bottom: int

    def grown(self, margin: float, page: Page) -> Region:
        """Returns the rectangle with a margin around it, inside the page."""
        step = round(margin)
        return Region(
            max(self.left - step, 0),
            max(self.top - step, 0),
            min(self.right + step, page.width),
            min(self.bottom + step, page.height),
        )

    def near(self, other: Region, distance: float) -> bool:
        """Whether two rectangles are closer than a distance along both axes."""
        return (
            max(self.left, other.left) - min(self.right, other.right) < distance
            and max(self.top, other.top) - min(self.bottom, other.bottom) < distance
        )

    def covers(self, other: Region) -> bool:
        """Whether the other rectangle lies mostly inside this one."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        area = (other.right - other.left) * (other.bottom - other.top)
        return min(width, height) > 0 and width * height > MOSTLY * area

    def joined(self, other: Region) -> Region:
        """Returns the rectangle around both."""
        return Region(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def of(self, image: Gray) -> Gray:
        """Returns the part of an image of the page that lies inside."""
        return image[self.top : self.bottom, self.left : self.right]


def was_read(line: Line, page: Page) -> bool:
    """Whether a line is surely read right."""
    confidence = sum(word.confidence for word in line.words) / len(line.words)
    return confidence >= (SURE_TURNED if is_turned(line, page) else SURE_UPRIGHT)


def is_certain(line: Line, page: Page) -> bool:
    """Whether a line is upright and surely read."""
    return not is_turned(line, page) and was_read(line, page)


def is_turned(line: Line, page: Page) -> bool:
    """Whether a line runs up or down the page."""
    return line.box.height * page.height > 1.5 * line.box.width * page.width and len(line.text) > 1


def text_height(lines: Sequence[Line], page: Page) -> float:
    """Returns the usual height of a line of print on the page, in pixels."""
    low, high = (inches * page.dpi for inches in TEXT_INCHES)
    heights = [line.box.height * page.height for line in lines if not is_turned(line, page)]
    return min(max(float(np.median(heights)), low), high) if heights else USUAL_TEXT_INCHES * page.dpi


def ink_of(pixels: Pixels, height: float) -> Gray:
    """Returns how much darker each pixel is than the document around it, in the color that shows it best."""
    red, green, blue = cv2.split(pixels)
    darkest = cv2.min(cv2.min(red, green), blue)
    # The background is even: every fourth pixel shows it.
    side = max(3, round(0.75 * height))
    coarse = cv2.morphologyEx(np.ascontiguousarray(darkest[::2, ::2]), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    background = cv2.resize(coarse, (darkest.shape[1], darkest.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.subtract(background, darkest))


def without_words(ink: Gray, lines: Sequence[Line], page: Page) -> Gray:
    """Returns the ink without the upright words that were surely read."""
    left_over = ink.copy()
    for word in (word for line in lines if is_certain(line, page) for word in line.words):
        left, top, right, bottom = word.box.to_pixels(page.width, page.height)
        left_over[max(top - 3, 0) : bottom + 3, max(left - 4, 0) : right + 4] = 0
    return left_over


def find_unread(ink: Gray, lines: Sequence[Line], page: Page, height: float) -> list[Region]:
    """Returns the regions with unread ink like that of vertical lines, those with the most letters first.

    Args:
        ink: The page's ink.
        lines: What was read.
        page: The page.
        height: Height of a line of print in pixels.
    """
    marks = _marks(without_rules(without_words(ink, lines, page), height))
    regions = _merged([region.grown(height / 2, page) for region in _dense(marks, height)], NEAR * height)
    # A number up the margin is alone, a turned line of a stamp has others beside it.
    alone = [
        _place(line, page).grown(height / 2, page) for line in lines if is_turned(line, page) and was_read(line, page)
    ]
    regions = [region for region in regions if not any(line.covers(region) for line in alone)]
    counted = sorted((_turned_letters(region.of(marks), height), region) for region in regions)
    found = [region.grown(MARGIN * height, page) for letters, region in reversed(counted) if letters >= FEWEST_LETTERS]
    return found[:MOST_REGIONS]


def _place(line: Line, page: Page) -> Region:
    return Region(*line.box.to_pixels(page.width, page.height))


def without_rules(ink: Gray, height: float) -> Gray:
    """Returns the ink without ruled lines along and across the page."""
    marks, left_over = (ink > FAINT).astype(np.uint8), ink.copy()
    length = max(3, round(LONGEST_LETTER * height))
    for kernel in (np.ones((1, length), np.uint8), np.ones((length, 1), np.uint8)):
        rules = cv2.dilate(cv2.morphologyEx(marks, cv2.MORPH_OPEN, kernel), np.ones((3, 3), np.uint8))
        left_over[rules > 0] = 0
    return left_over


def _marks(ink: Gray) -> Gray:
    return np.asarray(cv2.GaussianBlur(ink, (0, 0), 0.8) > FAINT, np.uint8)


def _dense(marks: Gray, height: float) -> list[Region]:
    cell = CELL * height
    size = max(1, int(marks.shape[1] / cell)), max(1, int(marks.shape[0] / cell))
    dense = (cv2.resize(marks.astype(np.float32), size, interpolation=cv2.INTER_AREA) > CELL_INK).astype(np.uint8)
    dense = cv2.morphologyEx(dense, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    dense = cv2.morphologyEx(dense, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(dense, connectivity=8)
    longer, shorter = np.max(stats[:, 2:4], axis=1) * CELL, np.min(stats[:, 2:4], axis=1) * CELL
    chosen = (longer >= SMALLEST_REGION[0]) & (shorter >= SMALLEST_REGION[1]) & (shorter <= LARGEST_REGION)
    chosen[0] = False
    scale = marks.shape[1] / size[0], marks.shape[0] / size[1]
    return [
        Region(int(x * scale[0]), int(y * scale[1]), int((x + w) * scale[0]), int((y + h) * scale[1]))
        for x, y, w, h, _ in stats[chosen].tolist()
    ]


def _merged(regions: Sequence[Region], distance: float) -> list[Region]:
    """Returns the regions with those joined that are near each other: the lines of one stamp."""
    apart: list[Region] = []
    for region in regions:
        while close := [other for other in apart if other.near(region, distance)]:
            for other in close:
                apart.remove(other)
                region = region.joined(other)
        apart.append(region)
    return apart


def _turned_letters(marks: Gray, height: float) -> int:
    """Returns how many letters there are that line up along the height of the page rather than along its width."""
    side = max(3, round(height / 5))
    # Bold letters touch when they are closed, the dots of faint ones are none before.
    closed = np.asarray(cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)))
    ways = [_spots(marks, height), _spots(closed, height)]
    return max((len(spots) for spots in ways if len(spots) >= FEWEST_LETTERS and _ratio(spots) < TURNED), default=0)


def _spots(marks: Gray, height: float) -> NDArray[np.int32]:
    """Returns the spots of the size of a letter: left, top, width, height of each."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(marks), connectivity=8)
    longer = stats[1:, 2:4].max(axis=1)
    return np.asarray(stats[1:][(longer >= 0.5 * height) & (longer <= 2.5 * height), :4])


def _ratio(spots: NDArray[np.int32]) -> float:
    return measure_rows(Letters(1.0, spots, np.zeros((0, 0), np.uint8))).ratio
