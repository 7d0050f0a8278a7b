"""Searchable PDFs, as qpdf and poppler see them."""

from __future__ import annotations

import io
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from exports.glyphless import MARK, NARROW, WIDE, font_file, glyph_of
from exports.pdf import searchable_pdf
from exports.pictures import Pixels, encode
from exports.textlayer import Alphabet
from schemas.document import Line, Page, QuarantinedPage, ReadDocument, Word
from schemas.geometry import Box
from tests import builders

pytestmark = pytest.mark.skipif(
    not (shutil.which("pdftotext") and shutil.which("qpdf")), reason="poppler-utils or qpdf is not installed"
)

WIDTH, HEIGHT = 600, 800
XHTML = "{http://www.w3.org/1999/xhtml}"


def word(text: str, left: int, top: int, right: int, bottom: int) -> Word:
    return Word(text=text, box=Box.from_pixels(left, top, right, bottom, width=WIDTH, height=HEIGHT))


def page(*lines: tuple[Word, ...], number: int = 1, dpi: float = 100) -> Page:
    return Page(number=number, width=WIDTH, height=HEIGHT, dpi=dpi, lines=tuple(Line(words=words) for words in lines))


def white(_: int = 1) -> Pixels:
    return np.full((HEIGHT, WIDTH, 3), 255, np.uint8)


def written(tmp_path: Path, *pages: Page, quarantined: tuple[QuarantinedPage, ...] = ()) -> Path:
    read = ReadDocument(document_id=builders.document_id(), engine="test", pages=pages, quarantined=quarantined)
    path = tmp_path / "searchable.pdf"
    path.write_bytes(searchable_pdf(read, white, title="Rechnung für 株式会社"))
    return path


def poppler(path: Path, *options: str) -> str:
    command = ["pdftotext", *options, str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()


@pytest.mark.parametrize(
    "texts",
    [
        ("Invoice", "2024-0815"),
        ("Größe:", "Äpfel", "Straße", "naïve", "Łódź"),
        ("Счёт-фактура", "№", "Москва"),
        ("株式会社", "請求書", "한국어"),
        ("100,00", "€", "½", "²", "–", "“quoted”"),
        ("𝒜𝒷", "😀", "\U00020000"),
        ("(escaped)", "\\n", "<tag>", "%PDF"),
    ],
)
def test_words_come_back_as_they_were_read(tmp_path: Path, texts: tuple[str, ...]) -> None:
    words = tuple(word(text, 20 + 100 * i, 50, 100 + 100 * i, 70) for i, text in enumerate(texts))
    assert poppler(written(tmp_path, page(words)), "-raw").split() == list(texts)


def test_words_of_one_document_in_more_characters_than_a_map_section_holds(tmp_path: Path) -> None:
    text = "".join(chr(0x4E00 + i) for i in range(250))
    lines = [(word(text[i : i + 25], 20, 20 + i, 500, 40 + i),) for i in range(0, 250, 25)]
    assert "".join(poppler(written(tmp_path, page(*lines)), "-raw").split()) == text


def test_reading_order_is_that_of_the_document_not_of_the_page(tmp_path: Path) -> None:
    right, left = (word("second-column", 350, 50, 480, 70),), (word("first", 20, 300, 80, 320),)
    assert poppler(written(tmp_path, page(right, left)), "-raw").split() == ["second-column", "first"]


@pytest.mark.parametrize("dpi", [72, 100, 200, 203.5])
def test_boxes_lie_over_the_words(tmp_path: Path, dpi: float) -> None:
    words = (word("Total", 30, 100, 95, 124), word("1.234,50", 120, 100, 230, 124), word("€", 240, 100, 255, 124))
    found = ElementTree.fromstring(poppler(written(tmp_path, page(words, dpi=dpi)), "-bbox")).iter(f"{XHTML}word")
    for w, element in zip(words, found, strict=True):
        got = [float(element.attrib[name]) * dpi / 72 for name in ("xMin", "yMin", "xMax", "yMax")]
        assert got == pytest.approx(w.box.to_pixels(WIDTH, HEIGHT), abs=0.5)


def test_a_line_of_words_with_boxes_around_their_ink_stays_one_line(tmp_path: Path) -> None:
    # A dash and a comma are as flat as their ink: set in their own size they would be lines of their own.
    words = (word("Gasse", 30, 100, 90, 120), word("-", 100, 110, 110, 113), word("Typ,", 120, 101, 160, 125))
    assert poppler(written(tmp_path, page(words)), "-layout").split("\n")[0].split() == ["Gasse", "-", "Typ,"]


@pytest.mark.parametrize("left", [101, 100, 97], ids=["almost touching", "touching", "overlapping"])
def test_words_whose_boxes_touch_stay_apart(tmp_path: Path, left: int) -> None:
    words = (word("Policy", 30, 100, 100, 120), word("No.", left, 100, 130, 120))
    assert poppler(written(tmp_path, page(words)), "-raw").split() == ["Policy", "No."]


def test_words_of_a_sloping_line_stay_over_their_boxes(tmp_path: Path) -> None:
    words = tuple(word(f"word{i}", 30 + 100 * i, 100 + 15 * i, 110 + 100 * i, 120 + 15 * i) for i in range(5))
    found = ElementTree.fromstring(poppler(written(tmp_path, page(words)), "-bbox")).iter(f"{XHTML}word")
    tops = sorted(float(element.attrib["yMin"]) * 100 / 72 for element in found)
    assert tops == pytest.approx([100 + 15 * i for i in range(5)], abs=1)


def test_copied_text_has_blanks_where_the_page_has_them(tmp_path: Path) -> None:
    with pikepdf.open(written(tmp_path, page((word("a", 30, 50, 40, 70), word("b", 90, 50, 100, 70))))) as pdf:
        shown = [str(i.operator) for i in pikepdf.parse_content_stream(pdf.pages[0])].count("Tj")
    assert shown == 3


def test_qpdf_finds_nothing_wrong_and_the_text_is_invisible(tmp_path: Path) -> None:
    path = written(tmp_path, page((word("Unseen", 30, 50, 300, 150),)))
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, timeout=60)
    assert checked.returncode == 0, checked.stderr
    drawn = subprocess.run(["pdftoppm", "-r", "50", "-gray", str(path)], capture_output=True, check=True, timeout=60)
    assert np.asarray(Image.open(io.BytesIO(drawn.stdout))).min() == 255


