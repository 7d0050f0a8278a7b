from __future__ import annotations

import numpy as np
import pytest

from extractors.input import rasterize
from extractors.input.pdf_text import read_text_layer
from extractors.input.pdfium import PdfiumFailed, TextLayer
from extractors.preprocess.visible_ink import turned
from schemas.settings import Limits
from tests.files import DATA, LETTER, full_page_scan, letter, pdf, picture_reader, raw_pdf, scan

LIMITS = Limits()


def both(path, number=1, dpi=200):
    with TextLayer(path, memory_bytes=LIMITS.memory_bytes, timeout_s=60) as layer:
        raw = layer.page(number)
    (pixels,) = rasterize.render(path, number, number, dpi=dpi, limits=LIMITS)
    return read_text_layer(raw, pixels), pixels


def verdict(path, number=1):
    reading, _ = both(path, number)
    codes = [finding.code for finding in reading.findings]
    assert reading.lines or reading.verdict != "good"
    return reading.verdict, codes


def texts(reading):
    return [line.text for line in reading.lines]


def assert_boxes_are_the_ink(reading, pixels):
    """Every word's box is the ink that is seen there, to three pixels: nothing sticks out, nothing is left over.

    The fonts of another Debian differ by a pixel.
    """
    gray = turned(pixels, reading.turn_deg).min(axis=2)
    height, width = gray.shape
    for line in reading.lines:
        for word in line.words:
            left, top, right, bottom = word.box.to_pixels(width, height)
            around = gray[max(top - 4, 0) : bottom + 4, max(left - 4, 0) : right + 4] < 160
            rows, columns = np.flatnonzero(around.any(axis=1)), np.flatnonzero(around.any(axis=0))
            seen = columns[0] + left - 4, rows[0] + top - 4, columns[-1] + left - 3, rows[-1] + top - 3
            assert np.abs(np.subtract(seen, (left, top, right, bottom))).max() <= 3, word.text


def test_a_good_layer_gives_the_lines_and_boxes_on_the_ink(tmp_path):
    reading, pixels = both(pdf(tmp_path / "a.pdf", letter))
    assert reading.verdict == "good"
    assert texts(reading) == list(LETTER)
    assert reading.findings == ()
    assert_boxes_are_the_ink(reading, pixels)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (40, 60, 580, 590)])
def test_rotate_and_crop_box_move_the_boxes_with_the_page(tmp_path, rotate, crop):
    def draw(canvas):
        if crop:
            canvas.setCropBox(crop)
        canvas.setPageRotation(rotate)
        # Low enough for the page that reportlab makes of a turned one: its media box changes sides.
        letter(canvas, top=540)

    reading, pixels = both(pdf(tmp_path / "a.pdf", draw))
    # The text runs from left to right only when the viewer's turn is undone.
    assert reading.turn_deg == (360 - rotate) % 360
    assert texts(reading) == list(LETTER)
    assert_boxes_are_the_ink(reading, pixels)


@pytest.mark.parametrize(("turn", "shift"), [(90, (0, -595)), (180, (-595, -842)), (270, (-842, 0))])
def test_a_page_that_is_written_sideways_is_turned(tmp_path, turn, shift):
    def draw(canvas):
        canvas.rotate(turn)
        canvas.translate(*shift)
        letter(canvas, top=500)

    reading, pixels = both(pdf(tmp_path / "a.pdf", draw))
    assert reading.turn_deg == turn
    assert texts(reading) == list(LETTER)
    assert_boxes_are_the_ink(reading, pixels)


def test_an_upright_page_rotated_right_stays(tmp_path):
    """A landscape page as programs write it: drawn sideways, and /Rotate makes it upright."""

    def draw(canvas):
        canvas.setPageRotation(90)
        canvas.rotate(90)
        canvas.translate(0, -595)
        letter(canvas, top=500)

    reading, pixels = both(pdf(tmp_path / "a.pdf", draw))
    assert reading.turn_deg == 0
    assert texts(reading) == list(LETTER)
    assert_boxes_are_the_ink(reading, pixels)


def test_a_page_without_text_has_no_layer(tmp_path):
    path = pdf(tmp_path / "a.pdf", full_page_scan, lambda canvas: None)
    assert verdict(path, 1) == ("none", [])
    assert verdict(path, 2) == ("none", [])


def test_recognition_laid_over_a_scan_is_not_the_page_s_own(tmp_path):
    def over(canvas):
        full_page_scan(canvas)
        letter(canvas, mode=3)

    def beneath(canvas):
        letter(canvas)
        full_page_scan(canvas)

    path = pdf(tmp_path / "a.pdf", over, beneath)
    assert verdict(path, 1) == ("invisible", ["text_layer_invisible"])
    assert verdict(path, 2) == ("invisible", ["text_layer_invisible"])


