import numpy as np
import pytest

from redaction.pixels import redact_pixels
from schemas.geometry import Box


def white(height=100, width=200):
    return np.full((height, width, 3), 255, dtype=np.uint8)


def test_every_pixel_of_the_box_and_its_margin_is_black_and_no_other_changes():
    pixels = white()
    redacted = redact_pixels(pixels, [Box(left=0.25, top=0.2, right=0.5, bottom=0.4)], margin=0.1)
    expected = white()
    expected[18:42, 48:102] = 0  # 20 to 40 and 50 to 100, two pixels wider on each side
    assert np.array_equal(redacted, expected)
    assert (pixels == 255).all()


def test_a_fraction_of_a_pixel_counts_whole():
    redacted = redact_pixels(white(), [Box(left=0.1001, top=0.1001, right=0.1049, bottom=0.1049)], margin=0.0)
    assert (redacted[9:12, 19:22] == 0).all()


def test_boxes_at_the_edge_stay_on_the_page():
    redacted = redact_pixels(white(), [Box(left=0.0, top=0.0, right=1.0, bottom=1.0)])
    assert not redacted.any()


@pytest.mark.parametrize("shape", [(50, 60), (50, 60, 3)])
def test_gray_and_color(shape):
    pixels = np.full(shape, 200, dtype=np.uint8)
    redacted = redact_pixels(pixels, [Box(left=0.5, top=0.5, right=1.0, bottom=1.0)], margin=0.0)
    assert not redacted[25:, 30:].any()
    assert (redacted[:20, :25] == 200).all()


def test_no_boxes_is_an_equal_copy():
    pixels = white()
    redacted = redact_pixels(pixels, [])
    assert np.array_equal(redacted, pixels)
    assert redacted is not pixels
