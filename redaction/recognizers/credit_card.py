"""Payment card numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from redaction.entities import CERTAIN, LIKELY, Entity, Hit
from redaction.lookalikes import DIGIT, only_digits, true_digits
from redaction.page_grid import Sheet
from redaction.recognizers.base import Recognizer
from values.check_digits import luhn_digit_is_right

_RUN = re.compile(r"(?<![\w.,])(?:\d[ \-]?){11,18}\d(?![\w]|[.,]\d)")
_BROKEN = re.compile(r"(?<![\w.,])\d{4}(?:[ \-]?\d{4}){0,2}[ \-]?\n(?:\d{4}[ \-]?){0,2}\d{4}(?![\w]|[.,]\d)")
"""Sixteen digits in groups of four with one end of a line between them."""

_BLURRED = re.compile(rf"(?<!\w)(?:{DIGIT}{{4}}[ \-]?){{3}}{DIGIT}{{1,7}}(?!\w)")
_CAPTION = re.compile(
    r"\bcard\b|\bcredit\b|\bdebit\b|\bcc\b|visa|master ?card|amex|american express|discover|diners|maestro|"
    r"kreditkarte|karte|carte|tarjeta|carta di credito|creditcard",
    re.IGNORECASE,
)  # fmt: skip
_LENGTHS = {"2": (15, 16), "3": (14, 15, 16), "4": (13, 16, 19), "5": (16,), "6": (16, 19)}
"""Usual lengths by first digit, for numbers without a caption; other lengths are more often a firm's number.

Source: ISO/IEC 7812 and the networks' issuer ranges.
"""


class CreditCard(Recognizer):
    """Numbers with a network's prefix and length and the right check digit; look-alikes only beside a caption."""

    entities = (Entity.CREDIT_CARD,)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the card numbers on a sheet."""
        for match in _RUN.finditer(sheet.text):
            digits = only_digits(match.group())
            labelled = _CAPTION.search(sheet.context(*match.span()))
            if not labelled and is_article_number(digits):
                continue
            if labelled or (len(digits) in _LENGTHS.get(digits[0], ()) and luhn_digit_is_right(digits)):
                yield Hit(*match.span(), Entity.CREDIT_CARD, CERTAIN if luhn_digit_is_right(digits) else LIKELY)
        for match in _BROKEN.finditer(sheet.text):
            digits = only_digits(match.group())
            if len(digits) == 16 and digits[0] in _LENGTHS and luhn_digit_is_right(digits):
                yield Hit(*match.span(), Entity.CREDIT_CARD, CERTAIN)
        for match in _BLURRED.finditer(sheet.text):
            if true_digits(match.group()) >= 8 and _CAPTION.search(sheet.context(*match.span())):
                yield Hit(*match.span(), Entity.CREDIT_CARD, LIKELY)


def is_article_number(digits: str) -> bool:
    """Whether thirteen digits are an article's or a location's number (GTIN, GLN) by their own check digit."""
    from stdnum import ean

    return len(digits) == 13 and bool(ean.is_valid(digits))