def test_text_over_a_picture_that_fills_the_page_is_good(tmp_path):
    """Letterheads are full-page pictures too; what is drawn over them can be seen."""

    def draw(canvas):
        paper = scan(lines=())
        canvas.drawImage(picture_reader(paper), 0, 0, *canvas._pagesize)
        letter(canvas)

    assert verdict(pdf(tmp_path / "a.pdf", draw)) == ("good", [])


def test_white_text_and_invisible_text_are_left_out(tmp_path):
    def draw(canvas):
        letter(canvas)
        canvas.setFillGray(1)
        letter(canvas, ["hidden words"], top=300)
        canvas.setFillGray(0)
        letter(canvas, ["not drawn"], top=200, mode=3)
        letter(canvas, ["beyond the edge"], top=-50)

    reading, _ = both(pdf(tmp_path / "a.pdf", draw))
    assert texts(reading) == list(LETTER)
    assert [(f.code, f.message.split()[0]) for f in reading.findings] == [("text_layer_hidden_words", "2")]


def test_white_text_on_a_dark_band_is_seen(tmp_path):
    def draw(canvas):
        canvas.rect(0, 760, 600, 60, fill=1)
        letter(canvas)
        canvas.setFillGray(1)
        letter(canvas, ["Northern Paper"], top=785)

    reading, _ = both(pdf(tmp_path / "a.pdf", draw))
    assert texts(reading) == ["Northern Paper", *LETTER]
    assert reading.findings == ()


def test_a_scan_with_a_printed_footer_is_partial(tmp_path):
    def draw(canvas):
        width, height = canvas._pagesize
        canvas.drawImage(picture_reader(scan()), 60, 60, width - 120, height - 120)
        letter(canvas, ["Received on 14 March 2024 by the accounts department"], top=30)

    assert verdict(pdf(tmp_path / "a.pdf", draw)) == ("partial", ["text_layer_partial"])


def test_a_logo_a_photograph_and_a_table_s_rules_leave_a_layer_good(tmp_path):
    noise = np.random.default_rng(0).integers(0, 255, (300, 400), np.uint8)

    def draw(canvas):
        from PIL import Image

        letter(canvas)
        canvas.drawImage(picture_reader(Image.fromarray(noise)), 300, 100, 200, 150)
        canvas.drawImage(picture_reader(scan(["Northern Paper"], dpi=100).crop((80, 80, 400, 130))), 72, 780, 150, 25)
        canvas.grid([72, 120, 200, 290], [100, 130, 160, 190, 220])

    assert verdict(pdf(tmp_path / "a.pdf", draw)) == ("good", [])


def with_font(tmp_path, cmap):
    """A letter whose font tells another meaning of its characters than they have."""
    rows = " ".join(f"0 -26 Td ({line}) Tj" for line in LETTER)
    content = f"BT /F1 12 Tf 72 740 Td {rows} ET"
    mapping = f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {cmap} endcmap"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 6 0 R >>",
        f"<< /Length {len(mapping)} >>\nstream\n{mapping}\nendstream",
    )
    path = tmp_path / "font.pdf"
    path.write_bytes(raw_pdf(*objects))
    return path


@pytest.mark.parametrize(
    ("cmap", "expected"),
    [
        ("1 beginbfrange <20> <7e> <0020> endbfrange", "good"),
        ("1 beginbfrange <21> <7e> <0024> endbfrange", "garbled"),
        ("1 beginbfrange <21> <7e> <e021> endbfrange", "garbled"),
        ("1 beginbfrange <41> <7e> <0081> endbfrange", "garbled"),
        ("1 beginbfrange <41> <5a> <0041> endbfrange 1 beginbfrange <61> <7a> <0391> endbfrange", "garbled"),
    ],
    ids=["right", "shifted by three", "private use", "control characters", "two alphabets in a word"],
)
def test_a_broken_unicode_map_is_garbled(tmp_path, cmap, expected):
    found, codes = verdict(with_font(tmp_path, cmap))
    assert found == expected
    assert codes == ([] if expected == "good" else ["text_layer_garbled"])


def test_a_picture_of_another_part_of_the_page_is_unaligned(tmp_path):
    """Poppler and PDFium mend a crop box that reaches beyond the page differently; boxes would be beside the words."""
    path = pdf(tmp_path / "a.pdf", letter)
    _, pixels = both(path)
    with TextLayer(path, memory_bytes=LIMITS.memory_bytes, timeout_s=60) as layer:
        raw = layer.page(1)
    reading = read_text_layer(raw, pixels[:-100])
    assert reading.verdict == "unaligned"
    assert [f.code for f in reading.findings] == ["text_layer_unaligned"]
    assert read_text_layer(raw, pixels[:-2]).verdict == "good"


