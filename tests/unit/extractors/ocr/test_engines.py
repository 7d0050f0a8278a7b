"""What every engine promises, on the shipped null engine, a failing reader and Tesseract where it is installed."""

from __future__ import annotations

import shutil
import threading

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.ocr.engine import read_each
from extractors.ocr.null import NullEngine
from extractors.ocr.tesseract import TesseractEngine
from extractors.page_image import PageImage
from schemas.document import Page, PageFinding
from schemas.errors import EngineUnavailable
from tests.builders import line
from tests.builders import page as text_page

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="the program tesseract is not installed")


def image(number=1, *, text="") -> PageImage:
    picture = Image.new("RGB", (600, 200), "white")
    if text:
        ImageDraw.Draw(picture).text((40, 60), text, font=ImageFont.truetype(FONT, 30), fill="black")
    return PageImage(Page(number=number, width=600, height=200, dpi=150), np.asarray(picture))


def layer_image(number: int) -> PageImage:
    page = text_page("words of the file", number=number).model_copy(update={"text_source": "text_layer"})
    return PageImage(page, np.zeros((1, 1, 3), np.uint8))


def test_the_null_engine_reads_nothing_and_keeps_a_text_layer():
    layer, scan = NullEngine().recognize([layer_image(1), image(2)])
    assert layer == layer_image(1).page
    assert (scan.lines, scan.text_source) == ((), "ocr")


def fails_on(*numbers):
    def read(page_image):
        if page_image.page.number in numbers:
            raise EngineUnavailable("crashed")
        return [line("good")]

    return read


def test_one_bad_page_does_not_lose_the_others():
    pages = read_each([image(1), image(2), image(3)], fails_on(2))
    assert [page.text for page in pages] == ["good", "", "good"]
    assert [finding.code for page in pages for finding in page.findings] == ["recognition_failed"]
    assert pages[1].text_source == "none"


def test_an_engine_that_reads_no_page_is_unavailable():
    with pytest.raises(EngineUnavailable, match="crashed"):
        read_each([image(1), layer_image(2), image(3)], fails_on(1, 3))


def test_pages_are_read_at_one_time_and_stay_in_order():
    both_in_work = threading.Barrier(2, timeout=20)

    def read(page_image):
        both_in_work.wait()
        return fails_on(2)(page_image) and [line(f"page {page_image.page.number}")]

    pages = read_each([image(1), layer_image(9), image(2), image(3), image(4)], read, threads=2)
    assert [page.text for page in pages] == ["page 1", "words of the file", "", "page 3", "page 4"]
    assert [finding.code for finding in pages[2].findings] == ["recognition_failed"]


def test_earlier_findings_stay():
    scan = image()
    old = PageFinding(code="low_contrast", message="the page is pale")
    [page] = read_each([PageImage(scan.page.model_copy(update={"findings": (old,)}), scan.pixels)], fails_on())
    assert page.findings == (old,)


def test_ink_without_text_is_told_and_a_blank_page_is_not():
    inked, blank = read_each([image(1, text="unseen words"), image(2)], lambda _: [])
    assert [finding.code for finding in inked.findings] == ["ink_without_text"]
    assert blank.findings == ()


def test_an_empty_batch_is_no_page():
    assert read_each([], fails_on()) == []


@needs_tesseract
def test_tesseract_reads_words_with_boxes():
    [page] = TesseractEngine().recognize([image(text="Total 12.50 EUR")])
    assert page.text == "Total 12.50 EUR"
    first, second, _ = page.lines[0].words
    assert 0 < first.box.left < first.box.right <= second.box.left
    assert all(0 < word.confidence <= 1 for word in page.lines[0].words)


@needs_tesseract
def test_a_language_without_data_names_the_package_to_install():
    with pytest.raises(EngineUnavailable, match="apt-get install tesseract-ocr-xyz"):
        TesseractEngine("xyz").recognize([image(text="Total")])


def test_a_missing_tesseract_names_the_package_to_install(monkeypatch):
    import pytesseract

    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "no-such-program")
    with pytest.raises(EngineUnavailable, match="apt-get install tesseract-ocr"):
        TesseractEngine().recognize([image(text="Total")])
