"""International bank account numbers, also as OCR reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from redaction.entities import CERTAIN, LIKELY, Entity, Hit
from redaction.lookalikes import as_digits, as_letters
from redaction.page_grid import Sheet
from redaction.recognizers.base import Recognizer
from values.check_digits import iban_digits_are_right

_START = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z01] ?[A-Za-z01][ \-]?[0-9OoIlSBZ]{1}[ ]?[0-9OoIlSBZ]{1}(?=[ \-.]?[A-Za-z0-9])"
)
_CAPTION = re.compile(r"\bIBAN\b|\b1BAN\b|international bank account", re.IGNORECASE)
_SEPARATORS = " \n-.\u00a0"
_SPREAD = 2
"""How many separators in a row an account number may hold."""


class Iban(Recognizer):
    """Account numbers whose country, structure and check digits fit, in groups and over line breaks.

    The country's structure fixes which places are digits, so a look-alike is read as what must be there. With its
    caption a number counts even where the check digits do not fit: OCR, too, makes typing errors.
    """

    entities = (Entity.IBAN_CODE,)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the account numbers on a sheet."""
        for match in _START.finditer(sheet.text):
            country = as_letters("".join(match.group().split())[:2].upper())
            if (structure := _structure(country)) is None:
                continue
            taken = list(_taken(sheet.text, match.start(), 4 + len(structure)))
            if len(taken) < 4 + len(structure):
                continue
            end = taken[-1] + 1
            if end < len(sheet.text) and sheet.text[end].isalnum():
                continue
            raw = "".join(sheet.text[i] for i in taken).upper()
            fitted = country + as_digits(raw[2:4]) + "".join(map(_fit, raw[4:], structure))
            if not _fits(fitted[4:], structure):
                continue
            if iban_digits_are_right(fitted):
                yield Hit(match.start(), end, Entity.IBAN_CODE, CERTAIN)
            elif _CAPTION.search(sheet.context(match.start(), end)):
                yield Hit(match.start(), end, Entity.IBAN_CODE, LIKELY)


@cache
def _structure(country: str) -> str | None:
    """Returns one letter for each place behind the check digits (n digit, a capital, c either), or None."""
    from stdnum import numdb

    parts = numdb.get("iban").info(country + "00")
    form = parts[0][1].get("bban") if parts else None
    if not form:
        return None
    return "".join(kind * int(length) for length, kind in re.findall(r"(\d+)!([nac])", form))


def _taken(text: str, start: int, length: int) -> Iterator[int]:
    """Returns the offsets of the next ``length`` letters and digits, over single separators."""
    separators = 0
    for place in range(start, len(text)):
        if text[place].isalnum() and text[place].isascii():
            separators = 0
            yield place
            length -= 1
            if not length:
                return
        elif text[place] in _SEPARATORS and separators < _SPREAD:
            separators += 1
        else:
            return


def _fit(character: str, kind: str) -> str:
    if kind == "n":
        return as_digits(character)
    return as_letters(character) if kind == "a" else character


def _fits(text: str, structure: str) -> bool:
    checks = {"n": str.isdigit, "a": str.isalpha, "c": str.isalnum}
    return all(checks[kind](character) for character, kind in zip(text, structure, strict=True))
