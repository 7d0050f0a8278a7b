"""Persons and places that spaCy's English model names, less what it takes for them on business papers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from redaction.entities import POSSIBLE, Entity, Hit
from redaction.recognizers.base import Recognizer
from redaction.recognizers.person import COMPANY, TITLES
from redaction.sheet import Sheet, is_caption

_KINDS = {"PERSON": Entity.PERSON, "GPE": Entity.LOCATION, "LOC": Entity.LOCATION, "FAC": Entity.LOCATION}
_NOISE = re.compile(r"[\d$€£%#@=+<>|{}\[\]_*]|\b(?:USD|EUR|GBP|CHF)\b")


_FIRM_FOLLOWS = re.compile(
    r"(?:,? (?:and|&|und|et|y|e|en) )?(?:[A-Z]\w+[ ,]*)?(?:,? (?:and|&|und) )?[ ]?"
    r"(?:Ltd|LLC|Inc|GmbH|AG|Corp|PLC|Group|Sons|Brothers|Co|Orchestra|Company|& Co)\b"
)
"""Partners' names in a firm's: ``Jones, Smith and Davis Ltd``."""


_LEADING_TITLE = re.compile(rf"\s*(?:{TITLES}\.?(?:\s+|$))+")


class NamedEntity(Recognizer):
    """PERSON, GPE, LOC and FAC of spaCy. Organisations are not personal."""

    entities = (Entity.PERSON, Entity.LOCATION)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the named persons and places that stand up to a second look."""
        for span in named:
            kind = _KINDS.get(span.label_)
            if kind is None or is_caption(sheet.cell_text(sheet.cells[sheet.cell_index(span.start_char)])):
                continue
            if kind is Entity.PERSON and _FIRM_FOLLOWS.match(sheet.text, span.end_char):
                continue
            # A name does not run over the end of a line: judge the parts.
            for part in re.finditer(r"[^\n]+", span.text):
                title = _LEADING_TITLE.match(part.group())
                start = part.start() + (title.end() if title else 0)
                if self._is_name(span.text[start : part.end()], kind):
                    yield Hit(span.start_char + start, span.start_char + part.end(), kind, POSSIBLE)

    def _is_name(self, text: str, kind: Entity) -> bool:
        words = text.split()
        if _NOISE.search(text) or is_caption(text) or len(text.strip(" .,;:'\"")) < 2:
            return False
        if kind is Entity.PERSON:
            return not COMPANY.search(text) and any(w[:1].isupper() and len(w.strip(".")) > 1 for w in words)
        return any(w[:1].isupper() for w in words)
