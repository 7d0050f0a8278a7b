"""What speaks for a decoded value and against it, as numbers: the input of `extractors.fields.confidence.calibration`.

Nothing here knows a class or a field. The numbers come from label probabilities around the value, from recognized
words, and from the consistency of the document's values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from extractors.fields.decoding.spans import gap
from extractors.fields.token_scores import COLUMN_PREFIX, LabelledWords, Probabilities
from schemas.document import Word
from schemas.extraction import ExtractedField, Extraction
from values.check_digits import iban_digits_are_right
from values.normalize import NO_HINTS, parse_amount
from values.sums import ADJUSTMENTS, NET, TAX, TOTAL, total_gap

NAMES = (
    "decoded", "mean", "weakest", "begins", "outside", "other_label", "edge", "rival", "places", "recognised",
    "worst_word", "worst_character", "words", "lines", "later_page", "adds_up", "does_not_add_up", "reasons",
    "document_mean", "document_weakest", "unnormalised", "from_pixels", "crowd", "before", "behind", "digits", "larger",
    "smaller", "nearly_the_same", "check_digits_right", "check_digits_wrong",
)  # fmt: skip
"""Columns of the evidence, in order.

``decoded`` to ``rival`` are log odds of the decoder's confidence and of the words' labels. These are the field (mean
and weakest), nothing, another field, the adjacent words' field, and other words with another value. ``places`` counts
where the same words recur, ``crowd`` the words that compete for the field. ``before`` and ``behind`` are adjacent words
that the value leaves out, ``larger`` and ``smaller`` the document's other amounts; ``nearly_the_same`` are those a few
cents off, as where a total is rounded.
"""

CLOSE = 0.9
"""Words of one text are at most this many line heights apart."""

LEAST = 5e-4
SAME, NEAR = 0.001, 0.051
"""Amounts are equal below the first and nearly equal below the second: totals are rounded to five cents at most."""

CLAIM = 0.3
"""A word claims a field from this probability on."""

Row = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """One decoded value with its evidence; ``line`` is the index of its line item, None for a field."""

    field: ExtractedField
    line: int | None
    evidence: Row


def cases(words: LabelledWords, extraction: Extraction) -> Iterator[Case]:
    """Yields the evidence of every field, then of every cell, in the order of the extraction."""
    document = _Document(words, extraction)
    for found in extraction.fields:
        yield Case(found, None, document.evidence(found, found.name))
    for line, item in enumerate(extraction.line_items):
        for name, cell in item.cells.items():
            yield Case(cell, line, document.evidence(cell, COLUMN_PREFIX + name))


class _Document:
    """The words and values of one document, with what all of its values share."""

    def __init__(self, words: LabelledWords, extraction: Extraction) -> None:
        self._words, self._extraction = words, extraction
        self._texts = [_folded(w.text) for w in words.read.words]
        self._joined = "|" + "|".join(self._texts) + "|"
        self._pixels = {page.number for page in words.read.pages if page.text_source != "text_layer"}
        self._sum = _sum_of(extraction)

    @cached_property
    def _strengths(self) -> list[float]:
        layers = ((f, self._words.layer_of(f.name).inside) for f in self._extraction.fields)
        chosen = [inside[f.name][list(f.word_ids)] for f, inside in layers if f.name in inside and f.word_ids]
        return [float(p.mean()) for p in chosen] or [0.5]

    def evidence(self, found: ExtractedField, label: str) -> Row:
        ids = list(found.word_ids)
        layer = self._words.layer_of(label)
        inside = layer.inside.get(label)
        if inside is None or not ids:
            inside, ids = np.zeros(len(self._texts), dtype=np.float32), ids or [0]
        own, read = inside[ids], self._words.read
        confidences = [read.words[i].word.confidence for i in ids]
        check = _check_digits(found)
        adds_up = self._sum if found.name in (NET, TAX, TOTAL) and not label.startswith(COLUMN_PREFIX) else None
        return np.array([
            log_odds(found.confidence),
            log_odds(float(own.mean())),
            log_odds(float(own.min())),
            log_odds(float(layer.begins[label][ids[0]]) if label in layer.begins else 0.0),
            log_odds(float(layer.outside[ids].max())),
            log_odds(_other_label(layer, label, ids)),
            log_odds(self._edge(inside, ids)),
            log_odds(self._rival(inside, ids)),
            np.log1p(self._joined.count("|" + "|".join(self._texts[i] for i in ids) + "|")),
            log_odds(float(np.mean(confidences))),
            log_odds(min(confidences)),
            log_odds(min(character for i in ids for character in _characters(read.words[i].word))),
            np.log(len(ids)),
            len(found.boxes) - 1.0,
            float(found.page_number > 1),
            float(adds_up is True),
            float(adds_up is False),
            float(len(found.why)),
            log_odds(float(np.mean(self._strengths))),
            log_odds(min(self._strengths)),
            float(found.value is None),
            float(found.page_number in self._pixels),
            np.log1p(int((inside >= CLAIM).sum())),
            float(self._neighbour(min(ids), -1)),
            float(self._neighbour(max(ids), 1)),
            _share_of_digits(found.raw),
            *(np.log1p(count) for count in self._amounts_beside(found)),
            float(check is True),
            float(check is False),
        ])  # fmt: skip

    def _neighbour(self, at: int, step: int) -> bool:
        """Whether a word is close beside a word, on its line."""
        words = self._words.read.words
        if not 0 <= at + step < len(words):
            return False
        word, other = words[at], words[at + step]
        if word.line != other.line:
            return False
        first, second = (other, word) if step < 0 else (word, other)
        return gap(self._words.read, first, second) < CLOSE

    @cached_property
    def _amounts(self) -> NDArray[np.float64]:
        found = (parse_amount(w.text, NO_HINTS) for w in self._words.read.words if _CENTS.search(w.text))
        return np.unique([float(text) for text in found if text is not None])

    def _amounts_beside(self, found: ExtractedField) -> tuple[int, int, int]:
        """Returns how many other amounts are larger, smaller and nearly the same; none where a value is no amount."""
        if found.kind != "money" or found.value is None:
            return 0, 0, 0
        apart = self._amounts - float(found.value)
        near = (np.abs(apart) > SAME) & (np.abs(apart) < NEAR)
        return int((apart > SAME).sum()), int((apart < -SAME).sum()), int(near.sum())

    def _edge(self, inside: Probabilities, ids: Sequence[int]) -> float:
        words = self._words.read.words
        beside = [i for i in (min(ids) - 1, max(ids) + 1) if 0 <= i < len(words) and i not in ids]
        return max((float(inside[i]) for i in beside), default=0.0)

    def _rival(self, inside: Probabilities, ids: Sequence[int]) -> float:
        own = {self._texts[i] for i in ids}
        near = set(range(min(ids) - 1, max(ids) + 2))
        likely = np.flatnonzero(inside >= LEAST)
        return max((float(inside[i]) for i in likely if i not in near and self._texts[i] not in own), default=0.0)


def _other_label(layer: LabelledWords, label: str, ids: Sequence[int]) -> float:
    others = [p[ids].max() for name, p in layer.inside.items() if name != label]
    return float(max(others, default=0.0))


def _characters(word: Word) -> tuple[float, ...]:
    """Returns how sure the recognition of each character was; of a text layer, of the whole word."""
    return word.characters or (word.confidence,)


_CENTS = re.compile(r"\d[.,]\d{2}(?!\d)")


def _share_of_digits(text: str) -> float:
    shown = [c for c in text if not c.isspace()]
    return sum(c.isdigit() for c in shown) / max(len(shown), 1)


_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


def _check_digits(found: ExtractedField) -> bool | None:
    """Whether the check digits of an account number are right; None for every other value."""
    text = "".join(c for c in (found.value or "").upper() if c.isalnum())
    if found.kind != "id" or not _IBAN.fullmatch(text):
        return None
    return iban_digits_are_right(text)


def log_odds(probability: float) -> float:
    """Returns ln(p / (1 - p)), with p kept off 0 and 1."""
    bounded = min(max(probability, LEAST), 1 - LEAST)
    return float(np.log(bounded / (1 - bounded)))


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum() or c in ".,-")


def _sum_of(extraction: Extraction) -> bool | None:
    """Returns whether net and tax make the total, with what is between them; None where one of them is missing."""
    found = {name: extraction.value(name) for name in (NET, TAX, TOTAL, *ADJUSTMENTS)}
    gap = total_gap({name: value for name, value in found.items() if isinstance(value, Decimal)})
    return None if gap is None else gap == 0
