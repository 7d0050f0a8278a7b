"""From the words on the page to a value in normal form, or to the reason why there is none.

``normalize("money", "1.234,50 EUR")`` gives ``1234.50``; ``normalize("date", "03/04/24")`` gives ``2024-04-03``, or
``2024-03-04`` when the hints say that the document writes the month first. Nothing is guessed from outside of the text
and its hints: what stays ambiguous is decided by one documented default.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from itertools import chain
from typing import Literal

from schemas.extraction import FieldType
from schemas.geometry import Frozen
from values.confusions import DIGITS_OF_AN_AMOUNT
from values.document_type import document_type
from values.folding import TEXTS_KEPT
from values.legal_forms import REPAIRED_FORMS
from values.name_words import with_name_words

DECIMAL_MARKS = ".,"
FIRST_YEAR, LAST_YEAR = 1900, 2099
MONTH_SIMILARITY = 80.0
"""Above this rapidfuzz ratio (0-100) a word with the right first letters is a misread month: one letter of six."""

CURRENCY_SIGNS = {
    "€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₺": "TRY", "₪": "ILS", "₩": "KRW",
    "฿": "THB", "₫": "VND", "zł": "PLN", "kč": "CZK", "kc": "CZK", "leu": "RON", "ft": "HUF", "rm": "MYR", "rs": "INR",
    "us$": "USD", "usd$": "USD", "ca$": "CAD", "c$": "CAD", "au$": "AUD", "a$": "AUD", "nz$": "NZD", "hk$": "HKD",
    "s$": "SGD", "nt$": "TWD", "r$": "BRL", "mx$": "MXN", "eur": "EUR", "euro": "EUR", "euros": "EUR", "sfr": "CHF",
    "fr": "CHF", "dollar": "USD", "dollars": "USD", "rupees": "INR", "ringgit": "MYR", "pounds": "GBP", "gbp": "GBP",
    "₱": "PHP", "₴": "UAH", "rp": "IDR", "lei": "RON", "rmb": "CNY", "元": "CNY", "円": "JPY", "руб": "RUB",
    "лв": "BGN", "грн": "UAH", "złotych": "PLN", "forint": "HUF", "francs": "CHF",
}  # fmt: skip
"""How documents write currencies beside their ISO 4217 codes; a bare $ is the US dollar unless hints say otherwise."""


class Hints(Frozen):
    """How a document writes numbers and dates, by the rest of its text.

    ``month_first`` and ``decimal_comma`` are None where the document does not tell. ``dollar`` is the currency that a
    bare ``$`` means, ``krone`` that of a bare ``kr``; None where the document does not tell.
    """

    month_first: bool | None = None
    decimal_comma: bool | None = None
    dollar: str = "USD"
    krone: str | None = None


NO_HINTS = Hints()

RANGE_START, RANGE_END = "_from", "_to"
"""Names of fields that are the two ends of a range end so."""

_BEFORE_FOLDING = str.maketrans({"²": None, "³": None, "´": "'"})
"""What the compatibility form would make of them: 10 m2 of 10 m², two numbers of 13´970."""


class Normalized(Frozen):
    """Either a value in normal form or a problem in words (without text of the document)."""

    value: str | None = None
    problem: str | None = None


def normalize(kind: FieldType, raw: str, *, name: str = "", role: str = "", hints: Hints = NO_HINTS) -> Normalized:
    """Returns the normal form of a raw text.

    Args:
        kind: The field's type; it decides the normal form.
        raw: Words as read, a blank between words and a line feed between lines.
        name: The field's name; ``currency`` has a normal form of its own.
        role: The field's role in its class; ``document_type`` has a normal form of its own.
        hints: How this document writes numbers and dates.
    """
    return _normalized(kind, raw, name, role, hints)


@lru_cache(maxsize=TEXTS_KEPT)
def _normalized(kind: FieldType, raw: str, name: str, role: str, hints: Hints) -> Normalized:
    text = unicodedata.normalize("NFKC", raw.translate(_BEFORE_FOLDING)).strip()
    if not text:
        return Normalized(problem="there is no text")
    if name == "currency":
        return _result(currency_code(text, hints), "no known currency")
    if role == "document_type":
        return _result(document_type(text), "no known document type")
    if kind == "date" and name.endswith(RANGE_END) and (ends := date_range(text, hints)):
        return Normalized(value=ends[1])
    return _BY_KIND[kind](text, hints)


def compact(text: str) -> str:
    """Returns letters and digits only, without case, accents and width."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    return "".join(c for c in decomposed if c.isalnum())


