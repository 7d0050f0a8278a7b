"""A text layer that states other digits than the page shows."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.input.digit_samples import samples
from extractors.ocr.rapid import RapidEngine
from extractors.page_image import PageImage
from extractors.unread.digits import CONTRADICTION, without_contradictions
from schemas.document import Line, Page, Word
from schemas.geometry import Box

SIZE = (1000, 800)
PRINTED = ("BF-20417", "17.09.2024", "482.00", "96.40", "578.40", "85.18")
FONT = ImageFont.load_default(30)
SHIFT = str.maketrans("0123456789", "3456789012")
SWAP = str.maketrans("58", "85")


def page_image(stated: tuple[str, ...], printed: tuple[str, ...] = PRINTED) -> PageImage:
    image = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(image)
    lines = []
    for i, (text, seen) in enumerate(zip(stated, printed, strict=True)):
        pen.text((100, 50 + 80 * i), seen, font=FONT, fill="black")
        box = Box.from_pixels(*pen.textbbox((100, 50 + 80 * i), seen, font=FONT), width=SIZE[0], height=SIZE[1])
        lines.append(Line(words=(Word(text=text, box=box),)))
    chosen = samples((line.words[0], 1) for line in lines)
    page = Page(
        number=1, width=SIZE[0], height=SIZE[1], dpi=200, text_source="text_layer", lines=tuple(lines), samples=chosen
    )
    return PageImage(page, np.asarray(image))


@pytest.fixture(scope="module")
def engine() -> RapidEngine:
    return RapidEngine("cpu", 1)


@pytest.mark.parametrize("lie", [SHIFT, SWAP], ids=["all digits shifted", "5 and 8 swapped"])
def test_a_layer_with_other_digits_is_not_believed(engine, lie) -> None:
    (image,) = without_contradictions(engine, [page_image(tuple(text.translate(lie) for text in PRINTED))])
    assert (image.page.lines, image.page.text_source) == ((), "none")
    assert [finding.code for finding in image.page.findings] == [CONTRADICTION]


def test_a_layer_with_the_digits_of_the_page_is_believed(engine) -> None:
    given = page_image(PRINTED)
    (image,) = without_contradictions(engine, [given])
    assert image.page == given.page.model_copy(update={"samples": ()})


class Slips(RapidEngine):
    """Reads one word wrongly."""

    def read_words(self, crops):
        return [(text.replace("578", "576"), confidence) for text, confidence in super().read_words(crops)]


def test_one_slip_of_recognition_is_no_contradiction() -> None:
    (image,) = without_contradictions(Slips("cpu", 1), [page_image(PRINTED)])
    assert image.page.text_source == "text_layer"
    assert image.page.findings == ()


def test_samples_show_every_digit_of_every_font_in_few_words() -> None:
    words = [(Word(text=text, box=Box(left=0, top=0, right=1, bottom=1)), font)
             for text, font in [("1234567890", 1), ("123", 1), ("12", 2), ("Total", 2), ("7", 1), ("12", 2)]]  # fmt: skip
    assert [word.text for word in samples(words)] == ["1234567890", "12"]


def test_a_short_word_with_the_same_new_digits_is_preferred() -> None:
    box = Box(left=0, top=0, right=1, bottom=1)
    words = [(Word(text=text, box=box), 1) for text in ("Invoice-2024-17", "2024-17", "88", "2017")]
    assert [word.text for word in samples(words)] == ["2024-17", "88"]
