"""Pieces of lines near parties: what each part of a line is, by its form and its caption.

In: the words of a page. Out: rows of pieces (name, street, town, country, VAT id, contact, bank, captions, other).
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar, cast

from extractors.fields.decoding.parties.lexicon import STREET_WORDS, CaptionRole, attribute_of, countries, role_of
from schemas.document import PlacedWord, ReadDocument
from values.folding import folded_words
from values.legal_forms import FOLDED_FORM
from values.normalize import LONE_DATE

Kind = Literal["caption", "name", "street", "town", "country", "vat", "contact", "bank", "number", "text"]

M = TypeVar("M", bound=str)

COLUMN_GAP = 1.0
"""A gap of this many word heights parts two columns where the right word lines up with another line's start."""

SURE_GAP = 2.2
"""A gap of this many word heights parts two columns anywhere."""

LINED_UP = 0.35
"""Left edges that differ by at most this many word heights line up."""

LONGEST_CAPTION = 5
"""Words that a caption has at most."""

SEPARATORS = frozenset("-–—·|•*/▪◦~●■,;")
"""Single characters between the parts of an address on one line."""

EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.I)
WEB = re.compile(r"(?:https?://|www\.)\S+|^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|de|fr|at|ch|it|es|pt|nl|be|eu|io|"
                 r"co\.uk|uk|ie|se|dk|no|fi|pl|cz|hu|ro|ca|au|in|us|biz|info|example)(?:/\S*)?$", re.I)  # fmt: skip
PHONE = re.compile(r"^(?:\+|\(|00?)?[\d\s()/.+–-]{6,}\d(?:\s?(?:x|ext\.?)\s?\d+)?$", re.I)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?\b")
DATE_OR_AMOUNT = re.compile(r"^[^\w]*(?:[A-Z]{3}\s)?[€$£]?\s?\d[\d.,/ '-]*(?:\s?(?:%|€|\$|£|[A-Z]{3}))?[^\w]*$")
EU_VAT = re.compile(
    r"^(?:ATU\d{8}|BE[01]?\d{9}|BG\d{9,10}|CHE\d{9}(?:MWST|TVA|IVA)?|CY\d{8}[A-Z]|CZ\d{8,10}|DE\d{9}|DK\d{8}|EE\d{9}|"
    r"(?:EL|GR)\d{9}|ES[A-Z0-9]\d{7}[A-Z0-9]|FI\d{8}|FR[A-Z0-9]{2}\d{9}|GB(?:\d{9}|\d{12})|HR\d{11}|HU\d{8}|"
    r"IE\d[A-Z0-9]\d{5}[A-Z]{1,2}|IT\d{11}|LT(?:\d{9}|\d{12})|LU\d{8}|LV\d{11}|MT\d{8}|NL\d{9}B\d{2}|NO\d{9}(?:MVA)?|"
    r"PL\d{10}|PT\d{9}|RO\d{2,10}|SE\d{12}|SI\d{8}|SK\d{10}|XI\d{9}|\d{9}MVA|\d{2}[A-Z]{5}\d{4}[A-Z][A-Z0-9]Z[A-Z0-9])$"
)
"""VAT ids that tell themselves, without blanks and punctuation. The last one is India's."""

SURE_POSTCODE = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b|\b\d{2}-\d{3}\b|\b\d{4}\s?[A-Z]{2}\b|"
    r"\b\d{4,5}-\d{3,4}\b|\b[A-Z]{2,3}\s\d{4,6}\b|\b[A-Z]\d[\dW]\s[A-Z0-9]{4}\b"
)
"""Postcodes that tell themselves; others are four to six digits beside a town's name."""

BARE_POSTCODE = re.compile(
    r"(?:[A-Z]{2,3} )?\d{4,6}(?:-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|(?:[A-Z]{2} )?[A-Z]\d[A-Z]\s?\d[A-Z]\d|"
    r"[A-Z]\d[\dW]\s[A-Z0-9]{4}|\d{4}\s?[A-Z]{2}|\d{3} \d{2}|\d{2}-\d{3}"
)
"""A postcode without its town, perhaps behind a state."""

HOUSE_NUMBER = re.compile(r"\d{1,5} ?[a-zA-Z]?(?: ?[-/–] ?\d{1,5} ?[a-zA-Z]?)?")
"""What may be behind a street and a comma: "Calle Mayor, 23-27"."""


@dataclass(frozen=True)
class Piece:
    """Words of one line that belong together, with what they are; ``caption`` is the attribute before them."""

    word_ids: tuple[int, ...]
    text: str
    kind: Kind
    caption: str | None = None
    caption_text: str = ""


@dataclass
class Row:
    """A part of a line that is in one column. Places are in pixels of the page."""

    page_number: int
    word_ids: tuple[int, ...]
    text: str
    left: float
    top: float
    right: float
    bottom: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    role: CaptionRole | None = None
    role_text: str = ""

    @property
    def is_caption(self) -> bool:
        """Whether the row holds a role caption and nothing else."""
        return self.role is not None and not self.pieces

    def has(self, *kinds: Kind) -> bool:
        """Whether a piece of the row is of one of the kinds."""
        return any(piece.kind in kinds for piece in self.pieces)


