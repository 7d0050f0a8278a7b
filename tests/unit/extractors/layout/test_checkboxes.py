from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.input.page_image import PageImage
from extractors.layout.checkboxes import find_marks, measure_marks
from schemas.document import Line, Page, Word
from schemas.geometry import Box

SIZE = (1100, 850)
"""Half a letter page at 200 dpi, height and width."""


def blank(level: int = 245) -> np.ndarray:
    return np.full((*SIZE, 3), level, np.uint8)


def image(pixels: np.ndarray, *lines: Line) -> PageImage:
    height, width = pixels.shape[:2]
    return PageImage(page=Page(number=1, width=width, height=height, dpi=200, lines=lines), pixels=pixels)


def square(pixels, x, y, side=30, *, sides="ltrb", colour=(40, 40, 40), thickness=2):
    corners = {"l": ((x, y), (x, y + side)), "t": ((x, y), (x + side, y)), "r": ((x + side, y), (x + side, y + side)),
               "b": ((x, y + side), (x + side, y + side))}  # fmt: skip
    for name in sides:
        cv2.line(pixels, *corners[name], colour, thickness)


def cross(pixels, x, y, side=30, colour=(30, 30, 30)):
    cv2.line(pixels, (x + 5, y + 4), (x + side - 5, y + side - 4), colour, 3)
    cv2.line(pixels, (x + 5, y + side - 4), (x + side - 5, y + 4), colour, 3)


def tick(pixels, x, y, side=30):
    cv2.line(pixels, (x + 6, y + 16), (x + 13, y + 25), (30, 30, 30), 3)
    cv2.line(pixels, (x + 13, y + 25), (x + side + 6, y - 6), (30, 30, 30), 3)


@pytest.mark.parametrize("colour", [(40, 40, 40), (200, 50, 50), (150, 150, 150)], ids=["black", "red", "grey"])
@pytest.mark.parametrize("sides", ["ltrb", "ltb", "lrb", "ltr", "trb"])
@pytest.mark.parametrize("side", [24, 30, 44])
def test_squares_are_found_and_told_ticked_from_empty(colour, sides: str, side: int) -> None:
    pixels = blank()
    square(pixels, 100, 100, side, sides=sides, colour=colour)
    square(pixels, 300, 100, side, sides=sides, colour=colour)
    cross(pixels, 300, 100, side)
    marks = find_marks(image(pixels))
    assert [m.checked for m in sorted(marks, key=lambda m: m.box.left)] == [False, True]
    left, top, right, bottom = min(marks, key=lambda m: m.box.left).box.to_pixels(SIZE[1], SIZE[0])
    assert np.allclose([left, top, right, bottom], [100, 100, 100 + side, 100 + side], atol=5)


def test_a_check_mark_and_a_filled_box_are_ticks() -> None:
    pixels = blank()
    for x in (100, 200, 300):
        square(pixels, x, 100)
    tick(pixels, 200, 100)
    cv2.rectangle(pixels, (300, 100), (330, 130), (20, 20, 20), -1)
    assert [m.checked for m in sorted(find_marks(image(pixels)), key=lambda m: m.box.left)] == [False, True, True]


def test_noise_and_a_shadow_do_not_hide_boxes() -> None:
    pixels = blank()
    for i, x in enumerate(range(60, 800, 80)):
        square(pixels, x, 200)
        if i % 2:
            cross(pixels, x, 200)
    shaded = pixels * np.linspace(1.0, 0.55, SIZE[1])[None, :, None]
    noisy = shaded + np.random.default_rng(7).normal(0, 8, (*SIZE, 3))
    marks = find_marks(image(np.clip(noisy, 0, 255).astype(np.uint8)))
    assert [m.checked for m in sorted(marks, key=lambda m: m.box.left)] == [bool(i % 2) for i in range(10)]


def _text(pixels) -> None:
    for i, text in enumerate(("ODQ 0 8 BHE LD", "HEALTH INSURANCE 1080", "EDH DEB OOO 000")):
        for j, scale in enumerate((0.8, 1.0, 1.4)):
            y = 80 + 180 * i + 55 * j
            cv2.putText(pixels, text, (40, y), cv2.FONT_HERSHEY_DUPLEX, scale, (20, 20, 20), 2, cv2.LINE_AA)


def _comb(pixels) -> None:
    for x in range(100, 400, 30):
        square(pixels, x, 200)


def _table(pixels) -> None:
    for x in range(100, 700, 120):
        cv2.line(pixels, (x, 100), (x, 400), (30, 30, 30), 2)
    for y in range(100, 401, 30):
        cv2.line(pixels, (100, y), (580, y), (30, 30, 30), 2)


def _large(pixels) -> None:
    square(pixels, 200, 200, 90)
    cv2.rectangle(pixels, (400, 400), (480, 430), (30, 30, 30), 2)


def _small(pixels) -> None:
    square(pixels, 200, 200, 12)


def _circle(pixels) -> None:
    cv2.circle(pixels, (200, 200), 15, (30, 30, 30), 2)


@pytest.mark.parametrize("draw", [_text, _comb, _table, _large, _small, _circle])
def test_near_misses_are_no_check_boxes(draw) -> None:
    pixels = blank()
    draw(pixels)
    assert find_marks(image(pixels)) == ()


def test_a_square_between_the_letters_of_a_known_word_is_left_out() -> None:
    pixels = blank()
    square(pixels, 100, 100)
    box = Box.from_pixels(80, 95, 240, 135, width=SIZE[1], height=SIZE[0])
    assert len(find_marks(image(pixels))) == 1
    assert find_marks(image(pixels, Line(words=(Word(text="HOUSE", box=box),)))) == ()


def test_an_empty_page_has_no_marks() -> None:
    assert find_marks(image(blank())) == ()
    assert find_marks(image(blank(0))) == ()


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
        square(pixels, x, 100, colour=(210, 60, 60))
    cross(pixels, 100, 100, colour=(200, 30, 30))
    places = [place(100, 100), place(200, 100)]
    red = measure_marks(image(pixels), places, places, ["a", "a"])
    assert [m.checked for m in red] == [True, False]
    cross(pixels, 100, 100)
    black = measure_marks(image(pixels), places, places, ["a", "a"])
    assert black[0].confidence > red[0].confidence
