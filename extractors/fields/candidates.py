"""Places on the pages that may hold a field's value: runs of words that follow lines and end where the value ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

import numpy as np

from extractors.fields.labelled import LabelledWords
from extractors.normalize import Hints, Normalized, normalize
from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import raw_text
from schemas.geometry import Box
from schemas.vocabulary import FieldSpec

SECOND_CHOICE = 0.20
"""A word whose best label is another one still makes a candidate where a field has none, from this probability on."""

LAST_CHOICE = 0.04
"""The same for a date that every such paper has: its own form is evidence that a name does not have."""

GROWS_FROM = 0.12
"""A word beside a value on its line belongs to it from this probability on: a model that has found the core of a name
is often too shy about its ends."""

TEXT_GROWS_FROM = 0.02
"""The same for texts: an address fills its lines, a name need not."""

CENTS_GAP = 1.2
"""Cents stand at most this many heights behind their point."""

SHORT_WORD = 3
SHORT_CAPTIONS = frozenset({"to", "an", "by", "re", "fa", "no", "von", "für", "for", "bei"})
"""Short words that stand before a name without being part of it."""

LINE_GAP = 1.4
"""Lines of one value are at most this many line heights apart."""

WIDE_LINE_GAP = 2.4
"""The same where the model is sure that the lower line goes on: forms set their lines wide."""

WORD_GAP, WIDE_WORD_GAP = 2.1, 4.0
"""Parts of one line of a value are at most so many heights apart, likewise."""

OVERLAP = 0.3
"""Lines of one value overlap by this share of the shorter one."""

SURELY_GOES_ON = 0.1
"""A first word goes on surely where its share of beginning is below this."""

COLUMN_GAP = 1.8
"""Words of one line that are so many heights apart stand in two columns."""

REGISTERED = re.compile(r"[^\w\s]*[A-Z]?(?:\d[\s-]?){5,}[-\w]*[^\w\s]*")
"""A company's or dealer's number beside its name: five digits and more, perhaps with a letter or in brackets."""

REGISTRATION = frozenset({"brn", "roc", "reg", "regno", "coreg", "coregno", "uen", "abn", "gst", "sst", "vat"})
"""Captions of such a number, as letters: behind a name they are no part of it."""

CONTACT = frozenset({
    "tel", "telephone", "telefon", "telefono", "telefone", "phone", "fax", "telefax", "mobile", "mobil", "handphone",
    "hp", "whatsapp", "email", "mail",
})  # fmt: skip
"""Captions of telephone numbers and the like, as letters: an address ends before them."""

NUMBER_BEHIND = re.compile(r":|(?:\d[\s()/-]*){7,}")
"""What stands behind such a caption. Without it the word may be a place: Mobile, AL 36602."""

VAT_COUNTRIES = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB", "HR", "HU", "IE", "IT", "LT", "LU",
    "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
})  # fmt: skip
"""Codes before the digits of a VAT id. Source: Council Directive 2006/112/EC, article 215, and the United Kingdom's."""

Span = list[int]


@dataclass(frozen=True)
class Candidate:
    """One place on the page that may hold a value."""

    word_ids: tuple[int, ...]
    raw: str
    normalized: Normalized
    score: float


def field_candidates(
    words: LabelledWords, spec: FieldSpec, hints: Hints, best: Sequence[str | None]
) -> list[Candidate]:
    """Returns the places where a field may stand, in reading order.

    Words whose best label is another one are asked only where the others give no value.
    """
    first = [i for i, name in enumerate(best) if name == spec.name]
    found = _candidates(words, spec, hints, first)
    for least in (SECOND_CHOICE, *((LAST_CHOICE,) if spec.kind == "date" and spec.required else ())):
        if any(c.normalized.value is not None for c in found):
            break
        likely = [i for i, p in enumerate(words.inside[spec.name]) if p >= least]
        found += [c for c in _candidates(words, spec, hints, likely) if c.normalized.value is not None or not found]
    return found


def _candidates(words: LabelledWords, spec: FieldSpec, hints: Hints, chosen: Sequence[int]) -> list[Candidate]:
    if spec.kind in ("name", "text"):
        grown = _grown(words, spec.name, chosen, GROWS_FROM if spec.kind == "name" else TEXT_GROWS_FROM)
        opening = _short_beginnings(words.read, set(grown))
        spans = _joined_lines(
            words, spec.name, spans_of(words, spec.name, sorted({*grown, *opening}), near_goes_on=True)
        )
    else:
        spans = _joined_parts(
            words.read, spans_of(words, spec.name, chosen), partial(_read_as, words.read, spec, hints)
        )
    if spec.kind == "name":
        spans = [bare for span in spans if (bare := _without_strays(words.read, span))]
    elif spec.kind == "money":
        spans = [_with_cents(words.read, span) for span in spans]
    elif spec.name.endswith("vat_id"):
        spans = [_with_country(words.read, span) for span in spans]
    elif spec.kind == "text":
        spans = [bare for span in spans if (bare := _without_contact(words.read, span))]
    made = (_candidate(words, spec, hints, span) for span in spans)
    return [c for c in made if c.normalized.value is None or is_plausible(spec.name, c.normalized.value)]


