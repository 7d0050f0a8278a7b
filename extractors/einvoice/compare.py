"""The XML of an electronic invoice beside its printed page: one extraction, and a finding where the two differ.

The XML is what the sender's program stated, so its value is taken; the page is its evidence. A value that is not
printed is kept without a place and needs review: people must read what programs book.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractors.einvoice.printed import Pages
from schemas.document import PageFinding, ReadDocument
from schemas.einvoice import EInvoice, StatedValue
from schemas.extraction import ExtractedField, Extraction, LineItem, evidence_boxes
from schemas.vocabulary import DocumentClass, FieldSpec
from values.equality import same_letters
from values.grounding import Place
from values.locale_hints import hints_of

VERSION = "2"

DIFFERS, NOT_PRINTED, OTHER_KIND = "einvoice_differs", "einvoice_not_printed", "einvoice_of_other_class"

AGREES = 0.998
"""Confidence where XML and page say the same: what is left is that both are wrong."""

PRINTED = 0.99
"""Confidence where the value of the XML is printed and the page was not read as saying otherwise."""

DISPUTED = 0.80
UNPRINTED = 0.70

SURE_OF_THE_PAGE = 0.5
"""From this confidence on, another reading of the page is a disagreement and not a slip of the reader."""

_STATED = "stated by the e-invoice"
_STATED_AND_PRINTED = "stated by the embedded XML and printed here"

ROW_REACH = 4
"""Cells of a row are within so many line heights of its description."""


def compared(extraction: Extraction, einvoice: EInvoice, read: ReadDocument, kind: DocumentClass) -> Extraction:
    """Returns an extraction of the page with the values of the XML, each with the words that print it.

    Fields that the XML does not state stay as they were read.
    """
    findings = (*extraction.findings, *einvoice.findings)
    if einvoice.document_class != extraction.document_class:
        if not einvoice.findings:
            message = f"The PDF carries an electronic {einvoice.document_class}: choose that class to use it."
            findings = (*findings, PageFinding(code=OTHER_KIND, message=message))
        return extraction.model_copy(update={"findings": findings})
    pages = Pages(read, hints_of(read.text))
    if einvoice.is_original:
        # The pages were laid out from the XML: nothing on them is another source.
        extraction = extraction.model_copy(update={"fields": (), "line_items": ()})
    stated = {
        spec.name: _field(read, pages, spec, value, extraction.field(spec.name), is_original=einvoice.is_original)
        for spec in kind.fields
        if (value := einvoice.fields.get(spec.name))
    }
    fields = [stated.get(spec.name) or extraction.field(spec.name) for spec in kind.fields]
    taken = {i for field in stated.values() if field for i in field.word_ids}
    # Fields of the page alone stay, unless the XML gives their words to other fields.
    known = tuple(f for f in fields if f is not None and (stated.get(f.name) or not taken.intersection(f.word_ids)))
    items = tuple(_items(read, pages, kind, einvoice, extraction.line_items)) or extraction.line_items
    findings = (*findings, *_findings(kind, extraction, known, items, einvoice))
    update = {"fields": known, "line_items": items, "findings": findings}
    return extraction.model_copy(update=update | {"model": f"{extraction.model}, e-invoice {einvoice.standard}"})


def _field(
    read: ReadDocument,
    pages: Pages,
    spec: FieldSpec,
    stated: StatedValue,
    seen: ExtractedField | None,
    *,
    is_original: bool,
) -> ExtractedField | None:
    if seen is not None and seen.value is not None:
        same = next((value for value in stated.values if same_letters(spec.kind, value, seen.value)), None)
        if same is not None:
            update = {"value": same, "problem": None, "confidence": AGREES, "source": "embedded_xml"}
            return seen.model_copy(update=update | {"why": (*seen.why, "the embedded XML states the same value")})
    value, place = _printed(pages, spec, stated)
    if place and is_original:
        return _evident(read, spec, value, place, AGREES, _STATED)
    if place:
        disputed = _is_disputed(spec, stated, seen)
        return _evident(read, spec, value, place, DISPUTED if disputed else PRINTED, _STATED_AND_PRINTED)
    # A supporting value that only the XML states decides nothing: it holds no document up.
    return seen if spec.importance == "supporting" else _unprinted(spec, value)


def _is_disputed(spec: FieldSpec, stated: StatedValue, seen: ExtractedField | None) -> bool:
    """Whether the page was read, surely enough, as saying something else.

    Names and addresses are left out: their ends are ambiguous, and they are found as printed or not.
    """
    if spec.kind in ("name", "text") or seen is None or seen.value is None or seen.confidence < SURE_OF_THE_PAGE:
        return False
    return not any(same_letters(spec.kind, value, seen.value) for value in stated.values)


def _printed(pages: Pages, spec: FieldSpec, stated: StatedValue) -> tuple[str, Place]:
    """Returns the first of the right values that is printed, and where; else the value, and no place.

    A total is below its parts, everything else is named first where it belongs.
    """
    for value in stated.values:
        if places := pages.find(spec.kind, spec.name, value):
            return value, places[-1] if spec.kind == "money" else places[0]
    return stated.value, ()


def _evident(
    read: ReadDocument, spec: FieldSpec, value: str, place: Place, confidence: float, why: str
) -> ExtractedField:
    page_number, boxes = evidence_boxes(read, place)
    return ExtractedField(
        name=spec.name,
        kind=spec.kind,
        raw=" ".join(read.words[i].text for i in place),
        value=value,
        confidence=confidence,
        page_number=page_number,
        boxes=boxes,
        word_ids=place,
        source="embedded_xml",
        why=(why,),
    )


def _unprinted(spec: FieldSpec, value: str) -> ExtractedField:
    return ExtractedField(
        name=spec.name,
        kind=spec.kind,
        raw=value,
        value=value,
        confidence=UNPRINTED,
        page_number=1,
        source="embedded_xml",
        why=("stated by the embedded XML; it was not found on any page",),
    )


# ----------------------------------------------------------------------------------------------------------------------
# Lines


def _items(
    read: ReadDocument,
    pages: Pages,
    kind: DocumentClass,
    einvoice: EInvoice,
    seen: Sequence[LineItem],
) -> Iterator[LineItem]:
    """Yields the lines of the XML, the cells of each with the places that are together below the line before."""
    above = (1, -1.0)
    for line in einvoice.lines:
        places = {spec.name: _places(pages, spec, line[spec.name]) for spec in kind.columns if spec.name in line}
        anchor = _anchor(read, places, above)
        if anchor is not None:
            above = anchor
        cells, taken = {}, set[int]()
        # Amounts are to the right of prices, and a price may be the same number: they choose first.
        for spec in reversed(kind.columns):
            if spec.name in line:
                free = [(v, p) for v, p in places[spec.name] if not taken.intersection(p)]
                value, place = _beside(read, free, anchor) or (line[spec.name].value, ())
                taken.update(place)
                cells[spec.name] = _cell(read, spec, value, place, einvoice, seen)
        yield LineItem(cells={spec.name: cells[spec.name] for spec in kind.columns if spec.name in cells})


def _places(pages: Pages, spec: FieldSpec, stated: StatedValue) -> list[tuple[str, Place]]:
    return [(value, place) for value in stated.values for place in pages.find(spec.kind, spec.name, value)]


def _cell(
    read: ReadDocument, spec: FieldSpec, value: str, place: Place, einvoice: EInvoice, seen: Sequence[LineItem]
) -> ExtractedField:
    if not place:
        return _unprinted(spec, value)
    if einvoice.is_original:
        return _evident(read, spec, value, place, AGREES, _STATED)
    read_there = (cell for item in seen if (cell := item.cells.get(spec.name)) and set(cell.word_ids) & set(place))
    agrees = any(cell.value is not None and same_letters(spec.kind, value, cell.value) for cell in read_there)
    return _evident(read, spec, value, place, AGREES if agrees else PRINTED, _STATED_AND_PRINTED)


def _position(read: ReadDocument, place: Place) -> tuple[int, float]:
    word = read.words[place[0]]
    return word.page_number, word.box.center[1]


def _anchor(
    read: ReadDocument, places: Mapping[str, Sequence[tuple[str, Place]]], above: tuple[int, float]
) -> tuple[int, float] | None:
    """Returns page and height of the first row below ``above`` beside which most cells of a line are."""
    rows = [_position(read, p) for name in ("description", "line_amount") for _, p in places.get(name, ())]
    below = sorted({row for row in rows if row > above}) or sorted(set(rows))
    if not below:
        return None
    return max(below, key=lambda row: sum(_beside(read, cell, row) is not None for cell in places.values()))


def _beside(
    read: ReadDocument, places: Sequence[tuple[str, Place]], row: tuple[int, float] | None
) -> tuple[str, Place] | None:
    """Returns the value and place nearest to a row and within reach of it, the rightmost of equals."""
    if row is None:
        return None
    near = []
    values = list(dict.fromkeys(value for value, _ in places))
    for value, place in places:
        page, middle = _position(read, place)
        gap, height = abs(middle - row[1]), read.words[place[0]].box.height
        if page == row[0] and gap <= ROW_REACH * height:
            right = read.words[place[-1]].box.right
            near.append((round(gap / height), values.index(value), -right, value, place))
    return min(near)[3:] if near else None


# ----------------------------------------------------------------------------------------------------------------------
# Findings


def _findings(
    kind: DocumentClass,
    extraction: Extraction,
    fields: Sequence[ExtractedField],
    items: Sequence[LineItem],
    einvoice: EInvoice,
) -> Iterator[PageFinding]:
    stated = {spec.name: (spec, value) for spec in kind.fields if (value := einvoice.fields.get(spec.name))}
    differing = [name for name, (spec, value) in stated.items() if _is_disputed(spec, value, extraction.field(name))]
    if differing:
        message = f"The embedded XML and the printed page differ in {_titles(kind, differing)}: compare the two."
        yield PageFinding(code=DIFFERS, message=message)
    hidden = [kind.field(f.name).title for f in fields if not f.boxes and f.name not in differing]
    hidden += [
        f"{kind.column(cell.name).title} of line {number}"
        for number, item in enumerate(items, start=1)
        for cell in item.cells.values()
        if not cell.boxes
    ]
    if hidden:
        shown = ", ".join(hidden[:8]) + (f" and {len(hidden) - 8} more" if len(hidden) > 8 else "")
        message = f"The embedded XML states what was not found on the page: {shown}."
        yield PageFinding(code=NOT_PRINTED, message=message)


def _titles(kind: DocumentClass, names: Sequence[str]) -> str:
    return ", ".join(kind.field(name).title for name in names)