def rows_of(read: ReadDocument, page_number: int) -> list[Row]:
    """Returns the rows of a page in reading order, split at the gaps between columns, with their pieces."""
    page = read.page(page_number)
    lines: dict[int, list[PlacedWord]] = {}
    for word in read.words_of_page(page_number):
        lines.setdefault(word.line_index, []).append(word)
    starts = sorted((words[0].box.left * page.width, words[0].box.top * page.height) for words in lines.values())
    rows = []
    for words in lines.values():
        for part in _columns(words, page.width, page.height, starts):
            row = Row(
                page_number=page_number,
                word_ids=tuple(w.id for w in part),
                text=" ".join(w.text for w in part),
                left=part[0].box.left * page.width,
                top=min(w.box.top for w in part) * page.height,
                right=part[-1].box.right * page.width,
                bottom=max(w.box.bottom for w in part) * page.height,
                height=statistics.median(w.box.height for w in part) * page.height,
            )
            _describe(read, row)
            rows.append(row)
    return rows


def _columns(
    words: Sequence[PlacedWord], width: int, height: int, starts: Sequence[tuple[float, float]]
) -> Iterator[list[PlacedWord]]:
    """Yields the parts of a line, split at wide gaps and where the next part aligns with another line."""
    tall = statistics.median(w.box.height for w in words) * height
    part = [words[0]]
    for before, word in itertools.pairwise(words):
        gap = (word.box.left - before.box.right) * width
        if gap > SURE_GAP * tall or (gap > COLUMN_GAP * tall and _lines_up(word, width, height, tall, starts)):
            yield part
            part = []
        part.append(word)
    yield part


def _lines_up(word: PlacedWord, width: int, height: int, tall: float, starts: Sequence[tuple[float, float]]) -> bool:
    left, top = word.box.left * width, word.box.top * height
    return any(abs(x - left) < LINED_UP * tall and 0.5 * tall < abs(y - top) < 12 * tall for x, y in starts)


def _describe(read: ReadDocument, row: Row) -> None:
    """Sets a row's role caption and pieces."""
    rest = list(row.word_ids)
    caption, used = _leading(read, rest, role_of)
    if caption is not None and used:
        row.role = cast("CaptionRole | None", caption)
        row.role_text = " ".join(read.words[i].text for i in rest[:used])
        rest = rest[used:]
    if rest and LONE_DATE.fullmatch(" ".join(read.words[i].text for i in rest).strip(" .,")):
        row.pieces = [Piece(tuple(rest), " ".join(read.words[i].text for i in rest), "number")]
    elif rest:
        row.pieces = _with_towns(_with_streets(read, list(_pieces(read, rest))))


def _leading(read: ReadDocument, ids: Sequence[int], meaning: Callable[..., M | None]) -> tuple[M | None, int]:
    """Returns the caption that begins a line, and its number of words; (None, 0) without a caption."""
    for count in range(min(len(ids), LONGEST_CAPTION), 0, -1):
        text = " ".join(read.words[i].text for i in ids[:count])
        is_whole = count == len(ids)
        ends = text.endswith((":", "：", "#")) or (not is_whole and read.words[ids[count]].text in (":", "-", "="))
        stands_off = is_whole or ends or _stands_off(read, ids, count)
        if not stands_off and count == 1:
            continue
        found = meaning(text.rstrip(":：#.- "), exact=not stands_off)
        if found is not None:
            used = count + (not is_whole and read.words[ids[count]].text in (":", "-", "="))
            return found, used
    return None, 0


def _stands_off(read: ReadDocument, ids: Sequence[int], count: int) -> bool:
    """Whether a wide gap follows a caption that has no colon."""
    before, after = read.words[ids[count - 1]], read.words[ids[count]]
    page = read.page(before.page_number)
    return (after.box.left - before.box.right) * page.width > 0.9 * before.box.height * page.height


def _pieces(read: ReadDocument, ids: Sequence[int]) -> Iterator[Piece]:
    """Yields the pieces of a line: parted at separators, and before captions of attributes."""
    caption: str | None = None
    caption_text = ""
    current: list[int] = []

    def flush() -> Iterator[Piece]:
        nonlocal caption, caption_text
        if current:
            yield _piece(read, current, caption, caption_text)
            current.clear()
            caption, caption_text = None, ""

    at = 0
    while at < len(ids):
        word = read.words[ids[at]]
        if word.text in SEPARATORS:
            yield from flush()
            at += 1
            continue
        found, used = _attribute(read, ids[at:], opens_row=at == 0)
        if found is not None:
            yield from flush()
            caption, caption_text = found, " ".join(read.words[i].text for i in ids[at : at + used])
            at += used
            continue
        if re.match(r"\+\d", word.text) or "@" in word.text:
            yield from flush()
        current.append(word.id)
        if word.text.endswith((",", ";")) and len(word.text) > 1:
            yield from flush()
        at += 1
    yield from flush()
    if caption is not None:
        yield Piece((), "", "caption", caption, caption_text)


