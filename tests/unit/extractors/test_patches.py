"""Filters computed in parts of a page give what they give on the whole page."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors import patches
from extractors.patches import Layer, filtered

KERNEL = np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7)), np.uint8)


def median(layer: Layer) -> Layer:
    return np.asarray(cv2.medianBlur(layer, 9), np.uint8)


def without_strokes(layer: Layer) -> Layer:
    closed = cv2.morphologyEx(layer, cv2.MORPH_CLOSE, KERNEL)
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, KERNEL), np.uint8)


def page(seed: int, marks: int, size: tuple[int, int]) -> list[Layer]:
    """Returns the channels of a white page with noisy rectangles, of which every second is colored."""
    random = np.random.default_rng(seed)
    height, width = size
    pixels = np.full((height, width, 3), 255, np.uint8)
    for number in range(marks):
        top, left = int(random.integers(height)), int(random.integers(width))
        part = pixels[top : top + int(random.integers(1, 60)), left : left + int(random.integers(1, 90))]
        noise = random.integers(0, 256, part.shape[:2])
        part[..., : 1 + 2 * (number % 2)] = noise[..., None] if number % 3 else int(noise[0, 0])
    return [np.ascontiguousarray(pixels[..., i]) for i in range(3)]


@pytest.mark.parametrize(("apply", "reach"), [(median, 4), (without_strokes, 12)])
@pytest.mark.parametrize("marks", [0, 1, 3, 12, 200])
@pytest.mark.parametrize("size", [(413, 290), (17, 500), (16, 16), (5, 3)])
def test_parts_give_what_the_whole_page_gives(apply, reach, marks, size):
    for seed in range(5):
        channels = page(seed, marks, size)
        for found, channel in zip(filtered(channels, reach, apply), channels, strict=True):
            np.testing.assert_array_equal(found, apply(channel))


def test_a_plain_page_is_not_filtered():
    def never(layer: Layer) -> Layer:
        raise AssertionError("filtered")

    assert (filtered([np.full((300, 200), 240, np.uint8)] * 3, 4, never)[2] == 240).all()


def test_only_the_parts_with_ink_are_filtered():
    seen = []

    def counted(layer: Layer) -> Layer:
        seen.append(layer.size)
        return median(layer)

    layer = np.full((1200, 800), 255, np.uint8)
    layer[600:620, 300:330] = 0
    filtered([layer, layer], 4, counted)
    assert sum(seen) < 0.02 * layer.size  # and the second channel, the same, not at all


@pytest.mark.parametrize("side", [5, 31])
@pytest.mark.parametrize("marks", [0, 3, 200])
@pytest.mark.parametrize("size", [(413, 290), (17, 500), (5, 3)])
def test_a_median_that_counts_paper_is_the_median(side, marks, size):
    for layer in page(7, marks, size):
        np.testing.assert_array_equal(patches.median(layer, side), cv2.medianBlur(layer, side))
