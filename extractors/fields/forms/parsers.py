"""Parsers for each kind of area of a form: the rules from typed text to a value.

A form defines the content of a box. So confused letters are repaired by the kind of the box, or by a check digit. Each
repair is recorded, and nothing is added that was not on the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from extractors.fields.forms.template import AreaKind
from values.check_digits import npi_is_valid
from values.confusions import CAPITALS, DIGITS_OF_A_BOX, digits_for
from values.icd10 import is_billable, likely_codes
from values.us_states import POSTAL_CODES

BARS = ("|", "!", "[")

REPAIRED = 0.85
"""A value that needed a repair is trusted this much less."""

ORDINAL = re.compile(r"\d+(?:ST|ND|RD|TH)", re.IGNORECASE)
"""Streets are numbered: 5TH."""

BRACKET = "a bracket printed beside the area code was taken for a digit and left out"

RULES = re.compile(r"^[|!:;,.'`_\-\[\](){}$\\/~=]+|[|!:;,'`_\-\[\](){}$\\/~=]+$")
"""Lines and brackets of the form that engines read as characters at a word's ends."""


@dataclass(frozen=True)
class Token:
    """A word, or the part of it that is in one area, in form units."""

    text: str
    left: float
    right: float
    middle: float
    confidence: float
    word_id: int
    part: bool = False


@dataclass(frozen=True)
class Reading:
    """The result of an area. ``value`` is None if the text is not of the area's kind; ``problem`` then states why."""

    raw: str
    value: str | None
    tokens: tuple[Token, ...]
    problem: str | None = None
    trust: float = 1.0
    why: tuple[str, ...] = field(default=())


def _raw(tokens: Sequence[Token]) -> str:
    return " ".join(t.text for t in tokens)


def _digits(text: str) -> tuple[str, bool]:
    """Returns the text's digits, look-alike letters read as digits, and whether any letter was."""
    plain = "".join(c for c in text if c.isalnum())
    repaired = "".join(c for c in plain.translate(DIGITS_OF_A_BOX) if c.isdigit())
    return repaired, any(c.isalpha() for c in plain)


def _told(tokens: Sequence[Token], value: str | None, repaired: bool, problem: str) -> Reading:
    """Returns a reading that tells of its repair, or of why there is no value."""
    if value is None:
        return Reading(_raw(tokens), None, tuple(tokens), problem=problem, trust=0.5)
    why = ("letters that look like digits were read as digits, as this box holds digits",) if repaired else ()
    return Reading(_raw(tokens), value, tuple(tokens), trust=REPAIRED if repaired else 1.0, why=why)


def _words(tokens: Sequence[Token]) -> Reading:
    """A name or free text: digits inside a word of letters are letters."""
    texts, repaired = [], False
    for token in tokens:
        text = token.text.strip("|[]{}_")
        if sum(c.isalpha() for c in text) >= 2 and not ORDINAL.fullmatch(text):
            # A digit before a letter, with no other digit beside it: 0AK, B0ISE; but not STE4 nor 12B.
            fixed = re.sub(r"(?<!\d)\d(?=[A-Za-z])", lambda m: m.group().translate(CAPITALS), text)
            repaired, text = repaired or fixed != text, fixed
        if text:
            texts.append(text)
    value = re.sub(r"\s+,", ",", re.sub(r",(?=\S)", ", ", " ".join(texts)))
    why = ("digits that look like letters were read as letters inside a word",) if repaired else ()
    return Reading(_raw(tokens), value, tuple(tokens), trust=REPAIRED if repaired else 1.0, why=why)


def _identifier(tokens: Sequence[Token]) -> Reading:
    """An id: one run of characters, upper case, as printed."""
    value = "".join(RULES.sub("", t.text) for t in tokens).upper()
    # Between digits O and I are no letters: Medicare ids leave them out, others put letters in front.
    fixed = re.sub(r"(?<=\d)[OI]+(?=\d)", lambda m: m.group().translate(DIGITS_OF_A_BOX), value)
    return _told(tokens, fixed or None, fixed != value, "there is no letter or digit")


def _date(tokens: Sequence[Token]) -> Reading:
    """Month, day and year, in this order on the form, in three cells or with strokes between them."""
    parts = re.split(r"[/.\-]", _raw(tokens).replace(" ", ""))
    if len(parts) == 3:
        numbers = [_digits(part) for part in parts]
        text = "".join(number.zfill(2) for number, _ in numbers)
        repaired = any(flag for _, flag in numbers)
    else:
        cells = [_digits(t.text) for t in tokens]
        text, repaired = "".join(number for number, _ in cells), any(flag for _, flag in cells)
        # 05 1960 is a date whose day was not read, not the 19th of May 2060.
        if len(text) == 6 and re.fullmatch(r"(?:19|20)\d\d", cells[-1][0]):
            text = ""
    return _told(tokens, iso_date(text), repaired, "month, day and year do not make a date")


