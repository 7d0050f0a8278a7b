from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from extractors.input.file_types import inspect, sniff
from schemas.errors import (
    EmptyDocument,
    EncryptedDocument,
    LimitExceeded,
    PermanentError,
    UnreadableDocument,
    UnsupportedDocument,
)
from schemas.settings import Limits
from tests.files import DATA, letter, pdf, scan

LIMITS = Limits()


def zipped(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF"])
def test_pictures_are_known_by_their_bytes(tmp_path, kind):
    path = tmp_path / "no-suffix"
    scan(dpi=50).save(path, kind)
    found = inspect(path, limits=LIMITS, name="mislabelled.pdf")
    assert (found.media_type, found.pages) == (f"image/{kind.lower()}", 1)


def test_a_pdf_is_one_even_behind_junk_and_under_another_name(tmp_path):
    good = pdf(tmp_path / "good.pdf", letter, letter).read_bytes()
    path = tmp_path / "scan.jpg"
    path.write_bytes(b"\r\n\x00junk\n" + good)
    found = inspect(path, limits=LIMITS)
    assert (found.media_type, found.pages) == ("application/pdf", 2)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (zipped("[Content_Types].xml", "word/document.xml"), "Word"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "PowerPoint"),
        (zipped("mimetype", "content.xml"), "OpenDocument"),
        (zipped("invoice.pdf"), "zip archive"),
        (zipped("invoice.pdf")[:40], "damaged zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Office"),
        (b"{\\rtf1 text}", "RTF"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "web page"),
        (b"\xef\xbb\xbf  <HTML lang='de'>", "web page"),
        (b"<?xml version='1.0'?><Invoice/>", "XML"),
        (b"From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\n\n%PDF-1.4", "e-mail"),
        (b"just some text, as people write it\n", "plain text"),
        ("Umlaute, wie man sie schreibt: äöü".encode(), "plain text"),
        ("zwei Bytes".encode("utf-16"), "plain text"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "HEIC"),
        (b"\x1f\x8b\x08" + bytes(20), "gzip"),
        (b"%!PS-Adobe-3.0\n", "PostScript"),
        (bytes(range(256)), "unknown kind"),
    ],
    ids=lambda value: (
        value if isinstance(value, str) else "content"
    ),  # archives hold the time: their bytes would give a test another name in each process
)
def test_other_kinds_are_refused_with_advice(tmp_path, content, says):
    path = tmp_path / "file.bin"
    path.write_bytes(content)
    with pytest.raises(UnsupportedDocument, match=says) as caught:
        inspect(path, limits=LIMITS)
    assert ";" in caught.value.message


def test_text_that_is_named_pdf_says_so_without_its_name(tmp_path):
    path = tmp_path / "secret-name.pdf"
    path.write_text("hello, this is no PDF")
    with pytest.raises(UnsupportedDocument, match=r"plain text, though its name ends in \.pdf") as caught:
        sniff(path)
    assert "secret" not in caught.value.message


def test_limits_hold_at_their_edge(tmp_path):
    path = pdf(tmp_path / "three.pdf", letter, letter, letter)
    size = path.stat().st_size
    assert inspect(path, limits=Limits(bytes=size, pages=3)).pages == 3
    with pytest.raises(LimitExceeded, match="bytes"):
        inspect(path, limits=Limits(bytes=size - 1))
    with pytest.raises(LimitExceeded, match="3 pages"):
        inspect(path, limits=Limits(pages=2))


def test_pixels_of_every_tiff_page_are_looked_at(tmp_path):
    path = tmp_path / "two.tif"
    Image.new("1", (100, 100)).save(path, save_all=True, append_images=[Image.new("1", (3000, 2000))])
    assert inspect(path, limits=Limits(page_pixels=6_000_000)).pages == 2
    with pytest.raises(LimitExceeded, match="page 2 has 6000000 pixels") as caught:
        inspect(path, limits=Limits(page_pixels=5_999_999))
    assert caught.value.page_number == 2


def test_no_bytes_no_file_a_folder(tmp_path):
    empty = tmp_path / "empty.pdf"
    empty.touch()
    with pytest.raises(EmptyDocument):
        inspect(empty, limits=LIMITS)
    with pytest.raises(UnreadableDocument, match="no such file"):
        inspect(tmp_path / "absent.pdf", limits=LIMITS)
    with pytest.raises(UnsupportedDocument, match="folder"):
        inspect(tmp_path, limits=LIMITS)


@pytest.mark.data
def test_every_file_of_the_formats_set_ends_in_a_result_or_a_named_refusal():
    folder = DATA / "formats" / "documents"
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent")
    results: dict[str, list[str]] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            kind = inspect(path, limits=LIMITS).media_type
        except PermanentError as error:
            kind = type(error).__name__
        results.setdefault(kind, []).append(path.name)
    assert sum(map(len, results.values())) == 192
    assert results["EncryptedDocument"] == ["password.pdf"]
    assert len(results["application/pdf"]) == 25
    assert "UnreadableDocument" not in results
    assert {EmptyDocument.__name__, EncryptedDocument.__name__, UnsupportedDocument.__name__} <= set(results)
