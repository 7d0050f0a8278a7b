"""Fields of a form whose layout is a published standard: where a word stands says what it is.

The form is found on the page (``registration``), so each box has its place; the words in it that are not the form's own
print are its value. Check boxes are read from the page's marks, which ``locate_marks`` measures at their known places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

import numpy as np
from rapidfuzz import fuzz

from extractors.fields.extractor import FieldInput
from extractors.fields.form_cms1500 import CMS1500
from extractors.fields.form_table import AreaKind, Caption, FormTable, Option
from extractors.fields.form_values import Reading, Token, read_value
from extractors.fields.registration import Registration, letters, register
from extractors.image import PageImage
from extractors.marks import find_marks, measure_marks
from schemas.classes import document_class
from schemas.document import Mark, Page, PageFinding, PlacedWord, ReadDocument
from schemas.extraction import ExtractedField, Extraction, FieldType, LineItem, evidence_boxes

TICKS = frozenset("X x × ✕ ✗ ✓ ✔ XX".split())
"""Words that are a tick in a check box and nothing else."""


class FormExtractor:
    """Reads the fields of CMS-1500 claim forms from their words and marks."""

    name = "form"
    version = "cms1500-02/12 1"

    def __init__(self, table: FormTable = CMS1500) -> None:
        self._table = table

    def recognizes(self, read: ReadDocument) -> bool:
        """Tells whether the first page is this form: enough captions, or typed words, stand where the form has them."""
        return bool(read.pages) and _registered(read.pages[0], self._table) is not None

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        """Returns one extraction a document; a document that is not this form gets no fields and a finding."""
        return [self._one(item) for item in batch]

    def _one(self, item: FieldInput) -> Extraction:
        fields: list[ExtractedField] = []
        items: list[LineItem] = []
        findings: list[PageFinding] = []
        for page in item.read.pages:
            registration = _registered(page, self._table)
            if registration is None:
                findings.append(
                    PageFinding(code="not_the_form", message=f"page {page.number} does not show form {self._table.name}")
                )
                continue
            reader = _PageReader(item.read, page, registration)
            # A claim with more than six services goes on on a second form: its heading repeats, its lines are new.
            known = {f.name for f in fields}
            fields += [f for f in reader.fields() if f.name not in known]
            items += reader.line_items()
        return Extraction(
            document_id=item.read.document_id,
            document_class=item.classification.document_class,
            class_confidence=item.classification.confidence,
            model=f"{self.name} {self.version}",
            fields=tuple(fields),
            line_items=tuple(items),
            findings=tuple(findings),
        )


def read_marks(image: PageImage, page: Page) -> tuple[Mark, ...]:
    """Returns a read page's check boxes: measured at their known places on a known form, else found by their shape."""
    return locate_marks(image, page) or find_marks(PageImage(page=page, pixels=image.pixels))


def locate_marks(image: PageImage, page: Page, table: FormTable = CMS1500) -> tuple[Mark, ...]:
    """Returns the form's check boxes as measured on the page image, or none when the page is not this form.

    The words of ``page`` say where the form lies, the ink in each check box whether it is ticked. In a red form that
    was dropped by the scanner the boxes are not visible at all, and still their places are known.
    """
    registration = _registered(page, table)
    if registration is None:
        return ()
    dx, dy = registration.shift
    half = table.option_size / 2
    places = [registration.box(o.x - half, o.y - half, o.x + half, o.y + half) for o in table.options]
    typed = [registration.box(o.x + dx - half, o.y + dy - half, o.x + dx + half, o.y + dy + half) for o in table.options]
    groups = [option.field for option in table.options]
    return measure_marks(image, places, typed, groups)


@lru_cache(maxsize=32)
def _registered_lines(page: Page, table: FormTable) -> Registration | None:
    return register(page, table)


def _registered(page: Page, table: FormTable) -> Registration | None:
    """Returns where the form lies; recognition, marks and fields of one page share one computation."""
    # Steps hold dictionaries, which cannot be keys of the cache, and have no say in where the form lies.
    return _registered_lines(page.model_copy(update={"marks": (), "blocks": (), "steps": ()}), table)