def _result(value: str | None, problem: str) -> Normalized:
    return Normalized(value=value) if value is not None else Normalized(problem=problem)


# ----------------------------------------------------------------------------------------------------------------------
# Numbers

_NUMBER = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)|\d[\d.,'’‘´`]*\d|(?:(?<=[\s$€£])|^)[.,]\d{1,2}(?!\d)|\d")
CREDIT_MARK = r"(?:[Cc][Rr]\.?|C\.R\.)(?![^\W\d_])"
"""What bookkeepers write behind an amount to the customer's credit, in any case: "1,537.80 CR", "21.50Cr."."""

_NEGATIVE = re.compile(
    r"^\s*(?:[^\d\s(]{0,4}\s*)?[-–—−](?!\s*-)|\d\s*[-–—−]\s*(?:\D{0,4})$|^\s*\(.*\)\s*$|^\s*<.*>\s*$"
    rf"|(?<![^\W\d_]){CREDIT_MARK}|\bcredit\b|\d\s?H$"
)
"""Signs of a negative amount; a bare H (the German "Haben") counts right behind the last digit only."""
_GROUPS = re.compile(r"\d+|\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}")
"""Thousands come in groups of three; of two as well in India, before the last three. A date has other groups."""
_NO_CENTS = re.compile(r"(?<=\d)[.,]\s*[-–—=]{1,2}")


def parse_amount(text: str, hints: Hints = NO_HINTS) -> str | None:
    """Returns the one number in the text as a plain decimal, or None for none or several.

    Decimal and thousands marks differ by what follows. Of two different marks the last one is the decimal mark. A mark
    that repeats separates thousands. A single mark before three digits separates thousands unless the hints say
    otherwise.
    """
    text = _NO_CENTS.sub(".00", _digits_from_look_alikes(text))
    found = _NUMBER.findall(text)
    if len(found) != 1:
        return None
    digits = re.sub(r"[ '’‘´`]", "", found[0]).rstrip(DECIMAL_MARKS)
    digits = f"0{digits}" if digits[0] in DECIMAL_MARKS else digits
    plain = _plain_decimal(digits, hints)
    if plain is None:
        return None
    return f"-{plain}" if _NEGATIVE.search(text) and plain.strip("0.") else plain


def _digits_from_look_alikes(text: str) -> str:
    """Reads ``1O.5O`` as ``10.50``: only in tokens with more digits than letters."""

    def repaired(match: re.Match[str]) -> str:
        token = match.group()
        letters, digits = sum(c.isalpha() for c in token), sum(c.isdigit() for c in token)
        return token.translate(DIGITS_OF_AN_AMOUNT) if letters <= digits else token

    return re.sub(r"(?<![A-Za-z])[\dOoDUlI|SB][\dOoDUlI|SB.,]*(?![A-Za-z])", repaired, text)


def _plain_decimal(digits: str, hints: Hints) -> str | None:
    marks = [c for c in digits if c in DECIMAL_MARKS]
    if not marks:
        return digits.lstrip("0") or "0"
    last = max(digits.rfind(m) for m in DECIMAL_MARKS)
    behind = len(digits) - last - 1
    if len(set(marks)) == 2:
        is_decimal = marks.count(digits[last]) == 1
    elif len(marks) > 1:
        # "1.234.50" is a misread comma; "1.234.567" are thousands.
        is_decimal = behind in (1, 2)
    elif behind == 3 and 1 <= last <= 3 and not digits.startswith("0"):
        is_decimal = hints.decimal_comma is (digits[last] == ",") and hints.decimal_comma is not None
    else:
        is_decimal = True
    grouped = digits[:last] if is_decimal else digits
    if not _GROUPS.fullmatch(grouped):
        return None
    whole = re.sub(r"[.,]", "", grouped)
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{digits[last + 1 :]}" if is_decimal else whole


_DASHED_CENTS = re.compile(r"^(\D*\d{1,3}(?:[.,]?\d{3})*)-(\d\d)$")
"""A whole amount whose decimal point was read as a dash: "52-00"."""


_PARTED_CENTS = re.compile(r"(?<=\d[.,])\s(?=\d\d$)")
"""A blank behind the decimal point, where wide type made two words of an amount."""


def _amount(text: str, hints: Hints) -> Normalized:
    text = _PARTED_CENTS.sub("", _DASHED_CENTS.sub(r"\1.\2", text))
    return _result(parse_amount(text, hints), "not one number")


# ----------------------------------------------------------------------------------------------------------------------
# Dates

_LANGUAGES = (
    "en", "de", "de_AT", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "hu", "ro", "tr", "ms", "id",
    "ca", "sk", "sl", "hr", "et", "lv", "lt", "el", "bg", "uk", "ru",
)  # fmt: skip
"""Of a word that is a month in two of them (listopad), the earlier language's meaning counts."""


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@cache
def _months() -> dict[str, int]:
    """Returns month names and their abbreviations in the languages of the documents, folded, to 1-12.

    Source: Unicode CLDR, through Babel.
    """
    from babel.dates import get_month_names

    months: dict[str, int] = {}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    word = _folded(name).rstrip(".")
                    if word.isalpha() and len(word) > 1:
                        months.setdefault(word, number)
    months.update({"sept": 9, "mrz": 3, "maerz": 3, "janv": 1, "fevr": 2, "avr": 4, "juil": 7})
    return months


_SEPARATOR = r"\s{0,2}[-–—~_./,\\ ·'’]\s{0,2}"
_ISO = re.compile(rf"(?<!\d)((?:19|20)\d\d){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}})(?!\d)")
_NUMERIC = re.compile(
    rf"(?<!\d)(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}((?:19|20)\d\d|\d\d(?!\d))|(?<!\d)(\d{{1,2}})[./](\d{{1,2}})[./]((?:19|20)\d\d|\d\d(?!\d(?![\d:])))"
)
"""A time may be glued behind the year; one digit behind two is a year that was cut off: 20/03/201."""
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_COMPACT_DAY_FIRST = re.compile(r"(?<!\d)(\d\d)(\d\d)[./-]?((?:19|20)\d\d)(?!\d)")
_MISREAD_SLASH = re.compile(r"(?<!\d)(\d\d)[17](\d\d)[/17]((?:19|20)\d\d)(?!\d)")
_CJK = re.compile(r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_DAY_NAME_YEAR = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|re|\.|º|°)?[\s\-./,]*(?:de\s+|d')?([^\W\d_]{3,12})[\s\-./,'’]*(?:de\s+|del\s+)?((?:19|20)\d\d|\d\d(?!\d|:\d))"
)
_NAME_DAY_YEAR = re.compile(
    r"([^\W\d_]{3,12})[\s\-./]*(\d{1,2})(?:st|nd|rd|th)?[\s\-./,'’]+((?:19|20)\d\d|\d\d(?!\d|:\d))"
)
_YEAR_NAME_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d|3[2-9]|[4-9]\d)[\s\-./,]*([^\W\d_]{3,12})[\s\-./]*(\d{1,2})(?!\d)")

