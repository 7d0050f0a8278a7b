"""The parts of a page that the layout model labels, as arrays: its lines, its ink regions, and their neighbors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.layout.ink_regions import SmallPage, ink_regions, small_page
from extractors.page_image import PageImage
from schemas.document import Line

Floats = NDArray[np.float32]

Rectangles = NDArray[np.float32]
"""(n, 4): left, top, right, bottom in pixels of the small page."""

Indices = NDArray[np.int64]

DIRECTIONS = ("above", "below", "left", "right", "inside")
"""Neighbors that a part hears of: the nearest part on each side, and the smallest ink region around it."""

RELATION = 7
"""Features of a part and one neighbor: gap, height ratio, offsets of both edges and the middle, overlap, presence."""

LINE_FEATURES, REGION_FEATURES = 45, 12
THUMBNAIL = 16
"""Side of the thumbnail of an ink region, in pixels; it has two channels: darkness and color."""

RULE = 20
"""Levels below the background from which a pixel may be of a rule."""

ALIGNED = 0.4
"""Edges of two lines are aligned if they differ by at most this many line heights."""

_BULLET = re.compile(r"^(?:[•·▪◦‣*–-]|\(?(?:\d{1,2}|[a-z])[.)])$")
_AMOUNT = re.compile(r"\d[.,]\d{2}\b")


@dataclass(frozen=True, eq=False)
class Parts:
    """The parts of one page: first its lines, in reading order, then its ink regions.

    Attributes:
        lines: How many of the parts are lines.
        boxes: (n, 4), left, top, right, bottom in pixels of the small page.
        features: (n, LINE_FEATURES + REGION_FEATURES).
        thumbnails: (n, 2 * THUMBNAIL ** 2), zeros for lines.
        neighbors: (n, len(DIRECTIONS)), indices of parts; -1 where there is none.
        relations: (n, len(DIRECTIONS), RELATION).
        size: Width and height of the small page, in pixels.
    """

    lines: int
    boxes: Rectangles
    features: Floats
    thumbnails: Floats
    neighbors: Indices
    relations: Floats
    size: tuple[int, int]


def parts_of(image: PageImage) -> Parts:
    """Returns the parts of a page with their features; none on an empty page."""
    lines = image.page.lines
    small = small_page(image, [line.box for line in lines])
    width, height = small.size
    scale = np.array([width, height, width, height], np.float32)
    of_lines = np.array([line.box.as_list() for line in lines], np.float32).reshape(-1, 4) * scale
    of_regions = ink_regions(small, [word.box for line in lines for word in line.words])
    boxes = np.concatenate([of_lines, of_regions]).astype(np.float32)
    neighbors = _neighbors(boxes, len(lines))
    relations = _relations(boxes, neighbors, small.line_height)
    shape = _geometry(boxes, small)
    ink = _ink(small, boxes)
    text = np.zeros((len(boxes), 18), np.float32)
    for i, line in enumerate(lines):
        text[i] = _text(line, of_lines[i], small.line_height)
    regions = np.zeros((len(boxes), REGION_FEATURES), np.float32)
    thumbnails = np.zeros((len(boxes), 2 * THUMBNAIL**2), np.float32)
    for i in range(len(lines), len(boxes)):
        regions[i] = _region(small, boxes[i], of_lines)
        thumbnails[i] = _thumbnail(small, boxes[i])
    alignment = _alignment(of_lines, len(boxes), small.line_height)
    features = np.concatenate([shape, ink, text, alignment, regions], axis=1).astype(np.float32)
    return Parts(len(lines), boxes, features, thumbnails, neighbors, relations, small.size)


# ----------------------------------------------------------------------------------------------------------------------
# Features of one part


def _geometry(boxes: Rectangles, page: SmallPage) -> Floats:
    """Returns (n, 13): place on the page, size in line heights, rules around the part."""
    width, height = page.size
    sides = np.stack([boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]], axis=1)
    place = boxes / np.array([width, height, width, height], np.float32)
    sizes = np.log(np.maximum(sides, 1.0) / page.line_height)
    rules = _rules(page, boxes)
    shares = sides / np.array([width, height], np.float32)
    ratio = np.log(np.maximum(sides[:, :1], 1.0) / np.maximum(sides[:, 1:], 1.0))
    return np.concatenate([place, sizes, shares, ratio, rules], axis=1)


def _rules(page: SmallPage, boxes: Rectangles) -> Floats:
    """Returns (n, 4): how much of each side (above, below, left, right) a straight rule accompanies, in [0, 1]."""
    width, height = page.size
    left, top, right, bottom = boxes.astype(int).T
    reach = np.arange(max(round(0.8 * page.line_height), 2))
    sums = cv2.integral(cv2.threshold(page.darkness, RULE, 1, cv2.THRESH_BINARY)[1])
    found = np.zeros((len(boxes), 4), np.float32)
    for side, first in enumerate((top - len(reach), bottom + 1, left - len(reach), right + 1)):
        across = side < 2
        # Each row of pixels above and below a part, each column left and right of it.
        place = first[:, None] + reach
        outside = (place < 0) | (place >= (height if across else width))
        place = np.clip(place, 0, (height if across else width) - 1)
        begin, end = (left, right) if across else (top, bottom)
        begin, end = begin[:, None], np.maximum(end, begin + 1)[:, None]
        inked = _summed(sums, begin, place, end, place + 1) if across else _summed(sums, place, begin, place + 1, end)
        found[:, side] = np.where(outside, 0.0, inked / (end - begin)).max(axis=1)
    return found


def _ink(page: SmallPage, boxes: Rectangles) -> Floats:
    """Returns (n, 8): density, darkness, boldness, color, hue (sine, cosine) of the ink; both of the ground.

    Every second pixel of every second row is looked at: means need no more.
    """
    left, top, right, bottom = np.ceil(boxes / 2).astype(int).T
    corners = left, top, np.maximum(right, left + 1), np.maximum(bottom, top + 1)
    ink = _half(page.ink)
    bold = _half(cv2.erode(page.ink, np.ones((2, 2), np.uint8)))
    darkness, color, pixels = _half(page.darkness), _half(page.color), _half(page.pixels)
    of_ink = cv2.integral(cv2.merge((ink, bold, ink * darkness, ink * color)))
    of_pixels = cv2.integral(cv2.bitwise_and(pixels, pixels, mask=ink))
    of_all = cv2.integral(cv2.merge((darkness, color)))
    inked, red_green_blue, everything = (_summed(sums, *corners) for sums in (of_ink, of_pixels, of_all))
    edges = [np.clip(corner, 0, size) for corner, size in zip(corners, ink.shape[::-1] * 2, strict=True)]
    area = np.maximum((edges[2] - edges[0]) * (edges[3] - edges[1]), 1)
    count = np.maximum(inked[:, 0], 1)
    ground = area - inked[:, 0]
    mean = red_green_blue / count[:, None]
    rest = (everything - inked[:, 2:]) / np.maximum(ground, 1)[:, None]
    found = np.stack([
        inked[:, 0] / area,
        inked[:, 2] / count / 255,
        inked[:, 1] / count,
        inked[:, 3] / count / 255,
        (mean[:, 0] - (mean[:, 1] + mean[:, 2]) / 2) / 128,
        (mean[:, 1] - mean[:, 2]) * 0.87 / 128,
        np.where(ground > 0, rest[:, 0] / 64, 4.0),
        np.where(ground > 0, rest[:, 1] / 128, 0.0),
    ], axis=1)  # fmt: skip
    found[inked[:, 0] == 0] = 0.0
    return found.astype(np.float32)


def _half(layer: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(layer[::2, ::2])


def _summed(sums: Any, left: Indices, top: Indices, right: Indices, bottom: Indices) -> Any:
    """Returns the sums over rectangles, by the integral image that OpenCV makes; what is outside of it adds nothing."""
    height, width = sums.shape[0] - 1, sums.shape[1] - 1
    left, right = np.clip(left, 0, width), np.clip(right, 0, width)
    top, bottom = np.clip(top, 0, height), np.clip(bottom, 0, height)
    return sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]


def _text(line: Line, box: NDArray[np.float32], line_height: float) -> list[float]:
    """Returns 18 features of a line's text, no word of which can be read from them."""
    text = line.text
    count = max(len(text.replace(" ", "")), 1)
    first, last = text.lstrip()[:1], text.rstrip()[-1:]
    widths = [b.box.left - a.box.right for a, b in zip(line.words, line.words[1:], strict=False)]
    height = float(box[3] - box[1])
    share = float(box[2] - box[0]) / max(line.box.width, 1e-6)
    gaps = [gap * share / line_height for gap in widths] or [0.0]
    return [
        1.0,
        float(np.log1p(len(line.words))),
        float(np.log(count)),
        sum(map(str.isdigit, text)) / count,
        sum(map(str.isupper, text)) / count,
        sum(map(str.isalpha, text)) / count,
        float(last == ":"),
        float(last in ".,;"),
        float(first.isupper()),
        float(first.islower()),
        float(bool(_BULLET.match(line.words[0].text)) and len(line.words) > 1),
        float(bool(_AMOUNT.search(text))),
        float("%" in text or "€" in text or "$" in text or "£" in text),
        min(max(gaps), 4.0),
        float(height > 1.5 * (box[2] - box[0]) and count > 2),
        sum(word.confidence for word in line.words) / len(line.words),
        float(any(word.source == "ocr" for word in line.words)),
        float("@" in text or "www" in text),
    ]


