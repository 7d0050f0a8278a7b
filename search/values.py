"""What may stand behind ``amount:`` and ``date:``: single values, ``a..b`` ranges and comparisons."""

from __future__ import annotations

import calendar
import datetime
import math
import re
from decimal import Decimal

from search.query import AmountRange, DateRange
from search.vocabulary import Filter

_COMPARISON = re.compile(r"(>=|<=|>|<|=)?(.*)", re.DOTALL)
_DECIMAL = re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?", re.ASCII)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


def amount_range(filter: Filter, text: str) -> AmountRange:
    """Returns the range of numbers that a filter's value describes.

    Raises:
        ValueError: The value is no number, or the range is upside down; the message says what to write.
    """
    if ".." in text:
        low, high = (_number(part) if part else None for part in text.split("..", 1))
        if low is None and high is None:
            raise ValueError("needs a number on one side of the two dots, such as 100..500")
        if low is not None and high is not None and low > high:
            raise ValueError("the range is upside down: write the smaller number first")
        return AmountRange(filter=filter, low=low, high=high)
    sign, rest = _split(text)
    number = _number(rest)
    if sign in (">", ">="):
        return AmountRange(filter=filter, low=number, include_low=sign == ">=")
    if sign in ("<", "<="):
        return AmountRange(filter=filter, high=number, include_high=sign == "<=")
    return AmountRange(filter=filter, low=number, high=number)


def date_range(filter: Filter, text: str) -> DateRange:
    """Returns the days that a filter's value describes; a year or a month stands for all its days.

    Raises:
        ValueError: The value is no date, or the range is upside down; the message says what to write.
    """
    if ".." in text:
        low, high = (_days(part) if part else None for part in text.split("..", 1))
        if low is None and high is None:
            raise ValueError("needs a date on one side of the two dots, such as 2024-01..2024-03")
        if low is not None and high is not None and low[0] > high[1]:
            raise ValueError("the range is upside down: write the earlier date first")
        return DateRange(filter=filter, first=low and low[0], last=high and high[1])
    sign, rest = _split(text)
    first, last = _days(rest)
    if sign == ">":
        return DateRange(filter=filter, first=_next(last, 1))
    if sign == ">=":
        return DateRange(filter=filter, first=first)
    if sign == "<":
        return DateRange(filter=filter, last=_next(first, -1))
    if sign == "<=":
        return DateRange(filter=filter, last=last)
    return DateRange(filter=filter, first=first, last=last)


def _split(text: str) -> tuple[str, str]:
    match = _COMPARISON.fullmatch(text)
    return (match.group(1) or "", match.group(2)) if match else ("", text)


def _number(text: str) -> Decimal:
    if not _DECIMAL.fullmatch(text):
        raise ValueError("needs a plain number such as 1234.50, or 100..500, >100, <=500")
    number = Decimal(text)
    if not math.isfinite(float(number)):
        raise ValueError("the number is too large")
    return number


def _days(text: str) -> tuple[datetime.date, datetime.date]:
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError("needs a date such as 2024, 2024-03 or 2024-03-15, or 2024-01..2024-03, >2024-01-31")
    year, month, day = (None if part is None else int(part) for part in match.groups())
    try:
        if year is None or month is None:
            return datetime.date(year or 0, 1, 1), datetime.date(year or 0, 12, 31)
        if day is None:
            return datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])
        return datetime.date(year, month, day), datetime.date(year, month, day)
    except ValueError:
        raise ValueError("there is no such day in the calendar") from None


def _next(day: datetime.date, step: int) -> datetime.date:
    try:
        return day + datetime.timedelta(days=step)
    except OverflowError:
        raise ValueError("nothing lies beyond this date") from None
