from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from store.images import Pixels, decoded, encoded


def plain(channels: int = 3) -> Pixels:
    """A white page with some ink, in color unless it has one channel."""
    pixels = np.full((70, 90, 3), 255, np.uint8)
    pixels[10:14, 5:60] = (20, 40, 200) if channels == 3 else 30
    return pixels


def noise() -> Pixels:
    return np.random.default_rng(7).integers(0, 256, (70, 90, 3)).astype(np.uint8)


@pytest.mark.parametrize("pixels", [plain(), plain(1), noise(), noise()[:, :, [0, 0, 0]], plain()[:1, :1]])
def test_pixels_come_back(pixels: Pixels) -> None:
    data = encoded(pixels)
    found = decoded(data)
    assert found is not None
    assert found.flags.c_contiguous
    assert np.array_equal(found, pixels)
    with Image.open(io.BytesIO(data)) as image:
        assert np.array_equal(np.asarray(image.convert("RGB")), pixels)


def test_color_between_the_rows_of_the_sample_is_kept() -> None:
    pixels = np.full((64, 64, 3), 255, np.uint8)
    pixels[5, 5] = (255, 0, 0)
    found = decoded(encoded(pixels))
    assert found is not None
    assert found[5, 5].tolist() == [255, 0, 0]


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1"])
def test_files_of_other_programs_are_read(mode: str) -> None:
    file = io.BytesIO()
    Image.fromarray(plain()).convert(mode).save(file, "PNG")
    found = decoded(file.getvalue())
    assert found is not None
    assert found.shape == plain().shape


@pytest.mark.parametrize("pixels", [plain(), plain(1), noise()])
def test_a_damaged_file_gives_nothing(pixels: Pixels) -> None:
    data = encoded(pixels)
    for place in (3, 18, 30, 45, len(data) // 2):
        assert decoded(data[:place] + bytes([data[place] ^ 255]) + data[place + 1 :]) is None
    assert decoded(data[: len(data) // 2]) is None
    assert decoded(b"") is None
