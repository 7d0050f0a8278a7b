"""Check digits and forms of registered numbers, by python-stdnum.

A function returns None where it knows no check for a number: what cannot be checked is not wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType

_EU_PREFIXES = re.compile("AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK")


def _compact(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def iban_is_valid(text: str) -> bool:
    """Whether an IBAN has its country's form and right check digits (ISO 13616, modulo 97)."""
    from stdnum import iban

    # The country's own account check digits are left out: some banks issue numbers without them.
    return bool(iban.is_valid(_compact(text), check_country=False))


def iban_digits_are_right(text: str) -> bool:
    """Whether the check digits of an IBAN are right, whatever the form of its country.

    Source: ISO 13616: with the first four characters at the end, and letters counted from 10, it is 1 modulo 97.
    """
    from stdnum.iso7064 import mod_97_10

    number = _compact(text)
    return bool(mod_97_10.is_valid(number[4:] + number[:4]))


def luhn_digit_is_right(digits: str) -> bool:
    """Whether the last of some digits is the check digit of the others. Source: ISO/IEC 7812-1, annex B."""
    from stdnum import luhn

    return bool(luhn.is_valid(digits))


def vat_id_is_valid(text: str) -> bool | None:
    """Whether a VAT id has its country's form and check digit.

    Known are the member states of the EU, Northern Ireland, Great Britain, Switzerland, Norway and India.

    Returns:
        None for an id without a known country prefix: national tax numbers have too many forms to judge.
    """
    number = _compact(text)
    if re.fullmatch(r"\d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]Z[0-9A-Z]", number):
        return _valid(_stdnum("in_.gstin"), number)
    prefix = number[:2]
    if _EU_PREFIXES.fullmatch(prefix):
        return _valid(_stdnum("eu.vat"), number)
    if prefix in ("GB", "XI"):
        return _valid(_stdnum("gb.vat"), number[2:])
    if number.startswith("CHE"):
        # Invoices leave out the suffix (MWST, TVA, IVA) often enough; the check digit is the company number's.
        return _valid(_stdnum("ch.uid"), number[:12]) and re.fullmatch(r"(MWST|TVA|IVA|TPV)?", number[12:]) is not None
    if prefix == "NO" or number.endswith("MVA"):
        return _valid(_stdnum("no.orgnr"), number.removeprefix("NO").removesuffix("MVA"))
    return None


def abn_is_valid(text: str) -> bool:
    """Whether an Australian Business Number has eleven digits and right check digits (modulo 89)."""
    return _valid(_stdnum("au.abn"), _compact(text))


def npi_is_valid(text: str) -> bool:
    """Whether a National Provider Identifier has ten digits and a right check digit (Luhn behind 80840).

    Source: CMS, Requirements for NPI and NPI check digit, 2004.
    """
    number = _compact(text)
    return re.fullmatch(r"[12]\d{9}", number) is not None and luhn_digit_is_right("80840" + number)


def tax_id_is_plausible(text: str, kind: str | None) -> bool:
    """Whether a US federal tax id can have been issued: campus prefixes of an EIN, number ranges of an SSN.

    Args:
        text: The number, with or without hyphens.
        kind: ``EIN`` or ``SSN`` as ticked on the form; with neither, one of the two must fit.
    """
    number = _compact(text)
    if re.fullmatch(r"\d{9}", number) is None:
        return False
    checks = {"EIN": _stdnum("us.ein"), "SSN": _stdnum("us.ssn")}
    chosen = [checks[kind]] if kind in checks else list(checks.values())
    return any(_valid(check, number) for check in chosen)


def check_of(name: str) -> Callable[[str], bool | None] | None:
    """Returns the check of the field with this name, or None where there is none."""
    if name.endswith("iban"):
        return iban_is_valid
    if name.endswith("vat_id"):
        return vat_id_is_valid
    return npi_is_valid if name.endswith("npi") else None


def _valid(module: ModuleType, number: str) -> bool:
    return bool(module.is_valid(number))


def _stdnum(name: str) -> ModuleType:
    from importlib import import_module

    return import_module(f"stdnum.{name}")