class _PageReader:
    """Reads one page on which the form was found."""

    def __init__(self, read: ReadDocument, page: Page, registration: Registration) -> None:
        self._read, self._page, self._registration = read, page, registration
        self._table = registration.table
        self._vocabulary = document_class(self._table.document_class)
        self._words = list(self._typed_words(read.words_of_page(page.number)))

    def fields(self) -> list[ExtractedField]:
        """Returns the page's fields in the order of the class's vocabulary."""
        found: dict[str, ExtractedField] = {}
        for area in self._table.areas:
            tokens = self._inside(area.left, area.top, area.right, area.bottom, area.kind)
            reading = read_value(area.kind, tokens)
            if reading is not None:
                found[area.field] = self._field(area.field, self._vocabulary.field(area.field).kind, reading)
        for name, options in _grouped(self._table.options).items():
            if any(spec.name == name for spec in self._vocabulary.fields):
                ticked = self._ticked(name, options)
                if ticked is not None:
                    found[name] = ticked
        return [found[spec.name] for spec in self._vocabulary.fields if spec.name in found]

    def line_items(self) -> list[LineItem]:
        """Returns the service lines; a row without date, procedure and charge is empty."""
        items = []
        for middle in self._table.rows:
            cells: dict[str, ExtractedField] = {}
            for column in self._table.columns:
                if column.kind == "skip":
                    continue
                reach = self._table.row_reach
                tokens = self._inside(column.left, middle - reach, column.right, middle + reach, column.kind)
                reading = read_value(column.kind, tokens)
                if reading is not None:
                    kind = self._vocabulary.column(column.field).kind
                    cells[column.field] = self._field(column.field, kind, reading)
            if cells.keys() & {"date_from", "procedure_code", "charge"}:
                items.append(LineItem(cells=cells))
        return items

    def _typed_words(self, words: Iterable[PlacedWord]) -> Iterable[Token]:
        """Returns the words that are not the form's own print, in form units, the printer's offset taken away."""
        words = list(words)
        if not words:
            return
        ends = np.array([[(w.box.left, w.box.center[1]), (w.box.right, w.box.center[1])] for w in words]).reshape(-1, 2)
        places = self._registration.to_form(ends).reshape(-1, 2, 2)
        dx, dy = self._registration.shift
        for word, ((left, y0), (right, y1)) in zip(words, places, strict=True):
            middle = (y0 + y1) / 2
            if not any(_is_print(word.text, left, right, middle, c) for c in self._table.captions):
                yield Token(word.text, left - dx, right - dx, middle - dy, word.word.confidence, word.id)

    def _inside(self, left: float, top: float, right: float, bottom: float, kind: AreaKind) -> list[Token]:
        """Returns the tokens in a rectangle; a word over its border gives the characters that stand inside."""
        tokens = []
        for token in self._words:
            if not top <= token.middle <= bottom or token.right < left or token.left > right:
                continue
            part = _part(token, left, right, kind)
            if part is not None:
                tokens.append(part)
        return tokens

    def _field(self, name: str, kind: FieldType, reading: Reading) -> ExtractedField:
        ids = tuple(dict.fromkeys(t.word_id for t in reading.tokens))
        number, boxes = evidence_boxes(self._read, ids)
        least = min(t.confidence for t in reading.tokens)
        confidence = least * reading.trust * self._registration.quality
        why = (f"stands in the place of {name} on form {self._table.name}, found by {self._registration.by}",)
        return ExtractedField(
            name=name,
            kind=kind,
            raw=reading.raw,
            value=reading.value,
            problem=reading.problem,
            confidence=confidence,
            page_number=number,
            boxes=boxes,
            word_ids=ids,
            source="form",
            why=(*why, *reading.why),
        )

    def _ticked(self, name: str, options: Sequence[Option]) -> ExtractedField | None:
        """Returns the value of the one ticked box of a field; None when none is ticked."""
        by_mark = [(option, mark) for option in options if (mark := self._mark_at(option)) is not None]
        ticked = sorted((p for p in by_mark if p[1].checked), key=lambda p: -p[1].confidence)
        kind = self._vocabulary.field(name).kind
        if ticked:
            option, mark = ticked[0]
            words = tuple(t.word_id for t in self._ticks(option))
            sure = mark.confidence * (1.0 if len(ticked) == 1 else 0.4)
            why = [f"the check box {option.value} of {name} holds ink"]
            if len(ticked) > 1:
                why.append("more than one box of this field is ticked")
            return ExtractedField(
                name=name, kind=kind, raw=option.value, value=option.value,
                confidence=sure * self._registration.quality, page_number=self._page.number,
                boxes=(mark.box,), word_ids=words, source="form", why=tuple(why),
            )  # fmt: skip
        if len(by_mark) == len(options):
            return None
        return self._ticked_by_word(name, kind, options)

    def _ticked_by_word(self, name: str, kind: FieldType, options: Sequence[Option]) -> ExtractedField | None:
        """Returns the value by an X that was read as a word: for pages whose boxes were not measured."""
        found = [(option, token) for option in options for token in self._ticks(option)]
        if not found:
            return None
        option, token = max(found, key=lambda p: p[1].confidence)
        number, boxes = evidence_boxes(self._read, (token.word_id,))
        return ExtractedField(
            name=name, kind=kind, raw=token.text, value=option.value,
            confidence=token.confidence * self._registration.quality * (0.9 if len(found) == 1 else 0.4),
            page_number=number, boxes=boxes, word_ids=(token.word_id,), source="form",
            why=(f"an X was read at the check box {option.value} of {name}",),
        )  # fmt: skip

    def _mark_at(self, option: Option) -> Mark | None:
        half = self._table.option_size / 2
        place = self._registration.box(option.x - half, option.y - half, option.x + half, option.y + half)
        near = [m for m in self._page.marks if place.contains_center_of(m.box) and m.box.area < 3 * place.area]
        return max(near, key=lambda m: m.box.overlap(place), default=None)

    def _ticks(self, option: Option) -> list[Token]:
        reach = 0.75 * self._table.option_size
        ticks = []
        for token in self._words:
            if abs(token.middle - option.y) > reach or not any(c in "Xx×✕✗✓✔" for c in token.text):
                continue
            step = (token.right - token.left) / len(token.text)
            for i, character in enumerate(token.text):
                if character in TICKS and abs(token.left + (i + 0.5) * step - option.x) < reach:
                    # A longer word than the tick and one or two characters of print beside it is a name with an X.
                    if len(token.text) <= 3:
                        ticks.append(token)
                    break
        return ticks