def _alignment(lines: Rectangles, count: int, line_height: float) -> Floats:
    """Returns (count, 6) of the lines: how many share the row, an edge or the middle; where in the row."""
    found = np.zeros((count, 6), np.float32)
    if not len(lines):
        return found
    left, top, right, bottom = lines.T
    middle = (left + right) / 2
    near = np.abs((top + bottom)[:, None] - (top + bottom)[None]) < 24 * line_height
    for column, edge in enumerate((left, right, middle)):
        aligned = (np.abs(edge[:, None] - edge[None]) < ALIGNED * line_height) & near
        found[: len(lines), column] = np.log(aligned.sum(axis=1))
    shared = np.minimum(bottom[:, None], bottom[None]) - np.maximum(top[:, None], top[None])
    beside = shared > 0.5 * np.minimum((bottom - top)[:, None], (bottom - top)[None])
    found[: len(lines), 3] = np.log(beside.sum(axis=1))
    found[: len(lines), 4] = np.log1p((beside & (left[None] < left[:, None])).sum(axis=1))
    found[: len(lines), 5] = np.log(len(lines)) / 4
    return found


def _region(page: SmallPage, box: NDArray[np.float32], lines: Rectangles) -> list[float]:
    """Returns features of an ink region: how much words cover it, its frame, its edges, its colors."""
    left, top, right, bottom = (int(v) for v in box)
    ink = page.ink[top:bottom, left:right]
    area = max(ink.size, 1)
    inside = _covered(box, lines)
    held = float(((lines[:, 0] >= left - 2) & (lines[:, 2] <= right + 2) & (lines[:, 1] >= top - 2)
                  & (lines[:, 3] <= bottom + 2)).sum()) if len(lines) else 0.0  # fmt: skip
    edge = max(round(0.3 * page.line_height), 2)
    frame = [
        float(ink[:edge].max(axis=0).mean()), float(ink[-edge:].max(axis=0).mean()),
        float(ink[:, :edge].max(axis=1).mean()), float(ink[:, -edge:].max(axis=1).mean()),
    ]  # fmt: skip
    darkness = page.darkness[top:bottom, left:right]
    sharp = float(cv2.meanStdDev(cv2.Laplacian(darkness, cv2.CV_16S))[1][0, 0]) / 64
    spread = float(cv2.meanStdDev(page.pixels[top:bottom:2, left:right:2])[1].mean()) / 64
    colored = cv2.countNonZero(cv2.threshold(page.color[top:bottom, left:right], 60, 1, cv2.THRESH_BINARY)[1]) / area
    across = float(cv2.countNonZero(cv2.absdiff(ink[:, 1:], ink[:, :-1]))) / area if ink.shape[1] > 1 else 0.0
    return [1.0, inside, float(np.log1p(held)), *frame, sharp, colored, across,
            spread, float(np.log(area) - 2 * np.log(page.line_height)) / 4]  # fmt: skip


