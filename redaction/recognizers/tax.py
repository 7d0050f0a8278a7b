"""Tax numbers: VAT ids of European countries, US employer numbers, national tax numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from redaction.entities import CERTAIN, LIKELY, POSSIBLE, Entity, Hit
from redaction.lookalikes import DIGIT, true_digits
from redaction.page_grid import Sheet
from redaction.recognizers.base import Recognizer
from redaction.recognizers.labelled import LabelledRecognizer, labels

_EU = "AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI"
_FORM = re.compile(
    rf"(?<![A-Z0-9])(?:(?:{_EU}|GB)[ .\-]?[A-Z0-9](?:[ .\-]?[A-Z0-9]){{6,11}}|"
    rf"CHE[- ]?\d{{3}}[. ]?\d{{3}}[. ]?\d{{3}})(?![a-z0-9])"
)
_CAPTION = re.compile(
    r"\bV\.?A\.?T\b|\bUSt\b|UID|\bMwSt|umsatzsteuer|\bT\.?V\.?A\b|intracom|\bI\.?V\.?A\b|\bNIF\b|\bCIF\b|partita|"
    r"\bBTW\b|omzetbelasting|\bALV\b|\bmoms\b|\bDPH\b|\bNIP\b",
    re.IGNORECASE,
)  # fmt: skip


class VatId(Recognizer):
    """VAT ids with a country's prefix whose check digits fit, or which are beside their caption."""

    entities = (Entity.VAT_ID,)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the ids on a sheet."""
        from stdnum.ch import uid
        from stdnum.eu import vat
        from stdnum.gb import vat as gb

        for match in _FORM.finditer(sheet.text):
            # A following word may have been taken for the number's last group: try without it.
            text = match.group()
            ends = [len(text), *(m.start() for m in reversed(list(re.finditer(r"[ .\-]", text))) if m.start() > 7)]
            valid = next((e for e in ends if any(k.is_valid(text[:e]) for k in (vat, gb, uid))), None)
            if valid:
                yield Hit(match.start(), match.start() + valid, Entity.VAT_ID, CERTAIN)
            elif true_digits(text) >= 6 and _CAPTION.search(sheet.context(*match.span())):
                yield Hit(match.start(), match.end(), Entity.VAT_ID, LIKELY)


_EIN = re.compile(rf"(?<![\w-]){DIGIT}{{2}} ?[-–] ?{DIGIT}{{7}}(?![\w-])")
_EIN_CAPTION = re.compile(r"\bF?E\.?I\.?N\b|federal|tax\s*i\.?\s*d|employer\s*i|\bTIN\b|taxpayer", re.IGNORECASE)


class EmployerNumber(Recognizer):
    """US federal tax ids of employers: two digits, a dash, seven digits."""

    entities = (Entity.TAX_ID,)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the ids on a sheet."""
        for match in _EIN.finditer(sheet.text):
            if true_digits(match.group()) < 6:
                continue
            labelled = _EIN_CAPTION.search(sheet.context(*match.span()))
            yield Hit(*match.span(), Entity.TAX_ID, LIKELY if labelled else POSSIBLE)


class TaxNumber(LabelledRecognizer):
    """Tax numbers by their caption."""

    entity = Entity.TAX_ID
    label = labels(
        r"(?:federal |employer )?tax (?:payer )?(?:i d|id|ident\w*|ref\w*) (?:number|no|#)?",
        r"tax(?:payer)? (?:number|no)", r"f?ein", r"tin", r"itin",
        r"steuer ?(?:nr|nummer|id|identifikationsnummer)", r"numéro fiscal", r"codice fiscale", r"cod fisc", r"c f",
        r"fiscaal nummer",
    )  # fmt: skip
    value = re.compile(r"(?=[A-Z0-9\-./ ]{0,6}\d)[A-Z0-9][A-Z0-9\-./]{5,18}[A-Z0-9](?: ?/ ?\d+| \d{3,}){0,3}")