def _with_streets(read: ReadDocument, pieces: Sequence[Piece]) -> list[Piece]:
    """Returns the pieces with a house number beside a comma as a street: "Favela Fonseca, 5", "131, MG Road"."""
    named = list(pieces)
    for at, (before, behind) in enumerate(itertools.pairwise(pieces)):
        captioned = before.caption is not None or behind.caption is not None
        if captioned or not before.word_ids or not read.words[before.word_ids[-1]].text.endswith(","):
            continue
        if (
            before.kind == "name"
            and HOUSE_NUMBER.fullmatch(behind.text)
            and not FOLDED_FORM.search(folded_words(before.text))
        ):
            named[at], named[at + 1] = replace(before, kind="street"), replace(behind, kind="street")
        elif at == 0 and behind.kind == "street" and HOUSE_NUMBER.fullmatch(before.text):
            named[at] = replace(before, kind="street")
    return named


def _with_towns(pieces: Sequence[Piece]) -> list[Piece]:
    """Returns the pieces with "Madison" of "Madison, WI 53704" as a town, by the postcode after it."""
    named: list[Piece] = []
    for piece in pieces:
        if BARE_POSTCODE.fullmatch(piece.text) and piece.caption is None:
            piece = replace(piece, kind="town") if named and named[-1].kind in ("name", "street") else piece
            at = len(named) - 1
            while at >= 0 and named[at].kind == "name" and not FOLDED_FORM.search(folded_words(named[at].text)):
                named[at] = replace(named[at], kind="town")
                at -= 1
        named.append(piece)
    return named


def _attribute(read: ReadDocument, ids: Sequence[int], *, opens_row: bool) -> tuple[str | None, int]:
    """Returns the attribute that a caption at the front announces, and its length in words."""
    found, used = _leading(read, ids, attribute_of)
    if found is None:
        return None, 0
    text = " ".join(read.words[i].text for i in ids[:used])
    if used == len(ids) and not (opens_row or text.rstrip().endswith((":", "："))):
        return None, 0
    if not text.rstrip().endswith((":", "：", "#", ".")) and used < len(ids):
        behind = read.words[ids[used]].text
        is_number = any(c.isdigit() for c in behind) or "@" in behind
        if found in ("name", "street", "city", "country") and not _stands_off(read, ids, used):
            return None, 0
        if found in ("vat", "contact", "bank") and not is_number:
            return None, 0
    return found, used


def _piece(read: ReadDocument, ids: Sequence[int], caption: str | None, caption_text: str) -> Piece:
    text = " ".join(read.words[i].text for i in ids).strip(" ,;")
    return Piece(tuple(ids), text, kind_of(text, caption), caption, caption_text)


_CAPTIONED: dict[str, Kind] = {
    "name": "name", "street": "street", "city": "town", "country": "country", "contact": "contact", "bank": "bank",
}  # fmt: skip


def kind_of(text: str, caption: str | None = None) -> Kind:
    """Returns what a part of a line is, by its caption and its form."""
    compact = re.sub(r"[^A-Z0-9]", "", text.upper())
    if EMAIL.search(text) or WEB.search(text):
        return "contact"
    if caption == "vat":
        return "vat" if sum(c.isdigit() for c in compact) >= 5 else "text"
    if EU_VAT.match(compact):
        return "vat"
    if IBAN.search(text):
        return "bank"
    if caption in _CAPTIONED:
        return _CAPTIONED[caption]
    plain = folded_words(text)
    if plain in countries():
        return "country"
    return _kind_by_form(text, plain)


def _kind_by_form(text: str, plain: str) -> Kind:
    letters = sum(c.isalpha() for c in text)
    if re.search(r":(?!\d)", text):
        return "text"
    if LONE_DATE.fullmatch(text.strip(" .,")):
        return "number"
    has_street = STREET_WORDS.search(plain) is not None
    number = re.search(r"(?:^|\s)\d{1,5}\s?[a-zA-Z]?(?:\s?[-/–]\s?\d{1,5}\s?[a-zA-Z]?)?(?=$|[\s,])", text)
    if BARE_POSTCODE.fullmatch(text):
        return "number" if text.isdigit() else "town"
    if letters >= 3 and len(text) <= 60 and _zip(text):
        return "street" if has_street and re.match(r"\d", text) and not SURE_POSTCODE.search(text) else "town"
    if PHONE.match(text) and sum(c.isdigit() for c in text) >= 7:
        return "contact"
    if DATE_OR_AMOUNT.match(text):
        return "number"
    if FOLDED_FORM.search(plain) and not re.search(r"\d{3}", text):
        return "name"
    if number and letters >= 3 and len(plain.split()) <= 8:
        return "street"
    if has_street and letters >= 4 and len(plain.split()) <= 7 and not FOLDED_FORM.search(plain):
        return "street"
    words = plain.split()
    if letters >= 2 and len(words) <= 9 and not any(c.isdigit() for c in text) and text[:1].isupper():
        return "name"
    return "text"


def _zip(text: str) -> bool:
    """Whether a line of an address has a postcode rather than a house number."""
    return re.search(r"\b\d{4,6}\b|\b\d{3}\s\d{2}\b", text) is not None or SURE_POSTCODE.search(text) is not None
