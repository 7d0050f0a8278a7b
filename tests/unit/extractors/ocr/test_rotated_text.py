"""Stamps on pages drawn here: faint, turned, across print; and pages on which there is nothing to look for."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.ocr.rapid import RapidEngine
from extractors.ocr.rotated_regions import find_unread, ink_of, text_height
from extractors.ocr.rotated_text import put_together
from extractors.page_image import PageImage
from schemas.document import Line, Page, Word
from schemas.geometry import Box

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
WIDTH, HEIGHT = 1000, 900
STAMP = ("RECEIVED", "DEPT OF JUSTICE", "95 JUL 10 PM 4:22", "REGISTRATION UNIT")


@pytest.fixture(scope="module")
def engine() -> RapidEngine:
    return RapidEngine("cpu")


def font(size=22):
    return ImageFont.truetype(FONT, size)


def printed() -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    for i in range(8):
        ImageDraw.Draw(image).text(
            (60, 40 + 44 * i), f"{i}. Name of the registrant and its address", font=font(), fill="black"
        )
    return image


def stamp(turn: int, *, color="black", dots=1.0) -> Image.Image:
    """The stamp on white, turned counter-clockwise by right angles; ``dots`` is the share of its ink that came off."""
    block = Image.new("RGB", (330, 170), "white")
    for i, text in enumerate(STAMP):
        ImageDraw.Draw(block).text((20, 10 + 38 * i), text, font=font(24), fill=color)
    pixels = np.asarray(block).copy()
    pixels[np.random.default_rng(5).random(pixels.shape[:2]) > dots] = 255
    return Image.fromarray(pixels).rotate(90 * turn, expand=True)


def as_page(image: Image.Image) -> PageImage:
    return PageImage(Page(number=1, width=image.width, height=image.height, dpi=200), np.asarray(image))


def stamped(turn: int, **options) -> PageImage:
    image = printed()
    image.paste(stamp(turn, **options), (620, 480))
    return as_page(image)


@pytest.mark.parametrize(
    ("turn", "options"),
    [
        (1, {}),
        (3, {}),
        (1, {"dots": 0.45}),
        (3, {"color": (200, 60, 60), "dots": 0.6}),
        (1, {"color": (175, 175, 190)}),
    ],
    ids=["up", "down", "faint", "red", "pale"],
)
def test_a_turned_stamp_is_read_whole_and_its_words_stand_on_its_ink(engine, turn, options):
    image = stamped(turn, **options)
    [page] = engine.recognize([image])
    assert "95 JUL 10" in page.text
    assert {"RECEIVED", "JUSTICE"} <= {word.text for line in page.lines for word in line.words}
    assert page.text.count("registrant") == 8
    [date] = [line for line in page.lines if "JUL" in line.text]
    left, top, right, bottom = date.box.to_pixels(WIDTH, HEIGHT)
    assert bottom - top > 3 * (right - left)
    assert 620 < left < right < 620 + 170
    ink = (image.pixels.min(axis=2) < 220)[top:bottom, left:right]
    assert ink.any(axis=1).mean() > 0.6


def test_words_of_a_stamp_run_along_its_line(engine):
    [page] = engine.recognize([stamped(1)])
    [date] = [line for line in page.lines if "JUL" in line.text]
    middles = [word.box.center[1] for word in date.words]
    assert [word.text for word in date.words][:3] == ["95", "JUL", "10"]
    assert middles == sorted(middles, reverse=True)


@pytest.fixture
def scribble() -> Image.Image:
    image = printed()
    rng = np.random.default_rng(3)
    points = np.cumsum(rng.normal(0, 26, (60, 2)), axis=0) + np.array([700, 650])
    ImageDraw.Draw(image).line([tuple(p) for p in points], fill="black", width=3)
    ImageDraw.Draw(image).rectangle((60, 480, 500, 820), outline="black", width=3)
    return image


def test_a_scribble_and_a_frame_bring_no_words(engine, scribble):
    [page] = engine.recognize([as_page(scribble)])
    assert [line.text[3:] for line in page.lines] == ["Name of the registrant and its address"] * 8


def line(text, left, top, right, bottom, *, confidence=0.95) -> Line:
    box = Box.from_pixels(left, top, right, bottom, width=WIDTH, height=HEIGHT)
    return Line(words=(Word(text=text, box=box, confidence=confidence),))


def regions(image: Image.Image, lines: list[Line]):
    page = as_page(image).page
    height = text_height(lines, page)
    ink = ink_of(np.asarray(image), height)
    return find_unread(ink, lines, page, height)


def test_unread_ink_counts_where_it_runs_up_the_page():
    read = [line("text", 55, 36 + 44 * i, 560, 68 + 44 * i) for i in range(8)]
    image = printed()
    assert regions(image, read) == []
    image.paste(stamp(1), (620, 480))
    [region] = regions(image, read)
    assert region.left < 640
    assert region.top < 490
    assert region.right > 770
    assert region.bottom > 790


def test_a_number_up_the_margin_that_was_read_is_nothing_to_look_at():
    image = printed()
    strip = Image.new("RGB", (300, 40), "white")
    ImageDraw.Draw(strip).text((4, 4), "P A G E 2079994978", font=font(), fill="black")
    image.paste(strip.rotate(90, expand=True), (850, 300))
    read = [line("text", 55, 36 + 44 * i, 560, 68 + 44 * i) for i in range(8)]
    assert len(regions(image, read)) == 1
    assert regions(image, [*read, line("P A G E 2079994978", 850, 330, 890, 600)]) == []


@pytest.mark.parametrize(
    ("old", "new", "texts"),
    [
        # a guess on the stamp gives way to the stamp
        ([line("REGIS", 620, 500, 650, 600, confidence=0.6)], [line("95 JUL", 615, 490, 660, 610)], ["95 JUL"]),
        # print that was read for certain stays, what is read on it again is not added
        ([line("Estimated", 600, 500, 720, 530)], [line("Estimoted", 602, 502, 722, 531)], ["Estimated"]),
        # a guess elsewhere stays
        ([line("lO", 20, 20, 60, 40, confidence=0.6)], [line("95 JUL", 615, 490, 660, 610)], ["lO", "95 JUL"]),
        # a stamp may cross print
        ([line("print", 600, 540, 900, 560)], [line("95 JUL", 615, 400, 650, 700)], ["print", "95 JUL"]),
    ],
)
def test_both_looks_are_put_together(old, new, texts):
    page = Page(number=1, width=WIDTH, height=HEIGHT, dpi=200)
    assert [found.text for found in put_together(old, new, page)] == texts
