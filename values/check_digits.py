"""Numbers that prove themselves, by python-stdnum: what a reading must fulfill before it is taken for a repair."""

from __future__ import annotations

import re
from collections.abc import Callable


def _compact(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def iban_is_valid(text: str) -> bool:
    """Whether an IBAN has its country's form and right check digits (ISO 13616, modulo 97)."""
    from stdnum import iban

    return bool(iban.is_valid(_compact(text), check_country=False))


def vat_id_is_valid(text: str) -> bool:
    """Whether a VAT id of the EU or of Switzerland has its country's form and check digit."""
    from stdnum.ch import uid
    from stdnum.eu import vat

    number = _compact(text)
    return bool(uid.is_valid(number[:12]) if number.startswith("CHE") else vat.is_valid(number))


def npi_is_valid(text: str) -> bool:
    """Whether a National Provider Identifier has a right check digit (Luhn behind 80840)."""
    from stdnum import luhn

    number = _compact(text)
    return re.fullmatch(r"[12]\d{9}", number) is not None and bool(luhn.is_valid("80840" + number))


def check_of(name: str) -> Callable[[str], bool] | None:
    """Returns the check of the field with this name, or None where there is none."""
    if name.endswith("iban"):
        return iban_is_valid
    if name.endswith("vat_id"):
        return vat_id_is_valid
    return npi_is_valid if name.endswith("npi") else None
