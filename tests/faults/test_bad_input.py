"""Files that are broken, or made to hurt: each ends in a named refusal or a quarantined page, soon and in little memory."""

from __future__ import annotations

import os
import random
import resource
import zlib

import pytest

from extractors.input import rasterize
from extractors.input.page_image import PageImage
from extractors.input.pages import inspect, read_pages
from extractors.input.pdfium import PdfiumFailed, TextLayer
from schemas.document import QuarantinedPage
from schemas.errors import (
    ConfigurationError,
    EmptyDocument,
    EncryptedDocument,
    LimitExceeded,
    PermanentError,
    UnreadableDocument,
    UnsupportedDocument,
)
from schemas.settings import Limits
from tests.files import letter, pdf, png_header, raw_pdf, scan

LIMITS = Limits(page_timeout_s=20)

CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"


def ends_well(path, limits=LIMITS):
    """Reads a file to its end; returns the pages, or the kind of error that named what is wrong."""
    try:
        media_type = inspect(path, limits=limits).media_type
        return list(read_pages(path, media_type=media_type, dpi=100, limits=limits))
    except PermanentError as error:
        return type(error)


def write(path, content):
    path.write_bytes(content)
    return path


def stream(data, extra=""):
    packed = zlib.compress(data, 9).decode("latin-1")
    return f"<< /Length {len(packed)} /Filter /FlateDecode {extra} >>\nstream\n{packed}\nendstream"


def page_of(content, resources="<< >>"):
    return raw_pdf(
        CATALOG,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources {resources} >>",
        content,
    )


def test_a_million_pages_are_counted_not_read(tmp_path):
    hundred = " ".join(["{} 0 R"] * 100)
    path = write(
        tmp_path / "many.pdf",
        raw_pdf(
            CATALOG,
            f"<< /Type /Pages /Kids [{hundred.format(*[3] * 100)}] /Count 1000000 >>",
            f"<< /Type /Pages /Parent 2 0 R /Kids [{hundred.format(*[4] * 100)}] /Count 10000 >>",
            f"<< /Type /Pages /Parent 3 0 R /Kids [{hundred.format(*[5] * 100)}] /Count 100 >>",
            "<< /Type /Page /Parent 4 0 R /MediaBox [0 0 595 842] >>",
        ),
    )
    # Poppler has a look at the number of objects first; either way nobody walks the tree.
    with pytest.raises((LimitExceeded, UnreadableDocument)):
        inspect(path, limits=LIMITS)


def test_a_page_tree_that_holds_itself_ends(tmp_path):
    tree = "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"
    result = ends_well(write(tmp_path / "loop.pdf", raw_pdf(CATALOG, tree)))
    assert result in (UnreadableDocument, EmptyDocument)