_IN_TWO_LANGUAGES = re.compile(r"([^\W\d_]{3,12})\.?\s?/\s?([^\W\d_]{3,12})")
"""Identity documents name the month twice: 12 AUG/AOUT 83."""


_DIGIT = re.compile(r"\d")


def parse_date(text: str, hints: Hints = NO_HINTS) -> str | None:
    """Returns the first date in the text as yyyy-mm-dd, or None.

    Day before month unless the hints say otherwise or only one of the two makes a date. Two-digit years lie in
    1970-2069.
    """
    return _date_in(text, hints) if _DIGIT.search(text) else None


@lru_cache(maxsize=TEXTS_KEPT)
def _date_in(text: str, hints: Hints) -> str | None:
    text = _digits_from_look_alikes(text)
    if _DAYS_WITHOUT_YEAR.search(text):
        return None
    if match := _ISO.search(text) or _CJK.search(text) or _COMPACT.search(text):
        year, month, day = (int(g) for g in match.groups())
        return iso_date(year, month, day)
    if found := _named_month(text):
        return found
    for match in chain.from_iterable(p.finditer(text) for p in (_NUMERIC, _COMPACT_DAY_FIRST, _MISREAD_SLASH)):
        first, second, year_text = (g for g in match.groups() if g is not None)
        # Nobody who parts dates with points puts the month first.
        month_first = hints.month_first and "." not in match.group()
        order = (second, first) if month_first else (first, second)
        for day_text, month_text in (order, order[::-1]):
            if iso := iso_date(_full_year(year_text), int(month_text), int(day_text)):
                return iso
    return None


