"""US social security numbers, also as OCR reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from redaction.entities import LIKELY, POSSIBLE, Entity, Hit
from redaction.lookalikes import DIGIT, only_digits, true_digits
from redaction.page_grid import Sheet
from redaction.recognizers.base import Recognizer
from redaction.recognizers.labelled import every

_CAPTION = re.compile(
    r"\bs\.?s\.?n?\.?(?:\b|#)|soc(?:ial|\.)?\s*sec(?:urity|\.)?|taxpayer\s*id|\bssid\b", re.IGNORECASE
)
_DASH = r"(?: ?[-–—.~_] ?|[-–—]\s?\n)"
"""What parts the groups; a line may end behind a dash."""

_GROUPED = re.compile(rf"(?<![\w-]){DIGIT}{{3}}{_DASH}{DIGIT}{{2}}{_DASH}{DIGIT}{{4}}(?!\w|-\d)")
_LOOSE = re.compile(rf"(?<![\w-])(?:{DIGIT}[ .\-–]{{0,3}}){{8}}{DIGIT}(?![\w-])")
_MASKED = re.compile(r"(?<!\w)[Xx*•#]{3}[- ]?[Xx*•#]{2}[- ]?\d{4}(?!\w)")


class SocialSecurityNumber(Recognizer):
    """Nine digits in groups of 3, 2 and 4; in any grouping beside their caption.

    Source: SSA, areas 000 and 666 and groups of zeros are never issued; 9xx are taxpayer numbers, personal as well.
    """

    entities = (Entity.US_SSN,)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the numbers on a sheet."""
        for match in every(_GROUPED, sheet.text):
            if true_digits(match.group()) >= 5:
                labelled = _CAPTION.search(sheet.context(*match.span()))
                if labelled or issued(match.group()):
                    yield Hit(*match.span(), Entity.US_SSN, LIKELY if labelled else POSSIBLE)
        for match in every(_LOOSE, sheet.text):
            if true_digits(match.group()) >= 5 and _CAPTION.search(sheet.context(*match.span())):
                yield Hit(*match.span(), Entity.US_SSN, LIKELY)
        for match in _MASKED.finditer(sheet.text):
            yield Hit(*match.span(), Entity.US_SSN, LIKELY)


def issued(text: str) -> bool:
    """Whether the administration may have issued this number."""
    digits = only_digits(text)
    return (
        len(digits) == 9 and digits[:3] not in ("000", "666") and digits[3:5] != "00" and digits[5:] != "0000"
        and len(set(digits)) > 1
    )  # fmt: skip