def test_findings_hold_no_text_of_the_document(tmp_path):
    reading, _ = both(with_font(tmp_path, "1 beginbfrange <21> <7e> <0024> endbfrange"))
    said = " ".join(finding.message for finding in reading.findings)
    assert not any(word in said for line in LETTER for word in line.split() if len(word) > 6)


def test_a_page_that_does_not_exist_fails_and_the_next_is_read(tmp_path):
    path = pdf(tmp_path / "a.pdf", letter)
    with TextLayer(path, memory_bytes=LIMITS.memory_bytes, timeout_s=60) as layer:
        with pytest.raises(PdfiumFailed):
            layer.page(2)
        assert layer.page(1).characters


def test_too_little_memory_fails_and_says_so(tmp_path):
    path = pdf(tmp_path / "a.pdf", letter)
    with (
        TextLayer(path, memory_bytes=3_000_000, timeout_s=60) as layer,
        pytest.raises(PdfiumFailed),
    ):
        layer.page(1)


@pytest.mark.data
@pytest.mark.parametrize(
    ("file", "number", "expected"),
    [
        ("zugferd_invoices/documents/f01_EN16931_1_Teilrechnung.pdf", 2, "good"),
        ("ad_buy/documents/0184c40e-1467-7368-6eb9-0395acd37689.pdf", 1, "invisible"),
        ("ad_buy/documents/0179ed96-6b64-eb8b-07c1-3214262dec0c.pdf", 1, "good"),
        ("formats/documents/pdf/a1977-backus-p21.pdf", 1, "invisible"),
        ("formats/documents/pdf/korean-text-with-tables.pdf", 1, "good"),
    ],
)
def test_verdicts_on_real_documents(file, number, expected):
    path = DATA / file
    if not path.is_file():
        pytest.skip(f"{path} is absent")
    reading, _ = both(path, number)
    assert reading.verdict == expected


FORM = (
    "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /DR << /Font << /F 5 0 R >> >> /DA (/F 12 Tf) >> >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R /Annots [6 0 R 7 0 R 8 0 R] "
    "/Resources << /Font << /F 5 0 R >> >> >>",
    "<< /Length 44 >>\nstream\nBT /F 12 Tf 40 240 Td (Order number) Tj ET   \nendstream",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    "<< /Type /Annot /Subtype /Widget /FT /Tx /T (order) /V (PO-66120) /F 4 /Rect [150 230 300 255] "
    "/DA (/F 12 Tf 0 g) /P 3 0 R >>",
    "<< /Type /Annot /Subtype /FreeText /F 4 /Rect [40 150 300 180] /Contents (Paid by transfer) "
    "/DA (/F 12 Tf 0 g) /P 3 0 R /AP << /N 9 0 R >> >>",
    "<< /Type /Annot /Subtype /FreeText /F 2 /Rect [40 50 300 80] /Contents (Hidden remark) "
    "/DA (/F 12 Tf 0 g) /P 3 0 R /AP << /N 10 0 R >> >>",
    "<< /Type /XObject /Subtype /Form /BBox [0 0 260 30] /Resources << /Font << /F 5 0 R >> >> /Length 47 >>\n"
    "stream\nBT /F 12 Tf 4 10 Td (Paid by transfer) Tj ET   \nendstream",
    "<< /Type /XObject /Subtype /Form /BBox [0 0 260 30] /Resources << /Font << /F 5 0 R >> >> /Length 45 >>\n"
    "stream\nBT /F 12 Tf 4 10 Td (Hidden remark) Tj ET   \nendstream",
)  # fmt: skip


def test_form_values_without_appearance_and_notes_are_text_of_the_page(tmp_path):
    path = tmp_path / "form.pdf"
    path.write_bytes(raw_pdf(*FORM))
    reading, pixels = both(path)
    assert reading.verdict == "good"
    assert texts(reading) == ["Order number", "PO-66120", "Paid by transfer"]
    assert_boxes_are_the_ink(reading, pixels)


def test_letters_too_small_for_a_person_are_left_out(tmp_path):
    def draw(canvas):
        letter(canvas)
        canvas.setFont("Helvetica", 0.8)
        canvas.drawString(72, 765, "IBAN DE89 3704 0044 0532 0130 00")
        canvas.setFont("Helvetica", 4)
        canvas.drawString(72, 60, "small print of four points is legible")

    reading, _ = both(pdf(tmp_path / "a.pdf", draw))
    assert [f.code for f in reading.findings] == ["text_layer_hidden_words"]
    assert texts(reading) == [*LETTER, "small print of four points is legible"]
