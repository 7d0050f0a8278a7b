from __future__ import annotations

from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from extractors.input.pages import inspect, read_pages
from extractors.page_image import PageImage
from schemas.document import QuarantinedPage
from schemas.errors import UnreadableDocument
from schemas.settings import Limits
from tests.files import DATA, LETTER, full_page_scan, letter, pdf, picture_reader, scan

LIMITS = Limits()


def read(path, *, dpi=200, limits=LIMITS):
    media_type = inspect(path, limits=limits).media_type
    pages = list(read_pages(path, media_type=media_type, dpi=dpi, limits=limits))
    for page in pages:
        if isinstance(page, PageImage):
            assert page.pixels.shape == (page.page.height, page.page.width, 3)
            assert page.pixels.dtype == np.uint8
    return pages


def codes(image):
    return [finding.code for finding in image.page.findings]


def steps(image):
    return [step.name for step in image.page.steps]


def test_pages_come_in_order_with_their_words_or_without(tmp_path):
    path = pdf(tmp_path / "a.pdf", letter, full_page_scan, letter, lambda canvas: None, letter, full_page_scan)
    pages = read(path)
    assert [image.page.number for image in pages] == [1, 2, 3, 4, 5, 6]
    assert [image.page.text_source for image in pages] == [
        "text_layer", "none", "text_layer", "none", "text_layer", "none",
    ]  # fmt: skip
    assert [line.text for line in pages[2].page.lines] == list(LETTER)
    assert all(not image.page.lines for image in pages if image.page.text_source == "none")


def test_the_resolution_asked_for_is_the_page_s(tmp_path):
    path = pdf(tmp_path / "a.pdf", letter)
    for dpi, width, height in ((100, 827, 1170), (200, 1654, 2339)):
        (image,) = read(path, dpi=dpi)
        assert image.page.dpi == dpi
        assert abs(image.page.width - width) <= 1
        assert abs(image.page.height - height) <= 1


def test_a_page_too_large_is_drawn_smaller_with_a_finding(tmp_path):
    path = pdf(tmp_path / "a.pdf", letter, size=(2400, 3200))
    limits = Limits(page_pixels=2_000_000)
    (image,) = read(path, limits=limits)
    assert image.page.width * image.page.height <= limits.page_pixels
    assert image.page.width * image.page.height > 0.98 * limits.page_pixels
    assert codes(image) == ["dpi_reduced"]
    assert image.page.dpi == pytest.approx(image.page.width / 2400 * 72, rel=0.01)


def test_pages_of_different_size_are_drawn_each_at_its_own(tmp_path):
    def large(canvas):
        canvas.setPageSize((3000, 4000))
        letter(canvas)

    def small(canvas):
        canvas.setPageSize((300, 400))
        canvas.drawString(30, 300, "Receipt number 12")

    pages = read(pdf(tmp_path / "a.pdf", large, small), limits=Limits(page_pixels=4_000_000))
    assert [codes(image) for image in pages] == [["dpi_reduced"], []]
    assert pages[1].page.width == pytest.approx(300 / 72 * 200, abs=1)


def test_a_scan_is_not_drawn_finer_than_it_is(tmp_path):
    def coarse(canvas):
        canvas.drawImage(picture_reader(scan(dpi=120)), 0, 0, *canvas._pagesize)

    (image,) = read(pdf(tmp_path / "a.pdf", coarse))
    assert image.page.dpi == pytest.approx(120, abs=1)
    assert steps(image) == []


def test_text_over_a_coarse_letterhead_gets_all_dots(tmp_path):
    def draw(canvas):
        canvas.drawImage(picture_reader(scan(lines=(), dpi=72)), 0, 0, *canvas._pagesize)
        letter(canvas)

    (image,) = read(pdf(tmp_path / "a.pdf", draw))
    assert image.page.dpi == 200
    assert image.page.text_source == "text_layer"


def test_a_scan_on_a_page_of_a_wrong_size_keeps_its_dots(tmp_path):
    """Programs that write one point for each dot make A4 pages of two meters."""

    def draw(canvas):
        canvas.drawImage(picture_reader(scan()), 0, 0, *canvas._pagesize)

    (image,) = read(pdf(tmp_path / "a.pdf", draw, size=(1654, 2338)))
    assert (image.page.width, image.page.height) == (1654, 2338)
    assert image.page.dpi == pytest.approx(207, abs=1)
    assert steps(image) == ["guess_resolution"]


