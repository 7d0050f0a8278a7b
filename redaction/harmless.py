"""Words that no detector may take: amounts, document dates, captions and ordinary words of business documents.

A finding that rests on a checksum or on a personal field overrules them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from redaction.entities import CERTAIN, LEARNED, LIKELY, Entity, Hit
from redaction.lexicon import has_person_evidence, is_given_name, is_ordinary, is_organization
from redaction.page_grid import is_english
from schemas.document import ReadDocument

_CURRENCY = (
    r"(?:RM|MYR|USD|EUR|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|AUD|CAD|NZD|SGD|HKD|JPY|CNY|INR|IDR|THB|TRY|TWD|AED|SAR|BRL|"
    r"MXN|ZAR|Rs|Rp|Kč|zł|kr|Ft|lei|Fr|[A-Z]{0,2}[$€£¥₹₺₽])\.?"
)
_NUMBER = r"[-+−–(]{0,2}\d[\d.,'’]*\)?-?"
_DECIMAL = r"\d{1,3}(?:[.,'’]\d{3})*[.,]\d{2}|\d+[.,]\d{2}"
_AMOUNT = re.compile(
    rf"(?<![\w.,]){_CURRENCY}\s?{_NUMBER}(?:[ ]\d{{3}}(?:[.,]\d{{2}})?(?!\S))?|"
    rf"(?<![\w.,/-]){_NUMBER}(?:[ ]\d{{3}}(?:[.,]\d{{2}})?)?\s?(?:{_CURRENCY}|%)(?!\w)|"
    rf"(?<!\S)[-+−–(]{{0,2}}(?:{_DECIMAL})\)?-?(?!\S)"
)
_DATE = re.compile(
    r"(?<![\w.,/-])(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}:\d{2}(?::\d{2})?)"
    r"(?![\w/-]|[.,:]\d)"
)
_LIKE_DATES = frozenset({Entity.PHONE_NUMBER, Entity.PERSON, Entity.STREET_ADDRESS, Entity.LOCATION, Entity.TAX_ID})
"""Kinds that a date or a time of day is mistaken for. Birth dates and sort codes look like dates and are not here."""

_WORDED = frozenset({Entity.PERSON, Entity.LOCATION, Entity.STREET_ADDRESS})
_NUMBERED = re.compile(
    r"(?:invoice|receipt|bill|slip|order|doc(?:ument)?|ticket|item|article|sku|ref(?:erence)?|gst|tax|vat|reg|"
    r"rechnung|beleg|artikel|art|bestell|liefer|auftrag|debitor|kunden|facture|commande|article|factura|pedido|fattura|"
    r"ordine|factuur|bestel|gln|gtin|ean|iln|upc)"
    r"[\w.\-]*(?:[ ]?(?:no|nr|num|number|nummer|reg|id|#)\.?)*[ )]*[:#.]?[ \n]?$",
    re.IGNORECASE,
)
"""The caption of a number that belongs to the document or to an organization, right before the number."""


_CAPTION_GOES_ON = re.compile(r"(?:[ ](?:by|for|of|to|from|at|on|von|für|an|par|pour|por|para|da|di|van|door))?[ ]?:")
"""What is between the first word of a caption and its end: ``Approved by:``."""

_POSSESSIVE = re.compile(r"['’]s[ ](?=[^\W\d_a-z])([^\W\d_]+(?:[ ]&?[ ]?[^\W\d_a-z][^\W\d_]+)?)")
"""A name continues as that of a firm: ``O'Hanlon's Bakery``."""


class Harmless:
    """What of one document is not personal, whatever a detector takes it for.

    Args:
        read: The document.
        business: Whether its class is one of business documents: they hold more captions than names.
    """

    def __init__(self, read: ReadDocument, *, business: bool) -> None:
        self._read = read
        self._business = business

    @cached_property
    def amounts(self) -> frozenset[int]:
        """Ids of the words that are written like amounts and percentages."""
        return self._covered(_AMOUNT)

    @cached_property
    def dates(self) -> frozenset[int]:
        """Ids of the words that are written like dates and times of day."""
        return self._covered(_DATE)

    def words_kept_from(self, hit: Hit) -> frozenset[int]:
        """Returns the words that a finding may not take."""
        if hit.score >= CERTAIN or hit.entity is Entity.BIRTH_DATE:
            return frozenset()
        words = self._captions_around(hit)
        if hit.score < LIKELY or hit.entity in _WORDED:
            words |= self.amounts
        if hit.entity in _LIKE_DATES:
            words |= self.dates
        return words

    def is_mistaken(self, hit: Hit) -> bool:
        """Whether a finding is an ordinary word, a caption or a document's number and not personal data."""
        if hit.score >= CERTAIN:
            return False
        if hit.entity is Entity.PHONE_NUMBER and hit.score < LIKELY:
            return _NUMBERED.search(self._before(hit, 30)) is not None or not self.dates.isdisjoint(self._ids(hit))
        if hit.entity is Entity.STREET_ADDRESS:
            # A town beside its postal code is the place of an organization; "RM 30.91" is no room.
            bare_town = self._business and hit.score < LIKELY
            if bare_town or not self.amounts.isdisjoint(self._ids(hit)):
                return True
        # Initials and particles such as "van de" are in names of persons too.
        words = [word for word in self._text(hit).split() if sum(c.isalpha() for c in word) > 1 and not word.islower()]
        if hit.entity not in _WORDED or not words:
            return False
        if all(map(is_ordinary, words)) and not any(c.isdigit() for c in self._text(hit)):
            return self._business or (hit.score < LEARNED and hit.entity is Entity.PERSON)
        if hit.entity is Entity.PERSON and self._is_organization(hit):
            title = "".join(self._before(hit, 12).split(" ")[-2:-1])
            return not has_person_evidence(f"{title} {self._text(hit)}")
        if hit.entity is Entity.STREET_ADDRESS or hit.score >= (LIKELY if self._business else LEARNED):
            return False
        return self._is_no_name(hit, words)

    def _is_organization(self, hit: Hit) -> bool:
        firm = _POSSESSIVE.match(self._behind(hit))
        return (firm is not None and is_organization(firm[1])) or (self._business and is_organization(self._text(hit)))

    def _is_no_name(self, hit: Hit, words: Sequence[str]) -> bool:
        """Whether words that only a language model calls a name lack every evidence of one."""
        if self._read.words[self._ids(hit)[-1]].text.endswith(":") and (
            self._business or not any(map(is_given_name, words))
        ):
            return True
        if hit.entity is not Entity.PERSON or any(map(is_given_name, words)):
            return False
        if any(map(is_ordinary, words)) or (len(words) == 1 and _CAPTION_GOES_ON.match(self._behind(hit))):
            return True
        # spaCy's model is English: of other languages it takes any capitalized word for a name.
        if hit.score >= LEARNED:
            return False
        return not self._is_english(hit.start) and not has_person_evidence(self._before(hit, 12) + self._text(hit))

    def _captions_around(self, hit: Hit) -> frozenset[int]:
        """Returns the words of a name that are captions: ``Anschrift:`` behind it, any word with a colon before it."""
        if hit.entity is not Entity.PERSON:
            return frozenset()
        ids = self._ids(hit)
        kept = len(ids)
        while kept and self._is_caption(self._read.words[ids[kept - 1]].text):
            kept -= 1
        before = next((i + 1 for i in reversed(range(kept - 1)) if self._read.words[ids[i]].text.endswith(":")), 0)
        return frozenset((*ids[:before], *ids[kept:]))

    @staticmethod
    def _is_caption(word: str) -> bool:
        return word.endswith(":") and is_ordinary(word)

    def _ids(self, hit: Hit) -> list[int]:
        return [word.id for word in self._read.words_between(hit.start, hit.end)]

    def _covered(self, form: re.Pattern[str]) -> frozenset[int]:
        spans = (match.span() for match in form.finditer(self._read.text))
        return frozenset(word.id for start, end in spans for word in self._read.words_between(start, end))

    def _text(self, hit: Hit) -> str:
        return self._read.text[hit.start : hit.end]

    def _behind(self, hit: Hit) -> str:
        return self._read.text[hit.end : hit.end + 40]

    def _before(self, hit: Hit, characters: int) -> str:
        return self._read.text[max(hit.start - characters, 0) : hit.start]

    @cached_property
    def _pages(self) -> tuple[list[int], list[bool]]:
        texts = [page.text for page in self._read.pages]
        return list(accumulate((len(text) + 1 for text in texts), initial=0)), [is_english(text) for text in texts]

    def _is_english(self, offset: int) -> bool:
        starts, english = self._pages
        return english[bisect_right(starts, offset) - 1]
