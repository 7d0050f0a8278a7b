"""The terms to search for each word of a query: one place decides what is tolerated and its cost.

Both indexes and the highlighter use the same probes, so found and marked words agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from search.analysis import (
    MIN_INSIDE,
    MIN_JOINED,
    MIN_PART,
    fold,
    fold_all,
    key,
    may_be_near,
    may_be_part,
    spellings,
    tokens,
)
from search.clauses import MIN_STARRED, Match, Phrase, Word

View = Literal["plain", "ocr", "joined", "near", "misread", "begins", "ends", "holds"]
"""Where a probe looks (see ``search.analysis``). ``near``: the ocr view with one edit forgiven. ``misread``: the ocr
view, any one of the terms. ``begins``, ``ends``, ``holds``: words that begin with, end with or contain a term."""


class Weight(NamedTuple):
    """What finding a probe is worth: ``base``, and ``share`` of its BM25 score (rare words count more)."""

    base: float
    share: float


# BM25 alone would let a rare look-alike outweigh the word itself: the base keeps the order of trust.
PLAIN, OCR, JOINED, NEAR = Weight(3.0, 1.0), Weight(1.5, 0.5), Weight(1.0, 0.0), Weight(0.5, 0.0)
MISREAD = Weight(0.4, 0.0)
BEGINS, HOLDS = Weight(0.45, 0.0), Weight(0.3, 0.0)
ASKED_PART = Weight(1.0, 0.0)


@dataclass(frozen=True)
class Probe:
    """Neighboring terms in one view (see `ALTERNATIVES`), and the worth of finding them.

    A document counts by its best probe.
    """

    view: View
    terms: tuple[str, ...]
    weight: Weight


def word_probes(word: Word, *, tolerant: bool) -> tuple[Probe, ...]:
    """Returns the probes for a word: as written; with ``tolerant`` also misread, split, joined, or inside longer words.

    Of a word with a star, exactly that part is looked for, ``tolerant`` or not.
    """
    plain = tuple(tokens(word.text))
    probes = [Probe("plain", plain, PLAIN)]
    if word.part is not None:
        return (*probes, Probe(word.part, _spellings(word.text, MIN_STARRED[word.part]), ASKED_PART))
    if not tolerant:
        return tuple(probes)
    probes.append(Probe("ocr", tuple(fold_all(plain)), OCR))
    whole = fold("".join(plain))
    if len(whole) >= MIN_JOINED:
        probes.append(Probe("joined", (whole,), JOINED))
        if len(plain) > 1:
            probes.append(Probe("ocr", (whole,), JOINED))
    probes += [Probe("ocr", (fold("".join(tokens(both))),), JOINED) for both in word.joins if len(both) >= MIN_JOINED]
    if len(plain) == 1 and may_be_near(plain[0]):
        probes.append(Probe("near", (fold(plain[0]),), NEAR))
    if word.misread:
        probes.append(Probe("misread", word.misread, MISREAD))
    if len(plain) == 1 and may_be_part(plain[0]):
        probes.append(Probe("begins", _spellings(word.text, MIN_PART), BEGINS))
        if inside := _spellings(word.text, MIN_INSIDE):
            probes.append(Probe("holds", inside, HOLDS))
    return tuple(probes)


def _spellings(text: str, shortest: int) -> tuple[str, ...]:
    return tuple(term for term in spellings(text) if len(term) >= shortest)


def phrase_probes(phrase: Phrase) -> tuple[Probe, ...]:
    """Returns the probe for a phrase: its words as written, in this order."""
    return (Probe("plain", tuple(tokens(phrase.text)), PLAIN),)


def text_probes(clause: Word | Phrase, *, tolerant: bool) -> tuple[Probe, ...]:
    """Returns the probes for the words of a query that belong to no field."""
    return word_probes(clause, tolerant=tolerant) if isinstance(clause, Word) else phrase_probes(clause)


def field_text_probes(match: Match, *, tolerant: bool) -> tuple[Probe, ...]:
    """Returns the probes for words in a text field."""
    if match.exact:
        return phrase_probes(Phrase(text=match.text))
    return word_probes(Word(text=match.text, part=match.part, misread=match.misread), tolerant=tolerant)


def key_probes(match: Match, *, tolerant: bool) -> tuple[Probe, ...]:
    """Returns the probes for a whole identifier: its key, and with ``tolerant`` keys that OCR confuses with it.

    With a star at its end, they are those for every identifier that begins so.
    """
    wanted = key(match.text)
    if match.part is not None:
        return (Probe(match.part, (wanted,), PLAIN),)
    probes = [Probe("plain", (wanted,), PLAIN)]
    if tolerant and not match.exact:
        probes += [Probe("ocr", (term,), OCR) for term in (fold(wanted), *match.misread)]
    return tuple(probes)
