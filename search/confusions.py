"""Which characters OCR takes for which, and the misreadings of a word that this makes likely.

The index already makes the commonest look-alikes equal (``search.analysis``) and forgives one edit in long words
without digits. Short words, numbers, and long words with two errors remain: a query also looks for their likeliest
misreadings. Their probability comes from a table of shapes and from reviewers' corrections. Of a correction only pairs
of characters are kept, and only those frequent enough to reveal no document.

Source: the noisy channel of Kernighan, Church and Gale 1990, with pairs of characters as in Kolak and Resnik 2002.
"""

from __future__ import annotations

import difflib
import heapq
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from search.analysis import fold, is_near, may_be_near, tokens
from search.clauses import All, Clause, Either, Match, Word
from search.query import SearchQuery

MIN_LENGTH = 4
"""Shorter words have misreadings that are words themselves: ``due`` reads ``duo``."""

MOST_MISREADINGS = 24
A_LETTER = 3
"""Misreadings of a word for each letter beyond the third: short ones match more unrelated words than documents.

Measured by ``python -m benchmarks noisy``: so many bring most of the recall for half of the precision lost.
"""

MOST_ERRORS = 2
"""Confusions in one word."""

MIN_SUPPORT = 3
"""A pair that is in no table counts once corrections have shown it this often."""

TABLE_COUNT = 2.0
"""A pair of the table weighs as much as this many corrections."""

_OTHERS = 12.0
"""Pairs that were not seen yet share this much of each character, so that three corrections are no certainty."""

_LIKENESS = 0.6
"""Below this ratio a correction replaced the text and does not show how it was misread."""

_TABLE = """
a:o,e,4 b:h,6 c:e,o,g d:o,cl e:c,o,a f:t,e,r g:q,9,y h:b,n,li i:j,t j:i,l k:x,h l:t,j m:nn,in,n n:h,u,ri,ii o:c,a,e,d,q
p:r,d q:g,o r:t,n,p s:3,8 t:f,l,r,7 u:v,n,ii v:y,u w:vv,v x:k y:v,g z:7
cl:d li:h ii:n,u nn:m in:m ri:n tt:n 4:a 7:t,z 9:g 3:s,b 0:d,q,c 8:s 6:b,c 1:t,j 5:s
"""
"""True characters, and what they are read as. No digit reads as another digit here: that would be another number.

Source: the commonest substitutions in the OCR post-correction literature (ISRI 1996; Holley 2009), by shape.
"""


@dataclass(frozen=True)
class Confusions:
    """How often each piece of one or two characters was read as another, on top of the table of shapes."""

    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(true, read) -> corrections that showed it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_costs", _costs(self.counts))

    def of(self, true: str) -> list[tuple[str, float]]:
        """Returns what a piece is read as, with its cost: the likelier, the lower."""
        costs: dict[str, list[tuple[str, float]]] = self._costs  # type: ignore[attr-defined]
        return costs.get(true, [])

    def misreadings(self, word: str) -> tuple[str, ...]:
        """Returns the likeliest misreadings of a plain word in its ocr view, without those that are found anyway."""
        if len(word) < MIN_LENGTH or not word.isascii():
            return ()
        same, is_forgiven = fold(word), may_be_near(word)
        most = min(A_LETTER * (len(word) - MIN_LENGTH + 1), MOST_MISREADINGS)
        found: dict[str, None] = {}
        for misread in _likeliest(self, word):
            folded = fold(misread)
            if folded != same and not (is_forgiven and is_near(folded, same)):
                found[folded] = None
                if len(found) == most:
                    break
        return tuple(found)


def learn(corrections: Iterable[tuple[str, str]]) -> Confusions:
    """Returns the confusions that pairs of (read, true) text show; pairs seen too rarely are forgotten."""
    counts = Counter(pair for read, true in corrections for pair in _pairs(read, true))
    return Confusions({pair: n for pair, n in counts.items() if n >= MIN_SUPPORT})


def expand(query: SearchQuery, confusions: Confusions) -> SearchQuery:
    """Returns the query with the likeliest misreadings of its words; what must not be there stays as written."""
    if query.clause is None or not query.tolerant:
        return query
    return query.model_copy(update={"clause": _expanded(query.clause, confusions)})


def _expanded(clause: Clause, confusions: Confusions) -> Clause:
    if isinstance(clause, Word):
        plain = tokens(clause.text)
        misread = confusions.misreadings(plain[0]) if len(plain) == 1 and clause.part is None else ()
        return clause.model_copy(update={"misread": misread})
    if isinstance(clause, Match) and not clause.exact and clause.part is None and clause.filter.kind in ("text", "key"):
        return clause.model_copy(update={"misread": confusions.misreadings("".join(tokens(clause.text)))})
    if isinstance(clause, All | Either):
        parts = tuple(_expanded(part, confusions) for part in clause.clauses)
        return clause.model_copy(update={"clauses": parts})
    return clause


def _costs(counts: Mapping[tuple[str, str], int]) -> dict[str, list[tuple[str, float]]]:
    weights: dict[str, Counter[str]] = {}
    for true, read in _table():
        weights.setdefault(true, Counter())[read] += TABLE_COUNT  # type: ignore[assignment]
    for (true, read), count in counts.items():
        weights.setdefault(true, Counter())[read] += count
    costs = {}
    for true, reads in weights.items():
        whole = reads.total() + _OTHERS
        costs[true] = sorted(((read, -math.log(n / whole)) for read, n in reads.items()), key=lambda c: (c[1], c[0]))
    return costs


def _table() -> Iterator[tuple[str, str]]:
    for row in _TABLE.split():
        true, reads = row.split(":")
        yield from ((true, read) for read in reads.split(","))


def _likeliest(confusions: Confusions, word: str) -> Iterator[str]:
    """Yields the misreadings with up to `MOST_ERRORS` confusions, the likeliest first; each place errs once."""
    # (cost, misreading so far, where the rest of the word begins in it, confusions made)
    heap: list[tuple[float, str, int, int]] = [(0.0, word, 0, 0)]
    while heap:
        cost, text, start, errors = heapq.heappop(heap)
        if errors:
            yield text
        if errors == MOST_ERRORS:
            continue
        for at in range(start, len(text)):
            for size in (1, 2):
                for read, more in confusions.of(text[at : at + size]) if at + size <= len(text) else ():
                    changed = text[:at] + read + text[at + size :]
                    heapq.heappush(heap, (cost + more, changed, at + len(read), errors + 1))


def _pairs(read: str, true: str) -> Iterator[tuple[str, str]]:
    """Yields the (true, read) pieces of one or two characters in which two texts differ."""
    was, now = tokens(read), tokens(true)
    if len(was) != len(now):
        was, now = ["".join(was)], ["".join(now)]
    for one, other in zip(was, now, strict=True):
        matcher = difflib.SequenceMatcher(None, other, one, autojunk=False)
        if one == other or matcher.ratio() < _LIKENESS:
            continue
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind == "replace":
                yield from _pieces(other[a:b], one[c:d])


def _pieces(true: str, read: str) -> Iterator[tuple[str, str]]:
    single = [(true, read)] if len(true) + len(read) <= 3 else []
    if len(true) == len(read):
        single = list(zip(true, read, strict=True))
    yield from (pair for pair in single if fold(pair[0]) != fold(pair[1]))