def _birth_date(tokens: Sequence[Token]) -> Reading:
    """A date with all four digits of its year: two would leave the century open."""
    reading = _date(tokens)
    if reading.value and sum(len(_digits(t.text)[0]) for t in tokens) != 8:
        return _told(tokens, None, False, "a birth date needs month, day and four digits of the year")
    return reading


def iso_date(digits: str) -> str | None:
    """Returns yyyy-mm-dd for mmddyy or mmddyyyy, or None; two-digit years are of this century."""
    if len(digits) not in (6, 8):
        return None
    year = int(digits[4:]) + (2000 if len(digits) == 6 else 0)
    try:
        day = date(year, int(digits[:2]), int(digits[2:4]))
    except ValueError:
        return None
    return day.isoformat() if 1880 <= year <= 2100 else None


def _state(tokens: Sequence[Token]) -> Reading:
    text = "".join(c for c in _raw(tokens).upper() if c.isalnum())
    fixed = text.translate(CAPITALS)
    reading = _told(tokens, fixed if fixed in POSTAL_CODES else None, False, "this is no state of the United States")
    if reading.value and fixed != text:
        return replace(reading, trust=REPAIRED, why=("a digit that looks like a letter was read as a letter",))
    return reading


def _zip(tokens: Sequence[Token]) -> Reading:
    digits, repaired = _digits(_raw(tokens))
    value = digits if len(digits) == 5 else f"{digits[:5]}-{digits[5:]}" if len(digits) == 9 else None
    return _told(tokens, value, repaired, "a ZIP code has five or nine digits")


def _phone(tokens: Sequence[Token]) -> Reading:
    digits, repaired = _digits(_raw(tokens))
    why: tuple[str, ...] = ()
    if len(digits) == 11:
        # The form's own brackets around the area code read as a one or a seven; no area code begins with a one.
        if digits[0] == "1":
            digits, why = digits[1:], (BRACKET,)
        elif digits[3] in "17":
            digits, why = digits[:3] + digits[4:], (BRACKET,)
    value = f"{digits[:3]} {digits[3:6]}-{digits[6:]}" if len(digits) == 10 else None
    reading = _told(tokens, value, repaired, "a telephone number has ten digits")
    return replace(reading, trust=REPAIRED, why=(*reading.why, *why)) if value and why else reading


def _icd(tokens: Sequence[Token]) -> Reading:
    """An ICD-10-CM code: a letter, a digit, a letter or digit, then up to four more; the dot is optional.

    What exists decides between look-alike characters: L26.9 does not exist, L20.9 does.
    """
    # The bracket before each code reads as an L or an I.
    tokens = [t for t in tokens if len(t.text) > 2] or list(tokens)
    raw = _raw(tokens)
    text = "".join(c for c in raw.upper() if c.isalnum() or c == "$")
    if is_billable(text):
        return _told(tokens, _dotted(text), False, "")
    # A bar is the bracket in front of the code, or the I that the code begins with.
    likely = [*likely_codes(text), *(likely_codes(f"I{text}") if raw.startswith(BARS) else ())]
    if len(likely) == 1:
        reading = _told(tokens, _dotted(likely[0]), False, "")
        return replace(reading, trust=REPAIRED, why=("look-alike characters were read by the list of ICD-10-CM codes",))
    fixed = text[:1].translate(CAPITALS) + text[1:3].translate(DIGITS_OF_A_BOX) + _digit_run(text[3:])
    value = _dotted(fixed) if re.fullmatch(r"[A-Z]\d[\dAB][0-9A-Z]{0,4}", fixed) else None
    reading = _told(tokens, value, False, "this has not the form of an ICD-10 code")
    why = "several ICD-10-CM codes look like this" if likely else "no billable ICD-10-CM code reads like this"
    return replace(reading, trust=0.5, why=(why,)) if value else reading


def _dotted(code: str) -> str:
    return code if len(code) == 3 else f"{code[:3]}.{code[3:]}"


def _digit_run(text: str) -> str:
    """Returns the tail of a code with O and I as digits: only its last character is a letter, neither of these."""
    return text.translate(digits_for("OI"))


def _tax_id(tokens: Sequence[Token]) -> Reading:
    raw = _raw(tokens).replace(" ", "")
    digits, repaired = _digits(raw)
    value = None
    if len(digits) == 9:
        social = bool(re.match(r"^.{3}-.{2}-", raw))
        value = f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if social else f"{digits[:2]}-{digits[2:]}"
    return _told(tokens, value, repaired, "a tax id has nine digits")


