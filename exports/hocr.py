"""hOCR: pages, areas, lines and words in HTML, as Tesseract writes them and OCRmyPDF, gImageReader and others read.

Source: hOCR 1.2, kba.github.io/hocr-spec.
"""

from __future__ import annotations

from lxml import etree

from exports.areas import Area, areas
from exports.xml import clean, document
from schemas.document import Line, Page, ReadDocument, Word
from schemas.geometry import Box

_XHTML = "http://www.w3.org/1999/xhtml"
_CAPABILITIES = "ocr_page ocr_carea ocr_par ocr_line ocr_photo ocrx_word ocrp_wconf"
_DOCTYPE = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)


def hocr(read: ReadDocument, *, title: str = "") -> bytes:
    """Returns the document's words as hOCR, boxes in pixels of the page images; quarantined pages are left out."""
    html = etree.Element(f"{{{_XHTML}}}html", nsmap={None: _XHTML})
    head = _child(html, "head")
    _child(head, "title").text = clean(title)
    _child(head, "meta", {"http-equiv": "Content-Type", "content": "text/html;charset=utf-8"})
    _child(head, "meta", name="ocr-system", content=f"fieldwright {read.engine}")
    _child(head, "meta", name="ocr-capabilities", content=_CAPABILITIES)
    _child(head, "meta", name="ocr-number-of-pages", content=str(len(read.pages)))
    body = _child(html, "body")
    for page in read.pages:
        _page(body, page)
    return document(html, doctype=_DOCTYPE)


def _page(body: etree._Element, page: Page) -> None:
    dpi = round(page.dpi)
    title = f"bbox 0 0 {page.width} {page.height}; ppageno {page.number - 1}; scan_res {dpi} {dpi}"
    element = _child(body, "div", {"class": "ocr_page", "id": f"page_{page.number}", "title": title})
    for number, area in enumerate(areas(page), start=1):
        _area(element, page, number, area)


def _area(parent: etree._Element, page: Page, number: int, area: Area) -> None:
    place, box = f"{page.number}_{number}", _bbox(area.box, page)
    # Readers compare whole class names: the kind is a property of our own.
    about = f"{box}; x_kind {area.kind}" if area.kind else box
    if not area.lines:
        _child(parent, "div", {"class": "ocr_photo", "id": f"block_{place}", "title": about})
        return
    carea = _child(parent, "div", {"class": "ocr_carea", "id": f"block_{place}", "title": about})
    paragraph = _child(carea, "p", {"class": "ocr_par", "id": f"par_{place}", "title": box})
    for index in area.lines:
        _line(paragraph, page, index, page.lines[index])


def _line(paragraph: etree._Element, page: Page, index: int, line: Line) -> None:
    title = f"{_bbox(line.box, page)}; baseline 0 0"
    element = _child(paragraph, "span", {"class": "ocr_line", "id": f"line_{page.number}_{index + 1}", "title": title})
    for number, word in enumerate(line.words, start=1):
        child = _word(element, page, f"{page.number}_{index + 1}_{number}", word)
        child.tail = " " if number < len(line.words) else None


def _word(line: etree._Element, page: Page, place: str, word: Word) -> etree._Element:
    title = f"{_bbox(word.box, page)}; x_wconf {round(word.confidence * 100)}"
    if word.characters:
        title += "; x_confs " + " ".join(f"{confidence * 100:.1f}" for confidence in word.characters)
    element = _child(line, "span", {"class": "ocrx_word", "id": f"word_{place}", "title": title})
    element.text = clean(word.text)
    return element


def _bbox(box: Box, page: Page) -> str:
    return "bbox {} {} {} {}".format(*box.to_pixels(page.width, page.height))


def _child(
    parent: etree._Element, name: str, attributes: dict[str, str] | None = None, /, **more: str
) -> etree._Element:
    return etree.SubElement(parent, f"{{{_XHTML}}}{name}", {**(attributes or {}), **more})
