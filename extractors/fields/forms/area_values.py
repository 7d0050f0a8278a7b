"""The value of a form's area from the words that are in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.fields.forms.parsers import READERS, RULES, Reading, Token
from extractors.fields.forms.template import AreaKind

SAME_LINE = 14.0
"""Form units: words whose middles differ by less are on one line; lines are 33 apart."""

DIGITS_ONLY: frozenset[AreaKind] = frozenset(
    ("date", "birth_date", "zip", "phone", "money", "npi", "tax_id", "place", "number")
)
"""Kinds of areas in which nothing but digits is filled in."""


BRACKET_LIKE = frozenset("LlIi|JT![]()_ ")
"""What engines read for the bracket in front of a diagnosis code."""


def read_value(kind: AreaKind, tokens: Sequence[Token]) -> Reading | None:
    """Returns what the tokens of an area say, or None when the area is empty."""
    texts = [t for t in tokens if RULES.sub("", t.text)]
    if kind in DIGITS_ONLY:
        # Words of other letters are the form's own print, misread.
        texts = [t for t in texts if _could_be_digits(t.text)]
    if kind == "icd" and all(len(t.text) <= 2 and set(t.text) <= BRACKET_LIKE for t in texts):
        # The bracket that is printed in front of each code, and no code behind it.
        return None
    kept = tuple(token for line in _some(_lines(texts), kind) for token in line)
    if not kept:
        return None
    reading = READERS[kind](kept)
    if any(t.part for t in reading.tokens):
        return replace(reading, why=(*reading.why, "a word that ran over the border of two boxes was divided there"))
    return reading


def _could_be_digits(text: str) -> bool:
    """Whether a word holds a digit, or only letters that look like digits."""
    return any(c.isdigit() for c in text) or set(RULES.sub("", text)) <= set("OolISBZ")


def _lines(tokens: Sequence[Token]) -> list[list[Token]]:
    """Returns tokens line by line from the top, each from left to right."""
    lines: list[list[Token]] = []
    for token in sorted(tokens, key=lambda t: t.middle):
        if lines and abs(lines[-1][0].middle - token.middle) < SAME_LINE:
            lines[-1].append(token)
        else:
            lines.append([token])
    return [sorted(line, key=lambda t: t.left) for line in lines]


def _some(lines: Sequence[list[Token]], kind: AreaKind) -> Sequence[list[Token]]:
    """Returns the lines of an address block that a kind needs: the first, the last, those between; else all."""
    if kind == "first_line":
        return lines[:1]
    if kind == "last_line":
        return lines[-1:] if len(lines) > 1 else []
    return lines[1:-1] if kind == "middle_lines" else lines