def _money(tokens: Sequence[Token]) -> Reading:
    """Dollars and cents, with white space or a line of the form in place of the point."""
    raw = re.sub(r"^[$S](?=[\d\s])", "", " ".join(RULES.sub("", t.text) for t in tokens).strip())
    if match := re.fullmatch(r"(\d[\d,]*)\.(\d\d)", raw.replace(" ", "")):
        return _told(tokens, f"{int(match[1].replace(',', ''))}.{match[2]}", False, "")
    groups = [_digits(group) for group in re.split(r"[\s|.:'\-]+", raw)]
    digits = "".join(group for group, _ in groups)
    repaired = any(flag for _, flag in groups)
    filled = [group for group, _ in groups if group]
    if len(digits) < 3 or len(filled[-1]) < 2:
        return _told(tokens, None, False, "dollars and cents cannot be separated")
    reading = _told(tokens, f"{int(digits[:-2])}.{digits[-2:]}", repaired, "")
    if len(filled) == 1:
        return replace(
            reading, trust=reading.trust * 0.9, why=(*reading.why, "the last two digits are the cents: no gap was read")
        )
    return reading


def _npi(tokens: Sequence[Token]) -> Reading:
    """A national provider identifier: ten digits of which the last is a check digit.

    Source: CMS, "Requirements for NPI check digit": the Luhn formula over the number with 80840 in front.
    """
    alone = [t for t in tokens if len(_digits(t.text)[0]) == 10]
    if len(alone) == 1:
        # Other digits in the box are what is beside it.
        tokens = alone
    text = "".join(RULES.sub("", t.text) for t in tokens)
    digits, repaired = _digits(text)
    if len(digits) == 10 and npi_is_valid(digits):
        return _told(tokens, digits, repaired, "")
    reading = _told(tokens, digits if len(digits) == 10 else None, repaired, "an NPI has ten digits")
    if reading.value is not None:
        return replace(reading, trust=0.5, why=(*reading.why, "the check digit of the NPI is wrong"))
    return reading


def _place(tokens: Sequence[Token]) -> Reading:
    digits, repaired = _digits(_raw(tokens))
    return _told(tokens, digits if len(digits) == 2 else None, repaired, "a place of service has two digits")


def _procedure(tokens: Sequence[Token]) -> Reading:
    """A CPT code, five digits or four and a letter, or an HCPCS code, a letter and four digits."""
    text = "".join(c for c in _raw(tokens).upper() if c.isalnum())
    fixed = text[:1].translate(digits_for("OIZ")) + text[1:4].translate(DIGITS_OF_A_BOX) + _digit_run(text[4:])
    value = fixed if re.fullmatch(r"[A-Z0-9]\d{3}[0-9A-Z]", fixed) else None
    return _told(tokens, value, fixed != text, "a procedure code has five characters")


def _modifier(tokens: Sequence[Token]) -> Reading:
    """Up to four modifiers of two characters."""
    text = "".join(c for c in _raw(tokens).upper() if c.isalnum())
    pairs = [text[i : i + 2] for i in range(0, len(text), 2)]
    numeric = [p[:1].isdigit() or (p[1:].isdigit() and p[0] in "OIZS") for p in pairs]
    fixed = [p.translate(DIGITS_OF_A_BOX) if digits else p for p, digits in zip(pairs, numeric, strict=True)]
    value = " ".join(fixed) if len(text) % 2 == 0 and 0 < len(text) <= 8 else None
    return _told(tokens, value, fixed != pairs, "modifiers have two characters")


def _pointer(tokens: Sequence[Token]) -> Reading:
    """Letters A to L of box 21."""
    text = "".join(c for c in _raw(tokens).upper() if c.isalnum())
    fixed = text.translate(str.maketrans("8064", "BDGA"))
    value = fixed if re.fullmatch(r"[A-L]{1,4}", fixed) else None
    reading = _told(tokens, value, False, "a pointer is one to four letters from A to L")
    if value and fixed != text:
        return replace(reading, trust=REPAIRED, why=("a digit that looks like a letter was read as a letter",))
    return reading


def _number(tokens: Sequence[Token]) -> Reading:
    raw = "".join(RULES.sub("", t.text) for t in tokens)
    if re.fullmatch(r"\d{1,4}\.\d{1,3}", raw):
        return _told(tokens, raw, False, "")
    digits, repaired = _digits(raw)
    return _told(tokens, str(int(digits)) if 0 < len(digits) <= 4 else None, repaired, "this is no number of units")


READERS: dict[AreaKind, Callable[[Sequence[Token]], Reading]] = {
    "id": _identifier, "name": _words, "text": _words, "date": _date, "birth_date": _birth_date,
    "state": _state, "zip": _zip, "phone": _phone,
    "icd": _icd, "tax_id": _tax_id, "money": _money, "npi": _npi, "place": _place, "procedure": _procedure,
    "modifier": _modifier, "pointer": _pointer, "number": _number,
    "first_line": _words, "middle_lines": _words, "last_line": _words,
}  # fmt: skip