def _part(token: Token, left: float, right: float, kind: AreaKind) -> Token | None:
    """Returns what of a token stands between two borders: all, some characters, or nothing."""
    step = (token.right - token.left) / len(token.text)
    inside = [i for i in range(len(token.text)) if left <= token.left + (i + 0.5) * step < right]
    share = len(inside) / len(token.text)
    if share >= 0.8 or (share > 0.5 and (len(token.text) <= 3 or kind in ("name", "text", "first_line"))):
        return token
    if share <= 0.2 or len(token.text) <= 3 or not inside:
        return None
    text = token.text[inside[0] : inside[-1] + 1]
    return Token(
        text, token.left + inside[0] * step, token.left + (inside[-1] + 1) * step, token.middle,
        0.9 * token.confidence, token.word_id, part=True,
    )  # fmt: skip


def _is_print(text: str, left: float, right: float, middle: float, caption: Caption) -> bool:
    """Tells whether a word is part of a caption: it stands where the caption is printed and reads alike."""
    if abs(middle - caption.middle) > 13 or left < caption.left - 16 or right > caption.right + 16:
        return False
    word, printed = letters(text), letters(caption.text)
    if not word or not printed:
        return text.strip() == caption.text
    if len(word) <= 3:
        return word in printed
    return fuzz.partial_ratio(word, printed) >= 70


_T = TypeVar("_T", bound=Option)


def _grouped(options: Iterable[_T]) -> dict[str, list[_T]]:
    groups: dict[str, list[_T]] = {}
    for option in options:
        groups.setdefault(option.field, []).append(option)
    return groups
