"""Searchable PDF: the page images, with the words as invisible text exactly over them."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Iterator

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from exports.glyphless import ASCENT, DESCENT, UNITS_PER_EM, WIDTHS, font_file, glyph_of
from exports.pictures import Picture, Pixels, encode
from exports.textlayer import FONT, POINTS_PER_INCH, Alphabet, text_operators
from schemas.document import Page, QuarantinedPage, ReadDocument

ImageOf = Callable[[int], Pixels | None]
"""Gives the upright image of the page with this number, or None where there is none."""

_FONT_NAME = Name.FieldwrightGlyphless
_A4_AT_100_DPI = (1169, 827)
_SYMBOLIC = 4
_PNG_PREDICTOR = 15


def searchable_pdf(read: ReadDocument, image_of: ImageOf, *, title: str = "") -> bytes:
    """Returns the document as a PDF that looks like its page images and can be searched, selected and copied.

    Pages come in the order of their numbers. A page that was quarantined, or has no image, becomes a page that states
    this. So nobody takes the file for the whole document. One page's pixels are in memory at a time.

    Args:
        read: The words; every page's ``dpi`` gives its printed size.
        image_of: The page images.
        title: What viewers show as the document's title; nothing else states its origin.
    """
    with Pdf.new() as pdf:
        alphabet = Alphabet()
        font = pdf.make_indirect(Dictionary())
        for page in _in_order(read):
            _add(pdf, page, image_of, alphabet, font)
        _describe_font(pdf, font, alphabet)
        pdf.docinfo[Name.Producer] = "Fieldwright"
        if title:
            pdf.docinfo[Name.Title] = title
            pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        file = io.BytesIO()
        pdf.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return file.getvalue()


def _in_order(read: ReadDocument) -> Iterator[Page | QuarantinedPage]:
    pages: list[Page | QuarantinedPage] = [*read.pages, *read.quarantined]
    yield from sorted(pages, key=lambda page: page.number)


def _add(pdf: Pdf, page: Page | QuarantinedPage, image_of: ImageOf, alphabet: Alphabet, font: Dictionary) -> None:
    pixels = image_of(page.number) if isinstance(page, Page) else None
    if pixels is None or not isinstance(page, Page):
        page, pixels = _notice(page)
    width, height = (pixels_along * POINTS_PER_INCH / page.dpi for pixels_along in (page.width, page.height))
    content = f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Page Do Q\n".encode() + text_operators(page, alphabet)
    pdf.pages.append(
        pikepdf.Page(
            Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, round(width, 3), round(height, 3)]),
                Resources=Dictionary(
                    Font=Dictionary({f"/{FONT}": font}), XObject=Dictionary(Page=_image(pdf, encode(pixels)))
                ),
                Contents=Stream(pdf, content),
            )
        )
    )


def _image(pdf: Pdf, picture: Picture) -> Stream:
    stream = Stream(
        pdf,
        picture.data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=_color_space(picture),
        BitsPerComponent=picture.bits,
    )
    parameters = None
    if picture.filter == "CCITTFaxDecode":
        parameters = Dictionary(K=-1, Columns=picture.width, Rows=picture.height, BlackIs1=True)
    elif picture.filter == "FlateDecode":
        parameters = Dictionary(Predictor=_PNG_PREDICTOR, Colors=1, BitsPerComponent=8, Columns=picture.width)
    stream.write(picture.data, filter=Name(f"/{picture.filter}"), decode_parms=parameters)
    return stream


def _color_space(picture: Picture) -> Name | Array:
    if picture.colors == "Indexed":
        highest = len(picture.palette) // 3 - 1
        return Array([Name.Indexed, Name.DeviceRGB, highest, pikepdf.String(picture.palette)])
    return Name(f"/{picture.colors}")


def _describe_font(pdf: Pdf, font: Dictionary, alphabet: Alphabet) -> None:
    """Fills in the font, whose codes are known when all pages are there."""
    glyphs = [0, *(glyph_of(character) for character in alphabet.characters)]
    file = Stream(pdf, font_file(), Length1=len(font_file()))
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=_FONT_NAME,
        Flags=_SYMBOLIC,
        FontBBox=Array([0, DESCENT, UNITS_PER_EM, ASCENT]),
        Ascent=ASCENT,
        Descent=DESCENT,
        CapHeight=ASCENT,
        ItalicAngle=0,
        StemV=80,
        FontFile2=file,
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=_FONT_NAME,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=WIDTHS[0],
        W=Array([0, Array([WIDTHS[glyph] for glyph in glyphs])]),
        CIDToGIDMap=Stream(pdf, b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)),
    )
    font.Type = Name.Font
    font.Subtype = Name.Type0
    font.BaseFont = _FONT_NAME
    font.Encoding = Name("/Identity-H")
    font.DescendantFonts = Array([pdf.make_indirect(descendant)])
    font.ToUnicode = Stream(pdf, alphabet.to_unicode())


def _notice(page: Page | QuarantinedPage) -> tuple[Page, Pixels]:
    """Returns a page that states why it is empty; the text is drawn, so no font is needed."""
    from PIL import Image, ImageDraw, ImageFont

    message = page.message if isinstance(page, QuarantinedPage) else "its image is missing: process the document again"
    height, width = _A4_AT_100_DPI
    image = Image.new("L", (width, height), 255)
    text = f"Page {page.number} could not be shown.\n\n" + textwrap.fill(message, 70)
    ImageDraw.Draw(image).multiline_text((80, 80), text, font=ImageFont.load_default(18), fill=0, spacing=8)
    empty = Page(number=page.number, width=width, height=height, dpi=100)
    return empty, np.asarray(image.convert("RGB"))
