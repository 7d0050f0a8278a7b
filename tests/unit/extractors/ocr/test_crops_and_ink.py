"""The way from page to crop and back, and what counts as ink."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.ocr.crops import HEIGHT, cut, downward, is_turned, upward
from extractors.ocr.ink import has_ink, line_ink


def quad(left, top, right, bottom):
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float32)


PAGE = np.full((400, 600, 3), 255, np.uint8)


@pytest.mark.parametrize("region", [quad(50, 60, 250, 84), quad(10, 20, 310, 220), quad(0, 0, 600, 400)])
def test_a_crop_leads_back_to_its_region(region):
    crop = cut(PAGE, region)
    height, width = crop.pixels.shape[:2]
    assert height == HEIGHT
    left, top, right, bottom = crop.on_page(0, 0, width, height)
    assert (left, top, right, bottom) == pytest.approx((*region[0], *region[2]), abs=1e-3)


@pytest.mark.parametrize(("turn", "start"), [(upward, "bottom"), (downward, "top")])
def test_text_of_a_turned_region_starts_where_it_is_printed(turn, start):
    region = quad(100, 50, 130, 250)
    assert is_turned(region)
    crop = cut(PAGE, turn(region))
    assert crop.pixels.shape[1] > crop.pixels.shape[0]
    _, top, _, bottom = crop.on_page(0, 0, 10, HEIGHT)
    assert (bottom if start == "bottom" else top) == pytest.approx(250 if start == "bottom" else 50, abs=1e-3)


def test_a_flat_region_is_not_turned():
    assert not is_turned(quad(0, 0, 100, 20))


def strip(*, ink=0, paper=255):
    pixels = np.full((HEIGHT, 200, 3), paper, np.uint8)
    pixels[12:36, 20:30] = pixels[12:36, 40:50] = ink
    return pixels


@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (90, 200), (255, 0), (230, 120)])
def test_ink_is_found_in_black_pale_and_white_print(ink, paper):
    found = line_ink(strip(ink=ink, paper=paper))
    assert (found.top, found.bottom) == (12, 36)
    assert np.flatnonzero(found.profile).tolist() == [*range(20, 30), *range(40, 50)]


def test_a_rule_under_the_text_fills_no_gap():
    pixels = strip()
    pixels[40:42, :] = 0
    assert not line_ink(pixels).profile[30:40].any()


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_an_even_crop_has_no_ink(shade):
    assert not line_ink(np.full((HEIGHT, 100, 3), shade, np.uint8)).profile.any()


def noisy(amount, seed=3):
    page = np.random.default_rng(seed).normal(235, amount, (700, 500, 1)).clip(0, 255).astype(np.uint8)
    return np.repeat(page, 3, axis=2)


@pytest.mark.parametrize("page", [np.full((700, 500, 3), 255, np.uint8), noisy(4), noisy(10)])
def test_paper_with_scan_noise_is_blank(page):
    assert not has_ink(page)


def test_a_shade_across_the_paper_is_no_ink():
    shade = np.linspace(160, 255, 500).astype(np.uint8)
    assert not has_ink(np.repeat(np.tile(shade, (700, 1))[:, :, np.newaxis], 3, axis=2))


def test_a_dark_edge_of_the_scanner_is_no_ink():
    page = np.full((700, 500, 3), 255, np.uint8)
    page[:, :8] = 0
    assert not has_ink(page)


def test_a_short_word_is_ink():
    page = noisy(6)
    for left in range(200, 260, 12):
        page[300:316, left : left + 5] = 20
    assert has_ink(page)
