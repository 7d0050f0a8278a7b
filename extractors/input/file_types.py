"""The check on arrival: what a file really is, by its bytes, and whether it keeps the limits."""

from __future__ import annotations

import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path

from extractors.einvoice.file import XML, is_einvoice
from extractors.einvoice.pages import count_pages as count_einvoice_pages
from extractors.input import images, rasterize
from schemas.document import PDF
from schemas.errors import EmptyDocument, LimitExceeded, UnreadableDocument, UnsupportedDocument
from schemas.settings import Limits

MEDIA_TYPES = (PDF, XML, *images.MEDIA_TYPES)
"""What `inspect` lets in."""

_HEAD_BYTES = 4096
_PDF_HEADER_WITHIN = 1024
"""Readers accept bytes in front of ``%PDF-`` up to here. Source: PDF 1.7 reference, implementation note 13."""

_AS_PDF = "save or print it as PDF and send that"
_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_FOREIGN = (
    (b"{\\rtf", "an RTF text", _AS_PDF),
    (b"%!PS", "a PostScript file", "convert it with ps2pdf"),
    (b"\xc5\xd0\xd3\xc6", "an EPS file", "convert it with epstopdf"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture", "save it as PNG, JPEG or TIFF"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture", "save it as PNG, JPEG or TIFF"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture", "save it as PNG, JPEG or TIFF"),
    (b"AT&TFORM", "a DjVu document", "convert it with ddjvu -format=pdf"),
    (b"\x97JB2", "a JBIG2 picture", "save it as PNG or TIFF"),
    (b"\x1f\x8b", "a gzip archive", "unpack it and send the files in it"),
    (b"BZh", "a bzip2 archive", "unpack it and send the files in it"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it and send the files in it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and send the files in it"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it and send the files in it"),
    (b"\x7fELF", "a program", "send documents only"),
    (b"MZ", "a program", "send documents only"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or protected Office document or an Outlook message", _AS_PDF),
)
_ZIP_MEMBERS = (
    ("word/", "a Word document", _AS_PDF),
    ("xl/", "an Excel workbook", _AS_PDF),
    ("ppt/", "a PowerPoint presentation", _AS_PDF),
    ("META-INF/container.xml", "an e-book", _AS_PDF),
    ("content.xml", "an OpenDocument file", _AS_PDF),
    ("FixedDocSeq.fdseq", "an XPS document", _AS_PDF),
)
_MAIL_HEADERS = (
    b"from:",
    b"received:",
    b"return-path:",
    b"mime-version:",
    b"delivered-to:",
    b"subject:",
    b"message-id:",
)


@dataclass(frozen=True)
class Inspection:
    """What came in: one of `MEDIA_TYPES`, and how many pages it has."""

    media_type: str
    pages: int


def inspect(path: Path, *, limits: Limits, name: str | None = None) -> Inspection:
    """Returns what a file is and how many pages it has; its bytes decide, not its name.

    Args:
        path: The file.
        limits: Bytes, pages, pixels of a page, and the time and memory of the helper processes.
        name: What the sender called the file, where it is stored under another name; only used for advice.

    Raises:
        EmptyDocument: No bytes, or no pages.
        UnsupportedDocument: Another kind of file; the message states what to send instead.
        UnreadableDocument: No file there, or a damaged one.
        EncryptedDocument: The PDF needs a password.
        LimitExceeded: More bytes, pages or pixels than `limits` allow.
    """
    _check_file(path, limits)
    media_type = sniff(path, name=name)
    pages = _count_pages(path, media_type, limits)
    if pages == 0:
        raise EmptyDocument("the document has no pages; send it again from its source")
    if pages > limits.pages:
        raise LimitExceeded(f"{pages} pages are more than the limit of {limits.pages}; split the document")
    return Inspection(media_type, pages)


def _count_pages(path: Path, media_type: str, limits: Limits) -> int:
    if media_type == PDF:
        return rasterize.count_pages(path, limits=limits)
    return count_einvoice_pages(path) if media_type == XML else images.count_pages(path, limits=limits)


def sniff(path: Path, *, name: str | None = None) -> str:
    """Returns the media type that a file's first bytes show.

    Raises:
        UnsupportedDocument: It is none of `MEDIA_TYPES`.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    for magic, media_type in _PICTURES:
        if head.startswith(magic):
            return media_type
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if is_einvoice(head):
        return XML
    what, advice = _foreign(path, head)
    # A known foreign kind is checked first: a mail or an archive may well hold a PDF near its beginning.
    if what is None and b"%PDF-" in head[:_PDF_HEADER_WITHIN]:
        return PDF
    raise UnsupportedDocument(f"this is {what or 'a file of an unknown kind'}{_mismatch(path, name)}; {advice}")


def _foreign(path: Path, head: bytes) -> tuple[str | None, str]:
    for magic, what, advice in _FOREIGN:
        if head.startswith(magic):
            return what, advice
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(path)
    if head[4:8] == b"ftyp":
        return "a HEIC, AVIF or video file", "save it as JPEG"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html")) or b"<html" in text[:1024]:
        return "a web page", _AS_PDF
    if text.startswith(b"<?xml") or text.startswith(b"<svg"):
        return "an XML file", "send the document that people read, as PDF or as a picture"
    if sum(line.startswith(_MAIL_HEADERS) for line in text.splitlines()[:40]) >= 2:
        return "an e-mail", "send its attachments, or print it as PDF"
    if b"%PDF-" not in head[:_PDF_HEADER_WITHIN] and _is_text(head):
        return "plain text", _AS_PDF
    return None, "send a PDF, TIFF, JPEG, PNG, BMP, WebP or GIF"


def _in_zip(path: Path) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "a damaged zip archive or Office document", _AS_PDF
    for member, what, advice in _ZIP_MEMBERS:
        if any(name.startswith(member) for name in names):
            return what, advice
    return "a zip archive", "unpack it and send the files in it"


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return True
    return b"\0" not in head and sum(byte >= 32 or byte in b"\t\n\r\f\x1b" for byte in head) >= 0.95 * len(head)


def _mismatch(path: Path, name: str | None) -> str:
    """States when the name promised a kind that is read; the name itself may be private and stays out."""
    promised = Path(name or path.name).suffix.lower().lstrip(".")
    return f", though its name ends in .{promised}" if promised in images.SUFFIXES | {"pdf"} else ""


def _check_file(path: Path, limits: Limits) -> None:
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode):
            with path.open("rb"):
                pass
    except PermissionError:
        raise UnreadableDocument("the file may not be read; give read permission to the user that runs this") from None
    except OSError:
        raise UnreadableDocument("there is no such file, or it is a link to nowhere; send it again") from None
    if stat.S_ISDIR(status.st_mode):
        raise UnsupportedDocument("this is a folder; give the files in it")
    if not stat.S_ISREG(status.st_mode):
        raise UnsupportedDocument("this is a device, pipe or socket; give a file")
    if status.st_size == 0:
        raise EmptyDocument("the file has no bytes; send it again from its source")
    if status.st_size > limits.bytes:
        raise LimitExceeded(f"{status.st_size} bytes are more than the limit of {limits.bytes}; split or compress it")
