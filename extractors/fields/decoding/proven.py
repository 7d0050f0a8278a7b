"""Account numbers that their check digits prove, wherever they are on the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from extractors.fields.decoding.captioned import Captioned, field_of
from extractors.fields.token_scores import LabelledWords
from schemas.document import ReadDocument
from schemas.extraction import ExtractedField
from values.check_digits import iban_is_valid

IBAN = "iban"

PROVEN = 0.85
"""Confidence in the only account number of a document: it is one, and it may be the payer's."""

MOST_WORDS = 10
"""An IBAN in groups has at most so many words: 34 characters by four, and a rest."""

_FORM = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


def with_proven_iban(words: LabelledWords, found: Mapping[str, ExtractedField]) -> dict[str, ExtractedField]:
    """Returns the fields with the IBAN proven by check digits, if none or an invalid one was found.

    Where several numbers are proven, the likeliest is taken; where the model prefers none, nothing is.
    """
    seen = found.get(IBAN)
    if IBAN not in words.inside or (seen is not None and seen.value is not None and iban_is_valid(seen.value)):
        return dict(found)
    proven: list[Captioned[str]] = list(_proven(words.read))
    values = {one.value for one in proven}
    best = max(proven, key=lambda one: one.likelihood(words, IBAN), default=None)
    if best is None or (len(values) > 1 and best.likelihood(words, IBAN) < CLAIMS):
        return dict(found)
    return {**found, IBAN: field_of(words, IBAN, "id", best, PROVEN, "its check digits prove it")}


CLAIMS = 0.05
"""The model prefers one of several numbers from this probability on."""


def _proven(read: ReadDocument) -> Iterator[Captioned[str]]:
    """Yields the runs of words that are a valid IBAN, on one line or across one line end."""
    for first in read.words:
        joined = ""
        for count, word in enumerate(read.words[first.id : first.id + MOST_WORDS], start=1):
            if word.page_number != first.page_number or word.line_index > first.line_index + 1:
                break
            joined += re.sub(r"[\s.-]", "", word.text).upper()
            if _FORM.fullmatch(joined) and iban_is_valid(joined):
                yield Captioned(tuple(range(first.id, first.id + count)), joined, None)
                break
