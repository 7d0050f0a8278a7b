from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from extractors.input.images import count_pages, read_picture
from schemas.errors import UnreadableDocument
from schemas.settings import Limits
from tests.files import scan

LIMITS = Limits()


def read(path, **changes):
    return read_picture(path, changes.pop("index", 0), dpi=200, limits=LIMITS)


def names(picture):
    return [step.name for step in picture.steps]


def half_black(mode="RGB", size=(300, 400)):
    """The upper half black, the lower white."""
    image = Image.new("L", size, 255)
    image.paste(0, (0, 0, size[0], size[1] // 2))
    return image.convert(mode)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *(("TIFF", mode) for mode in ("1", "L", "P", "RGB", "RGBA", "CMYK", "LA", "I;16")),
        *(("PNG", mode) for mode in ("1", "L", "P", "RGB", "RGBA", "LA", "I;16")),
        *(("JPEG", mode) for mode in ("1", "L", "RGB", "CMYK")),
    ],
)
def test_every_mode_becomes_8_bit_rgb(tmp_path, mode, kind):
    path = tmp_path / "page"
    deep = Image.fromarray(np.asarray(half_black("L")).astype(np.uint16) * 257)
    image = deep if mode == "I;16" else half_black(mode)
    image.save(path, kind)
    pixels = read(path).pixels
    assert pixels.shape == (400, 300, 3)
    assert pixels.dtype == np.uint8
    assert pixels[100, 150].max() < 8
    assert pixels[300, 150].min() > 247


@pytest.mark.parametrize("bits", [10, 12, 16])
def test_the_depth_of_16_bit_gray_is_taken_from_the_pixels(tmp_path, bits):
    path = tmp_path / "deep.png"
    values = np.full((100, 100), 2**bits - 1, np.uint16)
    values[:50] = 2**bits // 4
    Image.fromarray(values).save(path)
    pixels = read(path).pixels
    assert pixels[80, 50, 0] == 255
    assert 60 <= pixels[20, 50, 0] <= 66


def test_what_is_transparent_is_paper(tmp_path):
    path = tmp_path / "logo.png"
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 50, 100))
    image.save(path)
    pixels = read(path).pixels
    assert pixels[50, 20].max() == 0
    assert pixels[50, 80].min() == 255


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
@pytest.mark.parametrize(("orientation", "turn"), [(1, 0), (3, 2), (6, 3), (8, 1)])
def test_the_camera_s_orientation_is_applied_once(tmp_path, orientation, turn, kind):
    path = tmp_path / "photo"
    stored = np.rot90(np.asarray(half_black("RGB")), k={0: 0, 2: 2, 3: 1, 1: 3}[turn])
    exif = Image.Exif()
    exif[274] = orientation
    Image.fromarray(np.ascontiguousarray(stored)).save(path, kind, exif=exif)
    picture = read(path)
    assert picture.pixels.shape == (400, 300, 3)
    assert picture.pixels[100, 150].max() < 8
    assert ("camera_orientation" in names(picture)) == (orientation != 1)


@pytest.mark.parametrize(
    ("size", "tag", "expected", "guessed"),
    [
        ((1654, 2339), (200, 200), 200, False),
        ((1654, 2339), None, 207, True),
        ((1654, 2339), (72, 72), 207, True),
        ((1654, 2339), (1, 1), 207, True),
        ((1654, 2339), (2000, 2000), 2000, False),
        ((827, 1169), (2000, 2000), 103, True),
        ((600, 1500), None, 190, True),
        ((600, 60), (300, 300), 300, False),
        ((80, 60), None, 72, True),
    ],
)
def test_the_resolution_is_the_tag_s_where_it_can_be_true(tmp_path, size, tag, expected, guessed):
    path = tmp_path / "page.png"
    Image.new("L", size, 255).save(path, **({"dpi": tag} if tag else {}))
    picture = read(path)
    assert picture.dpi == pytest.approx(expected, abs=1)
    assert ("guess_resolution" in names(picture)) == guessed


def test_huge_pictures_are_scaled_down_and_their_resolution_with_them(tmp_path):
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (4500, 6000), "white").save(path)
    picture = read(path)
    assert names(picture) == ["guess_resolution", "scale_down"]
    height, width = picture.pixels.shape[:2]
    assert height * width <= 9_000_000
    assert width / height == pytest.approx(0.75, abs=0.001)
    assert picture.dpi == pytest.approx(height / 11.3, abs=1)