_DAYS_WITHOUT_YEAR = re.compile(r"(?<![\d/.-])\d{1,2}([/.])\d{1,2} ?[-–] ?\d{1,2}\1\d{1,2}(?![\d/.-])")
"""Two days of a year that is not said: "2/13-2/14" is no day of 2014."""


def date_range(text: str, hints: Hints = NO_HINTS) -> tuple[str, str] | None:
    """Returns the two dates of a range ("01/28/20-02/02/20"), or None where the text is none."""
    found = numeric_dates(text, hints)
    if len(found) != 2 or found[0] is None or found[1] is None or found[0] > found[1]:
        return None
    return found[0], found[1]


def numeric_dates(text: str, hints: Hints = NO_HINTS) -> list[str | None]:
    """Returns the numeric dates of a text in their order; None for one that no calendar has."""
    return [parse_date(match.group(), hints) for match in _NUMERIC.finditer(_digits_from_look_alikes(text))]


def _named_month(text: str) -> str | None:
    folded = _IN_TWO_LANGUAGES.sub(_one_name, _folded(text))
    for pattern, (day_at, month_at, year_at) in (
        (_DAY_NAME_YEAR, (1, 2, 3)),
        (_NAME_DAY_YEAR, (2, 1, 3)),
        (_YEAR_NAME_DAY, (3, 2, 1)),
    ):
        for match in pattern.finditer(folded):
            month = _month(match[month_at])
            if month and (iso := iso_date(_full_year(match[year_at]), month, int(match[day_at]))):
                return iso
    return None


def month_names(number: int) -> tuple[str, ...]:
    """Returns the names of a month and their abbreviations in the languages of the documents, folded.

    Args:
        number: The month, from 1 to 12.
    """
    return tuple(name for name, month in _months().items() if month == number)


def _one_name(match: re.Match[str]) -> str:
    first, second = _month(match[1]), _month(match[2])
    return match[1] if first is not None and first == second else match[0]


def _month(word: str) -> int | None:
    months = _months()
    if word in months or len(word) < 4:
        return months.get(word)
    # Names are also cut off at any length ("Septe", "Octob") and misread ("Octobar").
    alike = [name for name in months if name[:3] == word[:3] and (name.startswith(word) or _is_misread(word, name))]
    return months[alike[0]] if alike else None


def _is_misread(word: str, name: str) -> bool:
    from rapidfuzz import fuzz

    return len(word) == len(name) and fuzz.ratio(word, name) > MONTH_SIMILARITY


def _full_year(text: str) -> int:
    year = int(text)
    return year if year >= 100 else year + (2000 if year < 70 else 1900)


