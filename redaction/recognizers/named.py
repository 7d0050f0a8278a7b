"""Persons and places that spaCy's English model names, less what it takes for them on business documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from redaction.entities import DOUBTFUL, POSSIBLE, Entity, Hit
from redaction.page_grid import Sheet, is_caption, is_caption_word, is_english
from redaction.recognizers.base import Recognizer
from redaction.recognizers.person import COMPANY, TITLES

_KINDS = {"PERSON": Entity.PERSON, "GPE": Entity.LOCATION, "LOC": Entity.LOCATION, "FAC": Entity.LOCATION}
_NOISE = re.compile(r"[\d$€£%#@=+<>|{}\[\]_*]|\b(?:USD|EUR|GBP|CHF)\b")


_FIRM_FOLLOWS = re.compile(
    r"(?:,? (?:and|&|und|et|y|e|en) )?(?:[A-Z]\w+[ ,]*)?(?:,? (?:and|&|und) )?[ ]?"
    r"(?:Ltd|LLC|Inc|GmbH|AG|Corp|PLC|Group|Sons|Brothers|Co|Orchestra|Company|& Co)\b"
)
"""Partners' names in a firm's: ``Jones, Smith and Davis Ltd``."""


_FULL_NAME = re.compile(
    r"[^\W\d_a-zß-öø-ÿ][\w'’\-]*\w(?: [^\W\d_a-zß-öø-ÿ]\.?| [a-z]{2,3})*(?: [^\W\d_a-zß-öø-ÿ][\w'’\-]*\w)+[.,;]?"
)
"""Two capitalized words at least, initials and particles between them."""

_LEADING_TITLE = re.compile(rf"\s*(?:{TITLES}\.?(?:\s+|$))+")


class NamedEntity(Recognizer):
    """PERSON, GPE, LOC and FAC of spaCy. Organizations are not personal."""

    entities = (Entity.PERSON, Entity.LOCATION)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the named persons and places that pass further checks."""
        english = is_english(sheet.text)
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
                text = span.text[start : part.end()]
                full = _FULL_NAME.fullmatch(text) is not None
                # The model knows English only: in other languages it takes any capitalized word for a name.
                if self._is_name(text, kind) and (english or full):
                    score = POSSIBLE if full or kind is not Entity.PERSON else DOUBTFUL
                    yield Hit(span.start_char + start, span.start_char + part.end(), kind, score)

    def _is_name(self, text: str, kind: Entity) -> bool:
        words = text.split()
        if _NOISE.search(text) or is_caption(text) or len(text.strip(" .,;:'\"")) < 2:
            return False
        if kind is Entity.PERSON:
            return (
                not COMPANY.search(text)
                and not any(map(is_caption_word, words))
                and any(w[:1].isupper() and len(w.strip(".")) > 1 for w in words)
            )
        return any(w[:1].isupper() for w in words)
