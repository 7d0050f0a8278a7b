"""Payment terms: days to pay, and the discount for paying early, as sentences and captions say them.

Source: EN 16931 BT-20. "2/10 net 30", "30 Tage netto, 3 % Skonto innerhalb 10 Tagen", "à 30 jours".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from extractors.fields.decoding.captioned import Captioned, field_of
from extractors.fields.token_scores import LabelledWords
from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import ExtractedField
from schemas.vocabulary import DocumentClass

TERMS, DAYS, PERCENT, DISCOUNT_DAYS = "payment_terms", "payment_days", "discount_percent", "discount_days"

CONFIDENCE = 0.8
"""Confidence in the terms of one sentence without contradiction."""

LONGEST = 365
"""Days to pay are at most so many; more is a warranty."""

_DAY: Final = (
    r"(?:days?|tage?n?|jours?|dias?|giorni|gg|dagen|dagar|dage|dager|dni|dnu|pv|paivaa|paivan|paivassa|nap|"
    r"napon|zile|d)"
)
_DAYS = re.compile(rf"\b(\d{{1,3}})[ -]?(?:calendar |kalender|kal\. ?)?{_DAY}\b")
_NET = re.compile(r"\b(?:net|netto|netti|n) ?/?(\d{1,3})\b(?![ -]?[%.,\d])")
_SHORT = re.compile(r"\b(\d(?:\.\d+)?) ?%? ?/ ?(\d{1,2}),? ?(?:net|n) ?/? ?(\d{1,3})\b")
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,3})?) ?(?:%|percent|prozent|pour cent)")
_PAYS = re.compile(
    r"\b(?:pay|payable|payment|payments|due|net|netto|netti|terms|zahl\w*|bezahl\w*|uberweis\w*|fallig\w*|skonto\w*|"
    r"paiement|payer|payable|reglement|regler|echeance|escompte|pago|pagar|pagadero|vencimiento|pagamento|pagare|"
    r"scadenza|sconto|betal\w*|betaling\w*|korting|platnosc\w*|zaplat\w*|splatnost\w*|maksu\w*|fizet\w*|plata|"
    r"vencimento|desconto|descuento|splatn\w*|uhrad\w*|maksettav\w*|\w*utalas\w*|scaden\w*|"
    r"termen de plata|forfall\w*)\b"
)
_DISCOUNT = re.compile(
    r"\b(?:discount|skonto\w*|escompte|sconto|korting|descuento|desconto|rabat\w*|kassarabatt|kontant\w*|sleva|"
    r"alennus|kassa-?alennus|kedvezmen\w*|reducere)\b"
)
_NOT_TERMS = re.compile(
    r"\b(?:return\w*|refund\w*|warrant\w*|garanti\w*|retour\w*|widerruf\w*|reklam\w*|complain\w*|claim\w*|late|"
    r"overdue|interest|verzug\w*|mahn\w*|zinsen|penalit\w*|retard|mora|interess\w*|valid|gultig|notice|after|"
    r"forsink\w*|viivast\w*|huomaut\w*|prodlen\w*|zaruk\w*|kesedelm\w*|intarzi\w*)\b"
)
_MONTH_END = re.compile(
    r"end of (?:the )?month|\beom\b|monatsende|fin de mois|fin de mes|fine mese|einde maand|\bdf\b|\bfm\b"
)


@dataclass(frozen=True)
class _Sentence:
    """Words that were read as one sentence; ``starts`` are the places of their first letters in ``text``."""

    words: tuple[PlacedWord, ...]
    text: str
    starts: tuple[int, ...]

    def ids(self, start: int, end: int) -> tuple[int, ...]:
        """Returns the words that a stretch of the text touches."""
        ends = (at + len(_plain(w.text)) for at, w in zip(self.starts, self.words, strict=True))
        return tuple(w.id for w, at, to in zip(self.words, self.starts, ends, strict=True) if at < end and to > start)


Number = Captioned[str]


def with_payment_terms(
    words: LabelledWords, kind: DocumentClass, found: Mapping[str, ExtractedField]
) -> dict[str, ExtractedField]:
    """Returns the fields with the payment terms that the document states once, or several times alike."""
    names = {spec.name for spec in kind.fields}
    if DAYS not in names or DAYS in found:
        return dict(found)
    stated: dict[str, list[tuple[Number, _Sentence]]] = {}
    for sentence in _sentences(words.read):
        for name, number in _terms_of(sentence):
            stated.setdefault(name, []).append((number, sentence))
    changed = dict(found)
    for name, numbers in stated.items():
        if len({number.value for number, _ in numbers}) == 1:
            number, sentence = numbers[0]
            changed[name] = field_of(words, name, "number", number, CONFIDENCE, "said by the payment terms")
            if TERMS in names:
                ids = tuple(word.id for word in sentence.words)
                text: Number = Captioned(ids, " ".join(word.text for word in sentence.words), None)
                changed.setdefault(TERMS, field_of(words, TERMS, "text", text, CONFIDENCE, "says when to pay"))
    return changed


def _sentences(read: ReadDocument) -> Iterator[_Sentence]:
    """Yields the lines of a document, each with the line below it that continues it."""
    lines = [list(group) for _, group in groupby(read.words, key=lambda word: word.line)]
    used: set[int] = set()
    for at, line in enumerate(lines):
        if at in used:
            continue
        together = line
        if at + 1 < len(lines) and _goes_on(line, lines[at + 1]):
            together = [*line, *lines[at + 1]]
            used.add(at + 1)
        yield _sentence(together)


def _goes_on(line: Sequence[PlacedWord], below: Sequence[PlacedWord]) -> bool:
    """Whether a line of running text continues below: it is long, open-ended, and the next one aligns."""
    last, first = line[-1], below[0]
    height = line[0].box.height
    return (
        len(line) > 4
        and not last.text.endswith((".", ":"))
        and last.page_number == first.page_number
        and abs(line[0].box.left - first.box.left) < 2 * height
        and 0 < first.box.top - line[0].box.top < 2.2 * height
    )


def _sentence(words: Sequence[PlacedWord]) -> _Sentence:
    starts, text = [], ""
    for word in words:
        text += " " if text else ""
        starts.append(len(text))
        text += _plain(word.text)
    return _Sentence(tuple(words), text, tuple(starts))


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return "".join(c for c in bare if not unicodedata.combining(c))


def _terms_of(sentence: _Sentence) -> Iterator[tuple[str, Number]]:
    """Yields the terms of one sentence: days to pay, and percentage and days of the discount."""
    text = sentence.text
    if (short := _SHORT.search(text)) is not None:
        for name, group in ((PERCENT, 1), (DISCOUNT_DAYS, 2), (DAYS, 3)):
            yield name, _number(sentence, short, group)
        return
    if not _PAYS.search(text) or _NOT_TERMS.search(text):
        return
    days = [m for m in (*_DAYS.finditer(text), *_NET.finditer(text)) if 0 < int(m[1]) <= LONGEST]
    discounts = list(_PERCENT.finditer(text))
    if discounts and not _DISCOUNT.search(text):
        return
    if len(discounts) == 1:
        percent = discounts[0]
        near = min(days, key=lambda m: _distance(m, percent), default=None)
        yield PERCENT, _number(sentence, percent, 1)
        if near is not None:
            yield DISCOUNT_DAYS, _number(sentence, near, 1)
            days = [m for m in days if m[1] != near[1]]
    if not _MONTH_END.search(text) and len(discounts) < 2 and len({m[1] for m in days}) == 1:
        yield DAYS, _number(sentence, days[0], 1)


def _distance(one: re.Match[str], other: re.Match[str]) -> int:
    return max(one.start() - other.end(), other.start() - one.end())


def _number(sentence: _Sentence, match: re.Match[str], group: int) -> Number:
    return Captioned(sentence.ids(*match.span(group)), match[group].replace(",", ".").lstrip("0") or "0", None)
