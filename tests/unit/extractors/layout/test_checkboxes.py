from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.layout.checkboxes import measure_marks
from extractors.page_image import PageImage
from schemas.document import Line, Page
from schemas.geometry import Box

SIZE = (1100, 850)
"""Half a letter page at 200 dpi, height and width."""


def blank(level: int = 245) -> np.ndarray:
    return np.full((*SIZE, 3), level, np.uint8)


def image(pixels: np.ndarray, *lines: Line) -> PageImage:
    height, width = pixels.shape[:2]
    return PageImage(page=Page(number=1, width=width, height=height, dpi=200, lines=lines), pixels=pixels)


def square(pixels, x, y, side=30, *, sides="ltrb", color=(40, 40, 40), thickness=2):
    corners = {"l": ((x, y), (x, y + side)), "t": ((x, y), (x + side, y)), "r": ((x + side, y), (x + side, y + side)),
               "b": ((x, y + side), (x + side, y + side))}  # fmt: skip
    for name in sides:
        cv2.line(pixels, *corners[name], color, thickness)


def cross(pixels, x, y, side=30, color=(30, 30, 30)):
    cv2.line(pixels, (x + 5, y + 4), (x + side - 5, y + side - 4), color, 3)
    cv2.line(pixels, (x + 5, y + side - 4), (x + side - 5, y + 4), color, 3)


def tick(pixels, x, y, side=30):
    cv2.line(pixels, (x + 6, y + 16), (x + 13, y + 25), (30, 30, 30), 3)
    cv2.line(pixels, (x + 13, y + 25), (x + side + 6, y - 6), (30, 30, 30), 3)


def place(x: int, y: int, side: int = 30) -> Box:
    return Box.from_pixels(x, y, x + side, y + side, width=SIZE[1], height=SIZE[0])


@pytest.mark.parametrize("boxes", [True, False], ids=["boxes printed", "boxes dropped"])
@pytest.mark.parametrize("ink", ["cross", "tick", "filled"])
def test_known_places_are_measured(boxes: bool, ink: str) -> None:
    pixels = blank()
    places = [place(100, 100), place(200, 100), place(300, 100)]
    if boxes:
        for x in (100, 200, 300):
            square(pixels, x, 100)
    if ink == "filled":
        cv2.rectangle(pixels, (203, 103), (227, 127), (20, 20, 20), -1)
    else:
        (cross if ink == "cross" else tick)(pixels, 200, 100)
    marks = measure_marks(image(pixels), places, places, ["answer"] * 3)
    assert [m.checked for m in marks] == [False, True, False]
    assert [m.box for m in marks] == places
    assert marks[1].confidence > 0.8


def test_specks_are_no_ticks() -> None:
    pixels = blank()
    pixels[110:113, 110:113] = 0
    (mark,) = measure_marks(image(pixels), [place(100, 100)], [place(100, 100)], ["answer"])
    assert not mark.checked


def test_the_fainter_of_two_inks_in_one_field_is_no_tick() -> None:
    """A rubbed-out cross beside a full one."""
    pixels = blank()
    cross(pixels, 100, 100)
    cv2.line(pixels, (205, 105), (225, 125), (120, 120, 120), 1)
    places = [place(100, 100), place(200, 100)]
    assert [m.checked for m in measure_marks(image(pixels), places, places, ["a", "a"])] == [True, False]


def test_a_red_pen_counts_less_and_red_print_not_at_all() -> None:
    pixels = blank()
    for x in (100, 200):
        square(pixels, x, 100, color=(210, 60, 60))
    cross(pixels, 100, 100, color=(200, 30, 30))
    places = [place(100, 100), place(200, 100)]
    red = measure_marks(image(pixels), places, places, ["a", "a"])
    assert [m.checked for m in red] == [True, False]
    cross(pixels, 100, 100)
    black = measure_marks(image(pixels), places, places, ["a", "a"])
    assert black[0].confidence > red[0].confidence
