"""What may be behind ``amount:`` and ``date:``: single values, ``a..b`` ranges and comparisons.

Values are understood in the ways that people write them: ``4,950.00``, ``4.950,00 €``, ``20.08.2020``, ``08/2020``.
Where a single value can be read in two ways, both are looked for; a range or comparison needs one.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Sequence
from decimal import Decimal

from search.clauses import AmountRange, Clause, DateRange, Either
from search.vocabulary import Filter
from values.normalize import Hints, parse_amount, parse_date

_COMPARISON = re.compile(r"(>=|<=|>|<|=)?(.*)", re.DOTALL)
_CURRENCY = r"(?:[$€£¥]|[A-Za-z]{3})"
_AMOUNT = re.compile(
    rf"([+-]?)\s?{_CURRENCY}?\s?([+-]?)(\d[\d.,'’\s]{{0,30}})(?:[.,][-–—]+)?\s?{_CURRENCY}?", re.ASCII | re.DOTALL
)
_DECIMAL = re.compile(r"\d{1,18}(\.\d{1,18})?", re.ASCII)
_SINGLE_MARK = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_WRITTEN_AMOUNT = re.compile(
    r"\d{1,3}(?:[.,'’]\d{3})*[.,]\d{2}|\d{1,3}(?:([.,'’])\d{3})(?:\1\d{3})*|\d{4,}[.,]\d{2}", re.ASCII
)
_DAY = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_NAMED_MONTH = re.compile(r"[^\W\d_]{3,12}\.?[\s\-./,]?\s?\d{4}")
_NUMERIC_DAY = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)", re.ASCII)
_NAMED_DAY = re.compile(r"[\w.,/ '’-]{6,30}")

_MONTH_FIRST, _DAY_FIRST = Hints(month_first=True), Hints(month_first=False)

Days = tuple[datetime.date, datetime.date]


def amount_range(filter: Filter, text: str) -> Clause:
    """Returns the range of numbers that a filter's value describes.

    Raises:
        ValueError: The value is no number, or the range is upside down; the message states what to write.
    """
    if ".." in text:
        low, high = (_number(part) if part else None for part in text.split("..", 1))
        if low is None and high is None:
            raise ValueError("needs a number on one side of the two dots, such as 100..500")
        if low is not None and high is not None and low > high:
            raise ValueError("the range is upside down: write the smaller number first")
        return AmountRange(filter=filter, low=low, high=high)
    sign, rest = _split(text)
    if sign in (">", ">="):
        return AmountRange(filter=filter, low=_number(rest), include_low=sign == ">=")
    if sign in ("<", "<="):
        return AmountRange(filter=filter, high=_number(rest), include_high=sign == "<=")
    return _either([AmountRange(filter=filter, low=number, high=number) for number in _numbers(rest)])


def date_range(filter: Filter, text: str) -> Clause:
    """Returns the days that a filter's value describes; a year or a month includes all its days.

    Raises:
        ValueError: The value is no date, or the range is upside down; the message states what to write.
    """
    if ".." in text:
        low, high = (_one(part) if part else None for part in text.split("..", 1))
        if low is None and high is None:
            raise ValueError("needs a date on one side of the two dots, such as 2024-01..2024-03")
        if low is not None and high is not None and low[0] > high[1]:
            raise ValueError("the range is upside down: write the earlier date first")
        return DateRange(filter=filter, first=low and low[0], last=high and high[1])
    sign, rest = _split(text)
    if sign == ">":
        return DateRange(filter=filter, first=_next(_one(rest)[1], 1))
    if sign == ">=":
        return DateRange(filter=filter, first=_one(rest)[0])
    if sign == "<":
        return DateRange(filter=filter, last=_next(_one(rest)[0], -1))
    if sign == "<=":
        return DateRange(filter=filter, last=_one(rest)[1])
    return _either([DateRange(filter=filter, first=first, last=last) for first, last in _days(rest)])


def is_written_amount(text: str) -> bool:
    """Whether text without a field's name before it is an amount: it has cents or parted thousands."""
    return _WRITTEN_AMOUNT.fullmatch(text) is not None


def is_written_day(text: str) -> bool:
    """Whether text without a field's name before it is a day with a year of four digits."""
    numeric, iso = _NUMERIC_DAY.fullmatch(text), _DAY.fullmatch(text)
    return bool((numeric and len(numeric.group(4)) == 4) or (iso and iso.group(4)))


def _either(clauses: Sequence[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else Either(clauses=tuple(clauses))


def _split(text: str) -> tuple[str, str]:
    match = _COMPARISON.fullmatch(text)
    return (match.group(1) or "", match.group(2).strip()) if match else ("", text)


def _number(text: str) -> Decimal:
    return _numbers(text)[0]


def _numbers(text: str) -> list[Decimal]:
    """Returns what a number may mean, the likeliest first: of ``4.950`` thousands, then three decimals."""
    match = _AMOUNT.fullmatch(text.strip())
    written = re.sub(r"\s", " ", match.group(3).strip()) if match else ""
    plain = parse_amount(written) if match else None
    if match is None or plain is None or not _DECIMAL.fullmatch(plain):
        raise ValueError("needs a number such as 1234.50 or 1,234.50, or 100..500, >100, <=500")
    sign = -1 if "-" in match.group(1) + match.group(2) else 1
    found = [sign * Decimal(plain)]
    if _SINGLE_MARK.fullmatch(written):
        found.append(sign * Decimal(written.replace(",", ".")))
    return found


def _one(text: str) -> Days:
    found = _days(text)
    if len(found) > 1:
        raise ValueError(
            f"means {found[0][0]:%-d %B %Y} or {found[1][0]:%-d %B %Y}: write {found[0][0]} or {found[1][0]}"
        )
    return found[0]


def _days(text: str) -> list[Days]:
    """Returns the days that a date may mean: ``05/01/2024`` is one in January and one in May."""
    text = text.strip()
    try:
        if match := _DAY.fullmatch(text):
            year, _, month, day = match.groups()
            return [_span(int(year), int(month) if month else None, int(day) if day else None)]
        if match := _MONTH.fullmatch(text):
            return [_span(int(match.group(2)), int(match.group(1)))]
    except ValueError:
        raise ValueError("there is no such day in the calendar") from None
    if _NAMED_MONTH.fullmatch(text) and (first := parse_date(f"1 {text}")):
        named = datetime.date.fromisoformat(first)
        return [_span(named.year, named.month)]
    written = _NUMERIC_DAY.fullmatch(text) or (_NAMED_DAY.fullmatch(text) and any(c.isalpha() for c in text))
    days = [parse_date(text, hints) for hints in (_DAY_FIRST, _MONTH_FIRST)] if written else []
    found = list(dict.fromkeys(day for day in days if day))
    if not found:
        if _NUMERIC_DAY.fullmatch(text):
            raise ValueError("there is no such day in the calendar")
        raise ValueError(
            "needs a date such as 2024, 2024-03, 2024-03-15 or 15.03.2024, or 2024-01..2024-03, >2024-01-31"
        )
    return [(day, day) for day in map(datetime.date.fromisoformat, found)]


def _span(year: int, month: int | None = None, day: int | None = None) -> Days:
    if month is None:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    if day is None:
        return datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])
    return datetime.date(year, month, day), datetime.date(year, month, day)


def _next(day: datetime.date, step: int) -> datetime.date:
    try:
        return day + datetime.timedelta(days=step)
    except OverflowError:
        raise ValueError("nothing lies beyond this date") from None