def test_a_scan_upside_down_in_a_pdf_stands_up(tmp_path):
    def draw(canvas):
        canvas.drawImage(picture_reader(scan().rotate(180)), 0, 0, *canvas._pagesize)
        letter(canvas, mode=3)

    (image,) = read(pdf(tmp_path / "a.pdf", draw))
    assert codes(image) == ["text_layer_invisible"]
    assert image.page.rotation_deg == 180
    assert steps(image) == ["turn_upright"]


def test_a_page_with_good_words_written_sideways_is_turned_with_them(tmp_path):
    def draw(canvas):
        canvas.rotate(90)
        canvas.translate(0, -595)
        letter(canvas, top=500)

    (image,) = read(pdf(tmp_path / "a.pdf", draw))
    assert image.page.rotation_deg == 90
    assert image.page.width > image.page.height
    assert [line.text for line in image.page.lines] == list(LETTER)


def test_tiff_pages_are_prepared_one_by_one(tmp_path):
    path = tmp_path / "a.tif"
    upright = scan().convert("1", dither=Image.Dither.NONE)
    turned = upright.rotate(90, expand=True)
    upright.save(path, save_all=True, append_images=[turned, upright], dpi=(200, 200))
    pages = read(path)
    assert [image.page.rotation_deg for image in pages] == [0, 90, 0]
    assert np.array_equal(pages[0].pixels, pages[1].pixels)
    assert [image.page.dpi for image in pages] == [200, 200, 200]


def test_a_damaged_page_of_a_tiff_is_quarantined_and_the_others_read(tmp_path):
    path = tmp_path / "a.tif"
    page = scan(dpi=100)
    page.save(path, compression="tiff_deflate", save_all=True, append_images=[page, page])
    with Image.open(path) as image:
        image.seek(1)
        offset, size = image.tag_v2[273][0], image.tag_v2[279][0]
    data = bytearray(path.read_bytes())
    data[offset : offset + size] = b"\xff" * size
    path.write_bytes(data)
    first, second, third = read(path)
    assert isinstance(first, PageImage)
    assert isinstance(third, PageImage)
    assert isinstance(second, QuarantinedPage)
    assert (second.number, second.code) == (2, "unreadable_document")


def test_when_no_page_can_be_read_the_document_is_unreadable(tmp_path):
    path = tmp_path / "a.png"
    scan(dpi=100).save(path)
    path.write_bytes(path.read_bytes()[:3000])
    pages = read_pages(path, media_type="image/png", dpi=200, limits=LIMITS)
    assert isinstance(next(pages), QuarantinedPage)
    with pytest.raises(UnreadableDocument, match="no page of 1"):
        next(pages)


@pytest.mark.data
def test_every_readable_file_of_the_formats_set_gives_its_pages(tmp_path):
    folder = DATA / "formats" / "documents"
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent")
    kinds = {".pdf", ".png", ".jpg", ".jpeg", ".bmp"}
    paths = sorted(p for p in folder.rglob("*") if p.suffix in kinds and p.name != "password.pdf")
    assert len(paths) > 25
    for path in paths:
        inspection = inspect(path, limits=LIMITS)
        pages = list(read_pages(path, media_type=inspection.media_type, dpi=72, limits=LIMITS))
        assert len(pages) == inspection.pages
        assert all(isinstance(page, PageImage) for page in pages), path.name


def scan_in_box(path: Path, box: tuple[float, float], unit: float = 1.0) -> Path:
    """An A4 scan of 200 dpi on a page of any size."""

    def draw(canvas) -> None:
        canvas.drawImage(picture_reader(scan()), 0, 0, *box)

    pdf(path, draw, size=box)
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        if unit != 1.0:
            file.pages[0].obj.UserUnit = unit
        file.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return path


@pytest.mark.parametrize(
    ("box", "unit", "size", "dpi"),
    [
        ((59.5, 84.2), 1, (1653, 2339), 207),
        ((59.5, 84.2), 10, (1653, 2339), 200),
        ((297.5, 421), 2, (1653, 2339), 200),
        ((595, 842), 1, (1653, 2339), 200),
        ((297.5, 421), 1, (1653, 2339), 400),
    ],
    ids=["box too small", "user unit 10", "user unit 2", "as it should be", "small paper, fine scan"],
)
def test_a_scan_is_drawn_with_its_own_dots(tmp_path, box, unit, size, dpi):
    (image,) = read(scan_in_box(tmp_path / "a.pdf", box, unit))
    assert (image.page.width, image.page.height) == pytest.approx(size, abs=6)
    assert image.page.dpi == pytest.approx(dpi, abs=1)


def test_a_large_scan_is_drawn_at_the_wanted_resolution(tmp_path):
    (image,) = read(scan_in_box(tmp_path / "a.pdf", (595, 842)), dpi=100)
    assert (image.page.width, image.page.height) == pytest.approx((827, 1170), abs=2)