def iso_date(year: int, month: int, day: int) -> str | None:
    """Returns a date as yyyy-mm-dd, or None where no calendar or no document has it."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


LONE_DATE = re.compile(
    r"(?<![\w./-])(?:\d{1,2}([./-])\d{1,2}\1(?:\d\d){1,2}|(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2})(?![\w/-])"
)
"""A numeric date that is no part of something longer: the number T03-18/1999 is none."""


def date_order(text: str) -> Literal["day_first", "month_first"] | None:
    """Returns the order that a numeric date proves (25/12/2018 can only be day first), or None."""
    for match in _NUMERIC.finditer(text):
        first, second, _ = (int(g) for g in match.groups() if g is not None)
        if 12 < first <= 31 and 1 <= second <= 12:
            return "day_first"
        if 12 < second <= 31 and 1 <= first <= 12:
            return "month_first"
    return None


def _date(text: str, hints: Hints) -> Normalized:
    return _result(parse_date(text, hints), "not a date")


# ----------------------------------------------------------------------------------------------------------------------
# Words


def currency_code(text: str, hints: Hints = NO_HINTS) -> str | None:
    """Returns the ISO 4217 code of the first currency named in the text by code, sign or word, or None."""
    from babel.core import get_global

    known: dict[str, object] = get_global("all_currencies")
    tokens: list[str] = re.findall(r"[A-Za-z]{0,3}[€$£¥₹₽₺₪₩฿₫₱₴]|[^\W\d_]+", text)
    for token in tokens:
        if token == "$":
            return hints.dollar
        if token.casefold() in ("kr", "krone", "kroner", "kronor") and hints.krone:
            return hints.krone
        if token.casefold() in CURRENCY_SIGNS:
            return CURRENCY_SIGNS[token.casefold()]
        # Lower-case letters are words: "all" and "try" are codes only in capitals.
        if token.isupper() and token in known:
            return token
        if token[-1] in CURRENCY_SIGNS:
            return CURRENCY_SIGNS[token[-1]] if token[-1] != "$" else hints.dollar
    return None


_EDGES = " \t\n:;,.#*|_'\"`~=<>"


def _identifier(text: str, hints: Hints) -> Normalized:
    value = " ".join(text.split()).strip(_EDGES + "-/")
    return _result(value if any(c.isalnum() for c in value) else None, "no letter or digit")


def _code(text: str, hints: Hints) -> Normalized:
    return _identifier(text, hints)


_NUMBER_BEHIND = re.compile(r"(?<=\w)\s*\(\d{5,}[-\w]*\)$")
"""A register's or customer's number in brackets right behind a name."""

_MISREAD_LEGAL_FORM = re.compile(r"\b[S5]/[BD80O]$")
"""Malaysia's "S/B" (Sdn Bhd) at the end of a name, as recognition spells it."""


def _with_legal_form(name: str) -> str:
    """Returns a name whose legal form is spelt right: "Lane Pharmacy SDN BHDI" ends with "SDN BHD"."""
    from rapidfuzz.distance import Levenshtein

    words = name.split()
    for form in REPAIRED_FORMS:
        count = len(form.split())
        tail = " ".join(words[-count:])
        is_alone = len(words) == count
        if not is_alone and Levenshtein.distance(tail.replace(".", "").upper(), form.upper(), score_cutoff=1) == 1:
            return " ".join([*words[:-count], form.upper() if tail.isupper() else form])
    return name


def _name(text: str, hints: Hints) -> Normalized:
    value = " ".join(text.split()).strip(_EDGES.replace(".", "") + "-")
    value = _with_legal_form(_MISREAD_LEGAL_FORM.sub("S/B", _NUMBER_BEHIND.sub("", value)))
    value = with_name_words(value)
    return _result(value if any(c.isalnum() for c in value) else None, "no letter or digit")


def _text(text: str, hints: Hints) -> Normalized:
    lines = [" ".join(line.split()).strip(" ,;|") for line in text.splitlines()]
    value = ", ".join(line for line in lines if line)
    return _result(value if any(c.isalnum() for c in value) else None, "no letter or digit")


def _bool(text: str, hints: Hints) -> Normalized:
    word = _folded(text).strip(_EDGES)
    if word in ("yes", "true", "y", "ja", "oui", "si"):
        return Normalized(value="true")
    if word in ("no", "false", "n", "nein", "non"):
        return Normalized(value="false")
    return Normalized(problem="neither yes nor no")


_BY_KIND: dict[FieldType, Callable[[str, Hints], Normalized]] = {
    "money": _amount,
    "number": _amount,
    "date": _date,
    "id": _identifier,
    "code": _code,
    "name": _name,
    "text": _text,
    "bool": _bool,
}
