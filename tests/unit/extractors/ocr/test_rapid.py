"""The engine on pages drawn here: real models, no document of anybody."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.ocr import rapid
from extractors.ocr.rapid import RapidEngine
from extractors.ocr.recognition import Recognizer
from extractors.page_image import PageImage
from extractors.tiers import EFFORTS
from schemas.document import Page
from schemas.errors import EngineUnavailable
from schemas.tiers import TIERS
from tests.builders import page as text_page

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


@pytest.fixture(scope="module")
def engine() -> RapidEngine:
    return RapidEngine("cpu")


def blank(width=1000, height=700, shade=255) -> Image.Image:
    return Image.new("RGB", (width, height), (shade, shade, shade))


def as_page(image: Image.Image, number=1) -> PageImage:
    pixels = np.asarray(image)
    return PageImage(Page(number=number, width=image.width, height=image.height, dpi=150), pixels)


def written(*texts, size=26, left=60) -> Image.Image:
    image = blank()
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, size)
    for i, text in enumerate(texts):
        draw.text((left, 60 + 70 * i), text, font=font, fill=(0, 0, 0))
    return image


def test_words_come_apart_where_the_print_has_blanks(engine):
    texts = ["Invoice No. 2024-0017 of 3 May", "Total amount due: 1,234.50 EUR", "Straße 12, 80333 München"]
    [page] = engine.recognize([as_page(written(*texts))])
    assert [line.text for line in page.lines] == texts
    assert page.text_source == "ocr"
    assert page.findings == ()


def test_memory_is_freed_behind_the_pages_and_the_next_ones_are_read_alike(engine, monkeypatch):
    [first] = engine.recognize([as_page(written("Total 12.50"))])
    freed = []
    networks = engine._networks
    for network in (engine._detection, *(r._network for r in (networks.fast_recognizer, networks.recognizer))):
        free = network.release
        monkeypatch.setattr(network, "release", lambda free=free: freed.append(free()))
    [again] = engine.recognize([as_page(written("Total 12.50"))])
    assert len(freed) == 3
    assert again == first


def test_pages_that_are_read_together_are_read_as_each_alone(engine):
    pages = [as_page(written(f"Invoice {n}", f"Total {n}.50 EUR"), n) for n in (1, 2, 3, 4)]
    assert engine.recognize(pages) == [page for alone in pages for page in engine.recognize([alone])]


def test_every_character_has_a_probability_and_the_word_their_mean(engine):
    [page] = engine.recognize([as_page(written("Grand total 99.00"))])
    for word in page.lines[0].words:
        assert len(word.characters) == len(word.text)
        assert word.confidence == pytest.approx(sum(word.characters) / len(word.characters))


def test_boxes_hug_the_ink(engine):
    image = written("alpha beta")
    [page] = engine.recognize([as_page(image)])
    ink = np.asarray(image.convert("L")) < 128
    for word in page.lines[0].words:
        left, top, right, bottom = word.box.to_pixels(image.width, image.height)
        inside = ink[top:bottom, left:right]
        rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
        assert rows[0] <= 4
        assert len(inside) - 1 - rows[-1] <= 4
        assert columns[0] <= 6
        assert inside.shape[1] - 1 - columns[-1] <= 6
    assert page.lines[0].words[0].box.right <= page.lines[0].words[1].box.left


def test_cells_of_two_columns_are_two_lines(engine):
    image = blank()
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 26)
    draw.text((60, 60), "Widget", font=font, fill=(0, 0, 0))
    draw.text((260, 60), "12.00", font=font, fill=(0, 0, 0))
    [page] = engine.recognize([as_page(image)])
    assert sorted(line.text for line in page.lines) == ["12.00", "Widget"]


def test_text_turned_in_the_margin_is_read(engine):
    image = blank()
    strip = Image.new("RGB", (400, 40), "white")
    ImageDraw.Draw(strip).text((4, 4), "Original copy", font=ImageFont.truetype(FONT, 26), fill=(0, 0, 0))
    image.paste(strip.rotate(90, expand=True), (20, 100))
    [page] = engine.recognize([as_page(image)])
    assert page.text == "Original copy"
    box = page.lines[0].box
    assert box.height * 700 > box.width * 1000


@pytest.mark.parametrize("shade", [255, 200])
def test_a_blank_page_has_no_finding(engine, shade):
    [page] = engine.recognize([as_page(blank(shade=shade))])
    assert page.lines == ()
    assert page.findings == ()
    assert page.text_source == "ocr"


def test_ink_without_text_is_a_finding(engine):
    image = blank()
    for left in range(100, 900, 90):
        ImageDraw.Draw(image).line([(left, 600), (left + 150, 80)], fill=(20, 20, 20), width=9)
    [page] = engine.recognize([as_page(image)])
    assert page.lines == ()
    assert [finding.code for finding in page.findings] == ["ink_without_text"]


def test_what_is_known_of_the_page_stays_and_the_order_too(engine):
    layer = text_page("from the file", number=1).model_copy(update={"text_source": "text_layer"})
    images = [PageImage(layer, np.zeros((1, 1, 3), np.uint8)), as_page(written("second"), number=2)]
    first, second = engine.recognize(images)
    assert first == layer
    assert (second.number, second.dpi, second.text) == (2, 150, "second")


def test_the_same_page_reads_the_same_alone_and_in_company(engine):
    page = as_page(written("Order 4711", "ref: AB-12/9"))
    [alone] = engine.recognize([page])
    _, among = engine.recognize([as_page(written("other words here")), page])
    assert alone == among


@pytest.mark.parametrize("tier", TIERS)
def test_missing_models_are_an_unavailable_engine(tmp_path, tier):
    with pytest.raises(EngineUnavailable, match="missing"):
        RapidEngine("cpu", models=tmp_path, effort=EFFORTS[tier]).recognize([as_page(blank())])


def test_damaged_models_are_an_unavailable_engine(tmp_path):
    (tmp_path / "PP-OCRv6_det_small.onnx").write_bytes(b"not a network")
    with pytest.raises(EngineUnavailable, match="cannot be loaded"):
        RapidEngine("cpu", models=tmp_path).recognize([as_page(blank())])


@pytest.mark.parametrize(("quarter", "where"), [(90, "upward"), (270, "downward")])
def test_margin_text_is_read_in_its_own_direction(engine, quarter, where):
    image = blank()
    strip = Image.new("RGB", (400, 40), "white")
    ImageDraw.Draw(strip).text((4, 4), "Page 2079994978", font=ImageFont.truetype(FONT, 26), fill=(0, 0, 0))
    image.paste(strip.rotate(quarter, expand=True), (20, 100))
    [page] = engine.recognize([as_page(image)])
    assert page.text == "Page 2079994978", where


@pytest.mark.parametrize("digit", ["1", "6", "7"])
def test_a_single_digit_is_not_taken_for_turned_text(engine, digit):
    image = written("Quantity")
    ImageDraw.Draw(image).text((700, 300), digit, font=ImageFont.truetype(FONT, 26), fill=(0, 0, 0))
    [page] = engine.recognize([as_page(image)])
    assert [line.text for line in page.lines] == ["Quantity", digit]


def test_a_draft_gives_the_detection_network_fewer_pixels_and_premium_looks_twice(engine, monkeypatch):
    seen = []
    find = rapid.find_lines

    def watched(network, pixels, scale, step=32):
        seen.append((round(scale * max(pixels.shape[:2])), step))
        return find(network, pixels, scale, step)

    monkeypatch.setattr(rapid, "find_lines", watched)
    image = as_page(written("Total amount due: 1,234.50 EUR"))
    texts, looks = {}, {}
    for tier, effort in EFFORTS.items():
        seen.clear()
        [page] = engine.at(effort).recognize([image])
        texts[tier], looks[tier] = page.text, list(seen)
    assert looks == {"draft": [(960, 96)], "standard": [(1600, 32)], "premium": [(1600, 32), (1280, 32)]}
    assert set(texts.values()) == {"Total amount due: 1,234.50 EUR"}


def test_efforts_share_their_networks_and_standard_is_the_engine_as_it_is(engine):
    draft = engine.at(EFFORTS["draft"])
    assert draft.version == engine.version
    assert draft._networks is engine._networks
    image = as_page(written("Total 12.50", "Date 2024-05-03"))
    assert engine.at(EFFORTS["standard"]).recognize([image]) == engine.recognize([image])


def test_unsure_lines_are_recognized_at_other_widths_in_premium_only(engine, monkeypatch):
    widths = []
    read = Recognizer.read

    def watched(self, crops, width=1.0):
        widths.append(width)
        return read(self, crops, width)

    monkeypatch.setattr(Recognizer, "read", watched)
    image = as_page(written("Total 12.50"))
    engine.recognize([image])
    assert set(widths) == {1.0}
    engine.at(EFFORTS["premium"]).recognize([image])
    assert set(widths) == {1.0, 1.2, 0.85}


def test_words_have_their_places_when_a_line_is_recognized_at_another_width(engine):
    pixels = np.asarray(written("Total amount due: 1,234.50 EUR"))
    crop = np.ascontiguousarray(pixels[60:108, 50:520])
    [natural], [wide] = engine._recognizer.read([crop]), engine._recognizer.read([crop], 1.2)
    assert natural.text == wide.text
    assert [c.x for c in wide.characters] == pytest.approx([c.x for c in natural.characters], abs=8)
