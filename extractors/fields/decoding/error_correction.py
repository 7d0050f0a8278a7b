"""Misread digits are repaired where arithmetic or a check digit leaves exactly one way to read them.

Nothing is invented: a repair is another reading of the print. It keeps the words and the raw text, and records its
reason. The text of a PDF's text layer is never changed. An equation that does not hold stays where no unsure character
explains it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.fields.decoding.columns import AMOUNT, CENT, PRICE, QUANTITY, fits
from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, LineItem, evidence_boxes, raw_text
from values.check_digits import check_of
from values.misreadings import (
    characters_of,
    other_points,
    other_readings,
    with_digits_for_letters,
    with_likely_letters,
    without_sign,
)
from values.normalize import Hints, normalize, parse_amount
from values.sums import ADJUSTMENTS, NET, TAX, TOTAL, total_gap

REPAIRED = 0.9
"""Confidence of a repaired value at the most: it was misread once."""

WORDS_CUT_OFF = 4
"""So many words may have been left out behind a number that is printed in groups."""

COUNTRY = 2
"""Letters before the digits of an IBAN or VAT id."""

Values = Mapping[str, Decimal]


@dataclass(frozen=True)
class Equation:
    """What values must fulfill. ``why`` explains it to a reviewer."""

    names: tuple[str, ...]
    holds: Callable[[Values], bool]
    why: str


PRODUCT = Equation(
    (QUANTITY, PRICE, AMOUNT),
    lambda v: fits(v[QUANTITY], v[PRICE], v[AMOUNT]),
    "quantity x price is the amount",
)
TOTALS = Equation(
    (NET, TAX, TOTAL),
    # Without a tax the two others are one number, and either may be the misread one.
    lambda v: v[NET] + v[TAX] == v[TOTAL] and v[TAX] != 0,
    "net and tax add up to the total",
)


def repaired_fields(
    read: ReadDocument, fields: Sequence[ExtractedField], items: Sequence[LineItem], hints: Hints
) -> tuple[ExtractedField, ...]:
    """Returns the fields with misread numbers repaired: totals by their sums, registered numbers by check digits."""
    by_name = {f.name: _spelt(read, f, hints) if f.kind in ("name", "text") else _checked(read, f) for f in fields}
    repair = None if _adds_up(by_name) else _only_repair(read, by_name, TOTALS, hints)
    if repair is not None:
        by_name |= repair
    elif (sums := _sum_of_lines(items)) is not None:
        by_name |= _only_repair(read, by_name, sums, hints) or {}
    return tuple(by_name[f.name] for f in fields)


def repaired_items(read: ReadDocument, items: Sequence[LineItem], hints: Hints) -> tuple[LineItem, ...]:
    """Returns the rows with a misread number repaired where quantity x price must be the amount."""
    return tuple(
        item.model_copy(update={"cells": {**item.cells, **repair}})
        if (repair := _only_repair(read, item.cells, PRODUCT, hints))
        else item
        for item in items
    )


def _adds_up(fields: Mapping[str, ExtractedField]) -> bool:
    """Whether net and tax make the total with what is between them: then nothing was misread."""
    known = {n: Decimal(f.value) for n in (NET, TAX, TOTAL, *ADJUSTMENTS) if (f := fields.get(n)) and f.value}
    return total_gap(known) == 0


def _sum_of_lines(items: Sequence[LineItem]) -> Equation | None:
    amounts = [item.values.get(AMOUNT) for item in items]
    known = [Decimal(amount) for amount in amounts if amount is not None]
    if len(known) < 2 or len(known) < len(amounts):
        return None
    total = sum(known, Decimal(0))
    return Equation((NET,), lambda v: v[NET] == total, "the lines add up to it")


def _only_repair(
    read: ReadDocument, cells: Mapping[str, ExtractedField], equation: Equation, hints: Hints
) -> dict[str, ExtractedField] | None:
    """Returns the one changed value that makes an equation hold; None where it holds, or several or none do."""
    values = {name: Decimal(cell.value) for name in equation.names if (cell := cells.get(name)) and cell.value}
    if len(values) < len(equation.names) or equation.holds(values) or values.get(TAX) == 0:
        return None
    found = {
        (name, value)
        for name in equation.names
        for value in _other_amounts(read, cells[name], hints)
        if equation.holds({**values, name: value})
    }
    if len(found) != 1:
        return None
    [(name, value)] = found
    return {name: _repaired(cells[name], f"{value:f}", equation.why)}


def _other_amounts(read: ReadDocument, cell: ExtractedField, hints: Hints) -> Iterator[Decimal]:
    characters = characters_of(read, cell.word_ids)
    texts = list(other_readings(characters))
    printed = "".join(character.text for character in characters)
    if any(character.unsure for character in characters):
        texts += other_points(printed)
    if _writes_signs_first(read):
        texts += without_sign(printed)
    for text in texts:
        amount = parse_amount(text, hints)
        if amount is not None and abs(Decimal(amount)) >= CENT:
            yield Decimal(amount)


def _writes_signs_first(read: ReadDocument) -> bool:
    """Whether the document was recognized and has numbers with a currency sign in front."""
    recognized = any(page.text_source == "ocr" for page in read.pages)
    return recognized and any(w.text[0] in "$€£" and w.text[1:2].isdigit() for w in read.words)


def _checked(read: ReadDocument, field: ExtractedField) -> ExtractedField:
    """Returns a registered number that fulfils its check, where exactly one other reading of it does."""
    is_valid = check_of(field.name)
    if is_valid is None or field.value is None or is_valid(field.value):
        return field
    if longer := _longer(read, field, is_valid):
        return longer
    characters = characters_of(read, field.word_ids)
    if not any(page.text_source == "ocr" for page in read.pages if page.number == field.page_number):
        return field
    for readings in ({with_digits_for_letters(characters, prefix=COUNTRY)}, set(other_readings(characters))):
        valid = {reading for reading in readings if is_valid(reading)}
        if len(valid) == 1:
            return _repaired(field, valid.pop().strip(" :;,.#"), "its check digits prove this reading")
    return field


def _spelt(read: ReadDocument, field: ExtractedField, hints: Hints) -> ExtractedField:
    """Returns a name or text with letters for the unsure digits and foreign accents inside of its words."""
    characters = characters_of(read, field.word_ids)
    if field.value is None or not any(character.unsure for character in characters):
        return field
    is_foreign = any(character.unsure and not character.text.isascii() for character in characters)
    accents = is_foreign and any(c.isalpha() and not c.isascii() for c in _sure_text(read))
    spelt = with_likely_letters(characters, accents=accents)
    if len(spelt) != len(field.raw) or spelt == "".join(character.text for character in characters):
        return field
    lines = "".join(old if old.isspace() else new for old, new in zip(field.raw, spelt, strict=True))
    value = normalize(field.kind, lines, name=field.name, hints=hints).value
    return _repaired(field, value, "no other letter in the document has this shape") if value else field


def _sure_text(read: ReadDocument) -> str:
    characters = characters_of(read, range(len(read.words)))
    return "".join(character.text for character in characters if not character.unsure)


def _longer(read: ReadDocument, field: ExtractedField, is_valid: Callable[[str], bool | None]) -> ExtractedField | None:
    """Returns a number that was cut off, with the words behind it on its line that make it whole."""
    if not field.word_ids:
        return None
    ids = list(field.word_ids)
    for word in read.words[ids[-1] + 1 : ids[-1] + 1 + WORDS_CUT_OFF]:
        if read.words[ids[-1]].line != word.line:
            break
        ids.append(word.id)
        text = raw_text(read, ids)
        if is_valid(text):
            page_number, boxes = evidence_boxes(read, ids)
            why = (*field.why, "the words behind it belong to it: its check digits prove that")
            update = {"raw": text, "value": text, "word_ids": tuple(ids), "boxes": boxes, "page_number": page_number}
            return field.model_copy(update=update | {"why": why})
    return None


def _repaired(field: ExtractedField, value: str, reason: str) -> ExtractedField:
    why = (*field.why, f"a misread character was repaired: {reason}")
    return field.model_copy(update={"value": value, "why": why, "confidence": min(field.confidence, REPAIRED)})
