"""Dates of birth: dates that their caption makes personal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from redaction.entities import Entity
from redaction.page_grid import Cell, Sheet, is_caption_word
from redaction.recognizers.labelled import LabelledRecognizer, labels

_MONTH = r"[^\W\d_]{3,10}\.?"
DATE = (
    r"\d{1,4}\s?[./\-]\s?\d{1,2}\s?[./\-]\s?\d{1,4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?\s?(?:de\s)?{_MONTH},?\s?(?:de\s)?\d{{4}}"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    r"|\d{1,2}\s\d{1,2}\s\d{2,4}|(?:19|20)\d{6}|\d{8}|\d{1,2}\s?[/\-.]\s?\d{4}|\d{6}"
)
"""Dates in words and digits, with any separators."""


_WORDS = re.compile(r"\S+")


class BirthDate(LabelledRecognizer):
    """Dates beside or below words for birth, also spread over a form's cells for month, day and year."""

    entity = Entity.BIRTH_DATE
    label = labels(
        r"(?:date|day|year) of birth", r"birth ?(?:date|day)?", r"d o b", r"dob", r"born(?: on)?", r"b ?date",
        r"geburts ?(?:datum|tag)", r"geb(?:oren)?(?: am)?", r"geb dat", r"date de naissance", r"né\(?e?\)?(?: le)?",
        r"naissance",
        r"fecha de nacimiento", r"f nac(?:imiento)?", r"nacid[oa](?: el)?", r"data di nascita", r"nat[oa](?: il)?",
        r"geboorte ?datum", r"geboren op",
    )  # fmt: skip
    value = re.compile(DATE)
    over_lines = True

    def accepts(self, text: str) -> bool:
        """A month's name is no caption here."""
        return True

    def in_row(self, sheet: Sheet, row: Sequence[Cell]) -> list[tuple[int, int]]:
        """Returns a date below the caption, or the digits of its cells for month, day and year."""
        if whole := self.whole_values(sheet, row):
            return whole
        pieces = [
            match.span()
            for cell in row
            for match in _WORDS.finditer(sheet.text, cell.start, cell.end)
            if _is_piece(match.group())
        ]
        return pieces if 1 <= len(pieces) <= 4 else []


def _is_piece(word: str) -> bool:
    """Whether a word may be one cell of a date as OCR reads it: ``07``, ``1956``, ``O7`` or ``l5|``."""
    stripped = word.strip("|[](){}.,:;/-_")
    return (
        bool(re.fullmatch(r"[0-9OoIlSBZ]{1,4}|\d{5,8}", stripped))
        and any(c.isdigit() for c in stripped)
        and not is_caption_word(word)
    )
