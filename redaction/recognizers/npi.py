"""National provider identifiers of US health care."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from redaction.entities import LIKELY, POSSIBLE, Entity, Hit
from redaction.lookalikes import DIGIT, only_digits, true_digits
from redaction.page_grid import Sheet
from redaction.recognizers.base import Recognizer
from values.check_digits import npi_is_valid

# A form's own "a." before the number may have been read without its dot.
_NUMBER = re.compile(rf"(?:(?<![A-Za-z0-9])|(?<=\b[ab])){DIGIT}(?:[ \-]?{DIGIT}){{9}}(?![A-Za-z0-9])")
_CAPTION = re.compile(r"\bNP[I1l]\b|national provider|provider (?:I ?D|identifier)|rendering", re.IGNORECASE)


class ProviderIdentifier(Recognizer):
    """Ten digits from 1 or 2 on, whose check digit fits or whose caption names them."""

    entities = (Entity.US_NPI,)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the identifiers on a sheet."""
        for match in _NUMBER.finditer(sheet.text):
            digits = only_digits(match.group())
            if digits[0] not in "12" or true_digits(match.group()) < 7:
                continue
            labelled = _CAPTION.search(sheet.context(*match.span()))
            if labelled or (match.group().isdigit() and npi_is_valid(digits)):
                yield Hit(*match.span(), Entity.US_NPI, LIKELY if labelled else POSSIBLE)
