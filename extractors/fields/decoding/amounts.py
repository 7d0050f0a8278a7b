"""The amounts that a page prints: thousands in separate words put together, with the marks that make them negative."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise

from extractors.fields.decoding.spans import Span, gap
from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import raw_text
from values.normalize import CREDIT_MARK, Hints, normalize

GROUP_GAP = 0.7
"""Groups of three digits of one number are at most this many heights apart: a blank, not a column gap."""

MARK_GAP = 1.2
"""A mark is at most so many heights beside its amount."""

LONGEST = 4
"""A number has at most so many groups of digits."""

_FIRST = re.compile(r"[-–−+(<]?[^\d\W]{0,3}[€$£¥₹]?[-–−]?\d{1,3}")
_MIDDLE = re.compile(r"\d{3}")
_LAST = re.compile(rf"\d{{3}}(?:[.,]\d{{1,2}})?(?:[-–−)>]|[€$£¥₹]|Kč|Ft|kr|lei|zł|{CREDIT_MARK})*")
DASHES = frozenset("-–−")
_BEFORE = re.compile(r"[(<]")
_BEHIND = re.compile(rf"[)>]|{CREDIT_MARK}")
_SIGN = re.compile(r"[€$£¥₹]|[A-Z]{2,3}|Kč|Ft|kr\.?|[Ll]ei|zł")
_CENTS_BEHIND = re.compile(r"\d[.,]$")
_TWO_DECIMALS = re.compile(r"\d[.,]\d{2}\D{0,5}$")
_HABEN = "H"


@dataclass(frozen=True)
class PrintedAmount:
    """An amount with its words: digits, sign marks, and a currency sign between the two."""

    word_ids: tuple[int, ...]
    value: Decimal
    has_cents: bool


def printed_amounts(read: ReadDocument, hints: Hints) -> Sequence[PrintedAmount]:
    """Returns every amount of a document, in reading order; they are looked for once."""
    key = (PrintedAmount, hints)
    if key not in read.derived:
        lines = groupby(read.words, lambda w: w.line)
        read.derived[key] = tuple(amount for _, line in lines for amount in _of_line(read, list(line), hints))
    found: Sequence[PrintedAmount] = read.derived[key]
    return found


def _of_line(read: ReadDocument, line: Sequence[PlacedWord], hints: Hints) -> Iterator[PrintedAmount]:
    at = 0
    while at < len(line):
        if not any(c.isdigit() for c in line[at].text):
            at += 1
            continue
        span = whole_amount(read, [line[at].id])
        value = normalize("money", raw_text(read, span), hints=hints).value
        if value is not None and "%" not in line[at].text and not _is_percent(line, span[-1]):
            digits = [read.words[i].text for i in span if any(c.isdigit() for c in read.words[i].text)]
            has_cents = _TWO_DECIMALS.search(digits[-1]) is not None or len(digits[-1]) == 2 < len("".join(digits))
            yield PrintedAmount(tuple(span), Decimal(value), has_cents)
        at = max(at, span[-1] - line[0].id) + 1


def _is_percent(line: Sequence[PlacedWord], last: int) -> bool:
    behind = last - line[0].id + 1
    return behind < len(line) and line[behind].text.startswith("%")


def whole_amount(read: ReadDocument, span: Span) -> Span:
    """Returns the words of an amount made whole: all groups of its digits, its cents, and the marks beside it."""
    return _with_marks(read, _with_cents(read, _with_groups(read, span)))


def _with_groups(read: ReadDocument, span: Span) -> Span:
    """Returns an amount with the groups of its digits that blanks make words of: "2" and "181,06"."""
    for size in range(LONGEST, 1, -1):
        for first in range(max(span[0] - size + 1, 0), span[-1] + 1):
            part = read.words[first : first + size]
            if len(part) == size and is_grouped(read, part) and {w.id for w in part}.intersection(span):
                return sorted({*span, *(w.id for w in part)})
    return span


def is_grouped(read: ReadDocument, part: Sequence[PlacedWord]) -> bool:
    """Whether words are one number whose thousands are parted by blanks."""
    first, *middle, last = part
    if not (_FIRST.fullmatch(first.text) and _LAST.fullmatch(last.text)):
        return False
    if first.text[0] == "0" or any(not _MIDDLE.fullmatch(word.text) for word in middle):
        return False
    return all(a.line == b.line and gap(read, a, b) < GROUP_GAP for a, b in pairwise(part))


def _with_cents(read: ReadDocument, span: Span) -> Span:
    """Returns an amount with its cents where wide type made a word of them: "12." and "15"."""
    cents = _beside(read, span[-1], 1, MARK_GAP)
    is_open = _CENTS_BEHIND.search(read.words[span[-1]].text) is not None
    return [*span, cents.id] if is_open and cents and re.fullmatch(r"\d\d", cents.text) else span


def _with_marks(read: ReadDocument, span: Span) -> Span:
    """Returns an amount with the words beside it that make it negative, over a currency sign."""
    for step, at in ((-1, span[0]), (1, span[-1])):
        passed: Span = []
        while (word := _beside(read, (passed or [at])[-1], step, MARK_GAP)) is not None:
            passed.append(word.id)
            if _is_mark(read, word, step):
                span = sorted({*span, *passed})
                break
            if len(passed) > 1 or not _SIGN.fullmatch(word.text):
                break
    return span


def _is_mark(read: ReadDocument, word: PlacedWord, step: int) -> bool:
    """Whether a word makes the amount beside it negative; a dash between two words only parts them."""
    if word.text in DASHES:
        beyond = _beside(read, word.id, step, MARK_GAP)
        return beyond is None or (step < 0 and _SIGN.fullmatch(beyond.text) is not None)
    pattern = _BEFORE if step < 0 else _BEHIND
    return pattern.fullmatch(word.text) is not None or (step > 0 and _is_haben(read, word))


def _is_haben(read: ReadDocument, word: PlacedWord) -> bool:
    """Whether a word is the German mark of credit: it closes its line, and other amounts have it too.

    Hours are marked so as well, but they do not close the lines of a table.
    """
    if word.text != _HABEN:
        return False
    marks = [w for w in read.words if w.text == _HABEN and _closes_line(read, w)]
    return word in marks and len(marks) > 1


def _closes_line(read: ReadDocument, word: PlacedWord) -> bool:
    middle = word.box.center[1]
    return not any(
        w.box.left > word.box.right and abs(w.box.center[1] - middle) < word.box.height / 2
        for w in read.words_of_page(word.page_number)
    )


def _beside(read: ReadDocument, at: int, step: int, farthest: float) -> PlacedWord | None:
    """Returns the next word on the same line within a gap, left (-1) or right (1) of a word."""
    if not 0 <= at + step < len(read.words):
        return None
    word, other = read.words[at], read.words[at + step]
    pair = (other, word) if step < 0 else (word, other)
    return other if word.line == other.line and gap(read, *pair) < farthest else None
