from __future__ import annotations

import hashlib

import numpy as np
import pytest
from PIL import Image

from extractors.input import rasterize
from extractors.input.images import read_picture
from extractors.preprocess.pipeline import prepare
from extractors.preprocess.visible_ink import turned
from schemas.settings import Limits
from tests.files import DATA, letter, pdf, rgb, scan

PAGE = rgb(scan())


def names(prepared):
    return [step.name for step in prepared.steps]


def leaning(degrees):
    """The page turned clockwise by an angle, as a feeder pulls it in."""
    return rgb(scan().rotate(-degrees, resample=Image.Resampling.BICUBIC, fillcolor=255))


def noisy(share=0.0, grain=0.0):
    random = np.random.default_rng(1)
    pixels = PAGE.astype(np.float64)
    pixels += random.normal(0, grain, PAGE.shape[:2])[:, :, None] if grain else 0
    pixels = pixels.clip(0, 255).astype(np.uint8)
    dots = random.random(PAGE.shape[:2])
    pixels[dots < share / 2] = 0
    pixels[dots > 1 - share / 2] = 255
    return pixels


def error(pixels):
    return float(np.abs(pixels.astype(np.int16) - PAGE).mean())


def test_a_clean_page_comes_back_as_it_is():
    prepared = prepare(PAGE, 200)
    assert (prepared.steps, prepared.rotation_deg) == ((), 0.0)
    assert np.array_equal(prepared.pixels, PAGE)


def test_a_page_drawn_from_a_pdf_comes_back_as_it_is(tmp_path):
    (pixels,) = rasterize.render(pdf(tmp_path / "a.pdf", letter), 1, 1, dpi=200, limits=Limits())
    prepared = prepare(pixels, 200)
    assert prepared.steps == ()
    assert np.array_equal(prepared.pixels, pixels)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_stands_up_again_without_losing_a_pixel(turn):
    prepared = prepare(turned(PAGE, turn), 200)
    assert prepared.rotation_deg == 360 - turn
    assert np.array_equal(prepared.pixels, PAGE)
    (step,) = prepared.steps
    assert (step.name, step.parameters) == ("turn_upright", {"clockwise_deg": 360 - turn})
    assert {"row_ratio", "upside_down_share"} <= set(step.measured)


@pytest.mark.parametrize("lean", [-14.0, -5.0, -1.0, -0.5, 0.5, 1.0, 3.0, 14.0])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_leaning_page_is_straightened(turn, lean):
    prepared = prepare(turned(leaning(lean), turn), 200)
    off = (prepared.rotation_deg + turn + lean + 180) % 360 - 180
    assert abs(off) <= 0.15
    assert "deskew" in names(prepared)


@pytest.mark.parametrize("lean", [0.0, 0.1, 0.2])
def test_a_lean_that_nobody_sees_is_left_alone(lean):
    assert names(prepare(leaning(lean), 200)) == []


def test_straightening_cuts_no_corner():
    page = scan(lines=())
    marked = page.copy()
    marked.paste(scan(), (0, 0))
    marked.paste(0, (0, 0, 12, 12))
    marked = marked.rotate(-5, resample=Image.Resampling.BICUBIC, fillcolor=255, expand=True)
    prepared = prepare(rgb(marked), 200)
    assert prepared.pixels.shape[0] > marked.height
    assert prepared.pixels.shape[1] > marked.width


def test_a_border_of_the_scanner_is_painted_white_and_the_size_stays():
    framed = PAGE.copy()
    framed[:40] = framed[:, -25:] = 20
    prepared = prepare(framed, 200)
    assert prepared.pixels.shape == framed.shape
    assert prepared.steps[0].measured == {"top": 40, "bottom": 0, "left": 0, "right": 25}
    assert np.array_equal(prepared.pixels, PAGE)


@pytest.mark.parametrize("thickness", [3, 700])
def test_a_thin_rule_or_a_dark_page_is_no_border(thickness):
    framed = PAGE.copy()
    framed[:thickness] = 20
    assert "white_borders" not in names(prepare(framed, 200))


def test_white_letters_in_a_dark_band_at_the_edge_survive():
    banner = PAGE.copy()
    banner[:160] = 30
    # A short word: its letters are a small share of any row.
    banner[60:100, 300:360] = np.where(PAGE[200:240, 200:260] < 128, 255, 30)
    prepared = prepare(banner, 200)
    letters = np.flatnonzero((banner[60:100, 300:360] == 255).all(axis=2).any(axis=1)) + 60
    assert letters.size > 15
    assert np.array_equal(prepared.pixels[letters[0] : letters[-1]], banner[letters[0] : letters[-1]])


@pytest.mark.parametrize("share", [0.01, 0.03])
def test_specks_are_removed_and_letters_kept(share):
    dirty = noisy(share=share)
    prepared = prepare(dirty, 200)
    assert names(prepared) == ["remove_specks"]
    assert error(prepared.pixels) < 0.35 * error(dirty)
    # The letters themselves: where the clean page is black it stays black.
    assert prepared.pixels[PAGE < 50].mean() < 12


def test_a_few_specks_are_left_alone():
    assert names(prepare(noisy(share=0.001), 200)) == []


def test_strong_grain_is_smoothed_and_weak_left_alone():
    dirty = noisy(grain=35)
    prepared = prepare(dirty, 200)
    assert "smooth_grain" in names(prepared)
    # The foot of the page is empty paper.
    assert prepared.pixels[-200:].std() < 0.5 * dirty[-200:].std()
    assert names(prepare(noisy(grain=6), 200)) == []


def test_faint_print_is_stretched():
    faint = (200 + PAGE * (40 / 255)).astype(np.uint8)
    prepared = prepare(faint, 200)
    assert names(prepared) == ["stretch_contrast"]
    assert error(prepared.pixels) < 5


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_an_empty_page_is_left_alone(shade):
    empty = np.full((800, 600, 3), shade, np.uint8)
    prepared = prepare(empty, 200)
    assert prepared.steps == ()
    assert np.array_equal(prepared.pixels, empty)


@pytest.mark.parametrize("shape", [(1, 1), (3, 2000), (2000, 3), (40, 40)])
def test_tiny_pages_are_survived(shape):
    random = np.random.default_rng(0).integers(0, 255, (*shape, 3), np.uint8)
    assert prepare(random, 72).pixels.shape[2] == 3


def test_the_same_page_gives_the_same_pixels_bit_for_bit():
    dirty = turned(noisy(share=0.02), 90)
    dirty = np.asarray(Image.fromarray(dirty).rotate(2, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)))
    first, second = prepare(dirty, 200), prepare(dirty.copy(), 200)
    assert len(first.steps) >= 3
    assert first.steps == second.steps
    assert hashlib.sha256(first.pixels).digest() == hashlib.sha256(second.pixels).digest()


@pytest.mark.data
@pytest.mark.parametrize(
    "file",
    [
        "sroie_receipts/documents/sroie_087.jpg",
        "sroie_receipts/documents/sroie_244.jpg",
        "fara_forms/documents/fara_025.tif",
        "cms1500_claims/documents/cms1500_20.jpg",
    ],
)
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_real_pages_stand_up(file, turn):
    path = DATA / file
    if not path.is_file():
        pytest.skip(f"{path} is absent")
    pixels = read_picture(path, 0, dpi=200, limits=Limits()).pixels
    prepared = prepare(turned(pixels, turn), 200)
    assert abs((prepared.rotation_deg + turn + 180) % 360 - 180) < 6
