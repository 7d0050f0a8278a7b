"""ALTO 4: the Library of Congress's XML for pages, blocks, lines and words, with their places and confidences.

Source: ALTO 4.4, www.loc.gov/standards/alto.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from exports.areas import Area, areas
from exports.xml import clean, document
from schemas.document import Line, Page, ReadDocument, Word
from schemas.geometry import Box

_ALTO = "http://www.loc.gov/standards/alto/ns-v4#"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"
_READING = "reading"
_SUREST = 9


def alto(read: ReadDocument, *, file_name: str = "") -> bytes:
    """Returns the document's words as one ALTO file, measured in pixels of the page images.

    Quarantined pages are there without text, with ``QUALITY="Missing"`` and the reason. A document without any page is
    no ALTO document.

    Raises:
        ValueError: The document has no page, read or quarantined.
    """
    root = etree.Element(f"{{{_ALTO}}}alto", nsmap={None: _ALTO, "xsi": _XSI}, SCHEMAVERSION="4.4")
    root.set(f"{{{_XSI}}}schemaLocation", f"{_ALTO} {_SCHEMA}")
    _description(root, read, file_name)
    _tags(root, read)
    layout = _child(root, "Layout")
    pages = {page.number: page for page in read.pages}
    missing = {page.number: page for page in read.quarantined}
    if not pages and not missing:
        raise ValueError("a document without pages has no layout")
    for number in sorted(pages.keys() | missing.keys()):
        if number in pages:
            _page(layout, pages[number])
        else:
            attributes = {"QUALITY": "Missing", "QUALITY_DETAIL": clean(missing[number].message)}
            _child(layout, "Page", ID=f"page_{number}", PHYSICAL_IMG_NR=str(number), **attributes)
    return document(root)


def _description(root: etree._Element, read: ReadDocument, file_name: str) -> None:
    description = _child(root, "Description")
    _child(description, "MeasurementUnit").text = "pixel"
    source = _child(description, "sourceImageInformation")
    if file_name:
        _child(source, "fileName").text = clean(file_name)
    _child(source, "documentIdentifier", documentIdentifierLocation="sha256").text = read.document_id
    processing = _child(description, "Processing", ID=_READING)
    _child(processing, "processingCategory").text = "contentGeneration"
    software = _child(processing, "processingSoftware")
    _child(software, "softwareName").text = "Fieldwright"
    _child(software, "applicationDescription").text = clean(read.engine)


def _tags(root: etree._Element, read: ReadDocument) -> None:
    """Writes a tag for each kind of block that occurs; blocks refer to it."""
    kinds = sorted({area.kind for page in read.pages for area in areas(page) if area.kind})
    tags = _child(root, "Tags") if kinds else root
    for kind in kinds:
        _child(tags, "LayoutTag", ID=f"kind_{kind}", LABEL=kind)


def _page(layout: etree._Element, page: Page) -> None:
    size = {"WIDTH": str(page.width), "HEIGHT": str(page.height)}
    words = [word.confidence for line in page.lines for word in line.words]
    confidence = {"PC": f"{sum(words) / len(words):.3f}"} if words else {}
    element = _child(
        layout, "Page", ID=f"page_{page.number}", PHYSICAL_IMG_NR=str(page.number), PROCESSINGREFS=_READING,
        **size, **confidence,
    )  # fmt: skip
    space = _child(element, "PrintSpace", HPOS="0", VPOS="0", **size)
    for number, area in enumerate(areas(page), start=1):
        _block(space, page, number, area)


def _block(space: etree._Element, page: Page, number: int, area: Area) -> None:
    kind = {"TAGREFS": f"kind_{area.kind}"} if area.kind else {}
    name = "TextBlock" if area.lines else "Illustration"
    block = _child(space, name, ID=f"block_{page.number}_{number}", **_place(area.box, page), **kind)
    for index in area.lines:
        line = page.lines[index]
        element = _child(block, "TextLine", ID=f"line_{page.number}_{index + 1}", **_place(line.box, page))
        _words(element, page, index, line)


def _words(element: etree._Element, page: Page, index: int, line: Line) -> None:
    for number, word in enumerate(line.words, start=1):
        if number > 1:
            _gap(element, page, line.words[number - 2], word)
        attributes = {"CONTENT": clean(word.text), "WC": f"{word.confidence:.3f}", **dict(_character_grades(word))}
        name = f"string_{page.number}_{index + 1}_{number}"
        _child(element, "String", ID=name, **_place(word.box, page), **attributes)


def _gap(element: etree._Element, page: Page, before: Word, after: Word) -> None:
    left, right = before.box.right * page.width, after.box.left * page.width
    top = round(before.box.top * page.height)
    _child(element, "SP", HPOS=str(round(left)), VPOS=str(top), WIDTH=str(max(round(right) - round(left), 0)))


def _character_grades(word: Word) -> Iterator[tuple[str, str]]:
    """Yields the attribute with one digit for each character, from 0 (sure) to 9 (unsure), if the engine gives it."""
    if word.characters:
        yield "CC", " ".join(str(round((1 - confidence) * _SUREST)) for confidence in word.characters)


def _place(box: Box, page: Page) -> dict[str, str]:
    left, top, right, bottom = box.to_pixels(page.width, page.height)
    return {"HPOS": str(left), "VPOS": str(top), "WIDTH": str(right - left), "HEIGHT": str(bottom - top)}


def _child(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_ALTO}}}{name}", attributes)
