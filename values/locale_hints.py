"""How one document writes numbers and dates, derived from all of its words."""

from __future__ import annotations

import re
from collections import Counter

from values.normalize import LONE_DATE, Hints, currency_code, date_order
from values.us_states import STATES

_DECIMAL = re.compile(r"(?<![\d.,])\d{1,3}(?:[., '’]?\d{3})*([.,])\d{2}(?![\d.,%])")
_US_PLACE = re.compile(rf"[A-Za-z.]{{2,}},? (?:{'|'.join(STATES)})\.?,? \d{{5}}(?:-\d{{4}})?\b")
_DOLLARS = ("CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD")
TAX_SIGN = 3
"""Weight of a country's tax id or tax, in places: the buyer may be from another country."""

_DOLLAR_COUNTRIES: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "USD": (re.compile(r"\bEIN\b|(?i:\bsales tax\b)"), re.compile(rf"{_US_PLACE.pattern}|\bUSA\b|\bUnited States\b")),
    "AUD": (
        re.compile(r"\bA\.?[BC]\.?N\b|\bPty\.? Ltd\b"),
        re.compile(r"(?i:\baustralia\b)|\b(?:NSW|VIC|QLD|TAS|ACT|NT|SA|WA),? \d{4}\b|\+61[ (]|\.com\.au\b"),
    ),
    "CAD": (
        re.compile(r"\bHST\b|\bQST\b|\bTVQ\b|\bTPS\b|\b\d{9} ?R[TCPZ] ?\d{4}\b"),
        re.compile(r"(?i:\bcanada\b)|\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b|\b[\w-]+\.ca\b"),
    ),
    "NZD": (re.compile(r"\bNZBN\b"), re.compile(r"(?i:\bnew zealand\b|\baotearoa\b)|\+64[ (]|\.(?:co|org)\.nz\b")),
    "SGD": (re.compile(r"\bUEN\b|\bPte\.? Ltd\b"), re.compile(r"(?i:\bsingapore\b)|\+65[ (]|\.com\.sg\b")),
    "HKD": (re.compile(r"\bBRN?\b(?= ?(?:No|:))"), re.compile(r"(?i:\bhong kong\b|\bkowloon\b)|\+852[ (]|\.com\.hk\b")),
    "MXN": (re.compile(r"\bCFDI\b|\bR\.?F\.?C\b"), re.compile(r"(?i:\bm[eé]xico\b)|\+52[ (]|\.com\.mx\b")),
    "TWD": (re.compile(r"統一編號"), re.compile(r"(?i:\btaiwan\b)|\+886[ (]|\.com\.tw\b")),
}
"""What tells whose dollars a document counts in: tax ids and taxes, then places, telephone codes and addresses."""

_KRONER = {
    "SEK": re.compile(r"\bSEK\b|\bSverige\b|\bSE\d{12}\b|\.se\b"),
    "NOK": re.compile(r"\bNOK\b|\bNorge\b|\b[Mm](?:VA|va)\b|\bKID\b|\.no\b"),
    "DKK": re.compile(r"\bDKK\b|\bDanmark\b|\bCVR\b|\bDK ?\d{8}\b|\.dk\b"),
}
"""What tells whose crowns a document counts in: the code, the country, a tax number, an address on the web."""


def hints_of(text: str) -> Hints:
    """Returns what the text proves or suggests about its dates, decimals and dollars.

    A date with one reading proves the order for the whole document. Without one, an address in the United States
    suggests the month first. The decimal mark is the one that is before two final digits more often.
    """
    decimal_comma = _decimal_comma(text)
    return Hints(
        month_first=_month_first(text, decimal_comma),
        decimal_comma=decimal_comma,
        dollar=_dollar(text),
        krone=_krone(text),
    )


def _month_first(text: str, decimal_comma: bool | None) -> bool | None:
    orders = Counter(date_order(match.group()) for match in LONE_DATE.finditer(text))
    day_first, month_first = orders["day_first"], orders["month_first"]
    if day_first != month_first:
        return month_first > day_first
    # "DE 80333" is a postcode in Germany, not Delaware: who writes decimal commas does not write the month first.
    return True if _US_PLACE.search(text) and not decimal_comma else None


def _decimal_comma(text: str) -> bool | None:
    marks = Counter(_DECIMAL.findall(text))
    if marks[","] == marks["."]:
        return None
    return marks[","] > marks["."]


def _dollar(text: str) -> str:
    """Returns the currency of a bare $: a dollar named in the text, else the one of its country."""
    named = Counter(
        code for token in re.findall(r"\b[A-Z]{3}\b|\b[A-Z]{1,2}\$", text) if (code := currency_code(token))
    )
    stated = next((code for code, _ in named.most_common() if code in _DOLLARS), None)
    if stated is not None or named["USD"]:
        return stated or "USD"
    weights = {
        code: TAX_SIGN * len(taxes.findall(text)) + len(places.findall(text))
        for code, (taxes, places) in _DOLLAR_COUNTRIES.items()
    }
    likeliest = max(weights, key=lambda code: weights[code])
    return likeliest if weights[likeliest] > weights["USD"] else "USD"


def _krone(text: str) -> str | None:
    counts = {code: len(sign.findall(text)) for code, sign in _KRONER.items()}
    likeliest = max(counts, key=lambda code: counts[code])
    return likeliest if counts[likeliest] else None
