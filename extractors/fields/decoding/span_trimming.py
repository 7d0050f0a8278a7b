"""Trims captions and adjacent numbers from a value; rejoins parts that printing split."""

from __future__ import annotations

import re
from itertools import takewhile

from extractors.fields.decoding.amounts import whole_amount
from extractors.fields.decoding.spans import COLUMN_GAP, Span, gap, lines_of
from schemas.document import ReadDocument
from schemas.vocabulary import FieldSpec
from values.check_digits import abn_is_valid
from values.folding import folded_words
from values.legal_forms import FOLDED_FORM

NUMBER_GAP = 1.8
"""A number of an address is at most this many heights before its next word."""

SHORT_WORD = 3
SHORT_CAPTIONS = frozenset({"to", "an", "by", "re", "fa", "no", "von", "für", "for", "bei"})
"""Short words before a name that are no part of it."""

REGISTERED = re.compile(r"[^\w\s]*[A-Z]?(?:\d[\s-]?){5,}[-\w]*[^\w\s]*")
"""A company's or dealer's number beside its name: five digits and more, perhaps with a letter or in brackets."""

REGISTRATION = frozenset({"brn", "roc", "reg", "regno", "coreg", "coregno", "uen", "abn", "gst", "sst", "vat"})
"""Captions of such a number, as letters: behind a name they are no part of it."""

PLACE = re.compile(r"\([A-Z]{2,3}\)")
"""Where a company is, behind its legal form, as a part of its name: DLA Piper LLP (US)."""

CONTACT = frozenset({
    "tel", "telephone", "telefon", "telefono", "telefone", "phone", "fax", "telefax", "mobile", "mobil", "handphone",
    "hp", "whatsapp", "email", "mail",
})  # fmt: skip
"""Captions of telephone numbers and the like, as letters: an address ends before them."""

NUMBER_BEHIND = re.compile(r":|(?:\d[\s()/-]*){7,}")
"""What is behind such a caption. Without it the word may be a place: Mobile, AL 36602."""

VAT_COUNTRIES = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB", "HR", "HU", "IE", "IT", "LT", "LU",
    "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
})  # fmt: skip
"""Codes before the digits of a VAT id. Source: Council Directive 2006/112/EC, article 215, and the United Kingdom's."""


def with_right_ends(read: ReadDocument, spec: FieldSpec, span: Span) -> Span:
    """Returns the words of a value with the ends that fit its kind; empty if none is left."""
    if spec.kind == "name":
        return _with_place(read, _with_its_words(read, _without_strays(read, span)))
    if spec.kind == "text":
        return _without_contact(read, span)
    if spec.kind == "money":
        return whole_amount(read, span)
    return _with_business_number(read, _with_country(read, span)) if spec.name.endswith("vat_id") else span


def short_beginnings(read: ReadDocument, chosen: set[int], *, fills_lines: bool) -> set[int]:
    """Returns words that open the line of a value and that the model left out: "99" of "99 Speed Mart".

    A model that reads word by word misses numbers, articles and initials at the front of a name. Where a value fills
    its lines, as an address does, a longer number before it belongs to it as well: "1237-TMN Indah".
    """
    found = set()
    for i in chosen:
        first = i - 1
        if first < 0 or first in chosen or read.words[first].line != read.words[i].line:
            continue
        opens_line = first == 0 or read.words[first - 1].line != read.words[first].line
        text = read.words[first].text
        is_short = len(text) <= SHORT_WORD and text.isalnum() and text.casefold() not in SHORT_CAPTIONS
        is_number = fills_lines and text[0].isdigit() and gap(read, read.words[first], read.words[i]) < NUMBER_GAP
        if opens_line and (is_short or is_number):
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


def _with_its_words(read: ReadDocument, span: Span) -> Span:
    """Returns a name with the words before it on its line, if only its legal form was found."""
    if not span or FOLDED_FORM.sub("", folded_words(" ".join(read.words[i].text for i in span))).strip():
        return span
    first = span[0]
    while first > 0 and read.words[first - 1].line == read.words[first].line:
        if gap(read, read.words[first - 1], read.words[first]) > COLUMN_GAP:
            break
        first -= 1
    return [*range(first, span[0]), *span]


def _with_place(read: ReadDocument, span: Span) -> Span:
    """Returns a name that ends with a legal form together with the place in brackets behind it."""
    if not span or span[-1] + 1 >= len(read.words):
        return span
    last, behind = read.words[span[-1]], read.words[span[-1] + 1]
    is_place = PLACE.fullmatch(behind.text) is not None and _letters(read, behind.id) not in REGISTRATION
    is_beside = behind.line == last.line and gap(read, last, behind) < NUMBER_GAP
    ends_with_form = not FOLDED_FORM.sub("", folded_words(last.text)).strip()
    return [*span, behind.id] if is_place and is_beside and ends_with_form else span


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
    """Returns a VAT id with its country code, if that is a separate word before the digits."""
    before, first = read.words[max(span[0] - 1, 0)], read.words[span[0]]
    is_code = before.line == first.line and before.text in VAT_COUNTRIES and first.text[0].isdigit()
    return [before.id, *span] if is_code else span


def _opens_number(read: ReadDocument, i: int) -> bool:
    rest = takewhile(lambda word: word.line == read.words[i].line, read.words[i:])
    return NUMBER_BEHIND.search(" ".join(word.text for word in rest)) is not None


def _letters(read: ReadDocument, i: int) -> str:
    return "".join(c for c in read.words[i].text.casefold() if c.isalpha())


def _with_business_number(read: ReadDocument, span: Span) -> Span:
    """Returns an Australian Business Number with its first two digits, where the model left these out."""
    before, first = read.words[max(span[0] - 1, 0)], read.words[span[0]]
    whole = " ".join(read.words[i].text for i in (before.id, *span))
    is_beside = before.line == first.line and before.id < first.id and re.fullmatch(r"\d\d", before.text) is not None
    return [before.id, *span] if is_beside and abn_is_valid(whole) else span
