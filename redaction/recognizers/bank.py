"""Account and routing numbers of banks outside the IBAN."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from redaction.entities import LIKELY, Entity, Hit
from redaction.page_grid import Sheet
from redaction.recognizers.base import Recognizer
from redaction.recognizers.labelled import LabelledRecognizer, labels


class BankAccount(LabelledRecognizer):
    """Account numbers by their caption."""

    entity = Entity.BANK_ACCOUNT
    label = labels(
        r"(?<!patient['’]s\x20)(?<!patients\x20)(?<!patient\x20)(?:bank |checking |savings |beneficiary |our |"
        r"deposit )?(?:account|acct|a/c) (?:number|no|nr|#)?",
        r"sort code", r"bsb",
        r"(?:aba|routing|transit)(?: transit)? (?:number|no|#)?", r"konto ?(?:nr|nummer)?", r"kto ?(?:nr)?", r"blz",
        r"bankleitzahl",
        r"numéro de compte", r"compte (?:n°|bancaire)", r"rib", r"cuenta(?: bancaria| corriente)?",
        r"número de cuenta",
        r"conto (?:corrente)?", r"numero (?:di )?conto", r"rekening ?(?:nr|nummer)?", r"clabe",
    )  # fmt: skip
    value = re.compile(r"[A-Z]{0,2}\d(?:[ \-/.]?[0-9]){5,22}(?![\d,.]*[.,]\d{2}(?!\d))")


class Micr(Recognizer):
    """The line at a cheque's foot: routing number, account and cheque number between MICR symbols."""

    entities = (Entity.BANK_ACCOUNT,)
    _line = re.compile(r"[⑆⑈⑇⑉][⑆⑈⑇⑉\d\s\-]{8,}[⑆⑈⑇⑉\d]")

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the lines on a sheet."""
        for match in self._line.finditer(sheet.text):
            yield Hit(*match.span(), Entity.BANK_ACCOUNT, LIKELY)
