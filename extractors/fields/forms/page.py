"""Reads one page on which a form was found: words by their area, check boxes by their measured ink."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
from rapidfuzz import fuzz

from extractors.fields.forms.amount_signs import beside_sign, sign_of
from extractors.fields.forms.area_values import read_value
from extractors.fields.forms.date_cells import CUT_TRUST, ReadWords, crop, read_cells
from extractors.fields.forms.parsers import Reading, Token
from extractors.fields.forms.registration import Registration, letters
from extractors.fields.forms.template import AreaKind, Caption, Option
from extractors.page_image import Pixels
from schemas.document import Mark, Page, PlacedWord, ReadDocument
from schemas.extraction import ExtractedField, FieldType, LineItem, evidence_boxes
from schemas.geometry import Box
from schemas.vocabulary import DocumentClass
from values.icd10 import is_billable

TICKS = frozenset("Xx×✕✗✓✔")
"""Characters that are ticks in a check box."""


CAPTION_HEIGHT = 13.0
"""Form units that a word of a caption may be above or below its middle."""


class PageReader:
    """Reads one page on which the form was found."""

    def __init__(
        self,
        read: ReadDocument,
        page: Page,
        document_class: DocumentClass,
        registration: Registration,
        marks: Sequence[Mark] = (),
    ) -> None:
        self._read, self._page, self._registration, self._marks = read, page, registration, marks
        self._table = registration.table
        self._vocabulary = document_class
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

    def with_dates_read_by_cell(
        self, found: Sequence[ExtractedField], pixels: Pixels, read_words: ReadWords
    ) -> list[ExtractedField]:
        """Returns fields with those dates read cell by cell that were not understood, or not found and required."""
        by_name = {f.name: f for f in found}
        for area in self._table.areas:
            seen, spec = by_name.get(area.field), self._vocabulary.field(area.field)
            open_ = seen.value is None if seen is not None else spec.required
            if area.kind != "birth_date" or not open_:
                continue
            read = read_cells(area, self._registration, pixels, read_words)
            if read is not None:
                value, confidence, box = read
                why = "each cell of the date was cut out and read by itself"
                cut = self._cut_out(area.field, value, value, confidence, box, why)
                by_name[area.field] = cut.model_copy(update={"word_ids": seen.word_ids if seen else ()})
        return [by_name[spec.name] for spec in self._vocabulary.fields if spec.name in by_name]

    def with_amounts_read_beside_signs(
        self, found: Sequence[ExtractedField], pixels: Pixels, read_words: ReadWords
    ) -> list[ExtractedField]:
        """Returns fields with those amounts read anew that begin on the printed sign in front of them."""
        by_name = {f.name: f for f in found}
        for area in self._table.areas:
            seen, sign = by_name.get(area.field), sign_of(area, self._table.captions)
            if seen is None or sign is None:
                continue
            tokens = [t for t in self._words if t.word_id in seen.word_ids]
            first = min(tokens, key=lambda t: t.left)
            if not first.text[:1].isdigit() or first.left + self._registration.shift[0] >= sign.right:
                continue
            by_name[area.field] = beside_sign(seen, first, area, sign, self._registration, pixels, read_words)
        return [by_name[spec.name] for spec in self._vocabulary.fields if spec.name in by_name]

    def with_codes_read_in_open_areas(
        self, found: Sequence[ExtractedField], pixels: Pixels, read_words: ReadWords
    ) -> list[ExtractedField]:
        """Returns fields with the diagnosis codes of areas where the words of the page make none.

        Each area is cut out and read by itself. Only codes that exist count, because an empty area shows its bracket.
        """
        by_name = {f.name: f for f in found}
        seen = {name for name, field in by_name.items() if field.value is not None}
        open_areas = [a for a in self._table.areas if a.kind == "icd" and a.field not in seen]
        dx, dy = self._registration.shift
        boxes = [self._registration.box(a.left + dx, a.top + dy, a.right + dx, a.bottom + dy) for a in open_areas]
        read = read_words([crop(pixels, box) for box in boxes]) if boxes else []
        for area, box, (text, confidence) in zip(open_areas, boxes, read, strict=True):
            token = Token(text, area.left, area.right, (area.top + area.bottom) / 2, confidence, 0)
            reading = read_value(area.kind, [token]) if text else None
            if reading is not None and reading.value is not None and is_billable(reading.value):
                why = "the area was cut out and read by itself"
                trusted = confidence * reading.trust
                by_name[area.field] = self._cut_out(area.field, text, reading.value, trusted, box, why)
        return [by_name[spec.name] for spec in self._vocabulary.fields if spec.name in by_name]

    def _cut_out(self, name: str, raw: str, value: str, confidence: float, box: Box, why: str) -> ExtractedField:
        """Returns a field that was read from a part of the page by itself, without words of the page."""
        return ExtractedField(
            name=name, kind=self._vocabulary.field(name).kind, raw=raw, value=value,
            confidence=CUT_TRUST * confidence * self._registration.quality, page_number=self._page.number,
            boxes=(box,), word_ids=(), source="form", why=(why,),
        )  # fmt: skip

    def line_items(self) -> list[LineItem]:
        """Returns the service lines; a row without date, procedure and charge is empty."""
        items = []
        for middle in self._table.rows:
            cells: dict[str, ExtractedField] = {}
            counted = self._counted(middle)
            for column in self._table.columns:
                if column.kind == "skip":
                    continue
                reach = self._table.row_reach
                tokens = counted.get(column.field) or self._inside(
                    column.left, middle - reach, column.right, middle + reach, column.kind
                )
                reading = read_value(column.kind, tokens)
                if reading is not None:
                    kind = self._vocabulary.column(column.field).kind
                    cells[column.field] = self._field(column.field, kind, reading)
            if cells.keys() & {"date_from", "procedure_code", "charge"}:
                items.append(LineItem(cells=cells))
        return items

    def _counted(self, middle: float) -> dict[str, list[Token]]:
        """Returns the cells of a row whose columns of fixed length ran together in one word, separated by counting.

        Only where all their digits are there: 03042503042511 is two dates and a place.
        """
        columns = [column for column in self._table.columns if column.length]
        reach = self._table.row_reach
        tokens = self._inside(columns[0].left, middle - reach, columns[-1].right, middle + reach, columns[0].kind)
        tokens.sort(key=lambda t: t.left)
        digits = [(character, token) for token in tokens for character in token.text if character.isalnum()]
        joined = any(len(t.text) > max(c.length for c in columns) for t in tokens)
        if not joined or len(digits) != sum(column.length for column in columns):
            return {}
        cells: dict[str, list[Token]] = {}
        for column in columns:
            cell, digits = digits[: column.length], digits[column.length :]
            cells[column.field] = [
                replace(token, text="".join(character for character, _ in run), part=True)
                for token, run in groupby(cell, key=lambda pair: pair[1])
            ]
        return cells

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
        """Returns the tokens in a rectangle; a word over its border gives the characters inside."""
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
        why = (f"in the place of {name} on form {self._table.name}, found by {self._registration.by}",)
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
        place = self._registration.square(option.x, option.y, self._table.option_size)
        near = [m for m in self._marks if place.contains_center_of(m.box) and m.box.area < 3 * place.area]
        return max(near, key=lambda m: m.box.overlap(place), default=None)

    def _ticks(self, option: Option) -> list[Token]:
        reach = 0.75 * self._table.option_size
        ticks = []
        for token in self._words:
            # A longer word than the tick and one or two characters of print beside it is a name with an X.
            if abs(token.middle - option.y) > reach or len(token.text) > 3:
                continue
            step = (token.right - token.left) / len(token.text)
            places = [token.left + (i + 0.5) * step for i, c in enumerate(token.text) if c in TICKS]
            if any(abs(place - option.x) < reach for place in places):
                ticks.append(token)
        return ticks


def _part(token: Token, left: float, right: float, kind: AreaKind) -> Token | None:
    """Returns what of a token is between two borders: all, some characters, or nothing."""
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
    """Whether a word is part of a caption: it is where the caption is printed and reads alike."""
    if abs(middle - caption.middle) > CAPTION_HEIGHT or left < caption.left - 16 or right > caption.right + 16:
        return False
    word, printed = letters(text), letters(caption.text)
    if not word or not printed:
        return text.strip() == caption.text
    if len(word) <= 3:
        return word in printed
    # Typing is a line below the captions: a word at their height is theirs, however it was read.
    return fuzz.partial_ratio(word, printed) >= (50 if abs(middle - caption.middle) <= CAPTION_HEIGHT / 2 else 70)


def _grouped(options: Iterable[Option]) -> dict[str, list[Option]]:
    groups: dict[str, list[Option]] = {}
    for option in options:
        groups.setdefault(option.field, []).append(option)
    return groups