def test_more_pages_promised_than_there_are_are_quarantined(tmp_path):
    path = write(
        tmp_path / "lies.pdf",
        raw_pdf(
            CATALOG,
            "<< /Type /Pages /Kids [3 0 R] /Count 3 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ),
    )
    result = ends_well(path)
    if isinstance(result, list):
        assert [isinstance(page, QuarantinedPage) for page in result] == [False, True, True]


def test_forms_inside_of_forms_run_out_of_time_and_the_next_page_is_read(tmp_path):
    """Ten forms that draw each other ten times each: 10 billion rectangles in one kilobyte."""
    depth = 10
    forms = []
    for level in range(depth):
        body = "0 0 9 9 re f" if level == depth - 1 else "/X Do " * 10
        inner = "" if level == depth - 1 else f"/Resources << /XObject << /X {8 + level} 0 R >> >>"
        forms.append(f"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] {inner} /Length {len(body)} >>\n"
                     f"stream\n{body}\nendstream")  # fmt: skip
    path = write(
        tmp_path / "forms.pdf",
        raw_pdf(
            CATALOG,
            "<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            " /Resources << /XObject << /X 7 0 R >> >> >>",
            "<< /Length 5 >>\nstream\n/X Do\nendstream",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R >>",
            "<< /Length 16 >>\nstream\n9 9 200 200 re f\nendstream",
            *forms,
        ),
    )
    first, second = ends_well(path, Limits(page_timeout_s=2))
    assert isinstance(first, QuarantinedPage)
    assert first.code == "limit_exceeded"
    assert isinstance(second, PageImage)
    assert second.pixels.min() == 0


def test_a_picture_that_would_fill_the_memory_leaves_the_worker_alone(tmp_path):
    """A picture of 40000 x 40000 colour dots, packed into a few kilobytes: 4.8 GB."""
    kind = "/Type /XObject /Subtype /Image /Width 40000 /Height 40000 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    path = write(
        tmp_path / "bomb.pdf",
        raw_pdf(
            CATALOG,
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            " /Resources << /XObject << /I 5 0 R >> >> >>",
            "<< /Length 29 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream",
            stream(bytes(4_000_000), kind),
        ),
    )
    (page,) = ends_well(path, Limits(memory_bytes=400_000_000, page_timeout_s=30))
    assert page.number == 1 if isinstance(page, QuarantinedPage) else page.page.number == 1
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < 4_000_000_000


def test_poppler_runs_under_its_memory_limit(tmp_path):
    """The same page is drawn with enough memory and refused with too little."""
    path = pdf(tmp_path / "a.pdf", letter, size=(2000, 2000))
    assert rasterize.render(path, 1, 1, dpi=200, limits=Limits(memory_bytes=1_000_000_000))
    with pytest.raises(UnreadableDocument):
        rasterize.render(path, 1, 1, dpi=200, limits=Limits(memory_bytes=60_000_000))


def test_without_poppler_it_is_our_mistake_not_the_document_s(tmp_path, monkeypatch):
    path = pdf(tmp_path / "a.pdf", letter)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigurationError, match="poppler"):
        inspect(path, limits=Limits(memory_bytes=3_999_000_000))


def test_the_limited_programs_come_back_when_they_are_swept_away(tmp_path):
    from pathlib import Path

    path = pdf(tmp_path / "a.pdf", letter)
    limits = Limits(memory_bytes=3_998_000_000)
    assert inspect(path, limits=limits).pages == 1
    folder = Path(rasterize._limited_programs(limits.memory_bytes, rasterize._cpu_s(limits)))
    for program in folder.iterdir():
        program.unlink()
    folder.rmdir()
    assert inspect(path, limits=limits).pages == 1


def test_a_text_layer_that_never_ends_is_given_up(tmp_path):
    """A page of ten million letters."""
    text = stream(b"BT /F1 1 Tf " + b"(aaaaaaaaaa) Tj " * 1_000_000 + b"ET")
    font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    path = write(tmp_path / "long.pdf", page_of(text, font))
    with TextLayer(path, memory_bytes=LIMITS.memory_bytes, timeout_s=1) as layer, pytest.raises(PdfiumFailed):
        layer.page(1)


def test_a_png_bomb_is_refused_by_its_header(tmp_path):
    for size in (10_000, 60_000):
        path = write(tmp_path / "bomb.png", png_header(size, size))
        with pytest.raises(LimitExceeded):
            inspect(path, limits=LIMITS)


def test_a_tiff_whose_pages_go_round_in_a_circle_ends(tmp_path):
    path = tmp_path / "circle.tif"
    scan(dpi=20).save(path)
    data = bytearray(path.read_bytes())
    start = int.from_bytes(data[4:8], "little")
    entries = int.from_bytes(data[start : start + 2], "little")
    following = start + 2 + 12 * entries
    data[following : following + 4] = start.to_bytes(4, "little")
    result = ends_well(write(path, bytes(data)))
    assert result is LimitExceeded or len(result) == 1


