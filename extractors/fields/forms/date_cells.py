"""Reads the three printed cells of a date one by one, where the words of the page make no date.

Digits typed close below MM, DD and YY are detected as one region with these captions, or missed. Each cell is cut out
of the page image and read by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np

from extractors.fields.forms.parsers import iso_date
from extractors.fields.forms.registration import Registration
from extractors.fields.forms.template import Area, Caption
from extractors.page_image import Pixels
from schemas.geometry import Box

ReadWords = Callable[[Sequence[Pixels]], list[tuple[str, float]]]
"""From crops of one word each to text and confidence."""

YEAR_BEGINS = 0.35
"""Start of the year's cell, as a share of the way from the middle of DD to that of YY."""

TOPS = (7.0, 10.0, 4.0)
"""Form units from the middle of the captions to the top of a crop: the typing may touch the captions."""

CUT_TRUST = 0.97
"""What is cut out by itself is trusted a little less: no neighbor tells where it is."""

HEIGHT = 28.0
ROOM = 3.0


def read_cells(
    area: Area, registration: Registration, pixels: Pixels, read_words: ReadWords
) -> tuple[str, float, Box] | None:
    """Returns the date that the cells of an area show, its confidence and its place; None where they show none.

    Args:
        area: A date of the form with the captions MM, DD and YY in its upper part.
        registration: Where the form lies on the page.
        pixels: The page.
        read_words: Reads the cells.
    """
    cells = _cells(area, registration.table.captions)
    if cells is None:
        return None
    borders, middle = cells
    dx, dy = registration.shift
    found: list[list[tuple[str, float]]] = [[], [], []]
    for top in TOPS:
        boxes = [
            registration.box(left + dx, middle + top + dy, right + dx, middle + top + HEIGHT + dy)
            for left, right in borders
        ]
        for readings, (text, confidence) in zip(found, read_words([crop(pixels, box) for box in boxes]), strict=True):
            readings.append(("".join(c for c in text if c.isdigit()), confidence))
    place = registration.box(borders[0][0] + dx, middle + TOPS[0] + dy, borders[2][1] + dx, middle + HEIGHT + dy)
    return _date(found, place)


def _cells(area: Area, captions: Sequence[Caption]) -> tuple[list[tuple[float, float]], float] | None:
    inside = [c for c in captions if area.left <= c.left and c.right <= area.right and abs(c.middle - area.top) < 20]
    middles = {c.text: (c.left + c.right) / 2 for c in inside}
    if not {"MM", "DD", "YY"} <= middles.keys():
        return None
    month, day, year = (middles[name] for name in ("MM", "DD", "YY"))
    first, second = (month + day) / 2, day + YEAR_BEGINS * (year - day)
    height = next(c.middle for c in inside if c.text == "MM")
    return [(month - (first - month) - ROOM, first), (first, second), (second, area.right)], height


def _date(found: Sequence[Sequence[tuple[str, float]]], place: Box) -> tuple[str, float, Box] | None:
    """Returns the surest combination of the cells' readings that makes a date with a year of four digits."""
    lengths = (2, 2, 4)
    kept = [[r for r in readings if len(r[0]) == n] for readings, n in zip(found, lengths, strict=True)]
    best: tuple[str, float, Box] | None = None
    for chosen in product(*kept):
        value, confidence = iso_date("".join(text for text, _ in chosen)), min(c for _, c in chosen)
        if value is not None and (best is None or confidence > best[1]):
            best = (value, confidence, place)
    return best


def crop(pixels: Pixels, box: Box) -> Pixels:
    """Returns what a box holds, one pixel high and wide at least."""
    height, width = pixels.shape[:2]
    top, bottom = round(box.top * height), max(round(box.bottom * height), round(box.top * height) + 1)
    left, right = round(box.left * width), max(round(box.right * width), round(box.left * width) + 1)
    return np.ascontiguousarray(pixels[top:bottom, left:right])