def test_a_page_that_is_missing_says_so(tmp_path: Path) -> None:
    lost = QuarantinedPage(number=2, code="unreadable_document", message="the page is damaged")
    path = written(tmp_path, page(number=1), page(number=3), quarantined=(lost,))
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 3
    drawn = subprocess.run(
        ["pdftoppm", "-r", "50", "-gray", "-f", "2", "-l", "2", str(path)], capture_output=True, check=True, timeout=60
    )
    assert np.asarray(Image.open(io.BytesIO(drawn.stdout))).min() < 100


def test_the_same_document_gives_the_same_bytes() -> None:
    read = builders.read_document(builders.page("Invoice 2024"))
    assert searchable_pdf(read, white) == searchable_pdf(read, white)


def test_nothing_is_told_but_title_and_producer(tmp_path: Path) -> None:
    with pikepdf.open(written(tmp_path, page())) as pdf:
        assert {str(k): str(v) for k, v in pdf.docinfo.items()} == {
            "/Producer": "Fieldwright",
            "/Title": "Rechnung für 株式会社",
        }


# Pictures


def ink(kind: str) -> Pixels:
    pixels = white()
    pixels[100:140, 50:400] = {"black": 0, "gray": 90, "color": (200, 30, 30), "scan": 0}[kind]
    if kind == "scan":
        pixels -= np.random.default_rng(7).integers(0, 12, pixels.shape[:2], np.uint8)[:, :, None] * (pixels > 0)
    return pixels


@pytest.mark.parametrize(
    ("kind", "method"),
    [("black", "CCITTFaxDecode"), ("gray", "FlateDecode"), ("color", "FlateDecode"), ("scan", "DCTDecode")],
)
def test_the_picture_is_stored_by_its_content_and_looks_as_it_did(tmp_path: Path, kind: str, method: str) -> None:
    pixels = ink(kind)
    assert encode(pixels).filter == method
    read = ReadDocument(document_id=builders.document_id(), engine="test", pages=(page(),))
    path = tmp_path / "picture.pdf"
    path.write_bytes(searchable_pdf(read, lambda _: pixels))
    command = ["pdftoppm", "-r", "100", "-scale-to-x", str(WIDTH), "-scale-to-y", str(HEIGHT), str(path)]
    drawn = subprocess.run(command, capture_output=True, check=True, timeout=60)
    shown = np.asarray(Image.open(io.BytesIO(drawn.stdout)).convert("RGB")).astype(int)
    # Poppler smooths the edges; inside and outside of the ink the colors are right.
    difference = np.abs(shown - pixels)
    assert np.median(difference) <= (3 if method == "DCTDecode" else 0)
    assert difference[105:135, 55:395].max() <= (40 if method == "DCTDecode" else 15)


def test_fax_code_is_far_smaller_than_gray() -> None:
    assert len(encode(ink("black")).data) * 3 < len(encode(ink("gray")).data)


# The font


def test_the_font_opens_in_freetype() -> None:
    from PIL import ImageFont

    font = ImageFont.truetype(io.BytesIO(font_file()), 1000)
    assert font.getmetrics() == (800, 200)


@pytest.mark.parametrize(
    ("character", "glyph"),
    [("a", NARROW), ("ü", NARROW), ("Я", NARROW), ("株", WIDE), ("한", WIDE), ("\u0308", MARK), ("\u200d", MARK)],
)
def test_glyphs_are_as_wide_as_their_characters(character: str, glyph: int) -> None:
    assert glyph_of(character) == glyph


def test_a_document_with_every_character_there_is_still_has_codes() -> None:
    alphabet = Alphabet()
    everything = "".join(chr(i) for i in range(0x20, 0x11000) if not 0xD800 <= i < 0xE000)
    codes = alphabet.encode(everything)
    each = [codes[i : i + 2] for i in range(0, len(codes), 2)]
    assert len(each) == len(everything)
    assert len(set(each)) == len(alphabet.characters) == 0xFFFF - 1
    assert each[-1] == each[everything.index("\ufffd")]
