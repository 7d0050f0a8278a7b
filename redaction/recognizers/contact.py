"""Telephone numbers and e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from redaction.entities import CERTAIN, LIKELY, POSSIBLE, Entity, Hit
from redaction.page_grid import Cell, Sheet
from redaction.recognizers.base import Recognizer
from redaction.recognizers.labelled import LabelledRecognizer, labels

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+%'-]{1,64} ?[@＠] ?[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,24}(?![\w@])"
    r"|(?<![\w.+-])[\w.+-]{1,64} ?@ ?[\w-]+(?:[., ]{1,2}[\w-]+)?[., ]{1,2}(?:com|org|net|edu|gov|de|fr|es|it|nl|"
    r"uk|eu)(?!\w)"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{2,}"
    # ruth (dot) montez at example.com, ruth [at] example [dot] com
    r"|(?<![\w.+-])[\w+-]{1,32}(?:\s?[(\[]\s?dot\s?[)\]]\s?[\w+-]{1,32})+\s?(?:[(\[]\s?at\s?[)\]]|@|at)\s?[\w-]+"
    r"(?:\s?(?:\.|[(\[]\s?dot\s?[)\]])\s?[\w-]+)+"
    r"|(?<![\w.+-])[\w.+-]{1,64}\s?[(\[]\s?at\s?[)\]]\s?[\w-]+(?:\s?(?:\.|[(\[]\s?dot\s?[)\]])\s?[\w-]+)+",
    re.IGNORECASE,
)  # fmt: skip


class EmailAddress(Recognizer):
    """Addresses with an at sign, also where OCR put blanks around it or lost the dot.

    Presidio's own recognizer asks tldextract for the domain's suffix, which may fetch a list: ours needs none.
    """

    entities = (Entity.EMAIL_ADDRESS,)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the addresses on a sheet."""
        for match in _EMAIL.finditer(sheet.text):
            yield Hit(*match.span(), Entity.EMAIL_ADDRESS, CERTAIN)


_EXTENSION = r"(?:\s?(?:x|ext\.?|extension|durchwahl|poste)\s?\d{1,6})?"
_GROUPS = r"(?:\(?\d{1,5}\)?[ .\-/]{0,2}){1,5}\d{1,5}"
_END = rf"{_EXTENSION}(?![\w-])"
_FORMS = (
    # +49 (0)30 123456
    (rf"(?<![\w+])\+ ?\d{{1,3}}[ .\-/]{{0,2}}{_GROUPS}{_END}", LIKELY),
    # (639) 555-1255, over the cells of a form as well
    (rf"(?<![\w.,-])(?:1[\s.\-]{{1,2}})?\(?\d{{3}}\)[\s.\-]{{0,3}}\d{{3}}[\s.\-]{{1,3}}\d{{4}}{_END}", LIKELY),
    # 570 555-8994, 570.555.8994
    (rf"(?<![\w.,-])(?:001[ .\-]|1[ .\-])?\d{{3}}[\s.\-]\d{{3}}[.\-]\d{{4}}{_END}", LIKELY),
    # 0049 30 123456
    (rf"(?<![\w.,-])00[1-9]\d{{0,2}}[ .\-/]?{_GROUPS}{_END}", POSSIBLE),
    # 030/123 456, 089-123456
    (rf"(?<![\w.,-])\(?0\d{{1,5}}\)? ?[/\-] ?\d{{2,4}}(?:[ .\-]?\d{{2,4}}){{1,3}}{_END}", POSSIBLE),
    # (089) 123456
    (rf"(?<![\w.,-])\(0\d{{1,5}}\) ?\d{{2,4}}(?:[ .\-]?\d{{2,4}}){{1,3}}{_END}", LIKELY),
    # 01 23 45 67 89
    (r"(?<![\w.,-])0[1-9](?:[ .]\d{2}){4}(?![\w-])", POSSIBLE),
    # 781 1704 office, 3660170548-Fax
    (
        r"(?<![\w.,-])\(?\d{2,10}\)?(?:[ .\-]\d{2,6}){0,4}"
        r"(?=[ ]?[-–]?[ ]?\(?(?:office|fax|mobile|cell|home|work|tel)\b)",
        LIKELY,
    ),
    # 614 555 0149: as North America numbers its areas and exchanges
    (rf"(?<![\w.,-])(?<!\d[ ])(?:1[ ])?[2-9]\d\d[ ][2-9]\d\d[ ]\d{{4}}(?![ ]\d){_END}", POSSIBLE),
    # 020 7946 0958, 0161 496 0123, 085 175 7641, 0680 298 70 63
    (rf"(?<![\w.,-])(?<!\d[ ])0[1-9]\d{{0,3}}[ ]\d{{3,4}}[ ]\d{{2,4}}(?:[ ]\d{{2,3}})?(?![ ]\d){_END}", POSSIBLE),
    # (37) 788-063
    (rf"(?<![\w.,-])\(\d{{2,4}}\)[ ]?\d{{3,4}}[ .\-]\d{{3,4}}{_END}", POSSIBLE),
)


