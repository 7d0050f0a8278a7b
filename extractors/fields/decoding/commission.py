"""The amount before an agency's commission, where the amount after it was found."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from extractors.fields.decoding.amounts import PrintedAmount, printed_amounts
from extractors.fields.decoding.caption_places import caption_beside
from extractors.fields.decoding.caption_text import last_words, names_any
from extractors.fields.decoding.captioned import Captioned, field_of
from extractors.fields.decoding.cells import grid_of
from extractors.fields.token_scores import LabelledWords
from schemas.extraction import ExtractedField
from schemas.vocabulary import DocumentClass
from values.normalize import Hints

COMMISSION: Final = ("commission", "agency discount", "agency fee", "provision", "agenturprovision", "comision")

HIGHEST_SHARE = Decimal("0.3")
"""A commission is at most this share of the amount before it."""

PRINTED = 0.8
"""Confidence in an amount that is printed and from which the commission leaves the amount that was found."""


def before_commission(
    words: LabelledWords, kind: DocumentClass, found: Mapping[str, ExtractedField], hints: Hints
) -> dict[str, ExtractedField]:
    """Returns the fields, the document's amount changed where it is what a printed commission leaves of another one.

    Classes with amounts between net amount and total are left as they are: their sums say more.
    """
    spec = next(iter(kind.with_role("amount")), None)
    seen = found.get(spec.name) if spec is not None else None
    if spec is None or seen is None or seen.value is None or kind.with_role("part_amount"):
        return dict(found)
    if not names_any(" ".join(last_words(word.text) for word in words.read.words), COMMISSION):
        return dict(found)
    amounts = [amount for amount in printed_amounts(words.read, hints) if amount.has_cents]
    left = Decimal(seen.value)
    for commission in _commissions(words, amounts):
        whole = next((amount for amount in amounts if amount.value == left + commission), None)
        if whole is not None and 0 < commission <= HIGHEST_SHARE * whole.value:
            gross: Captioned[str] = Captioned(whole.word_ids, f"{whole.value:f}", None)
            why = "the amount found first is what the commission leaves of it"
            return {**found, spec.name: field_of(words, spec.name, spec.kind, gross, PRINTED, why)}
    return dict(found)


def _commissions(words: LabelledWords, amounts: list[PrintedAmount]) -> list[Decimal]:
    grid, is_value = grid_of(words.read), frozenset(i for amount in amounts for i in amount.word_ids)
    named = [a for a in amounts if names_any(last_words(caption_beside(grid, a.word_ids, is_value)), COMMISSION)]
    return list(dict.fromkeys(abs(amount.value) for amount in named))