def test_a_picture_far_above_the_resolution_shows_the_same_scaled_down_early(tmp_path):
    """JPEG is scaled while it is decoded, other formats in bands; the orientation holds."""
    page = Image.new("RGB", (5600, 7000), "white")
    page.paste("black", (0, 0, 2800, 3500))
    exif = Image.Exif()
    exif[274] = 6
    page.save(tmp_path / "a.jpg", exif=exif)
    page.convert("1").save(tmp_path / "a.tif", compression="group4")
    for name, black in (("a.jpg", (0, 1)), ("a.tif", (0, 0))):
        picture = read(tmp_path / name)
        height, width = picture.pixels.shape[:2]
        assert height * width < 9_300_000
        corners = picture.pixels[100 :: height - 200, 100 :: width - 200, 0]
        assert {tuple(at) for at in np.argwhere(corners < 20).tolist()} == {black}
        assert (corners > 235).sum() == 3


def test_very_large_paper_gets_fewer_dots_and_says_so(tmp_path):
    path = tmp_path / "plan.png"
    Image.new("1", (6000, 7000), 1).save(path, dpi=(300, 300))
    picture = read(path)
    assert picture.pixels.shape[0] * picture.pixels.shape[1] <= 36_010_000
    assert [finding.code for finding in picture.findings] == ["dpi_reduced"]
    assert picture.dpi == pytest.approx(300 * picture.pixels.shape[0] / 7000, abs=0.1)


def test_a_large_sheet_keeps_300_dpi(tmp_path):
    path = tmp_path / "a3.png"
    Image.new("1", (7016, 9921), 1).save(path, dpi=(600, 600))
    picture = read(path)
    assert picture.dpi == 300
    assert picture.pixels.shape[:2] == (4960, 3508)


def test_small_pictures_are_not_scaled_up(tmp_path):
    path = tmp_path / "screen.png"
    Image.new("L", (320, 200), 255).save(path, dpi=(96, 96))
    assert read(path).pixels.shape == (200, 320, 3)


def test_a_fax_gets_square_pixels(tmp_path):
    path = tmp_path / "fax.tif"
    Image.new("1", (1728, 1145), 1).save(path, dpi=(204, 98))
    picture = read(path)
    assert names(picture) == ["square_pixels"]
    assert picture.dpi == 204
    assert picture.pixels.shape[:2] == (2383, 1728)


def test_tiff_pages_are_read_one_by_one_and_previews_skipped(tmp_path):
    path = tmp_path / "pages.tif"
    preview = Image.new("L", (50, 50), 0)
    preview.encoderinfo = {"tiffinfo": {254: 1}}
    pages = [Image.new("L", (300, 400), shade) for shade in (10, 20, 30)]
    pages[0].save(path, save_all=True, append_images=[preview, *pages[1:]])
    assert count_pages(path, limits=LIMITS) == 3
    assert [int(read(path, index=i).pixels[0, 0, 0]) for i in range(3)] == [10, 20, 30]


def test_counting_stops_above_the_limit(tmp_path):
    path = tmp_path / "many.tif"
    one = Image.new("1", (10, 10))
    one.save(path, save_all=True, append_images=[one] * 30)
    assert count_pages(path, limits=Limits(pages=5)) == 6


def test_half_a_jpeg_is_read_with_a_finding(tmp_path):
    path = tmp_path / "half.jpg"
    scan(dpi=100).save(path)
    whole = read(path).pixels
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    picture = read(path)
    assert [f.code for f in picture.findings] == ["image_truncated"]
    assert np.array_equal(picture.pixels[:200], whole[:200])
    assert (picture.pixels[-100:] == 128).all()


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "GIF", "WEBP"])
def test_half_of_another_format_is_refused(tmp_path, kind):
    path = tmp_path / "half"
    scan(dpi=100).save(path, kind)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(UnreadableDocument):
        read(path)


def test_only_the_first_frame_of_a_moving_picture_is_a_page(tmp_path):
    path = tmp_path / "moving.gif"
    half_black("L").save(path, save_all=True, append_images=[Image.new("L", (300, 400), 99)])
    assert count_pages(path, limits=LIMITS) == 1
    assert [f.code for f in read(path).findings] == ["frames_ignored"]