def _read_as(read: ReadDocument, spec: FieldSpec, hints: Hints, span: Span) -> str | None:
    return normalize(spec.kind, raw_text(read, span), name=spec.name, hints=hints).value


def _candidate(words: LabelledWords, spec: FieldSpec, hints: Hints, span: Span) -> Candidate:
    raw = raw_text(words.read, span)
    score = float(np.exp(np.mean(np.log(words.inside[spec.name][span] + 1e-9))))
    return Candidate(tuple(span), raw, normalize(spec.kind, raw, name=spec.name, hints=hints), score)


_SHAPES = {
    "iban": re.compile(r"[A-Z]{2}[0-9OIlSB]{2}[A-Z0-9]{10,30}"),
    "seller_vat_id": re.compile(r"(?=(?:.*\d){6})[A-Z0-9]{7,20}"),
    "buyer_vat_id": re.compile(r"(?=(?:.*\d){6})[A-Z0-9]{7,20}"),
}
"""What such an id looks like at the least: a shorter run of digits is another number."""


def is_plausible(name: str, value: str) -> bool:
    """Tells whether a value has the least form of its field, where the field has one."""
    shape = _SHAPES.get(name)
    return shape is None or shape.fullmatch("".join(c for c in value.upper() if c.isalnum())) is not None


# ----------------------------------------------------------------------------------------------------------------------
# Ends of a value on its line


def _grown(words: LabelledWords, name: str, chosen: Sequence[int], least: float) -> list[int]:
    """Adds the neighbours on the same line that are likely enough, and single words that a value steps over."""
    inside, placed = words.inside[name], words.read.words
    grown = set(chosen)
    for direction in (1, -1):
        for i in sorted(chosen, reverse=direction < 0):
            at = i + direction
            while 0 <= at < len(placed) and placed[at].line == placed[i].line and at not in grown:
                beyond = at + direction
                closes_gap = beyond in grown and placed[beyond].line == placed[i].line
                if inside[at] < least and not closes_gap:
                    break
                grown.add(at)
                at += direction
    return sorted(grown)


def _short_beginnings(read: ReadDocument, chosen: set[int]) -> set[int]:
    """Returns short words that open the line of a value and that the model left out: "99" of "99 Speed Mart".

    Numbers, articles and initials at the front of a name look like nothing to a model that reads word by word.
    """
    found = set()
    for i in chosen:
        first = i - 1
        if first < 0 or first in chosen or read.words[first].line != read.words[i].line:
            continue
        opens_line = first == 0 or read.words[first - 1].line != read.words[first].line
        text = read.words[first].text
        if opens_line and len(text) <= SHORT_WORD and text.isalnum() and text.casefold() not in SHORT_CAPTIONS:
            found.add(first)
    return found


def _without_strays(read: ReadDocument, span: Span) -> Span:
    """Returns a name without registration numbers, lines that repeat it, and lines of a single character."""
    kept: Span = []
    seen: set[str] = set()
    for line in lines_of(read, span):
        bare = _without_registration(read, line)
        text = "".join(c for i in bare for c in read.words[i].text.casefold() if c.isalnum())
        if len(text) > 1 and text not in seen:
            seen.add(text)
            kept += bare
    return kept


def _without_registration(read: ReadDocument, line: Span) -> Span:
    """Returns a line without a registration number in front of a name, or behind it with the little that follows."""
    kept: Span = []
    for at, i in enumerate(line):
        if not REGISTERED.fullmatch(read.words[i].text):
            kept.append(i)
        elif len(kept) >= len(line) - at - 1 > 0:
            break
    while kept and _letters(read, kept[-1]) in REGISTRATION:
        kept.pop()
    return kept


def _without_contact(read: ReadDocument, span: Span) -> Span:
    """Returns a text whose lines end before the caption of a telephone number, an e-mail address or the like."""
    kept: Span = []
    for line in lines_of(read, span):
        kept += takewhile(lambda i: _letters(read, i) not in CONTACT or not _opens_number(read, i), line)
    return kept


def _with_country(read: ReadDocument, span: Span) -> Span:
    """Returns a VAT id with the code of its country where that is a word of its own before the digits."""
    before, first = read.words[max(span[0] - 1, 0)], read.words[span[0]]
    is_code = before.line == first.line and before.text in VAT_COUNTRIES and first.text[0].isdigit()
    return [before.id, *span] if is_code else span


def _with_cents(read: ReadDocument, span: Span) -> Span:
    """Returns an amount with its cents where wide type made a word of them: "12." and "15"."""
    last = read.words[span[-1]]
    if not re.search(r"\d[.,]$", last.text) or last.id + 1 == len(read.words):
        return span
    cents = read.words[last.id + 1]
    is_near = cents.line == last.line and _gap(read, last, cents) < CENTS_GAP
    return [*span, cents.id] if is_near and re.fullmatch(r"\d\d", cents.text) else span


