"""Faults that real text has: other cases, broken lines, misread letters, lost blanks."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from training.pii.text import Text

_MISREAD = {
    "l": "1I|", "I": "l1|", "O": "0Q", "o": "0c", "e": "c", "c": "e", "i": "l1", "n": "ri", "m": "rn", "a": "o",
    "s": "5", "S": "5", "B": "8", "g": "q9", "u": "v", "h": "b", "t": "f", "ü": "u", "ö": "o", "é": "e", "ä": "a",
    "Z": "2", "w": "vv",
}  # fmt: skip


def damaged(text: str, spans: Sequence[tuple[int, int, str]], rng: random.Random) -> Text:
    """Returns a text with the faults of some source; most texts stay as they are."""
    pieces = _pieces(text, spans)
    draw = rng.random()
    if draw < 0.11:
        pieces = [(piece.lower(), label) for piece, label in pieces]
    elif draw < 0.19:
        pieces = [(piece.upper(), label) for piece, label in pieces]
    elif draw < 0.29:
        kinds = {kind for kind in ("PERSON", "ORG", "PLACE", "ADDRESS") if rng.random() < 0.6}
        pieces = [(piece.upper() if label[2:] in kinds else piece, label) for piece, label in pieces]
    elif draw < 0.33:
        pieces = [(piece.lower() if label.endswith("PERSON") else piece, label) for piece, label in pieces]
    elif draw < 0.36:
        pieces = [(piece.title(), label) for piece, label in pieces]
    if rng.random() < 0.25:
        pieces = _wrapped(pieces, rng)
    if rng.random() < 0.14:
        rate = rng.choice((0.01, 0.02, 0.04))
        pieces = [(_each(piece, lambda c: _misread(c, rate, rng)), label) for piece, label in pieces]
    if rng.random() < 0.05:
        pieces = [("".join(c for c in piece if c not in ",.;:!?'\""), label) for piece, label in pieces]
    return _joined(pieces)


def _pieces(text: str, spans: Sequence[tuple[int, int, str]]) -> list[tuple[str, str]]:
    pieces, place = [], 0
    for start, end, label in sorted(spans):
        pieces += [(text[place:start], ""), (text[start:end], f"B-{label}")]
        place = end
    return [*pieces, (text[place:], "")]


def _wrapped(pieces: Sequence[tuple[str, str]], rng: random.Random) -> list[tuple[str, str]]:
    """Breaks lines at a width, at blanks, as print does."""
    width, column = rng.randint(14, 70), 0
    wrapped = []
    for piece, label in pieces:
        broken = ""
        for c in piece:
            column = 0 if c == "\n" else column + 1
            if c == " " and column > width:
                c, column = "\n", 0
            broken += c
        wrapped.append((broken, label))
    return wrapped


def _misread(c: str, rate: float, rng: random.Random) -> str:
    draw = rng.random()
    if draw > rate:
        return c
    if c == " ":
        return "" if draw < rate / 4 else c
    if draw < rate / 8:
        return c + " "
    return rng.choice(_MISREAD[c]) if c in _MISREAD else c


def _each(text: str, change: Callable[[str], str]) -> str:
    return "".join(map(change, text))


def _joined(pieces: Sequence[tuple[str, str]]) -> Text:
    text = Text()
    for piece, label in pieces:
        text.add(piece, label[2:])
    return text
