"""Files that are broken, or made to hurt: each ends in a named refusal or a quarantined page, soon and in little memory."""

from __future__ import annotations

import json
import os
import random
import resource
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image

from extractors.input import rasterize
from extractors.input.pages import inspect, read_pages
from extractors.input.pdfium import PdfiumFailed, TextLayer
from extractors.page_image import PageImage
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


def page_of(content, resources="<< >>", *objects, extra=""):
    """A PDF of one page; ``objects`` are numbered from 5."""
    return raw_pdf(
        CATALOG,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources {resources} {extra} >>",
        content,
        *objects,
    )


def measured(*paths):
    """Reads files of one page in a process of its own; returns its peak bytes, its largest child's, and all findings."""
    script = """if True:
        import json, re, resource, sys
        from pathlib import Path
        from extractors.input import helper_process
        from schemas.settings import Limits
        from tests.faults.test_bad_input import ends_well
        pages = [ends_well(Path(path), Limits())[0].page for path in sys.argv[1:]]
        helper_process._idle._end()
        own = int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
        child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        print(json.dumps([own, child, [finding.code for page in pages for finding in page.findings]]))
    """
    done = subprocess.run([sys.executable, "-c", script, *map(str, paths)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def png(width, height, bits, color):
    """A black or transparent PNG, made row by row."""
    channels = {0: 1, 2: 3, 6: 4}[color]
    packer, row = zlib.compressobj(1), bytes(1 + width * channels * bits // 8)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, 0)), (b"IDAT", body), (b"IEND", b""))
    chunks = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def form(number, body):
    """A form XObject that may draw itself as /X."""
    return (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X {number} 0 R >> >>"
        f" /Length {len(body)} >>\nstream\n{body}\nendstream"
    )


def picture_page(kind, data, size=60_000):
    """A page whose picture claims to be huge; ``data`` is what there is of it."""
    colors = f"/Width {size} /Height {size} /BitsPerComponent 8 /ColorSpace /DeviceGray"
    return page_of(
        "<< /Length 29 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream",
        "<< /XObject << /I 5 0 R >> >>",
        f"<< /Type /XObject /Subtype /Image {colors} {kind} /Length {len(data)} >>\n"
        f"stream\n{data.decode('latin-1')}\nendstream",
    )


def jbig2():
    """A picture of 60,000 x 60,000 dots in one arithmetically coded region of no bytes."""
    page = struct.pack(">IBBBI", 0, 48, 0, 1, 19) + struct.pack(">IIIIBH", 60_000, 60_000, 0, 0, 0, 0)
    region = struct.pack(">IBBBI", 1, 38, 0, 1, 46) + struct.pack(">IIIIBB", 60_000, 60_000, 0, 0, 0, 0)
    return page + region + bytes([3, 255, 253, 255, 2, 254, 254, 254]) + b"\xff" * 19


def jpx():
    """A JPEG 2000 picture whose header claims 60,000 x 60,000 dots."""
    import io

    buffer = io.BytesIO()
    Image.new("L", (64, 64)).save(buffer, "JPEG2000")
    data = bytearray(buffer.getvalue())
    size = data.index(b"\xff\x51")
    for at in (6, 22):
        data[size + at : size + at + 8] = struct.pack(">II", 60_000, 60_000)
    return bytes(data)


def doubly_packed_blanks():
    """300 MB of blanks in a few hundred bytes."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()
    twice = zlib.compress(once, 9)
    head = f"<< /Length {len(twice)} /Filter [/FlateDecode /FlateDecode] >>"
    return f"{head}\nstream\n{twice.decode('latin-1')}\nendstream"


NOTHING = "<< /Length 5 >>\nstream\nBT ET\nendstream"
FONT_OF_ITSELF = (
    "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 999 999] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << /a 6 0 R >>"
    " /Encoding << /Type /Encoding /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [500]"
    " /Resources << /Font << /F 5 0 R >> >> >>"
)
PATTERN_OF_ITSELF = (
    "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 0.01 /YStep 0.01"
    " /Resources << /Pattern << /P 5 0 R >> >>"
)


def hostile():
    """PDFs that take time or memory without end, each with its name."""
    nested = "[" * 100_000 + "]" * 100_000
    plain = page_of(NOTHING)
    notes = [f"<< /Type /Annot /Subtype /Square /Rect [{i % 500} {i % 800} {i % 500 + 9} 9] >>" for i in range(3000)]
    listed = f"/Annots [{' '.join(f'{5 + i} 0 R' for i in range(3000))}]"
    stamp = "<< /Type /Annot /Subtype /Stamp /Rect [0 0 300 300] /AP << /N 6 0 R >> >>"
    return {
        "annotations": page_of(NOTHING, "<< >>", *notes, extra=listed),
        "annotation of itself": page_of(NOTHING, "<< >>", stamp, form(6, "/X Do " * 6), extra="/Annots [5 0 R]"),
        "font of itself": page_of(
            stream(b"BT /F 20 Tf 99 700 Td (aaaaaaaa) Tj ET"),
            "<< /Font << /F 5 0 R >> >>",
            FONT_OF_ITSELF,
            stream(b"500 0 d0 BT /F 500 Tf (aaaaaaaa) Tj ET"),
        ),
        "pattern of itself": page_of(
            stream(b"/Pattern cs /P scn 0 0 595 842 re f"),
            "<< /Pattern << /P 5 0 R >> >>",
            stream(b"/Pattern cs /P scn 0 0 9 9 re f", PATTERN_OF_ITSELF),
        ),
        "nested arrays": page_of(NOTHING, f"<< /X {nested} >>"),
        "nested arrays beside an attachment": page_of(NOTHING, f"<< /EF << >> /X {nested} >>"),
        "nested states": page_of(stream(b"q " * 2_000_000)),
        "packed twice": page_of(doubly_packed_blanks()),
        "a billion objects": plain.replace(b"/Size 5", b"/Size 1000000000"),
        "a billion entries": plain.replace(b"xref\n0 5", b"xref\n0 1000000000"),
        "JBIG2": picture_page("/Filter /JBIG2Decode", jbig2()),
        "JPX": picture_page("/Filter /JPXDecode", jpx()),
        "G4": picture_page(
            "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 60000 /Rows 60000 >>", b"\xff" * 8000
        ),
    }


@pytest.mark.parametrize("name", list(hostile()))
def test_a_pdf_that_never_ends_is_read_or_named(tmp_path, name):
    path = write(tmp_path / "hostile.pdf", hostile()[name])
    result = ends_well(path, Limits(page_timeout_s=1, memory_bytes=300_000_000))
    if isinstance(result, list):
        assert len(result) == 1
    else:
        assert result in (LimitExceeded, UnreadableDocument)


def test_a_page_that_never_ends_is_over_the_limit_with_advice(tmp_path):
    path = write(tmp_path / "pattern.pdf", hostile()["pattern of itself"])
    with pytest.raises(LimitExceeded, match="longer than 1 s a page; print it anew, or allow more time"):
        list(read_pages(path, media_type="application/pdf", dpi=100, limits=Limits(page_timeout_s=1)))


def test_a_form_that_contains_itself_takes_little_memory_and_its_page_is_read_from_its_picture(tmp_path):
    path = write(
        tmp_path / "self.pdf",
        page_of("<< /Length 5 >>\nstream\n/X Do\nendstream", "<< /XObject << /X 5 0 R >> >>", form(5, "/X Do " * 9)),
    )
    worker, child, findings = measured(path)
    assert findings == ["text_layer_unreadable"]
    assert worker + child < 1_100_000_000


def test_pictures_of_79_megapixels_take_less_than_a_gigabyte(tmp_path):
    """16 bit gray and transparent ones took twice to five times their own size to become RGB."""
    deep = write(tmp_path / "deep.png", png(8900, 8900, 16, 0))
    clear = write(tmp_path / "clear.png", png(8900, 8900, 8, 6))
    worker, child, findings = measured(deep, clear)
    assert findings == []
    assert worker + child < 1_100_000_000


def test_a_picture_beyond_the_memory_is_over_the_limit_and_the_next_one_is_read(tmp_path):
    large, small = write(tmp_path / "large.png", png(6000, 6000, 8, 2)), tmp_path / "small.png"
    scan(dpi=20).save(small)
    limits = Limits(memory_bytes=150_000_000)
    assert ends_well(large, limits) is LimitExceeded
    assert len(ends_well(small, limits)) == 1


def test_a_picture_beyond_the_time_is_over_the_limit_and_the_next_one_is_read(tmp_path):
    large, small = write(tmp_path / "large.png", png(8000, 8000, 8, 2)), tmp_path / "small.png"
    scan(dpi=20).save(small)
    assert ends_well(large, Limits(page_timeout_s=0.05)) is LimitExceeded
    assert len(ends_well(small)) == 1


def test_ten_thousand_pages_are_over_the_limit(tmp_path):
    kids = " ".join(f"{3 + i} 0 R" for i in range(10_000))
    pages = ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * 10_000
    tree = f"<< /Type /Pages /Kids [{kids}] /Count 10000 >>"
    with pytest.raises(LimitExceeded, match="split the document"):
        inspect(write(tmp_path / "many.pdf", raw_pdf(CATALOG, tree, *pages)), limits=Limits())


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
    """A picture of 40000 x 40000 color dots, packed into a few kilobytes: 4.8 GB."""
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