def _opens_number(read: ReadDocument, i: int) -> bool:
    rest = takewhile(lambda word: word.line == read.words[i].line, read.words[i:])
    return NUMBER_BEHIND.search(" ".join(word.text for word in rest)) is not None


def _letters(read: ReadDocument, i: int) -> str:
    return "".join(c for c in read.words[i].text.casefold() if c.isalpha())


# ----------------------------------------------------------------------------------------------------------------------
# Words that belong together


def lines_of(read: ReadDocument, ids: Sequence[int]) -> list[Span]:
    """Groups words by the lines they stand on."""
    lines: list[Span] = []
    for i in ids:
        if lines and read.words[lines[-1][-1]].line == read.words[i].line:
            lines[-1].append(i)
        else:
            lines.append([i])
    return lines


def spans_of(words: LabelledWords, name: str, chosen: Sequence[int], *, near_goes_on: bool = False) -> list[Span]:
    """Groups words that follow each other on one line; a word that begins a value opens a new group.

    With ``near_goes_on`` it does so behind a gap only: two names do not stand side by side without one, so a word that
    only seems to begin another name goes on.
    """
    spans: list[Span] = []
    for i in chosen:
        follows = spans and spans[-1][-1] == i - 1 and words.read.words[i - 1].line == words.read.words[i].line
        if follows and (not words.is_first(name, i) or (near_goes_on and _is_near(words.read, i))):
            spans[-1].append(i)
        else:
            spans.append([i])
    return spans


def _is_near(read: ReadDocument, i: int) -> bool:
    """Tells whether a word is not in another column than the one before it."""
    return _gap(read, read.words[i - 1], read.words[i]) < COLUMN_GAP


def _gap(read: ReadDocument, left: PlacedWord, right: PlacedWord) -> float:
    """Returns the gap between two words side by side, in heights of the taller one."""
    page = read.page(left.page_number)
    return (right.box.left - left.box.right) * page.width / (max(left.box.height, right.box.height) * page.height)


def _joined_parts(read: ReadDocument, spans: Sequence[Span], read_as: Callable[[Span], str | None]) -> list[Span]:
    """Joins neighbours on a line that mean nothing alone and something together: "05" and "02-18"."""
    joined: list[Span] = []
    for span in spans:
        if joined and span[0] == joined[-1][-1] + 1 and read.words[joined[-1][-1]].line == read.words[span[0]].line:
            parts = (read_as(joined[-1]), read_as(span))
            if None in parts and read_as([*joined[-1], *span]) is not None:
                joined[-1] = [*joined[-1], *span]
                continue
        joined.append(list(span))
    return joined


def _joined_lines(words: LabelledWords, name: str, spans: Sequence[Span]) -> list[Span]:
    """Joins a group to the one right above it, where its first word goes on rather than begins.

    Reading order may put other columns between the lines of an address, so it is geometry that decides.
    """
    joined: list[Span] = []
    for span in spans:
        share = float(words.begins[name][span[0]] / max(words.inside[name][span[0]], 1e-6))
        surely = share < SURELY_GOES_ON
        line = [words.read.words[i] for i in span]
        home = next(
            (g for g in reversed(joined) if share <= 0.5 and _is_below(words.read, g, line, surely=surely)), None
        )
        if home is not None:
            home.extend(span)
        else:
            joined.append(list(span))
    return joined


def _is_below(read: ReadDocument, group: Sequence[int], line: Sequence[PlacedWord], *, surely: bool) -> bool:
    """Tells whether a line goes on where a group of words ends: beside its last row or below it."""
    last, first = read.words[group[-1]], line[0]
    if last.page_number != first.page_number:
        return False
    last_row = [word for i in group if _are_in_row(word := read.words[i], last)]
    beside = _gap(read, last, first)
    # Where a line runs askew, its tall box reaches into the next one: what starts under it does not stand beside it.
    if _are_in_row(first, last) and beside > -0.5:
        return beside < (WIDE_WORD_GAP if surely else WORD_GAP)
    height = max(last.box.height, first.box.height)
    below = first.box.top - last.box.bottom
    return -0.7 * height < below < (WIDE_LINE_GAP if surely else LINE_GAP) * height and _is_under(last_row, line)


def _are_in_row(a: PlacedWord, b: PlacedWord) -> bool:
    return a.page_number == b.page_number and abs(a.box.center[1] - b.box.center[1]) < 0.5 * max(
        a.box.height, b.box.height
    )


def _is_under(above: Sequence[PlacedWord], below: Sequence[PlacedWord]) -> bool:
    """Tells whether two lines stand in one column: they overlap, whether set left, centred or right."""
    upper, lower = (Box.around(word.box for word in line) for line in (above, below))
    overlap = min(upper.right, lower.right) - max(upper.left, lower.left)
    return overlap > OVERLAP * min(upper.width, lower.width)
