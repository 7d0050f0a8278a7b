"""Features of parts: what integral images give is what the pixels give."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.layout.ink_regions import ink_regions, small_page
from extractors.layout.parts import parts_of
from extractors.page_image import PageImage
from schemas.document import Line, Page, Word
from schemas.geometry import Box

DENSITY, COLOR, ABOVE, BELOW, LEFT, RIGHT = 13, 16, 9, 10, 11, 12
"""Columns of the features."""


def image_of(pixels: np.ndarray, *boxes: tuple[int, int, int, int]) -> PageImage:  # type: ignore[type-arg]
    height, width = pixels.shape[:2]
    lines = tuple(
        Line(words=(Word(text="word", box=Box.from_pixels(*box, width=width, height=height)),)) for box in boxes
    )
    return PageImage(Page(number=1, width=width, height=height, dpi=100, text_source="ocr", lines=lines), pixels)


def test_features_count_ink_and_rules() -> None:
    pixels = np.full((600, 400, 3), 255, np.uint8)
    pixels[100:120, 50:100] = (200, 0, 0)  # the left half of the first line
    pixels[125, 50:150] = 0  # a rule below it
    pixels[95:130, 45] = 0  # and one left of it
    parts = parts_of(image_of(pixels, (50, 100, 150, 120), (200, 300, 300, 320)))
    red, empty = parts.features[0], parts.features[1]
    assert red[DENSITY] == pytest.approx(0.5, abs=0.05)
    assert red[COLOR] == pytest.approx(200 / 255, abs=0.05)
    assert (red[BELOW], red[LEFT]) == (1.0, 1.0)
    assert (red[ABOVE], red[RIGHT]) == (0.0, 0.0)
    assert not empty[DENSITY : DENSITY + 8].any()


def test_parts_at_the_edge_of_the_page_have_features() -> None:
    pixels = np.zeros((600, 400, 3), np.uint8)
    pixels[20:580, 20:380] = 255
    parts = parts_of(image_of(pixels, (0, 0, 400, 12), (380, 0, 400, 600), (0, 590, 5, 600)))
    assert np.isfinite(parts.features).all()
    assert parts.features[0, DENSITY] > 0.9


@pytest.mark.parametrize("dpi", [100, 150, 200, 300, 600])
def test_a_region_is_found_at_any_resolution(dpi: int) -> None:
    scale = dpi / 100
    pixels = np.full((round(600 * scale), round(400 * scale), 3), 255, np.uint8)
    corners = [round(v * scale) for v in (100, 200, 180, 260)]
    cv2.rectangle(pixels, (corners[0], corners[1]), (corners[2], corners[3]), (20, 20, 160), -1)
    image = image_of(pixels)
    image = PageImage(image.page.model_copy(update={"dpi": float(dpi)}), pixels)
    (region,) = ink_regions(small_page(image, []), [])
    assert region == pytest.approx([100, 200, 180, 260], abs=3)
