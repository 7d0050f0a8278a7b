"""When two documents are the same business document: the same seller, number and amount, however they are written."""

from __future__ import annotations

import hashlib
import unicodedata
from decimal import Decimal


def fingerprint(seller: str | None, number: str | None, amount: Decimal | None) -> str | None:
    """Returns a digest that is equal for equal documents, or None where one of the three is missing.

    Case, accents, blanks and punctuation don't count ("Müller & Co." is "MULLER CO"), nor do zeros behind the decimal
    point. Everything else does: "Acme Ltd" and "Acme Inc" are two sellers, and "0012" and "12" two numbers. A credit
    note over -10 is not the invoice over 10.
    """
    parts = [_plain(seller or ""), _plain(number or "")]
    if amount is None or not amount.is_finite() or not all(parts):
        return None
    # Adding zero turns -0 into 0; normalize drops the zeros at the end.
    parts.append(str((amount + 0).normalize()))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(character for character in decomposed if character.isalnum())