def _covered(box: NDArray[np.float32], lines: Rectangles) -> float:
    if not len(lines):
        return 0.0
    width = np.minimum(lines[:, 2], box[2]) - np.maximum(lines[:, 0], box[0])
    height = np.minimum(lines[:, 3], box[3]) - np.maximum(lines[:, 1], box[1])
    shared = np.maximum(width, 0) * np.maximum(height, 0)
    return float(shared.sum() / max((box[2] - box[0]) * (box[3] - box[1]), 1.0))


def _thumbnail(page: SmallPage, box: NDArray[np.float32]) -> Floats:
    left, top, right, bottom = (int(v) for v in box)
    # Four pixels for each of the thumbnail are enough for its mean.
    down, across = (max(side // (4 * THUMBNAIL), 1) for side in (bottom - top, right - left))
    size = (THUMBNAIL, THUMBNAIL)
    layers = (layer[top:bottom:down, left:right:across] for layer in (page.darkness, page.color))
    small = [cv2.resize(layer, size, interpolation=cv2.INTER_AREA).ravel() for layer in layers]
    return np.asarray(np.concatenate(small) / 128, np.float32)


# ----------------------------------------------------------------------------------------------------------------------
# Neighbors


def _neighbors(boxes: Rectangles, lines: int) -> Indices:
    """Returns the nearest line on each side of each part, and the smallest ink region around its middle."""
    count = len(boxes)
    found = np.full((count, len(DIRECTIONS)), -1, np.int64)
    if not count:
        return found
    left, top, right, bottom = boxes.T
    over = np.minimum(right[:, None], right[None]) - np.maximum(left[:, None], left[None])
    beside = np.minimum(bottom[:, None], bottom[None]) - np.maximum(top[:, None], top[None])
    x, y = (left + right) / 2, (top + bottom) / 2
    is_line = np.arange(count) < lines
    least = 0.5 * np.minimum((bottom - top)[:, None], (bottom - top)[None])
    for column, (fits, gap) in enumerate(
        (
            ((over > 0) & (y[None] < y[:, None]) & (beside < least), top[:, None] - bottom[None]),
            ((over > 0) & (y[None] > y[:, None]) & (beside < least), top[None] - bottom[:, None]),
            ((beside >= least) & (x[None] < x[:, None]), left[:, None] - right[None]),
            ((beside >= least) & (x[None] > x[:, None]), left[None] - right[:, None]),
        )
    ):
        fits = fits & is_line[None]
        np.fill_diagonal(fits, False)
        distance = np.where(fits, gap, np.inf)
        nearest = distance.argmin(axis=1)
        found[:, column] = np.where(fits.any(axis=1), nearest, -1)
    holds = (left[None] <= x[:, None]) & (x[:, None] <= right[None]) & (top[None] <= y[:, None])
    holds &= (y[:, None] <= bottom[None]) & ~is_line[None]
    areas = (right - left) * (bottom - top)
    holds &= areas[None] > areas[:, None]
    size = np.where(holds, areas[None], np.inf)
    found[:, 4] = np.where(holds.any(axis=1), size.argmin(axis=1), -1)
    return found


def _relations(boxes: Rectangles, neighbors: Indices, line_height: float) -> Floats:
    found = np.zeros((len(boxes), len(DIRECTIONS), RELATION), np.float32)
    if not len(boxes):
        return found
    own, other = boxes[:, None, :], boxes[np.maximum(neighbors, 0)]
    across = np.maximum(own[..., 0], other[..., 0]) - np.minimum(own[..., 2], other[..., 2])
    down = np.maximum(own[..., 1], other[..., 1]) - np.minimum(own[..., 3], other[..., 3])
    heights = (own[..., 3] - own[..., 1]), (other[..., 3] - other[..., 1])
    widths = np.minimum(own[..., 2] - own[..., 0], other[..., 2] - other[..., 0])
    found[..., 0] = np.tanh(np.where(across < 0, down, across) / line_height / 3)
    found[..., 1] = np.log(np.maximum(heights[1], 1) / np.maximum(heights[0], 1))
    found[..., 2] = np.tanh((other[..., 0] - own[..., 0]) / line_height)
    found[..., 3] = np.tanh((other[..., 2] - own[..., 2]) / line_height)
    found[..., 4] = np.tanh((other[..., 0] + other[..., 2] - own[..., 0] - own[..., 2]) / 2 / line_height)
    found[..., 5] = np.clip(-across / np.maximum(widths, 1), 0, 1)
    found[..., 6] = 1.0
    found[neighbors < 0] = 0.0
    return found
