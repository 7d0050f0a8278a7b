"""hOCR and ALTO: what their readers rely on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from exports.alto import alto
from exports.areas import areas
from exports.hocr import hocr
from schemas.document import Block, Line, Page, QuarantinedPage, ReadDocument, Word
from tests import builders

ALTO = {"a": "http://www.loc.gov/standards/alto/ns-v4#"}
HTML = {"h": "http://www.w3.org/1999/xhtml"}
SCHEMA = Path(__file__).with_name("alto_4.xsd")
"""What we use of ALTO 4.4, in our words: an element or attribute that is not in it fails."""

GRADED = Word(text="M&S", box=builders.box(0.5, 0.05, 0.6, 0.07), confidence=0.84, characters=(0.99, 0.5, 1.0))
LOST = QuarantinedPage(number=2, code="unreadable_document", message="the page is damaged <here>")


def document(*pages: Page, quarantined: tuple[QuarantinedPage, ...] = ()) -> ReadDocument:
    return ReadDocument(document_id=builders.document_id(), engine="rapid 5", pages=pages, quarantined=quarantined)


def blocked() -> Page:
    """Four lines: two in a block, one in none, one that two blocks claim."""
    made = builders.page("Company & Sons", "14 Harbour Street", "Invoice <1>", "Total 12.00")
    graded = Line(words=(*made.lines[3].words, GRADED))
    box = builders.box(0.1, 0.05, 0.9, 0.3)
    blocks = (
        Block(kind="header", box=box, lines=(0, 1)),
        Block(kind="table", box=box, lines=(3,)),
        Block(kind="figure", box=box, lines=(3,)),
    )
    return made.model_copy(update={"lines": (*made.lines[:3], graded), "blocks": blocks})


def text_of(element: etree._Element) -> str:
    return "".join(element.itertext())


# Areas


def test_every_line_is_in_one_area_in_reading_order() -> None:
    assert [area.lines for area in areas(blocked())] == [(0, 1), (2,), (3,)]


def test_a_block_that_is_not_contiguous_keeps_the_reading_order() -> None:
    made = builders.page("a", "b", "c").model_copy(
        update={"blocks": (Block(kind="list", box=builders.box(), lines=(0, 2)),)}
    )
    assert [area.lines for area in areas(made)] == [(0,), (1,), (2,)]


def test_a_page_without_lines_has_no_area() -> None:
    assert areas(builders.page()) == []


# hOCR


def test_hocr_nests_pages_areas_lines_and_words() -> None:
    root = etree.fromstring(hocr(document(blocked()), title="scan & copy.pdf"))
    nested = "//h:div[@class='ocr_page']/h:div[@class='ocr_carea']/h:p[@class='ocr_par']/h:span[@class='ocr_line']"
    lines = root.xpath(nested, namespaces=HTML)
    assert [text_of(line) for line in lines] == [
        "Company & Sons",
        "14 Harbour Street",
        "Invoice <1>",
        "Total 12.00 M&S",
    ]
    words = root.xpath(f"{nested}/h:span[@class='ocrx_word']", namespaces=HTML)
    assert [word.text for word in words] == [w.text for w in document(blocked()).words]
    assert root.xpath("string(//h:title)", namespaces=HTML) == "scan & copy.pdf"


def pictured() -> Page:
    """A title, a line of no block, a table, and a stamp without words."""
    made = builders.page("Statement", "of account", "Total 12.00")
    blocks = (
        Block(kind="title", box=made.lines[0].box, lines=(0,)),
        Block(kind="table", box=made.lines[2].box, lines=(2,)),
        Block(kind="stamp", box=builders.box(0.6, 0.6, 0.9, 0.7)),
    )
    return made.model_copy(update={"blocks": blocks})


def test_hocr_names_the_kind_of_each_block_and_has_pictures() -> None:
    root = etree.fromstring(hocr(document(pictured())))
    titles = root.xpath("//h:div[@class='ocr_carea']/@title", namespaces=HTML)
    assert [title.partition("; x_kind ")[2] for title in titles] == ["title", "", "table"]
    (picture,) = root.xpath("//h:div[@class='ocr_photo']", namespaces=HTML)
    assert picture.get("title") == "bbox 992 1403 1489 1637; x_kind stamp"


def test_hocr_tells_places_in_pixels_and_confidences_in_percent() -> None:
    root = etree.fromstring(hocr(document(blocked())))
    word = root.xpath("//h:span[text()='M&S']", namespaces=HTML)[0]
    assert word.get("title") == "bbox 827 117 992 164; x_wconf 84; x_confs 99.0 50.0 100.0"
    page = root.xpath("//h:div[@class='ocr_page']", namespaces=HTML)[0]
    assert page.get("title") == "bbox 0 0 1654 2339; ppageno 0; scan_res 200 200"


def test_hocr_declares_every_class_that_it_uses_and_ids_are_unique() -> None:
    written = hocr(document(blocked(), builders.page("second", number=3)))
    root = etree.fromstring(written)
    declared = set(root.xpath("//h:meta[@name='ocr-capabilities']/@content", namespaces=HTML)[0].split())
    assert set(root.xpath("//@class")) <= declared
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert written.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE html")


def test_hocr_boxes_lie_within_their_parents() -> None:
    root = etree.fromstring(hocr(document(blocked())))
    for element in root.xpath("//h:*[starts-with(@title, 'bbox')]", namespaces=HTML):
        parent = element.getparent()
        if "bbox" in parent.get("title", ""):
            (left, top, right, bottom), around = (
                [int(n) for n in re.findall(r"\d+", e.get("title").split(";")[0])] for e in (element, parent)
            )
            assert around[0] <= left <= right <= around[2]
            assert around[1] <= top <= bottom <= around[3]


# ALTO


@pytest.mark.parametrize(
    "read",
    [
        document(blocked()),
        document(builders.page(), quarantined=(LOST,)),
        document(quarantined=(LOST,)),
        document(blocked(), builders.page("third", number=3), quarantined=(LOST,)),
        document(pictured()),
    ],
    ids=["one page", "an empty page and a lost one", "only a lost one", "three pages", "a picture"],
)
def test_alto_fits_the_schema(read: ReadDocument) -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    schema.assertValid(etree.fromstring(alto(read, file_name="scan & copy.pdf")))


@pytest.mark.parametrize(
    ("broken", "right"),
    [("<String ", '<String COLOR="1" '), (' PC="0', ' PC="7'), (' CONTENT="', ' TEXT="'), (">pixel<", ">twip<")],
)
def test_the_schema_refuses_what_alto_does_not_know(broken: str, right: str) -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    written = alto(document(blocked())).decode()
    assert written.count(broken) > 0
    changed = written.replace(broken, right, 1)
    assert not schema.validate(etree.fromstring(changed.encode()))


def test_alto_holds_the_words_in_reading_order_with_gaps_between_them() -> None:
    root = etree.fromstring(alto(document(blocked())))
    lines = root.xpath("//a:TextLine", namespaces=ALTO)
    assert [[s.get("CONTENT") for s in line.xpath("a:String", namespaces=ALTO)] for line in lines] == [
        line.text.split(" ") for line in blocked().lines
    ]
    assert [etree.QName(child).localname for child in lines[0]] == ["String", "SP", "String", "SP", "String"]


def test_alto_tells_places_in_pixels_and_grades() -> None:
    string = etree.fromstring(alto(document(blocked()))).xpath("//a:String[@CONTENT='M&S']", namespaces=ALTO)[0]
    assert dict(string.attrib) == {
        "ID": "string_1_4_3", "HPOS": "827", "VPOS": "117", "WIDTH": "165", "HEIGHT": "47",
        "CONTENT": "M&S", "WC": "0.840", "CC": "0 4 0",
    }  # fmt: skip


def test_alto_tags_blocks_with_their_kind_and_has_pictures() -> None:
    root = etree.fromstring(alto(document(pictured())))
    named = {tag.get("ID"): tag.get("LABEL") for tag in root.xpath("//a:LayoutTag", namespaces=ALTO)}
    blocks = root.xpath("//a:PrintSpace/*", namespaces=ALTO)
    assert [(etree.QName(b).localname, named.get(b.get("TAGREFS"))) for b in blocks] == [
        ("TextBlock", "title"), ("TextBlock", None), ("TextBlock", "table"), ("Illustration", "stamp"),
    ]  # fmt: skip


def test_alto_keeps_the_place_of_a_lost_page() -> None:
    root = etree.fromstring(alto(document(builders.page("a"), builders.page("c", number=3), quarantined=(LOST,))))
    pages = root.xpath("//a:Page", namespaces=ALTO)
    assert [(p.get("PHYSICAL_IMG_NR"), p.get("QUALITY")) for p in pages] == [("1", None), ("2", "Missing"), ("3", None)]


def test_alto_of_no_pages_does_not_exist() -> None:
    with pytest.raises(ValueError, match="without pages"):
        alto(document())


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\ufffe"])
@pytest.mark.parametrize("write", [hocr, alto])
def test_characters_that_xml_cannot_hold_are_marked(write: object, character: str) -> None:
    made = builders.page("x")
    odd = Word(text=f"a{character}b", box=builders.box())
    read = document(made.model_copy(update={"lines": (Line(words=(odd,)),)}))
    root = etree.fromstring(write(read))  # type: ignore[operator]
    assert "a\ufffdb" in "".join(root.xpath("//text() | //@CONTENT"))