@pytest.mark.parametrize("kind", ["TIFF", "PNG", "JPEG", "GIF", "BMP", "WEBP", "PDF"])
def test_a_file_cut_anywhere_ends_well(tmp_path, kind):
    whole = tmp_path / "whole"
    if kind == "PDF":
        pdf(whole, letter)
    else:
        scan(dpi=40).save(whole, kind)
    data = whole.read_bytes()
    for share in (0.001, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        path = write(tmp_path / "cut", data[: max(int(len(data) * share), 1)])
        assert ends_well(path) is not None


@pytest.mark.parametrize("kind", ["TIFF", "PNG", "JPEG", "GIF", "BMP", "WEBP", "PDF"])
@pytest.mark.parametrize("seed", range(4))
def test_a_file_with_wrong_bytes_ends_well(tmp_path, kind, seed):
    whole = tmp_path / "whole"
    if kind == "PDF":
        pdf(whole, letter)
    else:
        scan(dpi=40).save(whole, kind)
    data = bytearray(whole.read_bytes())
    chance = random.Random(f"{kind}{seed}")
    # The first bytes stay, so that the file is still taken for what it was.
    for _ in range(30):
        data[chance.randrange(8, min(len(data), 2000))] = chance.randrange(256)
    assert ends_well(write(tmp_path / "wrong", bytes(data))) is not None


def test_a_pdf_with_a_password_is_encrypted(tmp_path):
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    for user, expected in (("secret", EncryptedDocument), ("", None)):
        path = tmp_path / "locked.pdf"
        canvas = Canvas(str(path), encrypt=StandardEncryption(user, ownerPassword="owner", canPrint=0))
        letter(canvas)
        canvas.showPage()
        canvas.save()
        result = ends_well(path)
        if expected:
            assert result is expected
        else:
            # Only what one may do with it is restricted; it opens without a password.
            assert result[0].page.text_source == "text_layer"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", EmptyDocument),
        (b"\n", UnsupportedDocument),
        (b"%PDF-1.7\n", UnreadableDocument),
        (b"%PDF-1.7\n%%EOF", UnreadableDocument),
        (b"\x89PNG\r\n\x1a\n", UnreadableDocument),
        (b"\xff\xd8\xff", UnreadableDocument),
        (b"II*\x00", UnreadableDocument),
        (b"II*\x00\xff\xff\xff\xff", UnreadableDocument),
        (b"GIF89a", UnreadableDocument),
        (b"RIFF\x00\x00\x00\x00WEBP", UnreadableDocument),
        (b"BM\x00\x00\x00\x00\x00\x00\x00\x00", UnreadableDocument),
        (b"this is text that is named as a PDF", UnsupportedDocument),
    ],
)
def test_next_to_nothing_is_named(tmp_path, content, expected):
    path = write(tmp_path / "file.pdf", content)
    if content:
        assert ends_well(path) is expected
    else:
        with pytest.raises(expected):
            inspect(path, limits=LIMITS)


def test_a_folder_a_link_to_nowhere_a_pipe(tmp_path):
    link, pipe = tmp_path / "link.pdf", tmp_path / "pipe.pdf"
    link.symlink_to(tmp_path / "nowhere.pdf")
    os.mkfifo(pipe)
    assert ends_well(tmp_path) is UnsupportedDocument
    assert ends_well(link) is UnreadableDocument
    assert ends_well(pipe) is UnsupportedDocument


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(tmp_path):
    path = pdf(tmp_path / "a.pdf", letter)
    path.chmod(0)
    with pytest.raises(UnreadableDocument, match="read permission"):
        inspect(path, limits=LIMITS)


def test_names_that_programs_could_take_for_something_else(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    from pathlib import Path

    for name in ("-f.pdf", "a b'c\".pdf", "$(touch x).pdf", "übel\n.pdf", "100%.pdf"):
        pdf(tmp_path / name, letter)
        (page,) = ends_well(Path(name))
        assert page.page.text_source == "text_layer"
    assert not (tmp_path / "x").exists()
