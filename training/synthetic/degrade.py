"""What scanners, fax machines and telephones do to a page: skew, shadow, blur, specks, lost contrast, blocks."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
CONDITIONS = ("scan", "photo", "fax", "worn")


def degrade(pixels: Pixels, condition: str, rng: random.Random) -> tuple[Pixels, float]:
    """Returns the page as it looks after the condition, and by how many degrees it was turned (anticlockwise)."""
    noise = np.random.default_rng(rng.getrandbits(64))
    angle_deg = rng.gauss(0.0, 0.5 if condition != "photo" else 0.9)
    turned = turn(pixels, angle_deg, 255 if condition != "photo" else rng.randint(40, 200))
    steps: dict[str, tuple[Callable[..., Pixels], ...]] = {
        "scan": (_blur, _grain, _jpeg),
        "photo": (_shade, _tint, _blur, _grain, _jpeg),
        "fax": (_fax, _specks),
        "worn": (_fade, _blur, _specks, _grain, _jpeg),
    }
    for step in steps[condition]:
        turned = step(turned, rng, noise)
    return turned, angle_deg


def turn(pixels: Pixels, angle_deg: float, fill: int) -> Pixels:
    """Returns the page turned about its middle, at the same size."""
    import cv2

    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1.0)
    turned = cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(fill, fill, fill))
    return np.asarray(turned, np.uint8)


def turn_box(
    box: tuple[float, float, float, float], angle_deg: float, width: float, height: float
) -> tuple[float, float, float, float]:
    """Returns the upright box around a box that turned with its page, clipped to the page."""
    cosine, sine = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    xs, ys = [], []
    for x, y in ((box[0], box[1]), (box[2], box[1]), (box[0], box[3]), (box[2], box[3])):
        right, down = (x - 0.5) * width, (y - 0.5) * height
        xs.append((right * cosine + down * sine) / width + 0.5)
        ys.append((down * cosine - right * sine) / height + 0.5)
    return max(0.0, min(xs)), max(0.0, min(ys)), min(1.0, max(xs)), min(1.0, max(ys))


def _clip(values: np.ndarray[Any, Any]) -> Pixels:
    return np.asarray(np.clip(values, 0, 255), np.uint8)


def _blur(pixels: Pixels, rng: random.Random, noise: np.random.Generator) -> Pixels:
    import cv2

    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.4, 1.0)), np.uint8)


def _grain(pixels: Pixels, rng: random.Random, noise: np.random.Generator) -> Pixels:
    grain = noise.normal(0.0, rng.uniform(2.0, 8.0), pixels.shape[:2])
    return _clip(pixels + grain[:, :, None])


def _jpeg(pixels: Pixels, rng: random.Random, noise: np.random.Generator) -> Pixels:
    import cv2

    _, data = cv2.imencode(".jpg", pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, rng.randint(35, 80)])
    decoded = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    # Contiguous: OpenCV copies a whole page of another order for each line that is cut out of it.
    return np.ascontiguousarray(decoded[:, :, ::-1])


def _shade(pixels: Pixels, rng: random.Random, noise: np.random.Generator) -> Pixels:
    """Darkens towards one side, as a hand's or an edge's shadow does."""
    height, width = pixels.shape[:2]
    direction = rng.uniform(0, 2 * math.pi)
    y, x = np.mgrid[0:height, 0:width]
    ramp = (x / width - 0.5) * math.cos(direction) + (y / height - 0.5) * math.sin(direction)
    light = 1.0 - rng.uniform(0.1, 0.4) * (ramp - ramp.min()) / (ramp.max() - ramp.min())
    return _clip(pixels * light[:, :, None])


def _tint(pixels: Pixels, rng: random.Random, noise: np.random.Generator) -> Pixels:
    return _clip(pixels * np.array([1.0, rng.uniform(0.94, 1.0), rng.uniform(0.82, 0.98)]))


def _fade(pixels: Pixels, rng: random.Random, noise: np.random.Generator) -> Pixels:
    """Lifts the ink towards the paper, as thermal print does with age."""
    contrast = rng.uniform(0.35, 0.75)
    return _clip(rng.uniform(215, 245) - (255.0 - pixels) * contrast)


def _specks(pixels: Pixels, rng: random.Random, noise: np.random.Generator) -> Pixels:
    spotted = pixels.copy()
    height, width = pixels.shape[:2]
    for _ in range(rng.randint(20, 200)):
        x, y, side = rng.randrange(width), rng.randrange(height), rng.randint(1, 2)
        spotted[y : y + side, x : x + side] = rng.choice([0, 60, 255])
    return spotted


def _fax(pixels: Pixels, rng: random.Random, noise: np.random.Generator) -> Pixels:
    """Black and white at about half the lines."""
    import cv2

    height, width = pixels.shape[:2]
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    coarse = cv2.resize(gray, (int(width * 0.8), int(height * rng.uniform(0.55, 0.8))), interpolation=cv2.INTER_AREA)
    level = rng.randint(150, 200)
    black_white = np.where(coarse + noise.normal(0, 12, coarse.shape) < level, 0, 255).astype(np.uint8)
    full = cv2.resize(black_white, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.repeat(full[:, :, None], 3, axis=2)
