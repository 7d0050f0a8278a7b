"""Paper with a texture: the texture is no information, unread strokes on it are; blurred strokes, and pictures."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.unread.ink import ink_of
from extractors.unread.regions import unread_mask
from schemas.geometry import Box

DPI = 200
HEIGHT, WIDTH = 500, 640
Y, X = np.mgrid[:HEIGHT, :WIDTH]


def clean() -> np.ndarray:
    return np.full((HEIGHT, WIDTH), 245.0)


def grain() -> np.ndarray:
    noise = cv2.GaussianBlur(np.random.default_rng(1).normal(0, 1, (HEIGHT, WIDTH)), (0, 0), 1.2)
    return 225 + 22 * noise / noise.std()


def guilloche() -> np.ndarray:
    waves = [(Y + (10 + 6 * k) * np.sin(X / (23 + 9 * k) + k)) / 9 * 2 * np.pi for k in range(3)]
    return 245 - sum(45 * np.clip(np.cos(wave) * 2 - 0.9, 0, 1) for wave in waves)


def screen() -> np.ndarray:
    dots = np.cos(2 * np.pi * (X + Y) / 9.9) + np.cos(2 * np.pi * (X - Y) / 9.9)
    return 245 - 40 * np.clip(dots, 0, 1)


def linen() -> np.ndarray:
    return 230 + 15 * (np.cos(2 * np.pi * X / 5) + np.cos(2 * np.pi * Y / 5))


def signature(width: int = 4) -> np.ndarray:
    """Where a signature has ink, 0 to 1."""
    t = np.linspace(0, 1, 400)
    points = np.stack([80 + t * 450, 250 + 60 * np.sin(t * 19) * np.exp(-t) + 30 * np.sin(t * 51)], axis=1)
    drawn = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.polylines(drawn, [points.astype(np.int32)], False, 255, width, cv2.LINE_AA)
    return drawn / 255


def letters() -> np.ndarray:
    drawn = np.zeros((HEIGHT, WIDTH), np.uint8)
    for row in range(3):
        cv2.putText(
            drawn, "Erika Muster 1971", (60, 120 + row * 120), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 255, 3, cv2.LINE_AA
        )
    return drawn / 255


def page(paper: np.ndarray, strokes: np.ndarray | None = None, ink: int = 50) -> np.ndarray:
    """A page as a scanner saves it."""
    shown = paper if strokes is None else paper - (paper - ink) * strokes
    gray = np.clip(shown, 0, 255).astype(np.uint8)
    saved = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
    return cv2.cvtColor(cv2.imdecode(saved, cv2.IMREAD_GRAYSCALE), cv2.COLOR_GRAY2RGB)


def black(pixels: np.ndarray, *words: Box) -> np.ndarray:
    """Where a viewer sees black."""
    mask, _ = unread_mask(ink_of(pixels, DPI).without(words))
    return cv2.resize(mask, (WIDTH, HEIGHT), interpolation=cv2.INTER_NEAREST) > 0


@pytest.mark.parametrize("texture", [clean, grain, guilloche, screen, linen])
def test_texture_is_no_information(texture) -> None:
    assert black(page(texture())).mean() < 0.05


@pytest.mark.parametrize("texture", [clean, grain, guilloche, screen, linen])
@pytest.mark.parametrize("strokes", [letters, signature])
def test_strokes_on_a_texture_are_covered(texture, strokes) -> None:
    drawn = strokes()
    assert black(page(texture(), drawn))[drawn > 0.5].mean() > 0.95


@pytest.mark.parametrize("blur", [3, 4, 5])
def test_blurred_strokes_are_covered(blur) -> None:
    drawn = signature(width=6)
    soft = cv2.GaussianBlur(drawn, (0, 0), blur)
    assert black(page(clean(), soft))[drawn > 0.5].mean() > 0.8


def test_what_the_outline_of_a_picture_encloses_is_covered() -> None:
    """The hull of this picture holds words beside it; its dark side has no edges."""
    paper = clean()
    angle = np.linspace(0, 2 * np.pi, 400)
    radius = 120 + 12 * np.sin(12 * angle)
    outline = np.stack([180 + radius * np.cos(angle), 170 + radius * np.sin(angle)], axis=1)
    cv2.fillPoly(paper, [outline.astype(np.int32)], 120)
    x = np.arange(120, 560)
    tail = np.stack([x, 300 + (x - 120) * 0.35 + 12 * np.sin(x / 9)], axis=1)
    cv2.polylines(paper, [tail.astype(np.int32)], False, 40, 4, cv2.LINE_AA)
    words = [Box(left=0.5, top=top, right=0.85, bottom=top + 0.09) for top in (0.1, 0.22, 0.34, 0.46)]
    covered = black(page(paper), *words)
    assert covered[100:240, 120:240].mean() > 0.95
