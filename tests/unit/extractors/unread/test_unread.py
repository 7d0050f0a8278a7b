"""Pages drawn with Pillow: what holds no information, what is recognized, and what stays unread."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from extractors.page_image import PageImage
from extractors.read import finish_pages
from extractors.tiers import EFFORTS
from extractors.unread.ink import ink_of
from extractors.unread.regions import boxes_of, unread_mask
from redaction.view import redacted_image
from schemas.document import Line, Page, Word
from schemas.geometry import Box
from schemas.redacted import RedactedPage, RedactedWord

DPI = 200
SIZE = (1654, 2339)
FONT = ImageFont.load_default(34)


def paper() -> Image.Image:
    return Image.new("RGB", SIZE, "white")


def rules(pen: ImageDraw.ImageDraw) -> None:
    for y in range(200, 1000, 60):
        pen.line((100, y, 1500, y), fill="black", width=2)
    for x in range(100, 1501, 200):
        pen.line((x, 200, x, 980), fill="black", width=1)


def shading(pen: ImageDraw.ImageDraw) -> None:
    for y in range(200, 1000, 100):
        pen.rectangle((100, y, 1500, y + 45), fill=(200, 220, 240))
    pen.rectangle((0, 2200, 1654, 2339), fill=(20, 60, 120))


def check_boxes(pen: ImageDraw.ImageDraw) -> None:
    for y in range(200, 1000, 60):
        pen.rectangle((100, y, 130, y + 30), outline="black", width=2)


def dashes(pen: ImageDraw.ImageDraw) -> None:
    for x in range(100, 1500, 14):
        pen.rectangle((x, 300, x + 4, 303), fill="black")
        pen.line((x, 400, x + 8, 400), fill="black", width=2)


def scribble(pen: ImageDraw.ImageDraw) -> None:
    x = np.linspace(300, 700, 120)
    pen.line(list(zip(x, 500 + 40 * np.sin(x / 13) + 20 * np.cos(x / 31), strict=True)), fill=(30, 30, 120), width=4)


def text(pen: ImageDraw.ImageDraw) -> None:
    pen.text((300, 480), "Erika Muster, 4 May 1971", font=FONT, fill="black")


def pale_text(pen: ImageDraw.ImageDraw) -> None:
    pen.text((300, 480), "Erika Muster, 4 May 1971", font=FONT, fill=(255, 215, 120))


def portrait(pen: ImageDraw.ImageDraw) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (40, 30, 3), np.uint8)
    pen._image.paste(Image.fromarray(noise).resize((300, 400), Image.Resampling.BICUBIC), (300, 300))


def drawn_face(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse((300, 300, 500, 560), fill=(240, 200, 170), outline=(60, 40, 30), width=6)
    for x in (360, 440):
        pen.ellipse((x - 14, 400, x + 14, 420), fill=(40, 60, 120))
    pen.arc((350, 440, 450, 510), 20, 160, fill=(150, 40, 40), width=8)
    pen.pieslice((300, 290, 500, 480), 180, 360, fill=(90, 60, 30))


def trembling_rule(pen: ImageDraw.ImageDraw) -> None:
    rows = np.random.default_rng(4).integers(0, 4, 300)
    for i, row in enumerate(rows):
        pen.rectangle((100 + 4 * i, 300 + row, 102 + 4 * i, 302 + row), fill="black")


def bar_code(pen: ImageDraw.ImageDraw) -> None:
    bars = np.array(zxingcpp.create_barcode("ERIKA-1971", zxingcpp.BarcodeFormat.Code128).to_image(scale=3))
    pen._image.paste(Image.fromarray(bars).resize((bars.shape[1], 120)), (300, 300))


def drawn(*draws) -> np.ndarray:
    image = paper()
    for draw in draws:
        draw(ImageDraw.Draw(image))
    return np.asarray(image)


def unread(pixels: np.ndarray) -> tuple[Box, ...]:
    ink = ink_of(pixels, DPI)
    return boxes_of(unread_mask(ink)[0], ink.pixel_mm)


def noisy(pixels: np.ndarray) -> np.ndarray:
    noise = np.random.default_rng(2).normal(0, 8, pixels.shape)
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


def speckled(pixels: np.ndarray) -> np.ndarray:
    """Strong noise of each pixel, as of a bad camera."""
    noise = np.random.default_rng(2).normal(0, 25, pixels.shape)
    return np.clip(pixels * 0.9 + noise, 0, 255).astype(np.uint8)


def grainy(pixels: np.ndarray) -> np.ndarray:
    """Rough paper: bright and dark spots some pixels wide."""
    noise = cv2.GaussianBlur(np.random.default_rng(2).normal(0, 1, pixels.shape[:2]), (0, 0), 1.5)
    return np.clip(pixels * 0.85 + 15 * (noise / noise.std())[..., None], 0, 255).astype(np.uint8)


def striped(pixels: np.ndarray) -> np.ndarray:
    down, across = np.indices(pixels.shape[:2])
    return np.minimum(pixels, np.where((down + across) % 14 < 3, 205, 255)[..., None]).astype(np.uint8)


def dotted(pixels: np.ndarray) -> np.ndarray:
    """Halftone, askew."""
    down, across = np.indices(pixels.shape[:2])
    one, other = (down + across) / 2**0.5 % 9 - 4.5, (down - across) / 2**0.5 % 9 - 4.5
    return np.minimum(pixels, np.where(one**2 + other**2 < 9, 130, 250)[..., None]).astype(np.uint8)


def waved(pixels: np.ndarray) -> np.ndarray:
    """A security pattern of fine waves."""
    pattern = np.full(pixels.shape[:2], 255, np.uint8)
    across = np.arange(0, pixels.shape[1], 4)
    for top in range(-100, pixels.shape[0], 24):
        for wave in (np.sin(across / 19), -np.sin(across / 19)):
            points = np.stack([across, top + 40 * wave], axis=1).astype(np.int32)
            cv2.polylines(pattern, [points], False, 195, 1, cv2.LINE_AA)
    return np.minimum(pixels, pattern[..., None])


TEXTURES = [speckled, grainy, striped, dotted, waved]


@pytest.mark.parametrize("texture", TEXTURES)
def test_texture_all_over_the_paper_holds_no_information(texture) -> None:
    black = redacted_image(texture(drawn(rules)), _redacted(unread(texture(drawn(rules)))))
    assert (black == 0).all(axis=2).mean() < 0.02


@pytest.mark.parametrize("texture", TEXTURES)
def test_ink_on_textured_paper_is_covered(texture) -> None:
    pixels = texture(drawn(scribble))
    black = redacted_image(pixels, _redacted(unread(pixels)))
    assert (black[ink_of_scribble()] == 0).mean() > 0.95
    assert (black == 0).all(axis=2).mean() < 0.1


@pytest.mark.parametrize("texture", [lambda p: p, noisy, speckled, grainy, waved])
def test_a_smooth_photograph_is_covered(texture) -> None:
    """One without a sharp edge, as of a blurred scan."""
    pixels = texture(drawn()).copy()
    spots = np.random.default_rng(1).integers(20, 230, (20, 15), np.uint8)
    pixels[300:700, 300:600] = cv2.resize(spots, (300, 400), interpolation=cv2.INTER_CUBIC)[..., None]
    black = redacted_image(pixels, _redacted(unread(pixels)))
    assert (black[340:660, 340:560] == 0).all(axis=2).mean() > 0.9


@pytest.mark.parametrize("seen_by", [lambda p: p, noisy], ids=["drawn", "scanned"])
@pytest.mark.parametrize("draw", [rules, shading, check_boxes, dashes, trembling_rule])
def test_rules_fills_and_empty_boxes_hold_no_information(draw, seen_by) -> None:
    assert unread(seen_by(drawn(draw))) == ()


@pytest.mark.parametrize("draw", [scribble, text, pale_text, portrait, drawn_face, bar_code])
def test_ink_without_words_is_covered_by_boxes(draw) -> None:
    pixels = drawn(draw, rules)
    black = redacted_image(pixels, _redacted(unread(pixels)))
    left = np.abs(drawn(draw).astype(int) - 255).max(axis=2) > 40
    assert left.any()
    assert (black[left] == 0).mean() > 0.95
    assert (black == 0).all(axis=2).mean() < 0.15, "rules stay"


def ink_of_scribble() -> np.ndarray:
    return np.asarray(drawn(scribble).max(axis=2) < 200)


@pytest.mark.parametrize("seen_by", [lambda p: p, noisy], ids=["drawn", "scanned"])
@pytest.mark.parametrize(("contrast", "blur"), [(40, 2), (60, 4), (100, 6)])
def test_pale_and_blurred_handwriting_is_covered(contrast, blur, seen_by) -> None:
    pen = cv2.GaussianBlur(ink_of_scribble().astype(np.float32), (0, 0), blur)
    pixels = seen_by((255 - contrast * pen / pen.max())[..., None].repeat(3, axis=2).astype(np.uint8))
    black = redacted_image(pixels, _redacted(unread(pixels)))
    middle = pen > 0.5 * pen.max()
    assert (black[middle] == 0).mean() > 0.75


def _redacted(boxes: tuple[Box, ...]) -> RedactedPage:
    word = RedactedWord(text="x", box=Box(left=0.9, top=0.9, right=0.91, bottom=0.91), word_id=0, line_index=0)
    return RedactedPage(number=1, width=SIZE[0], height=SIZE[1], words=(word,), unread=boxes)


def test_boxes_cover_a_mask_exactly_by_cells() -> None:
    mask = np.random.default_rng(3).random((90, 70)) > 0.8
    mask = cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8))
    covered = np.zeros_like(mask)
    for box in boxes_of(mask, 0.25):
        left, top, right, bottom = box.to_pixels(70, 90)
        assert covered[top:bottom, left:right].sum() == 0, "boxes do not overlap"
        covered[top:bottom, left:right] = 1
    assert (covered >= mask).all()


class Engine:
    """Finds the dark rectangle of each image and calls it a word."""

    name, version = "fake", "1"

    def __init__(self, confidence: float = 0.9) -> None:
        self.confidence = confidence
        self.sizes: list[tuple[int, int]] = []

    def recognize(self, images):
        return [self._page(image) for image in images]

    def _page(self, image: PageImage) -> Page:
        if image.page.text_source == "text_layer":
            return image.page
        self.sizes.append(image.pixels.shape[:2])
        rows, columns = (np.flatnonzero((image.pixels.min(axis=2) < 128).any(axis=axis)) for axis in (1, 0))
        height, width = image.pixels.shape[:2]
        box = Box.from_pixels(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1, width=width, height=height)
        lines = (Line(words=(Word(text="Muster", box=box, confidence=self.confidence),)),)
        return image.page.model_copy(update={"lines": lines, "text_source": "ocr"})


def text_page(*lines: Line) -> Page:
    return Page(number=1, width=SIZE[0], height=SIZE[1], dpi=DPI, text_source="text_layer", lines=lines)


HEADING = Line(words=(Word(text="INVOICE", box=Box.from_pixels(100, 100, 300, 134, width=SIZE[0], height=SIZE[1])),))


def heading(pen: ImageDraw.ImageDraw) -> None:
    pen.text((100, 100), "INVOICE", font=ImageFont.load_default(42), fill="black")


def test_a_page_whose_ink_is_all_words_is_not_recognized() -> None:
    engine = Engine()
    (page,) = finish_pages(engine, [PageImage(text_page(HEADING), drawn(heading, rules))])
    assert (engine.sizes, page.lines, page.unread) == ([], (HEADING,), ())


def test_a_region_without_words_is_recognized_and_placed_on_the_page() -> None:
    engine = Engine()
    pixels = drawn(heading, text)
    (page,) = finish_pages(engine, [PageImage(text_page(HEADING), pixels)])
    (size,) = engine.sizes
    assert size[0] < 150
    assert size[1] < 700
    assert [line.text for line in page.lines] == ["INVOICE", "Muster"]
    found = page.lines[1].words[0]
    assert found.source == "ocr"
    rows, columns = (np.flatnonzero((drawn(text).min(axis=2) < 128).any(axis=axis)) for axis in (1, 0))
    seen = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
    assert np.abs(np.subtract(found.box.to_pixels(*SIZE), seen)).max() <= 1
    assert page.unread == ()


@pytest.mark.parametrize("source", ["text_layer", "none"])
def test_what_is_read_with_doubt_stays_unread(source) -> None:
    image = PageImage(text_page().model_copy(update={"text_source": source}), drawn(text))
    (page,) = finish_pages(Engine(confidence=0.3), [image])
    black = redacted_image(image.pixels, _redacted(page.unread))
    assert (black[image.pixels.min(axis=2) < 128] == 0).all()


def test_a_draft_recognizes_no_region_and_its_ink_stays_unread() -> None:
    engine, image = Engine(), PageImage(text_page(HEADING), drawn(heading, text))
    (page,) = finish_pages(engine, [image], effort=EFFORTS["draft"])
    assert (engine.sizes, page.lines) == ([], (HEADING,))
    assert page.unread


def test_a_word_that_runs_askew_does_not_hide_what_is_in_its_box() -> None:
    box = Box.from_pixels(250, 300, 900, 800, width=SIZE[0], height=SIZE[1])
    stamp = Line(words=(Word(text="SPECIMEN", box=box),))
    image = PageImage(text_page(stamp), drawn(scribble))
    (page,) = finish_pages(Engine(confidence=0.3), [image])
    assert page.unread


def test_many_regions_are_recognized_with_the_whole_page() -> None:
    engine = Engine()

    def spots(pen: ImageDraw.ImageDraw) -> None:
        for i in range(20):
            pen.text((200 + 300 * (i % 4), 300 + 300 * (i // 4)), "Muster", font=FONT, fill="black")

    finish_pages(engine, [PageImage(text_page(HEADING), drawn(heading, spots))])
    assert engine.sizes == [(SIZE[1], SIZE[0])]


@pytest.mark.parametrize("source", ["text_layer", "none"])
def test_a_code_is_text_in_a_box_that_covers_all_of_it(source) -> None:
    code = zxingcpp.create_barcode("Erika Muster\nDE89370400440532013000", zxingcpp.BarcodeFormat.QRCode)
    pixels = drawn(heading).copy()
    picture = np.array(code.to_image(scale=8))
    height, width = picture.shape
    pixels[1000 : 1000 + height, 700 : 700 + width] = picture[:, :, np.newaxis]
    image = PageImage(text_page(HEADING).model_copy(update={"text_source": source}), pixels)
    (page,) = finish_pages(Engine(confidence=0.3), [image])
    codes = [line for line in page.lines if line.words[0].source == "code"]
    assert [line.text for line in codes] == ["Erika Muster", "DE89370400440532013000"]
    assert page.lines[-2:] == tuple(codes)
    (box,) = {word.box for line in codes for word in line.words}
    left, top, right, bottom = box.to_pixels(*SIZE)
    margin = 4 * 8
    assert np.abs(np.subtract((left, top, right, bottom),
                              (700 + margin, 1000 + margin, 700 + width - margin, 1000 + height - margin))).max() <= 6  # fmt: skip
    assert not any(box.overlap(other) for other in page.unread)


def test_several_threads_give_the_same_pages_in_the_same_order() -> None:
    images = [
        PageImage(text_page(HEADING), drawn(heading, *more)) for more in ((text,), (), (scribble,), (text, rules))
    ]
    one, several = (finish_pages(Engine(confidence=0.3), images, threads=threads) for threads in (1, 3))
    assert one == several
    assert [bool(page.unread) for page in several] == [True, False, True, True]