_NEXT_IN_LIST = re.compile(
    r"\s?(?:[,;/|]\s?(?:or|oder|ou|o|and|und|et)?|or|oder|ou|and|und|et)\s"
    r"(\(?\d{2,5}\)?(?:[ .\-/]?\d{2,6}){1,4})(?![\w,.-]*\d|\w)"
)
"""A further number behind a telephone number, without a form of its own."""


class PhoneNumber(Recognizer):
    """Telephone numbers by their form."""

    entities = (Entity.PHONE_NUMBER,)
    _forms = tuple((re.compile(form, re.IGNORECASE), score) for form, score in _FORMS)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the numbers on a sheet, and those that a list continues."""
        for form, score in self._forms:
            for match in form.finditer(sheet.text):
                if 7 <= sum(c.isdigit() for c in match.group()) <= 20:
                    yield Hit(*match.span(), Entity.PHONE_NUMBER, score)
                    if following := _NEXT_IN_LIST.match(sheet.text, match.end()):
                        yield Hit(*following.span(1), Entity.PHONE_NUMBER, score)


class LabelledPhoneNumber(LabelledRecognizer):
    """Telephone numbers by their caption, also in a form's cells for area code and number."""

    entity = Entity.PHONE_NUMBER
    label = labels(
        r"(?:tele|cell)?phone (?:number|no)?", r"tel", r"telephone", r"phone", r"fax", r"mobile", r"cell", r"ph #?",
        r"call(?: (?:me|us|him|her|them))?(?: at| on)?",
        r"(?:answer|answering|reach|reached|reachable|text|ring|dial|phone|contact)(?: (?:me|us|him|her|them))? "
        r"(?:at|on|under)",
        r"dial", r"whatsapp", r"sms",
        r"telefon(?:nummer)?", r"telefax", r"handy", r"mobil", r"téléphone", r"tél", r"portable", r"teléfono",
        r"móvil",
        r"telefono", r"cellulare", r"telefoon(?:nummer)?", r"gsm", r"rufnummer",
    )  # fmt: skip
    value = re.compile(r"[(+]?\d[\d\s().\-/+]{4,20}\d" + _EXTENSION, re.IGNORECASE)
    _piece = re.compile(r"[(+]?\d[\d().\-/ ]*\d|\)?[\d.\- ]*\d{3,}|\(\s*\d+\s*\)?")

    def accepts(self, text: str) -> bool:
        """A number has six to fifteen digits."""
        return 6 <= sum(c.isdigit() for c in text) <= 20

    def in_row(self, sheet: Sheet, row: Sequence[Cell]) -> list[tuple[int, int]]:
        """Returns the pieces in one row that make up a number together."""
        pieces = []
        for cell in row:
            if match := self._piece.search(sheet.text, cell.start, cell.end):
                pieces.append(match.span())
        joined = "".join(sheet.text[start:end] for start, end in pieces)
        return pieces if self.accepts(joined) else []
